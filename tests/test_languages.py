"""Guides in other languages: what follows from the language, from right to left, and in scripts that need fonts of their own."""

from __future__ import annotations

import io
import re

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from lxml import etree

from studyguide.art.fonts import asking_all, guide_fonts, more_families, single
from studyguide.book.visual import logical, seen, visual
from studyguide.html.units import ebook_documents
from studyguide.pdf.fonts import face, objects
from studyguide.publish.ebook import ebook_rendering, own_faces
from studyguide.publish.pdf import metadata
from studyguide.sources.bibliography import format_references
from studyguide.sources.config import Quantity
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.mirroring import mirrored
from studyguide.sources.reference_files import read_references
from studyguide.sources.system_fonts import font_files
from studyguide.sources.wording import Wording
from tests.tinybook import changed, compile_tiny, tiny_sources

GUIDE = "chapters/guide.toml"


def guide(language: str, more: str = "") -> str:
    return tiny_sources().texts[GUIDE].replace('"en-GB"', f'"{language}"') + more


MIRRORED = {
    "margin-left: 1em": "margin-right: 1em",
    "margin: 1pt 2pt 3pt 4pt": "margin: 1pt 4pt 3pt 2pt",
    "margin: 0 calc(0mm - var(--a)) 1pt var(--left)": "margin: 0 var(--left) 1pt calc(0mm - var(--a))",
    "margin: 1pt 2pt": "margin: 1pt 2pt",
    "float: right; clear: right": "float: left; clear: left",
    "@page :left { @top-left-corner { text-align: right } }": "@page :right { @top-right-corner { text-align: left } }",
    ".match-left { left: 100% }": ".match-left { right: 100% }",
    'p::before { content: "left" } /* right */': 'p::before { content: "left" } /* right */',
    "background: x right 0 bottom 2pt": "background: x left 0 bottom 2pt",
}


@pytest.mark.parametrize("sheet", MIRRORED)
def test_a_sheet_is_mirrored(sheet):
    """Left and right change places in what CSS means by them, and in no name, text or remark."""
    assert mirrored(sheet) == MIRRORED[sheet]
    assert mirrored(mirrored(sheet)) == sheet


def test_an_arabic_guide_runs_from_right_to_left():
    """Its documents, package and files say so; its sheets are mirrored; what is Latin in it keeps its own direction."""
    compiled = compile_tiny(changed(**{GUIDE: guide("ar")}))
    assert metadata(compiled.book).direction == "rtl"
    assert "@top-right { content: string(head)" in compiled.sources.texts["styles/print.css"]
    rendering = ebook_rendering(compiled.book, None, {src: src for src in compiled.figures})
    made = {
        unit: etree.tostring(root, encoding="unicode") for unit, _, root in ebook_documents(compiled.templates, rendering, None)
    }
    assert all(re.search(r"<html[^>]* dir=\"rtl\"", text) for text in made.values())
    assert re.search(r'<span class="value" dir="ltr">', made["counting"])


def test_an_english_guide_says_nothing_of_directions():
    """Nothing is mirrored or marked where nothing runs from right to left."""
    compiled = compile_tiny(tiny_sources())
    assert metadata(compiled.book).direction == "ltr"
    assert compiled.sources.texts["styles/print.css"] == tiny_sources().texts["styles/print.css"]


def quantity(language: str, value: object, unit: str, op: tuple[str, ...] = ()) -> str:
    made = Quantity("a", "a", value, unit, (), None, Span("", 0), op=op, words=words(language))  # type: ignore[arg-type]
    return made.show().text


def words(language: str) -> Wording:
    return compile_tiny(changed(**{GUIDE: guide(language)})).book.guide.words


VALUES = [
    ("en-GB", 1234.5, "g", (), "1,234.5\u00a0g"),
    ("de", 1234.5, "g", (), "1.234,5\u00a0g"),
    ("fr", 12.5, "%", (), "12,5\u00a0%"),
    ("en-GB", 12.5, "%", (), "12.5%"),
    ("es", (1.5, 2.5), "mm", (), "1,5\u00a0a\u00a02,5\u00a0mm"),
    ("de", (500, 1000), "/µL", ("≥", "<"), "≥\u00a0500\u00a0bis\u00a0<\u00a01.000/µL"),
    ("ar", (220, 1250), "°C", ("≥", "≤"), "\u2066≥\u00a0220\u2069\u00a0إلى\u00a0\u2066≤\u00a01,250\u2069\u00a0\u2066°C\u2069"),
]


@pytest.mark.parametrize(("language", "value", "unit", "op", "printed"), VALUES)
def test_values_are_written_as_the_language_has_them(language, value, unit, op, printed):
    """Signs of decimals and thousands, the space before a percent sign and the words of a range are those of the language."""
    assert quantity(language, value, unit, op) == printed


SOURCE = """- id: a
  type: webpage
  title: Brot
  URL: https://example.org/
  accessed: {date-parts: [[2026, 3, 5]]}
  grade: 2
  read: full
"""


@pytest.mark.parametrize(("language", "told"), [("de", "(abgerufen am 5. März 2026)"), ("fr", "(consulté le 5 mars 2026)")])
def test_references_are_in_the_language(language, told):
    """What a reference says besides its source is said in the guide's language."""
    source = read_references("references.yaml", SOURCE, Problems())["a"]
    assert told in format_references([source], tiny_sources().texts["styles/references.csl"], words(language))[0]


@pytest.mark.parametrize(
    ("text", "seen"),
    [("plain (1)", "plain (1)"), ("خبز", "\ufeb0\ufe92\ufea7"), ("خبز 12", "12 \ufeb0\ufe92\ufea7"), ("שלום", "םולש")],
)
def test_words_of_drawings_stand_in_the_order_of_the_eye(text, seen):
    """Arabic letters take their joined shapes, and what is read from right to left stands so; other text is as it was."""
    assert visual(text) == seen


@pytest.mark.parametrize(
    ("painted", "read"),
    [("1 לצפ", "פצל 1"), ("םולש 500 abc", "abc 500 שלום"), ("plain", "plain"), (f"{seen('لا')}س", "سلا")],
)
def test_what_is_painted_from_right_to_left_is_read_in_its_order(painted, read):
    """Glyphs in the order of the eye are read as the language is: words backwards, numbers and Latin words as they stand."""
    assert logical(painted) == read


def test_a_font_is_found_by_its_name():
    """A font that a guide names is one of its own files; one that is nowhere is an error which says where to put it."""
    blobs, problems = tiny_sources().blobs, Problems()
    assert {found.cut for found in font_files("Source Serif 4", Span("g", 1), blobs, problems)} >= {"Regular", "Bold", "It"}
    assert not problems.found
    assert font_files("No Such Face", Span("g", 1), blobs, problems) == []
    assert "put NoSuchFace-Regular.ttf and NoSuchFace-Bold.ttf into styles/fonts/" in problems.found[0].hint


def test_fonts_of_a_guide_come_before_the_usual_ones():
    """What a guide names is loaded by a sheet of its own, and stands first in the families of text."""
    named = guide("en-GB", '\n[fonts]\nsans = "Source Serif 4"\n')
    compiled = compile_tiny(changed(**{GUIDE: named}))
    sheet = compiled.sources.texts["styles/language.css"]
    assert 'font-family: "Own Sans"; src: url(fonts/own-sans/SourceSerif4-Bold.ttf); font-weight: 700' in sheet
    assert '--sans: "Own Sans", "Own Serif", "Guide Sans"' in sheet
    assert "styles/fonts/own-sans/SourceSerif4-Bold.ttf" in compiled.sources.blobs
    assert not [path for path in tiny_sources().blobs.keys() - compiled.sources.blobs.keys() if "fonts/" not in path]


def cubic_font() -> bytes:
    pen = T2CharStringPen(500, None)
    pen.moveTo((0, 0))
    pen.lineTo((400, 0))
    pen.lineTo((400, 400))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    builder.setupCFF("Cubic", {}, {name: pen.getCharString() for name in (".notdef", "A")}, {})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Cubic", "psName": "Cubic"})
    builder.setupOS2()
    builder.setupPost()
    made = io.BytesIO()
    builder.save(made)
    return made.getvalue()


def test_more_fonts_are_asked_for_what_the_others_lack():
    """They stand behind those of the design in text, code and drawings, and an e-book gets of them only what those lack."""
    compiled = compile_tiny(changed(**{GUIDE: guide("en-GB", '\n[fonts]\nmore = ["Source Code Pro"]\n')}))
    sheet, faces = compiled.sources.texts["styles/language.css"], guide_fonts(compiled.sources.blobs)
    asked = asking_all('<text font-family="Guide Sans">x</text>', faces)

    assert '--serif: "Guide Serif", "Guide Sans", "Own More A";' in sheet
    assert '--mono: "Guide Mono", "Guide Sans", "Guide Serif", "Own More A";' in sheet
    assert asked == '<text font-family="Guide Sans, Own More A">x</text>'
    assert more_families(faces) == ("Own More A",)
    assert own_faces(faces, {"a": etree.fromstring("<p>plain</p>")}) == ()


def test_fonts_with_cubic_outlines_are_embedded_as_such():
    """A font of CFF outlines, as those of Chinese and Japanese are, is a CIDFontType0 in an OpenType file (ISO 32000-1)."""
    data = cubic_font()
    assert single(data, 0) == (".otf", data)
    _, made = objects([face("d", data, {1: "A"})], 1)
    whole = b"".join(text for _, text in made)
    assert b"/Subtype/OpenType" in whole
    assert b"/CIDFontType0" in whole
    assert b"/FontFile3" in whole
    assert b"/CIDToGIDMap" not in whole
