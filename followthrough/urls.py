"""All routes. Every page lives under the prefix of its language."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import get_language

from followthrough.accounts.urls import provider
from followthrough.api import urls as api
from followthrough.lib.languages import BY_CODE
from followthrough.portal import errors, views
from followthrough.upkeep import views as upkeep


class LanguagePrefix(LocalePrefixPattern):
    """Django's language prefix with our short forms: /sr/ for Serbian in Latin, not /sr-latn/."""

    @property
    def language_prefix(self) -> str:
        code = get_language()
        language = BY_CODE.get(code or "")
        return f"{language.prefix}/" if language else "en/"


# Outside of the demonstration these addresses do not exist.
demonstration = [path("", include("followthrough.demo.urls"))] if settings.DEMO else []

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.choose_language, name="choose_language"),
    path("healthz", upkeep.health, name="health"),
    *provider,
    path("api/v1/", include((api.resources, api.app_name))),
    URLResolver(
        LanguagePrefix(),
        [
            path("", include("followthrough.portal.urls")),
            path("", include((api.pages, "api_pages"))),
            path("", include("followthrough.desk.urls")),
            path("account/", include("followthrough.accounts.urls")),
            path("set-up/", include("followthrough.upkeep.urls")),
            *demonstration,
        ],
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
