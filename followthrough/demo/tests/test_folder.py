"""A demonstration that another version made is made anew; one of this version is left alone."""

from pathlib import Path

from followthrough.demo.folder import DATABASE, MARK, empty_if_older, version


def test_what_another_version_made_is_removed(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_text("old tables")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "evidence.pdf").write_text("invented")
    (tmp_path / "secret-key").write_text("kept")
    assert empty_if_older(tmp_path)
    assert not (tmp_path / DATABASE).exists() and not (tmp_path / "files").exists()
    assert (tmp_path / "secret-key").read_text() == "kept"
    assert (tmp_path / MARK).read_text() == version()


def test_what_this_version_made_stays(tmp_path: Path) -> None:
    assert not empty_if_older(tmp_path)
    (tmp_path / DATABASE).write_text("tables")
    assert not empty_if_older(tmp_path)
    assert (tmp_path / DATABASE).read_text() == "tables"
