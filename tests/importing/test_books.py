"""Books of other programs as guides: contents files, facts, references between files, and what is written to the disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studyguide.publish.compiled import compile_sources
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.folder import Sources, read_sources
from studyguide.tasks.editing.edits import EditRefused
from studyguide.tasks.importing.command import import_book, import_file
from studyguide.tasks.importing.folder import from_notebook, read_folder
from studyguide.tasks.importing.kinds import contents_of, flavour_of
from tests.editing.folder import project_at
from tests.tinybook import tiny_sources

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)
BOOKS = {
    kind: dict(re.findall(r"^---- (.+)\n((?:(?!----|====).*\n)*)", book, re.MULTILINE))
    for kind, book in re.findall(
        r"^==== (.+)\n((?:(?!====).*\n)*)", (Path(__file__).parent / "books.txt").read_text("utf-8"), re.MULTILINE
    )
}
"""A small book of each kind."""
CHAPTERS = {
    "jupyter": ["00-intro preface", "01-one part=First part", "02-two part=Second"],
    "myst": ["01-start", "02-a part=Part"],
    "quarto": ["00-preface preface", "01-the-part numbered=false part=The part", "02-a", "03-b part=Last", "04-c appendix"],
    "mdbook": ["00-foreword preface", "01-one part=Basics", "02-two", "03-thanks numbered=false part=false"],
    "mkdocs": ["01-start", "02-one part=Basics", "03-two", "04-about part=false"],
    "readme": ["00-the-book preface", "01-b", "02-a"],
    "running": ["00-the-book preface", "01-foreword preface", "02-chapter-1", "03-chapter-2", "04-apa appendix"],
    "numbered": ["00-the-book preface", "01-two part=Basics", "02-ten", "03-one part=More"],
    "bookdown": ["00-the-book preface", "01-a part=Basics", "02-b"],
}


def laid_down(root: Path, kind: str) -> Path:
    """A book of a kind in a folder."""
    for name, text in BOOKS[kind].items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    if kind == "quarto":
        (root / "dot.png").write_bytes(PIXEL)
    return root


def chapters_of(folder: Path) -> list[str]:
    """The chapters of a guide with what their heads say besides id and title."""
    found = []
    for path in sorted((folder / "chapters").glob("[0-9]*.md")):
        head = path.read_text("utf-8").split("---")[1]
        said = [
            row.replace("kind: ", "").replace(": ", "=").replace('"', "")
            for row in head.split("\n")
            if re.match("kind|part|numbered", row)
        ]
        found.append(" ".join([path.stem, *said]))
    return found


def mistakes_of(folder: Path) -> list[str]:
    """The mistakes that the build tells of a guide, but for blanks."""
    own, problems = read_sources(folder, Problems(), ("chapters",)), Problems()
    styles = {path: text for path, text in tiny_sources().texts.items() if path.startswith("styles/")}
    try:
        compile_sources(Sources({**own.texts, **styles}, {**tiny_sources().blobs, **own.blobs}), problems)
    except BuildFailed as failed:
        problems = failed.problems
    return [f"{each.span.path}:{each.span.line} {each.message}" for each in problems.errors if each.code != "blank"]


@pytest.mark.parametrize("kind", BOOKS)
def test_a_book_becomes_a_guide(tmp_path: Path, kind: str) -> None:
    """A book of each kind has its chapters in order, with parts, prefaces and appendices, and is read without a mistake."""
    said = import_book(laid_down(tmp_path / "book", kind), tmp_path / "guide", {"program": "studyguide==0.1.0"})

    assert chapters_of(tmp_path / "guide") == CHAPTERS[kind]
    assert mistakes_of(tmp_path / "guide") == []
    assert 'title = "The book"' in (tmp_path / "guide/chapters/guide.toml").read_text("utf-8")
    assert "not place" not in said
    assert (tmp_path / "guide/guide").stat().st_mode & 0o100


def test_the_same_book_is_the_same_guide_and_none_is_written_over(tmp_path: Path) -> None:
    """Two imports have the same bytes; a folder that holds something is refused, and nothing half-written stays."""
    book = laid_down(tmp_path / "book", "jupyter")
    for name in ("one/guide", "two/guide"):
        (tmp_path / name).parent.mkdir()
        import_book(book, tmp_path / name, {"program": "studyguide==0.1.0"})
    one, two = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in ("one", "two")
    )

    assert one == two
    with pytest.raises(EditRefused, match="is there already"):
        import_book(book, tmp_path / "one/guide", {})
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["guide"]


def test_what_a_book_says_of_itself_is_kept_or_told(tmp_path: Path) -> None:
    """Authors, sources that are cited, notes and references of merged files are there; all else is told at its line."""
    import_book(laid_down(tmp_path / "book", "jupyter"), tmp_path / "guide", {"program": "studyguide==0.1.0", "language": "de"})
    read = {
        path.name: path.read_text("utf-8")
        for path in (tmp_path / "guide").rglob("*")
        if path.suffix in (".md", ".toml", ".bib", ".txt")
    }

    assert re.findall(r'name = "(.[.] Person)"', read["guide.toml"]) == ["A. Person", "B. Person"]
    assert 'language = "de"' in read["guide.toml"]
    assert "@book{used" in read["references.bib"]
    assert "never" not in read["references.bib"]
    assert "## Deeper {#sec-deeper}\n\n### Here\n" in read["01-one.md"]
    assert "{ref}`sec-deeper`" in read["00-intro.md"]
    assert 'authors:\n  - "C. Person"' in read["02-two.md"]
    for line in (
        "docs/two.md:4:1: note[setting]",
        "docs/_config.yml:4:1: note[setting]",
        "docs/left-out.md: note[not-in-contents]",
        "docs/refs.bib: note[uncited]",
    ):
        assert line in read["import.txt"]


def test_a_file_becomes_a_chapter(tmp_path: Path) -> None:
    """A file of Markdown is the next chapter, with its pictures and no id that the guide has already."""
    root = project_at(tmp_path / "guide")
    (tmp_path / "new.md").write_text("# Calm\n\n![A dot](dot.png)\n\n## More\n\nSee [here](#more).\n", "utf-8")
    (tmp_path / "dot.png").write_bytes(PIXEL)
    before = sorted(path.name for path in (root / "chapters").glob("[0-9]*.md"))
    said = import_file(root, tmp_path / "new.md", "A. Person, CC BY 4.0")
    made = [path for path in (root / "chapters").glob("[0-9]*.md") if path.name not in before]

    assert len(made) == 1
    assert made[0].read_text("utf-8").count("{#sec-more}") == 1
    assert ":credit: A. Person, CC BY 4.0" in made[0].read_text("utf-8")
    assert (root / "chapters/figures/dot.png").read_bytes() == PIXEL
    assert made[0].name in said


@pytest.mark.parametrize(
    ("name", "message"), [("gone.md", "There is no Markdown file"), ("notes.txt", "There is no Markdown file")]
)
def test_what_is_no_markdown_is_refused(tmp_path: Path, name: str, message: str) -> None:
    """A file that is not there or holds no Markdown is told, and so is a folder without any."""
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(EditRefused, match=message):
        import_file(tmp_path, tmp_path / name)
    with pytest.raises(EditRefused, match="holds no Markdown"):
        import_book(tmp_path, tmp_path / "guide", {})


@pytest.mark.parametrize(
    ("name", "text", "flavour"),
    [
        ("a.qmd", "", "pandoc"),
        ("a.md", "See {ref}`x`.", "myst"),
        ("a.md", "As [@key] says.", "pandoc"),
        ("a.md", "!!! note\n    x", "mkdocs"),
        ("a.md", "Words.", "plain"),
    ],
)
def test_the_flavour_of_a_file_is_seen(name: str, text: str, flavour: str) -> None:
    """A file that stands alone is read by what it holds."""
    assert flavour_of(name, text) == flavour


def test_notebooks_and_broken_settings_are_read(tmp_path: Path) -> None:
    """A notebook is its texts and its code; a contents file that cannot be read leaves the order of the files."""
    made = from_notebook('{"cells": [{"cell_type": "markdown", "source": ["# T"]}, {"cell_type": "code", "source": "x = 1"}]}')
    (tmp_path / "_toc.yml").write_text("root: [")
    (tmp_path / "a.md").write_text("# A\n")

    assert made == "# T\n\n```{code-cell}\nx = 1\n```\n"
    assert from_notebook("{") == ""
    assert [row.path for row in contents_of(read_folder(tmp_path).texts).files] == ["a.md"]
