"""What is no page is refused with one sentence: which file, which line, what to do."""

import os
from pathlib import Path

import pytest

from followthrough.plans.importers.pages.page import read_facts
from followthrough.plans.importers.pages.reading import LARGEST, NotReadable
from followthrough.plans.tests.page_cast import facts, facts_in, page

LATIN = page().replace("maps)", "m\u00e4ps)").encode("windows-1252")


def refusal(data: bytes) -> str:
    with pytest.raises(NotReadable) as refused:
        facts_in(data, "rivers.txt")
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "rivers.txt, line 1: the file is empty. Save the page again"),
        (b" \n\n ", "rivers.txt, line 1: the file is empty."),
        (b"%PDF-1.7 ...", "rivers.txt, line 1: this is a PDF file, not a page."),
        (b"PK\x03\x04 ...", "rivers.txt, line 1: this is a Word, Excel or zip file"),
        (b"one\ntwo\0three", "rivers.txt, line 2: the file is not text."),
        (bytes(range(256)) * 9, "rivers.txt, line 2: the file is not text."),
        (
            LATIN,
            "rivers.txt, line 6: a letter here is not written in UTF-8. Save the page as UTF-8",
        ),
        (b"Dear Sir,\nno page.", "rivers.txt, line 1: this is not OGP's page of a commitment"),
        (b"<html><p>Hello</html>", "rivers.txt, line 1: this is not OGP's page of a commitment"),
        (b"<html><script>x</script></html>", "rivers.txt, line 1: the file holds no text."),
        (b"x\n" * 9000, "rivers.txt, line 6001: the file has more than 6000 lines"),
        (b"<html><meta charset=punycode>x", "rivers.txt, line 1: the encoding 'punycode'"),
    ],
)
def test_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    assert refusal(data).startswith(sentence)


def test_another_encoding_can_be_named() -> None:
    from followthrough.plans.importers.pages.page import facts_of
    from followthrough.plans.importers.pages.reading import page_from

    read = facts_of(page_from(LATIN, name="rivers.txt", encoding="windows-1252"))
    assert "m\u00e4ps" in read.title


@pytest.mark.parametrize("share", [0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.88])
def test_a_page_cut_in_the_middle(share: float) -> None:
    text = page().encode()
    assert "line " in refusal(text[: int(len(text) * share)])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_markup_cut_in_the_middle(share: float) -> None:
    text = page("saved.htm").encode()
    assert "the page is cut off here. Save the whole page again." in refusal(
        text[: int(len(text) * share)]
    )


def test_a_cut_inside_a_letter() -> None:
    text = page("french.txt").encode()
    assert "the file ends in the middle of a letter" in refusal(
        text[: text.index("é".encode()) + 1]
    )


@pytest.mark.parametrize("last", ["IRM R", "What is the problem addr", "Open Dat"])
def test_a_cut_inside_a_label(last: str) -> None:
    head = page("stripped.txt").partition("IRM Review")[0]
    if last == "Open Dat":
        head, last = head.partition("Access to")[0], "Access to Inf"
    assert "the page is cut off here" in refusal((head + last).encode())


def test_an_end_that_may_be_missing_is_doubtful() -> None:
    read = facts("full.txt", ("\n\nCommitments", ""))
    assert [remark.key for remark in read.remarks] == ["question-3", "end"]


def test_too_large_a_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(NotReadable, match=r"huge.txt: the file has 50 MB; a page has at most 5 MB"):
        read_facts(path)
    assert LARGEST < 50_000_000


def test_no_file_a_folder_and_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, wrong in [("none", "no such file"), ("", "not a file"), ("pipe", "not a file")]:
        with pytest.raises(NotReadable, match=wrong):
            read_facts(tmp_path / name)
