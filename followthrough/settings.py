"""The one settings file. What differs between installations comes from the environment."""

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from followthrough.lib.demo_day import moment_of
from followthrough.lib.languages import INTERFACE

PACKAGE = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("DATA_DIR", ".data")).resolve()


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
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
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
    "followthrough.reminders",
    "followthrough.portal",
    "followthrough.desk",
    "followthrough.demo",
    "django_htmx",
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
                "followthrough.portal.context.site",
                "followthrough.desk.context.desk",
            ],
        },
    }
]

# Forms look as templates/django/forms says.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "followthrough.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        # Without IMMEDIATE, three of four read-then-write transactions fail under load.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
    # A file, as in real life: threads do not share a database in memory fairly.
    "TEST": {"NAME": Path("build/test.sqlite3").resolve()},
}
DATABASES = {
    "default": (
        dj_database_url.config(conn_max_age=600, conn_health_checks=True)
        if os.environ.get("DATABASE_URL")
        else _SQLITE
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"

# Without a mail server the mails lie as files in the data folder.
EMAIL_HOST = os.environ.get("SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("SMTP_TLS") == "1"
EMAIL_TIMEOUT = 30
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "followthrough@localhost")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en"
LANGUAGES = [(language.code, language.name) for language in INTERFACE]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["followthrough.lib.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Belgrade"

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

# Where people reach it: the first part of every link in a mail.
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000").rstrip("/")
# The service's own name; a country puts its own here.
SERVICE_NAME = os.environ.get("SERVICE_NAME", "") or _("Open Government Action Plan")
