"""Loads the sample plan into DATA_DIR: import_sample.py COMMITMENTS."""

import sys

import django
from django.core.management import call_command
from django.utils import timezone


def main() -> None:
    django.setup()
    from followthrough.accounts.permissions import CONSOLE
    from followthrough.plans.operations.import_plan import import_plan
    from followthrough.plans.tests.sample import sample_document

    call_command("migrate", verbosity=0)
    import_plan(sample_document(int(sys.argv[1])), by=CONSOLE, at=timezone.now())


if __name__ == "__main__":
    main()
