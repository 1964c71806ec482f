"""CPU milliseconds of the API's 200 outputs and of the same rows made by hand: api_rows.py ROUNDS.

In one process, through all middleware, the two in turn; prints JSON.
"""

import json
import sys
from typing import Any

import django
from django.core.wsgi import get_wsgi_application
from first_rendering import cpu_ms, forget

BY_HAND = "/by-hand/"
ROWS = "/api/v1/outputs?limit=200"
# What all pages of a publication share is read by whoever comes first.
BEFORE = "/api/v1/outputs?limit=1"


def main() -> None:
    django.setup()
    application = get_wsgi_application()
    found: dict[str, list[float]] = {"by_hand": [], "made": [], "kept": []}
    for number in range(int(sys.argv[1]) + 1):
        times = _round(application)
        # The first warms the code.
        if number:
            for name, ms in times.items():
                found[name].append(ms)
    print(json.dumps(found))


def _round(application: Any) -> dict[str, float]:
    forget()
    cpu_ms(application, BEFORE)
    by_hand = cpu_ms(application, BY_HAND)
    return {
        "made": cpu_ms(application, ROWS),
        "kept": cpu_ms(application, ROWS),
        "by_hand": (by_hand + cpu_ms(application, BY_HAND)) / 2,
    }


if __name__ == "__main__":
    main()
