"""A mail of the demonstration says in its subject, in its language, that it is an example."""

from datetime import UTC, datetime

import pytest
from django.test import override_settings

from followthrough.outbox.operations import post

AT = datetime(2027, 1, 22, 9, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "expected"),
    [("sq", "[SHEMBULL] "), ("sr-latn", "[PRIMER] "), ("en", "[EXAMPLE] ")],
)
def test_the_subject_says_example(language: str, expected: str) -> None:
    with override_settings(DEMO=True):
        one = post(key="k", to="a@example.org", language=language, subject="X", body="", at=AT)
    assert one.subject == f"{expected}X"


@pytest.mark.django_db
def test_outside_the_demonstration_it_does_not() -> None:
    one = post(key="k", to="a@example.org", language="sq", subject="X", body="", at=AT)
    assert one.subject == "X"
