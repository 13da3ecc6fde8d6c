"""Drawings: one parser, an allow-list, and nothing of the program that drew them."""

from __future__ import annotations

import re
import time
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from studyguide.art.drawings import read_drawing, read_symbols
from studyguide.art.fonts import FontFace, guide_fonts
from studyguide.art.lettering import set_lines
from studyguide.sources.diagnostics import Problems
from tests.tinybook import changed, complaints, tiny_sources

ROOT = Path(__file__).parents[1]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 300" font-family="Guide Sans" font-size="22">\n'
    "<title>t</title>\n{}\n</svg>"
)
RED = '<rect width="9" height="9" fill="{}"/>'
BOX = '<rect width="9" height="9"/>'
INKSCAPE = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
SODIPODI = 'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"'


@cache
def faces() -> tuple[FontFace, ...]:
    return guide_fonts(tiny_sources().blobs)


def read(text: str, **symbols: str) -> tuple[str, list[str]]:
    """The drawing, and what is wrong with it: line and message. `symbols` are files of symbols by name, without “.svg”."""
    problems = Problems()
    made = read_drawing("x.svg", text, faces(), {f"{name}.svg": text for name, text in symbols.items()}, problems)
    return made, [f"{d.span.line} {d.message}" for d in problems.errors]


CLEANED = {
    "<!-- a remark -->" + BOX: BOX,
    f'<sodipodi:namedview {SODIPODI} id="v"><inkscape:grid {INKSCAPE}/></sodipodi:namedview>{BOX}': BOX,
    f'<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>{BOX}': BOX,
    f'<g {INKSCAPE} inkscape:label="Layer 1" inkscape:groupmode="layer" class="a" data-name="b">{BOX}</g>': f"<g>{BOX}</g>",
    '<rect width="9" height="9" style="fill:#f00;stroke-width:2;-inkscape-font-specification:x;line-height:1.25"/>': (
        '<rect width="9" height="9" fill="#f00" stroke-width="2"/>'
    ),
    '<rect width="9" height="9" fill="#00f" style="fill:#f00;filter:none"/>': '<rect width="9" height="9" fill="#f00"/>',
    '<style type="text/css">.st0{fill:#f00;}\n.st1,.st2{stroke:#000}</style><rect class="st0 st2" width="9" height="9"/>': (
        '<rect width="9" height="9" fill="#f00" stroke="#000"/>'
    ),
    '<text x="9" y="50" xml:space="preserve" font-size="20pt">a</text>': '<text x="9" y="50" font-size="26.6667">a</text>',
    '<text x="9" y="50"><![CDATA[a<b]]></text>': '<text x="9" y="50">a&lt;b</text>',
}


@pytest.mark.parametrize("body", CLEANED)
def test_what_a_program_left_is_taken_out_in_silence(body: str) -> None:
    """Remarks, metadata, an editor's own elements and attributes; styles become the attributes that they stand for."""
    assert read(SVG.format(body)) == (SVG.format(CLEANED[body]), [])


def test_a_size_in_millimetres_is_a_view_box() -> None:
    """Inkscape and Illustrator give a sheet of paper; the rendition sets the size."""
    text = SVG.format(BOX).replace('viewBox="0 0 720 300"', 'width="190.5mm" height="79.375mm"')

    assert read(f'<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n{text}')[1] == []
    assert 'viewBox="0 0 720 300"' in read(text)[0]


FIGURES = ROOT / "chapters/figures"
PLAIN = sorted(
    path
    for path in FIGURES.glob("*.svg")
    if path.stem.count(".") == 0 and not re.search(r"<(use|symbol) |\{value\}", path.read_text("utf-8"))
)


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.stem)
def test_what_is_drawn_is_the_tree_that_was_checked(path: Path) -> None:
    """A drawing of the guide that asks for no symbols or values loses nothing but its remarks."""
    parser = etree.XMLParser(remove_comments=True)
    made, told = read(path.read_text("utf-8"))

    assert told == []
    assert etree.tostring(etree.fromstring(made.encode())) == etree.tostring(etree.parse(path, parser).getroot())


# ---------------------------------------------------------------- symbols

CELLS = (
    '<svg xmlns="http://www.w3.org/2000/svg">\n<title>cells</title>\n<symbol id="cell" fill="#f00">'
    '<circle id="rim" r="9"/><path d="M0 0L9 9" stroke="#000"/></symbol>\n{}</svg>'
)
SHAPES = '<circle r="9"/><path d="M0 0L9 9" stroke="#000"/>'
PLACED = {
    '<use href="cells.svg#cell"/>': f'<g fill="#f00">{SHAPES}</g>',
    '<use href="cells.svg#cell" x="5" y="-2.5"/>': f'<g fill="#f00" transform="translate(5 -2.5)">{SHAPES}</g>',
    '<use href="cells.svg#cell" x="5" transform="scale(2)"/>': f'<g fill="#f00" transform="scale(2) translate(5 0)">{SHAPES}</g>',
    '<use href="cells.svg#cell" fill="#00f" opacity=".5"/>': f'<g fill="#f00" opacity=".5">{SHAPES}</g>',
    '<g>a <use href="cells.svg#cell"/> b</g>': f'<g>a <g fill="#f00">{SHAPES}</g> b</g>',
    '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cells.svg#cell"/>': f'<g fill="#f00">{SHAPES}</g>',
    '<use href="cells.svg#cell"/>' * 2: f'<g fill="#f00">{SHAPES}</g>' * 2,
}


@pytest.mark.parametrize("body", PLACED)
def test_the_shapes_of_a_symbol_stand_where_a_drawing_asks_for_them(body: str) -> None:
    """Moved as it says, painted as the symbol says and else as the drawing says; names stay in their file."""
    made, told = read(SVG.format(body), cells=CELLS.format(""))

    assert told == []
    assert etree.tostring(etree.fromstring(made), method="c14n") == etree.tostring(
        etree.fromstring(SVG.format(PLACED[body])), method="c14n"
    )


ASKED_WRONGLY = {
    '<use href="cells.svg#sell"/>' * 9: "3 there is no symbol “sell” in cells.svg",
    '<use href="cell.svg#cell"/><use href="cell.svg#red"/>': "3 there is no file “cell.svg” beside the drawing",
    f'{BOX}\n<use href="cells.svg#cell" x="abc"/>': "4 the attribute transform=“translate(abc 0)” is not a movement",
    f'{BOX}\n<use href="cells.svg#cell" onclick="x"/>': "4 the attribute onclick=“x” is not allowed in a drawing",
    '<use href="../cells.svg#cell"/>': "3 the element <use> is not allowed in a drawing",
    '<use href="https://example.org/cells.svg#cell"/>': "3 the element <use> is not allowed in a drawing",
    '<use href="cells.svg#cell"/>' * 7000: "3 the symbols of the drawing have too many shapes, all in all",
}


@pytest.mark.parametrize("body", ASKED_WRONGLY, ids=lambda body: f"{body[:40]} {len(body)}")
def test_what_asks_for_no_symbol_is_one_mistake_at_its_line(body: str) -> None:
    """A name that is not there, an attribute that means nothing, another folder or machine, shapes without end."""
    made, told = read(SVG.format(body), cells=CELLS.format(""))

    assert made == ""
    assert len(told) == 1
    assert told[0].startswith(ASKED_WRONGLY[body])


UNSHARED = {
    '<symbol><circle r="9"/></symbol>': "4 a symbol has no id",
    '<symbol id="b" viewBox="0 0 9 9"/>': "4 a symbol has a viewBox",
    f"<g>{BOX}</g>": "4 a file of symbols draws nothing itself",
    '<symbol id="b"><text x="0" y="0">a</text></symbol>': "4 a symbol holds shapes alone",
    '<symbol id="b"><symbol id="c"/></symbol>': "4 a symbol holds shapes alone",
    '<defs><pattern id="p" width="9" height="9"/></defs>': "4 a file of symbols draws nothing itself",
    f'<symbol id="b"><pattern id="p" width="9" height="9">{BOX}</pattern>{RED.format("url(#p)")}</symbol>': (
        "4 a symbol leads to another part of its file"
    ),
    '<symbol id="cell"/>': "4 the id “cell” stands in the drawing a second time",
    '<symbol id="b"><script/></symbol>': "4 the element <script> is not allowed in a drawing",
    '<symbol id="b"><circle r="big"/></symbol>': "4 the attribute r=“big” is not a number",
    "<symbol>": "4 <symbol> of line 4 is closed by </svg>",
}


@pytest.mark.parametrize("body", UNSHARED)
def test_what_cannot_be_shared_is_one_mistake_of_its_own_file(body: str) -> None:
    """Told at its line in the file of symbols, once; a drawing that asks for it says nothing of it."""
    problems = Problems()
    made = read_symbols("cells.svg", CELLS.format(body), problems)
    [told] = problems.errors

    assert (made, told.span.path) == ("", "cells.svg")
    assert f"{told.span.line} {told.message}".startswith(UNSHARED[body])
    assert read(SVG.format('<use href="cells.svg#cell"/>'), cells=made) == ("", [])


CHAPTER, DRAWING, LIBRARY = "chapters/01-counting.md", "chapters/figures/ruler.svg", "chapters/figures/cells.svg"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", ""),
        ('<symbol id="b"><circle r="big"/></symbol>', f"{LIBRARY}:4: error[bad-svg]: the attribute r=“big” is not a number"),
    ],
)
def test_a_file_of_symbols_is_read_once_for_all_drawings_of_a_book(body: str, told: str) -> None:
    """Two drawings that share it compile; a mistake in it is the only message, though both ask for it."""
    figure = re.search(r"::::\{figure\}.*?\n::::\n", tiny_sources().texts[CHAPTER], re.DOTALL)
    assert figure
    second = figure[0].replace("ruler", "other")
    drawing = SVG.format(f'<use href="cells.svg#cell" x="20" y="20"/>{BOX}')
    texts = {CHAPTER: tiny_sources().texts[CHAPTER].replace(figure[0], f"{figure[0]}\n{second}"), DRAWING: drawing}
    texts |= {DRAWING.replace("ruler", "other"): drawing, LIBRARY: CELLS.format(body)}
    said = complaints(changed(**texts))

    assert said.count("error[") == (1 if told else 0)
    assert told in said


def nested(parts: int, times: int) -> str:
    """Patterns that paint each other, each so many times."""
    each = "".join(
        f'<pattern id="p{i}" width="9" height="9">{RED.format(f"url(#p{i + 1})") * times}</pattern>' for i in range(parts)
    )
    return f'<defs>{each}<pattern id="p{parts}" width="9" height="9">{BOX}</pattern></defs>{RED.format("url(#p0)")}'


REFUSED = {
    '<rect width="9" height="9" fill="url(#gone)"/>': "3 fill=“url(#gone)” leads to no pattern",
    '<defs><clipPath id="c"/></defs>' + RED.format("url(#c)"): "3 fill=“url(#c)” leads to no pattern",
    RED.format("url(https://example.org/a#b)"): "3 the attribute fill=“url(https://example.org/",
    '<rect width="9" height="9" style="fill:u\\72l(#a)"/>': "3 the attribute fill=“u\\72l(#a)” is not a colour",
    '<rect width="9" height="9" fill="#GGG"/>': "3 the attribute fill=“#GGG” is not a colour",
    '<rect width="9" height="9" fill="bleu"/>': "3 the attribute fill=“bleu” is not a colour",
    '<rect widht="9" height="9"/>': "3 the attribute widht=“9” is not allowed in a drawing",
    '<rect width="1e30" height="9"/>': "3 the attribute width=“1e30” is far outside the drawing",
    '<rect width="nan" height="9"/>': "3 the attribute width=“nan” is not a number",
    '<rect width="9" height="9" onclick="x()"/>': "3 the attribute onclick=“x()” is not allowed in a drawing",
    '<rect width="9" height="9" filter="url(#f)"/>': "3 the attribute filter=“url(#f)” is not allowed in a drawing",
    '<path d="hello"/>': "3 the attribute d=“hello” is not the outline of a shape",
    f'<g id="a">{BOX}</g><g id="a"/>': "3 the id “a” stands in the drawing a second time",
    f"<rekt/>{BOX}": "3 the element <rekt> is not allowed in a drawing",
    f'<p xmlns="http://www.w3.org/1999/xhtml" style="top:0">x</p>{BOX}': "3 the element <p> is not allowed in a drawing",
    f"<style>rect{{fill:#f00}}</style>{BOX}": "3 the element <style> is not allowed in a drawing",
    f"<style>@import url(x.css);</style>{BOX}": "3 the element <style> is not allowed in a drawing",
    '<image href="data:image/png;base64,AA"/>': "3 the element <image> is not allowed in a drawing",
    f'<defs><g id="a">{BOX}</g></defs>' + '<use href="#a"/>' * 5: "3 the element <use> is not allowed in a drawing (5 of them)",
    "": "1 nothing can be seen in the drawing",
    '<rect width="720" height="300" fill="#FFFFFF"/>': "1 nothing can be seen in the drawing",
    '<rect x="800" width="9" height="9"/>': "1 nothing can be seen in the drawing",
    '<rect width="0" height="9"/>': "1 nothing can be seen in the drawing",
    f'<g opacity="0">{BOX}</g>': "1 nothing can be seen in the drawing",
    f'<g display="none">{BOX}</g>': "1 nothing can be seen in the drawing",
    f"<defs>{BOX}</defs>": "1 nothing can be seen in the drawing",
    '<line x1="0" y1="0" x2="9" y2="9"/>': "1 nothing can be seen in the drawing",
    '<text x="9" y="50"> </text>': "1 nothing can be seen in the drawing",
    f'{BOX}<text x="9" y="50" display="none">gone</text>': "3 the words “gone” cannot be seen",
    f'{BOX}<g opacity="0"><text x="9" y="50"><tspan>gone</tspan></text></g>': "3 the words “gone” cannot be seen",
    f'{BOX}<text x="9" y="50" visibility="hidden">gone</text>': "3 the words “gone” cannot be seen",
    f'{BOX}<text x="9" y="50" fill="none">gone</text>': "3 the words “gone” cannot be seen",
    '<rect width="-9" height="9"/>': "3 the attribute width=“-9” is below 0",
    f'{BOX[:-2]} stroke-width="-4"/>': "3 the attribute stroke-width=“-4” is below 0",
    '<path d="M 0 0 L 9"/>': "3 the attribute d=“M 0 0 L 9” is not the whole outline of a shape",
    '<path d="M0 0a1 1 0 0 9 9"/>': "3 the attribute d=“M0 0a1 1 0 0 9 9” is not the whole outline of a shape",
    '<polygon points="0 0 9 9 5"/>': "3 the attribute points=“0 0 9 9 5” has a number without its partner",
    '<text x="9" y="50" font-size="12">small</text>': "3 the words “small” are 12 units high",
    '<g transform="scale(0.5)"><text x="9" y="90">small</text></g>': "3 the words “small” are 11 units high",
    '<text x="700" y="50">out of it</text>': "3 the words “out of it” leave the drawing",
    '<text x="9" y="50" font-family="Arial">x</text>': "3 the font “Arial” of these letters is not the guide's",
    f'<defs><pattern id="p" width="9" height="9">{RED.format("url(#p)")}</pattern></defs>{RED.format("url(#p)")}': (
        "3 patterns or markers draw each other over and over"
    ),
    nested(4, 20): "3 patterns or markers draw each other over and over",
    f"{'<g>' * 100}{BOX}{'</g>' * 100}": "3 the elements of the drawing are nested too deeply",
    f"{'<g>' * 5000}{BOX}{'</g>' * 5000}": "3 the elements of the drawing are nested too deeply",
    BOX * 30_000: "3 the drawing has 30,002 elements",
    f'<path d="M0 0{"L1 1" * 50_000}"/>': "3 an outline of the drawing has no end",
    " " * 2_000_000: "1 the drawing has 2,000,",
    "<text>&foo;</text>": "3 the drawing does not say what &foo; is",
    "<g>": "4 <g> of line 3 is closed by </svg>",
}


@pytest.mark.parametrize("body", REFUSED, ids=lambda body: f"{body[:40]} {len(body)}")
def test_what_is_no_plain_drawing_is_one_mistake(body: str) -> None:
    """Whatever acts, reaches out, means nothing, cannot be seen or read, or has no end: one message, at its line, at once."""
    start = time.process_time()
    made, told = read(SVG.format(body))

    assert made == ""
    assert len(told) == 1
    assert told[0].startswith(REFUSED[body])
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<title>t</title>", "", "1 the drawing has no <title>"),
        ("<title>t</title>", "<title> </title>", "1 the drawing has no <title>"),
        ("0 0 720 300", "0 0 720 3000", "1 the drawing is 720 wide and 3000 high"),
        ("0 0 720 300", "0 0 1e9 1e9", "1 the drawing needs another viewBox"),
        ("0 0 720 300", "0 0 nan 300", "1 the drawing needs another viewBox"),
        ("svg", "html", "1 the file is no drawing"),
    ],
)
def test_a_drawing_has_a_frame_and_a_title(old: str, new: str, message: str) -> None:
    """A viewBox that fits a page, and a line that says what is shown."""
    [told] = read(SVG.format(BOX).replace(old, new))[1]

    assert told.startswith(message)


def test_words_stand_where_transforms_bring_them() -> None:
    """Anchors, lines of tspans, movements, scales and turns are followed."""
    body = (
        '<g transform="translate(100 50) scale(2)"><text x="10" y="20" font-size="12">a<tspan x="10" dy="9">b</tspan></text></g>'
        '<text x="300" y="150" text-anchor="middle" transform="rotate(90 300 150)">turned</text>'
    )
    first, second, turned = set_lines(etree.fromstring(SVG.format(body).encode()), faces())

    assert (first.words, first.size, first.left) == ("a", 24, 120)
    assert second.left == first.left
    assert second.bottom - first.bottom == pytest.approx(18)
    assert turned.bottom - turned.top > turned.right - turned.left
    assert (turned.top + turned.bottom) / 2 == pytest.approx(150)
