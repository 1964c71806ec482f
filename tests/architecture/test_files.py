"""What may not stand in a committed file: inline style or script, a registry's address."""

import re
import subprocess

from tests.architecture.source import ROOT

# A block of JSON is data: no browser runs it, and the policy of the pages does not stop it.
INLINE = re.compile(
    r"""\sstyle=|<style|<script(?![^>]*(\ssrc=|\stype="application/json"))|\son\w+=""",
    re.IGNORECASE,
)
LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-node.lock",
    "package-lock.json",
)
COMPILED = ("*.mo", "followthrough/static", "followthrough/staticfiles", "*.woff2", "*.ttf")


def test_templates_have_no_inline_style_or_script() -> None:
    bad = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "followthrough").rglob("templates/**/*.html")
        if INLINE.search(path.read_text())
    ]

    assert not bad


def test_inline_style_would_be_seen() -> None:
    assert INLINE.search('<p style="color:red">')
    assert INLINE.search("<script>alert(1)</script>")
    assert INLINE.search('<script type="module">alert(1)</script>')
    assert not INLINE.search('<script src="/static/site.js"></script>')
    assert not INLINE.search('<script data-x="y" type="application/json">{}</script>')


def test_locks_name_no_host() -> None:
    lines = [
        line
        for name in LOCKS
        for line in (ROOT / name).read_text().splitlines()
        if '"resolved"' in line or ("://" in line and '"url"' not in line and "github" not in line)
    ]

    assert not lines


def test_nothing_compiled_is_committed() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", *COMPILED],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )

    assert not tracked.stdout
