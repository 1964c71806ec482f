"""CPU milliseconds of pages rendered with nothing kept: first_rendering.py TIMES PATH…

The code is warm; every copy is out of date. Prints JSON: each path with its times.
"""

import json
import sys
import time
from typing import Any

import django
from django.core.cache import caches
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

# A download of a whole plan takes so long that a few times tell enough.
SECONDS_A_PAGE = 3.0


def main() -> None:
    django.setup()
    times, *paths = sys.argv[1:]
    application = get_wsgi_application()
    found = {path: _times(application, path, int(times)) for path in paths}
    print(json.dumps(found))


def _times(application: Any, path: str, times: int) -> list[float]:
    _render(application, path)
    found: list[float] = []
    while len(found) < times and sum(found) < SECONDS_A_PAGE * 1000:
        found.append(_render(application, path))
    return found


def _render(application: Any, path: str) -> float:
    """One page after a publication, when another language of it has been asked for before.

    That reads what all pages share (the plan, deadlines, institutions), once after a publication.
    """
    forget()
    cpu_ms(application, path.replace("/en/", "/sq/", 1))
    return cpu_ms(application, path)


def cpu_ms(application: Any, path: str) -> float:
    """Of what the server runs for one request, and nothing of what a test client does around it."""
    environ = RequestFactory(headers={"host": "localhost"}).get(path).environ
    begun = time.process_time()
    answer = application(environ, lambda status, headers: None)
    answer.close()
    ended = time.process_time()
    if answer.status_code != 200:
        sys.exit(f"{path}: status {answer.status_code}")
    return (ended - begun) * 1000


def forget() -> None:
    from followthrough.audit.models import Chain

    for cache in caches.all():
        cache.clear()
    # As after a publication, wherever copies are kept; the page itself does not change.
    Chain.objects.update(public_digest=f"{time.time_ns():064x}")


if __name__ == "__main__":
    main()
