"""Every route says who may use it, and the page that lists them is up to date."""

from django.http import HttpRequest, HttpResponse

from followthrough.accounts.permissions import access_of
from tests.architecture.permissions_page import PAGE, page
from tests.architecture.routes import routes


def test_every_route_declares_its_access() -> None:
    undeclared = [route.path for route in routes() if route.access is None]

    assert len(routes()) > 10
    assert not undeclared


def test_a_view_without_declaration_would_be_seen() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert access_of(view) is None


def test_permissions_page_is_fresh() -> None:
    assert PAGE.read_text() == page(), "run `make permissions`"
