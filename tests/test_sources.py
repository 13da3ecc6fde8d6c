"""Reading: what comes in, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import SOURCE, Sources, digests, listed, read_sources
from tests.tinybook import ROOT


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


@pytest.mark.parametrize(
    ("data", "told", "text"),
    [
        ("eins\nµ\n".encode("utf-16"), (1, "this line is not UTF-8 text"), "eins\nµ\n"),
        ("eins\nµ\n".encode("utf-16-le"), (1, "this line is not UTF-8 text"), "eins\nµ\n"),
        ("eins\nµ\n".encode("utf-16-be"), (1, "this line is not UTF-8 text"), "eins\nµ\n"),
        ("µ\n".encode() + b"caf\xe9\n", (2, "this line is not UTF-8 text"), "µ\ncafé\n"),
        (b"PK\3\4\0\0" + bytes(range(256)), (1, "this is no text file"), ""),
    ],
    ids=["UTF-16", "without its mark", "the other way round", "one byte", "a packed file"],
)
def test_a_file_in_another_encoding_is_read_as_it_is_meant(tmp_path: Path, data: bytes, told: tuple[int, str], text: str) -> None:
    """It is one mistake, and of the other characters none is mistaken for another."""
    chapter(tmp_path, data)
    problems = Problems()

    sources = read_sources(tmp_path, problems)

    assert [(d.code, d.span.line, d.message) for d in problems.found] == [("not-utf-8", *told)]
    assert sources.texts["chapters/01-a.md"] == text


def test_a_control_character_is_named_with_its_column(tmp_path: Path) -> None:
    """An invisible character that would break XML is an error at its place."""
    chapter(tmp_path, b"ring the \x07 bell\n")
    problems = Problems()

    sources = read_sources(tmp_path, problems)

    assert [(d.code, d.span.line, d.span.col) for d in problems.found] == [("control-character", 1, 10)]
    assert sources.texts["chapters/01-a.md"] == "ring the   bell\n"


LITTER = (
    *(".01-a.md.swp", "01-a.md~", ".DS_Store", "#01-a.md#", ".#01-a.md", "4913", "Thumbs.db", "01-a.md.orig"),
    *("01-a.md.bak", "01-a.md.swp", "~$01-a.docx", "sedA1b2C3", "01-a.md___jb_tmp___", "01-a.md.tmp", "desktop.ini"),
)


@pytest.mark.parametrize("name", LITTER)
def test_what_editors_leave_behind_changes_nothing(tmp_path: Path, name: str) -> None:
    """A file that an editor, a merge or a system leaves lying about is neither read nor told of, and changes no digest."""
    chapter(tmp_path, b"text")
    clean = read(tmp_path)

    chapter(tmp_path, b"x", name)

    assert read(tmp_path) == clean == (Sources({"chapters/01-a.md": "text"}, {}, digests(tmp_path)), [])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        *((name, name) for name in ("03-x.MD", "03-x.markdown", "03-x.docx", "old-values.toml", "values.yaml", "figures/x.tif")),
        *((name, name) for name in ("03-x.md.rej", "03-x.md.orig", "03-x.csv.bak")),
        ("drafts/03-x.md", "drafts/"),
        ("drafts/deep/x.txt", "drafts/"),
    ],
)
def test_what_is_no_source_is_named(tmp_path: Path, name: str, told: str) -> None:
    """A file that somebody may mean as a source, but that is none, is an error, is not read, and never counts as unchanged."""
    path = tmp_path / "chapters" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    problems = Problems()

    sources = read_sources(tmp_path, problems)

    assert [(found.code, found.span.path) for found in problems.found] == [("stray-file", f"chapters/{told}")]
    assert sources == Sources({}, {}, {})
    assert digests(tmp_path) == {f"chapters/{name}": ""}


def test_a_folder_of_strangers_is_one_mistake(tmp_path: Path) -> None:
    """However many files stand in a folder that is none of the guide's, they are told of once."""
    for number in range(9):
        (tmp_path / "chapters" / "old").mkdir(parents=True, exist_ok=True)
        (tmp_path / "chapters" / "old" / f"{number}.md").touch()

    assert read(tmp_path)[1] == ["stray-file"]


def test_what_is_larger_than_a_guide_needs_is_not_read(tmp_path: Path) -> None:
    """A file of many megabytes is refused before it is read, and is no missing file too; a line without end at its line."""
    chapter(tmp_path, b"x" * (8 * 1024**2 + 1), "references.yaml")
    chapter(tmp_path, b"one\n" + b"x " * 60_000, "01-a.md")
    problems = Problems()

    sources = read_sources(tmp_path, problems)

    assert [(d.code, d.span.path, d.span.line) for d in problems.found] == [
        ("too-large", "chapters/01-a.md", 2),
        ("too-large", "chapters/references.yaml", 1),
    ]
    assert "chapters/references.yaml" not in sources.texts


def test_every_file_of_the_project_is_a_source() -> None:
    """The list of sources knows all that the guide, its design and the tiny guide are made of."""
    for root in (ROOT, ROOT / "tests" / "tiny"):
        assert [name for name, _ in listed(root) if not SOURCE.fullmatch(name)] == []
        assert "" not in digests(root).values()


def test_a_file_that_vanishes_while_it_is_read_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that moves a file away to put another in its place does not break the reading of all others."""
    chapter(tmp_path, b"one")
    chapter(tmp_path, b"two", "02-b.md")
    read_bytes = Path.read_bytes

    def vanishing(path: Path) -> bytes:
        path.unlink()
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", lambda path: vanishing(path) if path.name == "01-a.md" else read_bytes(path))

    assert read(tmp_path)[0].texts == {"chapters/02-b.md": "two"}


def test_the_digest_names_the_content(tmp_path: Path) -> None:
    """The same files give the same digest anywhere; one changed letter gives another."""
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder, text in zip(folders, (b"same", b"same", b"sane"), strict=True):
        folder.mkdir()
        chapter(folder, text)

    first, second, third = (read(folder)[0].digest() for folder in folders)

    assert first == second != third
