"""Reading: what comes in, and what is refused."""

from __future__ import annotations

from pathlib import Path

from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources, read_sources


def read(root: Path) -> tuple[Sources, list[str]]:
    """The sources of a folder, and the codes of what was found wrong."""
    problems = Problems()
    sources = read_sources(root, problems)
    return sources, [problem.code for problem in problems.found]


def chapter(root: Path, data: bytes, name: str = "01-a.md") -> Path:
    """A file in the chapters folder."""
    path = root / "chapters" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def test_texts_come_by_their_path_with_unix_line_ends(tmp_path: Path) -> None:
    """A file from Windows, with a byte-order mark, reads like any other."""
    chapter(tmp_path, b"\xef\xbb\xbfone\r\ntwo\r\n")

    sources, codes = read(tmp_path)

    assert codes == []
    assert sources.texts == {"chapters/01-a.md": "one\ntwo\n"}


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    """A symbolic link to a secret outside is an error, and its content is not read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    project = tmp_path / "project"
    (project / "chapters").mkdir(parents=True)
    (project / "chapters" / "x.txt").symlink_to(secret)

    sources, codes = read(project)

    assert codes == ["outside-project"]
    assert not sources.texts


def test_text_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    """A Latin-1 file is an error at the line of the first wrong byte."""
    chapter(tmp_path, b"one\ncaf\xe9\n")
    problems = Problems()

    read_sources(tmp_path, problems)

    assert [(d.code, d.span.line) for d in problems.found] == [("not-utf-8", 2)]


def test_a_control_character_is_named_with_its_column(tmp_path: Path) -> None:
    """An invisible character that would break XML is an error at its place."""
    chapter(tmp_path, b"ring the \x07 bell\n")
    problems = Problems()

    sources = read_sources(tmp_path, problems)

    assert [(d.code, d.span.line, d.span.col) for d in problems.found] == [("control-character", 1, 10)]
    assert sources.texts["chapters/01-a.md"] == "ring the   bell\n"


def test_hidden_files_and_back_up_copies_are_passed_over(tmp_path: Path) -> None:
    """What an editor program leaves lying about is no source."""
    for name in (".01-a.md.swp", "01-a.md~", ".DS_Store"):
        chapter(tmp_path, b"x", name)

    assert read(tmp_path)[0].texts == {}


def test_the_digest_names_the_content(tmp_path: Path) -> None:
    """The same files give the same digest anywhere; one changed letter gives another."""
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder, text in zip(folders, (b"same", b"same", b"sane"), strict=True):
        folder.mkdir()
        chapter(folder, text)

    first, second, third = (read(folder)[0].digest() for folder in folders)

    assert first == second != third
