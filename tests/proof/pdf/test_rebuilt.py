"""A PDF against the one that its book gives: whatever was altered is found, at its page."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Name, String

from studyguide.proof.finished import FinishedGuide, FinishedPdf
from studyguide.proof.others.tools import Tools
from studyguide.proof.pdf.rebuilt import check, differences
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.proof.pdf.seeding import CHAPTER, QUESTIONS, RUNNING_HEAD, Pen


def altered(data: bytes, seed: Callable[[Pen], None]) -> bytes:
    """A file with a change."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        seed(Pen(opened))
        opened.save(made := io.BytesIO(), linearize=True)
    return made.getvalue()


def without_rules(pen: Pen) -> None:
    """Draw no rule, no frame and no ground on a page."""
    kept = [each for each in pen.operators(QUESTIONS) if str(each[1]) not in ("re", "f", "f*", "S", "s", "B")]
    pen.write(QUESTIONS, kept)


def other_face(pen: Pen) -> None:
    """Set what is set in one face in another that the page has."""
    fonts: Any = pen.pdf.pages[CHAPTER].obj.Resources.Font
    first, second, *_ = sorted(fonts.keys())
    fonts[first] = fonts[second]


def torn_font(pen: Pen) -> None:
    """Change the file of a font."""
    font = next(iter(pen.pdf.pages[CHAPTER].obj.Resources.Font.values()))
    file = font.DescendantFonts[0].FontDescriptor.FontFile2
    file.write(file.read_bytes()[:-4] + b"torn")


ALTERATIONS: dict[str, tuple[Callable[[Pen], None], str, str]] = {
    "rules that are not drawn": (without_rules, "page-bytes", "p. 2"),
    "a running head that is moved": (lambda pen: pen.shift(RUNNING_HEAD, 3, 0, QUESTIONS), "page-bytes", "p. 2"),
    "another face": (other_face, "page-bytes", "p. i"),
    "another font": (torn_font, "page-bytes", "p. i"),
    "white on white": (lambda pen: pen.after(CHAPTER, b"/Artifact BMC 1 1 1 rg 9 9 9 9 re f EMC"), "page-bytes", "p. 1"),
    "a page of another size": (
        lambda pen: pen.pdf.pages[CHAPTER].obj.__setitem__("/CropBox", Array([0, 0, 9, 9])), "page-bytes", "p. 1",
    ),
    "a link that leads elsewhere": (
        lambda pen: pen.pdf.pages[QUESTIONS].obj.Annots[0].__setitem__("/Dest", String("cover")), "page-bytes", "p. 2",
    ),
    "a page less": (lambda pen: pen.pdf.pages.__delitem__(-1), "page-count", "tiny.pdf"),
    "another way to be opened": (lambda pen: pen.root.__setitem__("/PageMode", Name.FullScreen), "file-bytes", "tiny.pdf"),
    "another outline": (lambda pen: pen.root.Outlines.First.__setitem__("/Title", String("Else")), "file-bytes", "tiny.pdf"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_alteration_is_found(name: str, tiny) -> None:
    """What was altered is found at its page, or said to be somewhere else in the file."""
    seed, rule, place = ALTERATIONS[name]
    data = tiny.path.read_bytes()
    first, *_ = differences("tiny.pdf", data, altered(data, seed))
    assert (first.code, first.span.path.startswith(place)) == (rule, True)


def test_half_a_file_is_another(tiny) -> None:
    """A file that was cut is not the one that the guide gives, whatever can still be read of it."""
    data = tiny.path.read_bytes()
    assert all(list(differences("tiny.pdf", data, data[:length])) for length in (0, 99, len(data) // 2, len(data) - 1))


def test_the_file_as_it_was_built_is_the_one(tiny, project, tmp_path) -> None:
    """Nothing is said of the published file; of one in which a word is another, its page is named."""
    guide, path = FinishedGuide(Tools(project), project), tmp_path / "tiny.pdf"
    path.write_bytes(altered(tiny.path.read_bytes(), lambda pen: pen.show(RUNNING_HEAD, "1 Country", QUESTIONS)))
    good, bad = (check(FinishedPdf(guide, each, RENDITIONS[REFERENCE])) for each in (tiny.path, path))
    assert (good.findings, good.looked) == ([], tiny.path.stat().st_size)
    assert [each.span.path for each in bad.findings] == ["p. 2"]
