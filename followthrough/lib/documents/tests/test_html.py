"""The tree as a web page: every text escaped, headings in order, header cells named."""

import re

import pytest

from followthrough.lib.documents.html import to_html
from followthrough.lib.documents.tests.samples import POISON, document, poisoned

TAGS = re.compile(r"<(?!/)([a-z][a-z0-9]*)")


def test_headings_stand_below_the_page_s_title() -> None:
    made = to_html(document())
    assert '<h2 id="part-1">Article 1</h2>' in made
    assert '<h3 id="part-2">Below</h3>' in made
    assert '<a href="#part-1">Article 1</a>' in made


def test_tables_have_captions_and_header_cells() -> None:
    made = to_html(document("x"))
    assert "<caption>Contact persons</caption>" in made
    assert '<th scope="col">Institution</th>' in made
    assert '<th scope="row">1</th>' in made


def test_another_language_is_marked_and_a_status_has_shape_and_word() -> None:
    made = to_html(document())
    assert '<span lang="sq">Në shqip</span>' in made
    assert '<span class="chip chip--overdue"><svg' in made


@pytest.mark.parametrize("text", POISON.values(), ids=POISON.keys())
def test_no_text_becomes_markup(text: str) -> None:
    ours = set(TAGS.findall(to_html(poisoned("x")))) | {"br"}
    assert set(TAGS.findall(to_html(poisoned(text)))) <= ours
