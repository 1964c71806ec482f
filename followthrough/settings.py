"""The one settings file. What differs between installations comes from the environment."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from followthrough.lib.database import database
from followthrough.lib.demo_day import moment_of
from followthrough.lib.languages import INTERFACE

PACKAGE = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("DATA_DIR", ".data")).resolve()


def _number(name: str, usual: int) -> int:
    """A whole number from the environment. Raises ImproperlyConfigured in a sentence."""
    text = os.environ.get(name, "").strip() or str(usual)
    if not text.isdecimal():
        raise ImproperlyConfigured(
            f"{name} is {text!r}: write a whole number, for example {usual}."
        )
    return int(text)


def _secret_key() -> str:
    """The key from the environment, or one made once and kept in the data folder.

    Without a data folder nothing is served, so a key that lives as long as the process will do.
    """
    if key := os.environ.get("SECRET_KEY"):
        return key
    kept = DATA_DIR / "secret-key"
    try:
        return kept.read_text()
    except FileNotFoundError:
        key = secrets.token_urlsafe(50)
    if not DATA_DIR.is_dir():
        return key
    try:
        with os.fdopen(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(key)
    except FileExistsError:
        return kept.read_text()
    return key


SECRET_KEY = _secret_key()
DEBUG = False
# The demonstration says on every page what is invented in it.
DEMO = os.environ.get("DEMO") == "1"
# The moment that it shows; None outside of it.
DEMO_AT = moment_of(os.environ.get("DEMO_AT", "")) if DEMO else None
# Where people reach it: the first part of every link in a mail.
PUBLIC_URL = os.environ.get(
    "PUBLIC_URL", f"http://localhost:{os.environ.get('PORT', '8000')}"
).rstrip("/")
# The names that requests may come under; without a list, PUBLIC_URL's and this machine's own.
ALLOWED_HOSTS = [
    name.strip() for name in os.environ.get("ALLOWED_HOSTS", "").split(",") if name.strip()
] or [urlsplit(PUBLIC_URL).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "followthrough.urls"
WSGI_APPLICATION = "followthrough.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
    "followthrough.audit",
    "followthrough.outbox",
    "followthrough.accounts",
    "followthrough.plans",
    "followthrough.reporting",
    "followthrough.upkeep",
    "followthrough.reminders",
    "followthrough.portal",
    "followthrough.desk",
    "followthrough.demo",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "followthrough.portal.front.ServeKept",
    "csp.middleware.CSPMiddleware",
    "followthrough.portal.middleware.LanguageFromPath",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "followthrough.accounts.middleware.AttachPerson",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "followthrough.portal.context.site",
                "followthrough.desk.context.desk",
            ],
        },
    }
]

# Forms look as templates/django/forms says.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": database(os.environ.get("DATABASE_URL", ""), DATA_DIR / "followthrough.sqlite3")
}
# Counts tries at sign-in, in one place for all processes. Kept pages have a cache of their own.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The commitment of the plan that promises the coordination itself (rule R11); another plan names
# its own, or none.
COORDINATION_COMMITMENT = os.environ.get("COORDINATION_COMMITMENT", "XK0018")
# The service's own name; a country puts its own here.
SERVICE_NAME = os.environ.get("SERVICE_NAME", "") or _("Open Government Action Plan")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:my"
# The demonstration lets visitors try every post with one click.
SECOND_FACTOR_COMPULSORY = not DEMO

# A working day: nobody is asked twice in one, and a machine left open is closed by the next.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []
# How many proxies of one's own stand before the server: whose word on the reader's address, and on
# whether the connection was encrypted, is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = _number("TRUSTED_PROXIES", 0)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Browsers come back encrypted for a year, whatever is typed.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PUBLIC_URL.startswith("https://") else 0

# Signing in: by a code in a mail, for people who hold a post.
ACCOUNT_ADAPTER = "followthrough.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "none"
# An unknown address gets the same page and no mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
# Three guesses a code, eight codes an hour: a stranger hits one in 40 000 hours.
ACCOUNT_RATE_LIMITS = {"request_login_code": "30/h/ip,3/m/key,8/h/key"}
ACCOUNT_FORMS = {
    "request_login_code": "followthrough.accounts.forms.AskForCode",
    "confirm_login_code": "followthrough.accounts.forms.TypeCode",
}
MFA_ADAPTER = "followthrough.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC_URL.startswith("https://")
MFA_FORMS = {
    "authenticate": "followthrough.accounts.forms.SecondStep",
    "reauthenticate": "followthrough.accounts.forms.SecondStepAgain",
    "activate_totp": "followthrough.accounts.forms.SetUpApp",
    "add_webauthn": "followthrough.accounts.forms.AddKey",
    "edit_webauthn": "followthrough.accounts.forms.RenameKey",
}

# An institution's own sign-in (OpenID Connect), beside the code.
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "")
OIDC_NAME = os.environ.get("OIDC_NAME", "") or OIDC_ISSUER
# Whether the provider's own sign-in counts as a second step.
OIDC_SECOND_FACTOR = os.environ.get("OIDC_SECOND_FACTOR") == "1"
SOCIALACCOUNT_ADAPTER = "followthrough.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": OIDC_NAME,
                    "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                    "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }
    if OIDC_ISSUER
    else {}
)

# Without a mail server the mails lie as files in the data folder; the demonstration's always do.
EMAIL_HOST = "" if DEMO else os.environ.get("SMTP_HOST", "")
EMAIL_PORT = _number("SMTP_PORT", 25)
EMAIL_HOST_USER = os.environ.get("SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
# "1": encrypted after STARTTLS, usually on port 587; "ssl": from the first byte, usually on 465.
EMAIL_USE_TLS = os.environ.get("SMTP_TLS") == "1"
EMAIL_USE_SSL = os.environ.get("SMTP_TLS") == "ssl"
EMAIL_TIMEOUT = 30
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
# Said on purpose, for a rehearsal: no mail leaves the machine.
MAIL_TO_FILES = os.environ.get("MAIL_TO_FILES") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "followthrough@localhost")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en"
LANGUAGES = [(language.code, language.name) for language in INTERFACE]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["followthrough.lib.formats"]
USE_I18N = True
USE_TZ = True
# The plan's own time zone; Kosovo's is named after Belgrade.
TIME_ZONE = os.environ.get("TIME_ZONE", "") or "Europe/Belgrade"

# Where the nightly backups go, and for how many days they are kept.
BACKUP_DIR = Path(os.environ.get("BACKUP_DIR") or DATA_DIR / "backups").resolve()
BACKUPS_KEPT = _number("BACKUPS_KEPT", 14)

# Evidence. No server hands these out: a view asks first who may.
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STATIC_URL = "static/"
STATIC_ROOT = PACKAGE / "staticfiles"
# What the front end's build makes; an installed wheel carries only what was collected from it.
STATICFILES_DIRS = [path for path in [PACKAGE / "static"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "followthrough.lib.durable_storage.DurableStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
