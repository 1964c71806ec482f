"""The control of the kill test: a server that says "done" before it has done anything."""

import io
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from followthrough.wsgi import application as careful

SECONDS_UNTIL_DONE = 0.3


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer every POST at once, and work on it afterwards."""
    if environ["REQUEST_METHOD"] != "POST":
        return careful(environ, start)
    body = environ["wsgi.input"].read()
    later = {**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    threading.Thread(target=_work, args=[later], daemon=True).start()
    start("302 Found", [("Location", "/en/my/reports/"), ("Content-Length", "0")])
    return [b""]


def _work(environ: dict[str, Any]) -> None:
    time.sleep(SECONDS_UNTIL_DONE)
    b"".join(careful(environ, _answer_nobody))


def _answer_nobody(*_: Any) -> Callable[[bytes], object]:
    return lambda body: None
