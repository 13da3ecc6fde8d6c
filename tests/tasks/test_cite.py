"""What a reference manager exports is put behind the references of a guide: all of it or nothing, and nothing in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyguide.sources.diagnostics import BuildFailed
from studyguide.tasks.border import ExpectedFailure
from studyguide.tasks.editing.cite import cite, main

YAML = """\
# The sources.
- id: paper-b   # a paper
  type: article-journal
  title: Counting cells
  author:
    - {family: Brown, given: Bea}
  # the journal
  container-title: J Tests
  issued: 2021
  DOI: 10.1000/test.1

# The last.
- id: book-a
  type: book
  title: A book
"""
SAME = "@article{other, title={Counting cells}, doi={https://doi.org/10.1000/TEST.1}, journal={J Tests}, year={2021}}\n"
NEWER = "@article{paper-b, title={Counting of cells}, journal={J Tests}, year={2022}, volume=3, doi={10.1000/test.1}}\n"
NEW = "@book{new, title={New: a \\& b}, author={Müller, Ä.}, publisher={P}, year={2020}, abstract={long}}\n"
NEW_ITEM = """\
- id: new
  type: book
  title: 'New: a & b'
  author:
    - family: Müller
      given: Ä.
  publisher: P
  issued: '2020'
"""


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A folder with chapters/references.yaml."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/references.yaml").write_text(YAML, "utf-8")
    return tmp_path


def cited(guide: Path, export: str, *overwrite: str) -> tuple[str, str]:
    """What is said, and the references afterwards."""
    (guide / "export.bib").write_text(export, "utf-8")
    said = "\n".join(cite(guide, str(guide / "export.bib"), overwrite))
    return said, (guide / "chapters/references.yaml").read_text("utf-8")


def test_new_sources_stand_behind_the_others(guide: Path) -> None:
    """Every line that was there stays; a second time nothing is to do."""
    said, text = cited(guide, NEW)
    again, same = cited(guide, NEW)

    assert text == same == f"{YAML}\n{NEW_ITEM}"
    assert "1 source added" in said
    assert "no sources added" in again
    assert "1 source in the guide already: new" in again


def test_a_source_is_known_by_its_number(guide: Path) -> None:
    """The same DOI under another key, in capitals and as an address, is the same source."""
    said, text = cited(guide, SAME)

    assert text == YAML
    assert "other (as paper-b)" in said


def test_chapters_of_one_book_are_two_sources(guide: Path) -> None:
    """They share its ISBN; two entries of the book itself are one source."""
    book = "isbn={978-3-16-148410-0}"
    said, text = cited(guide, f"@inbook{{c1, title={{One}}, {book}}}\n@inbook{{c2, title={{Two}}, {book}}}\n")
    again, _ = cited(guide, f"@book{{b1, title={{B}}, {book}}}\n@book{{b2, title={{B}}, isbn={{9783161484100}}}}\n")

    assert "2 sources added" in said
    assert text.count("978-3-16-148410-0") == 2
    assert "b2 (as b1)" in again


def test_what_differs_is_shown_and_left(guide: Path) -> None:
    """Field by field, with the place and the words that would change it."""
    said, text = cited(guide, NEWER)

    assert text == YAML
    assert "paper-b stands otherwise in chapters/references.yaml, line 2, and was left as it is:" in said
    assert "  title: Counting cells → Counting of cells" in said
    assert "  volume: nothing → 3" in said
    assert "--overwrite paper-b" in said


def test_what_is_told_to_change_changes_in_its_place(guide: Path) -> None:
    """The fields that differ, and no other line."""
    said, text = cited(guide, NEWER, "paper-b")
    new = YAML.replace("title: Counting cells", "title: Counting of cells").replace("2021", "'2022'")

    assert text == new.replace("test.1\n", "test.1\n  volume: '3'\n")
    assert "paper-b was changed:" in said


@pytest.mark.parametrize(
    ("references", "export", "overwrite", "message"),
    [
        (YAML, NEW + "@book{broken, title={B}", (), "never closed"),
        (YAML, NEW + "@article{paper-b, title={Else}, doi={10.1000/else}}", (), "“paper-b” is another source here"),
        (YAML, NEWER, ("papr-b",), "nothing is to change in “papr-b”"),
        ("[{id: a, type: book, title: T}]", NEW, (), "between brackets"),
        ("- {id: paper-b, type: book, title: T}\n", NEWER, ("paper-b",), "lines of their own"),
        ("- id: a\n  type: bok\n  title: T\n", NEW, (), "“type” must be"),
    ],
)
def test_all_or_nothing(guide: Path, references: str, export: str, overwrite: tuple[str, ...], message: str) -> None:
    """A fault in the export, in the references, or between the two: the message, and not one byte is written."""
    (guide / "chapters/references.yaml").write_text(references, "utf-8")
    with pytest.raises(BuildFailed) as failed:
        cited(guide, export, *overwrite)

    assert message in " ".join(each.message for each in failed.value.problems.errors)
    assert (guide / "chapters/references.yaml").read_text("utf-8") == references


@pytest.mark.parametrize("before", ["", "[]\n", "---\n[]\n", None])
def test_an_empty_guide_gets_its_first_sources(guide: Path, before: str | None) -> None:
    """No file, an empty one, an empty list."""
    path = guide / "chapters/references.yaml"
    path.unlink() if before is None else path.write_text(before, "utf-8")

    assert cited(guide, NEW)[1] == NEW_ITEM


def test_a_list_within_another_keeps_its_indent(guide: Path) -> None:
    """As some exports have it: below “references”, between dashes and dots."""
    (guide / "chapters/references.yaml").write_text("---\nreferences:\n  - id: a\n    type: book\n    title: T\n...\n", "utf-8")

    assert cited(guide, NEW)[1].endswith("title: T\n\n" + "".join(f"  {row}\n" for row in NEW_ITEM.splitlines()))


@pytest.mark.parametrize(("name", "data"), [("gone.json", None), ("x.docx", b"PK"), ("x.json", b"[]")])
def test_a_file_without_sources_is_told(guide: Path, name: str, data: bytes | None) -> None:
    """None, of another kind, empty."""
    if data is not None:
        (guide / name).write_bytes(data)
    with pytest.raises(ExpectedFailure, match=name):
        cite(guide, str(guide / name))


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Without a file it tells its words; a file that is not there is told in a line."""
    with pytest.raises(SystemExit):
        main(["cite"])
    with pytest.raises(ExpectedFailure, match="there is no file"):
        main(["cite", str(tmp_path / "gone.bib")])

    assert "usage: ./guide cite" in capsys.readouterr().err
