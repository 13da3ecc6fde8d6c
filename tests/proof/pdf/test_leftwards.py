"""Gates on a file from right to left: the Arabic example passes, and faults that only such a file can have are caught."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.pdf.gates import expected, gates
from studyguide.proof.pdf.leftwards import letters, shows
from studyguide.proof.pdf.reader import read
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.examples import example

PAGE = 6  # the first of its first chapter
READ = re.compile(rb"ActualText<([0-9a-f]+)>")


@pytest.fixture(scope="module")
def arabic(tmp_path_factory, layouts):
    """The PDF of the Arabic example, with what it should be."""
    compiled, rendition = example("ayyam")[0], RENDITIONS[REFERENCE]
    path = tmp_path_factory.mktemp("arabic") / "ayyam.pdf"
    path.write_bytes(make_pdf(compiled, rendition, layouts).data)
    return path, expected(compiled, rendition)


def judged(path, wanted):
    return gates(PdfFacts.of(read(path), wanted))


def test_the_arabic_example_passes(arabic):
    """Lines, lists, brackets, figures and page numbers from right to left are read as they were written."""
    assert judged(*arabic) == []


def coded(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    """Have another text read in the place of one."""
    return lambda data: changed(data, coded(old), coded(new))


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new, 1)


def silent(data: bytes) -> bytes:
    """Have the glyphs of the first line of Arabic read as they stand."""
    found = next(each for each in READ.finditer(data) if len(bytes.fromhex(each[1].decode())) > 60)
    return changed(data, b"/Span<</" + found[0] + b">>BDC", b"/Span<<>>BDC")


def other_glyph(data: bytes) -> bytes:
    """Paint the figure 5 where 6 is meant, in a cell of a table that is read in its own order."""
    at = data.index(coded("۵"))
    shown = re.compile(rb"<([0-9a-f]{4})>").search(data, at)
    later = re.compile(rb"<([0-9a-f]{4})>").search(data, data.index(coded("۶")))
    assert shown
    assert later
    return data[: later.start(1)] + shown[1] + data[later.end(1) :]


FAULTS = {
    "glyphs in the order of the eye": (silent, {"word-extra", "word-missing"}),
    "words read in another order": (replaced("للأرقام في", "في للأرقام"), {"actual-text", "reading-order"}),
    "a bracket that opens where one closes": (
        replaced("«خوارزمية»", "»خوارزمية«"),
        {"actual-text", "word-extra", "word-missing"},
    ),
    "a number that is not the one painted": (replaced("١. ", "٢. "), {"actual-text", "list"}),
    "a figure painted for another": (other_glyph, {"actual-text"}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name, arabic, tmp_path):
    """The fault is found by the gates that are there for it, and by no others."""
    seed, rules = FAULTS[name]
    path, wanted = arabic
    made = tmp_path / Path(path).name
    with pikepdf.open(path) as pdf:
        page = pdf.pages[PAGE].obj
        page.Contents = pdf.make_stream(seed(page.Contents.read_bytes()))
        pdf.save(made, linearize=True)

    found = judged(made, wanted)
    assert {each.code for each in found} == rules, "\n".join(map(str, found))


SHOWN = [
    ("(با) بخ", "خب (اب)", True),
    (")با( بخ", "خب (اب)", False),
    ("abc بخ", "خب abc", True),
    ("خب abc", "خب abc", False),
    ("\ufeab\ufe8d", "اخ", False),
    ("۶", "٦", True),
    ("٦", "٥", False),
    ("abc", "abd", False),
    ("जसिमें", "जिसमें", True),
    ("जमसें", "जिसमें", False),
]


@pytest.mark.parametrize(("painted", "said", "same"), SHOWN)
def test_what_is_painted_is_what_is_said(painted, said, same):
    """Words in the order of the eye are those of a text, in whichever direction its line runs; shapes are their letters."""
    assert shows(painted, said, leftwards=True) is same
    assert letters("ﺐﺧ") == "بخ"
