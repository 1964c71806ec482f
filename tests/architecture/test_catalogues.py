"""Every shipped language is complete: nothing missing, nothing fuzzy, no placeholder lost."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from followthrough.lib.languages import INTERFACE
from tests.architecture.source import ROOT

LOCALE = ROOT / "followthrough" / "locale"
# English is the language the texts are written in.
TRANSLATED = {"sq": "sq", "sr-latn": "sr_Latn"}
PLURALS = {"sq": 2, "sr-latn": 3}
PLACEHOLDER = re.compile(r"%\(\w+\)s")
HTML_TAG = re.compile(r"</?\w+")


def catalogue(code: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / TRANSLATED[code] / "LC_MESSAGES" / "django.po"))


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_language_but_english_has_a_catalogue() -> None:
    assert set(TRANSLATED) == {language.code for language in INTERFACE} - {"en"}


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_missing_or_fuzzy(code: str) -> None:
    entries = [entry for entry in catalogue(code) if not entry.obsolete]
    bad = [entry.msgid for entry in entries if entry.fuzzy or not all(forms(entry))]

    assert len(entries) > 100
    assert not bad


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_plural_form_is_there(code: str) -> None:
    plural = [entry for entry in catalogue(code) if entry.msgid_plural and not entry.obsolete]

    assert plural
    assert all(len(entry.msgstr_plural) == PLURALS[code] for entry in plural)


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("pattern", [PLACEHOLDER, HTML_TAG], ids=["placeholders", "tags"])
def test_translations_keep_what_is_filled_in(code: str, pattern: re.Pattern[str]) -> None:
    lost = [
        entry.msgid
        for entry in catalogue(code)
        for form in forms(entry)
        if not entry.obsolete and not keeps(entry, form, pattern)
    ]

    assert not lost


def keeps(entry: polib.POEntry, form: str, pattern: re.Pattern[str]) -> bool:
    """Whether a form has all that its text has; "every month" may do without its count."""
    whole = set(pattern.findall(entry.msgid_plural or entry.msgid))
    optional = {"%(count)s"} if entry.msgid_plural else set()
    return whole - optional <= set(pattern.findall(form)) <= whole


def test_every_text_in_the_code_is_in_the_catalogues(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("xgettext is missing: install the package gettext")
        pytest.skip("left out: xgettext is not installed (package gettext)")
    # makemessages rewrites the catalogues of the folder it runs in, so it gets a copy.
    copy = tmp_path / "followthrough"
    shutil.copytree(ROOT / "followthrough", copy, ignore=shutil.ignore_patterns("static*", "*.mo"))
    options = ["-l", "sq", "-l", "sr_Latn", "--no-obsolete", "--no-location"]
    command = [sys.executable, "-m", "django", "makemessages", *options]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    for code, folder in TRANSLATED.items():
        found = polib.pofile(str(copy / "locale" / folder / "LC_MESSAGES" / "django.po"))
        wanted = {(entry.msgctxt, entry.msgid) for entry in found}
        kept = {(entry.msgctxt, entry.msgid) for entry in catalogue(code) if not entry.obsolete}
        assert wanted == kept, "run `make messages` and translate what is new"
