"""Where a guide is found: from one key, `home`, its addresses in imprint, colophon and metadata, and a code for cameras."""

from __future__ import annotations

import re

import pikepdf
import pytest
import segno
from lxml import etree

from studyguide.art.quick_response import CORRECTION, QUIET, quick_response_code
from studyguide.pdf.finish import describe
from studyguide.proof.epub.opened import OpenedBook
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import CODE, metadata, units_of
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.rendered_book import packed, printed
from tests.tinybook import changed, compile_tiny, tiny_sources

GUIDE = "chapters/guide.toml"
HOME = "https://example.org/tiny/"
"""The home of the guide under test; its other addresses are places there."""
PLACES = (HOME, f"{HOME}#download", f"{HOME}#errata")


def at(home: str) -> Compiled:
    """The tiny guide with another `home`."""
    text = re.sub(r"^home = .*$", f'home = "{home}"', tiny_sources().texts[GUIDE], flags=re.MULTILINE)
    return compile_tiny(changed(**{GUIDE: text}))


def links(text: str) -> list[str]:
    """Where a document leads on the web, below HOME."""
    return [href for href in re.findall(r'href="([^"]+)"', text) if href.startswith(HOME)]


def related(compiled: Compiled) -> list[str]:
    """What the XMP of a PDF says that it belongs to."""
    with pikepdf.new() as pdf:
        describe(pdf, metadata(compiled.book))
        with pdf.open_metadata() as packet:
            return sorted(packet.get("dc:relation", []))


def test_one_key_gives_all_addresses(tmp_path):
    """Imprint and colophon, in print and e-book, lead to home, newest edition and mistakes; so do the metadata of both."""
    compiled = at(HOME)
    paper = {document.name: document.text for document in printed(compiled)}
    screen = {document.name: document.text for document in packed(compiled)}
    book = OpenedBook.read(make_epub(compiled, None, tmp_path))

    for text in (paper["front"], paper["colophon"], screen["imprint.xhtml"], screen["colophon.xhtml"]):
        assert links(text) == [*PLACES]
    assert related(compiled) == sorted(PLACES)
    assert [each.text for each in book.package("//dc:relation")] == [*PLACES]


def test_print_has_a_code_with_its_address_beside_it():
    """In the imprint; who cannot see it hears where it leads. The e-book has links instead."""
    compiled = at(HOME)
    front = next(getattr(unit, "html", "") for unit in units_of(compiled, RENDITIONS[REFERENCE]))
    found = re.findall(rf'<img src="{CODE}" alt="([^"]+)"/></p>\s*<p class="(\w+)">(.*?)</p>', front)

    assert [alt for alt, _, _ in found] == [f"QR code that leads to {HOME}"]
    assert [links(text)[0] for _, name, text in found if name == "addresses"] == [HOME]
    assert not [document.name for document in packed(compiled) if "QR code" in document.text]


def test_an_address_is_read_from_the_left():
    """Between words that are read from the right, too: else its last stroke would stand before it."""
    text = tiny_sources().texts[GUIDE].replace('"en-GB"', '"ar"')
    compiled = compile_tiny(changed(**{GUIDE: re.sub(r"^home = .*$", f'home = "{HOME}"', text, flags=re.MULTILINE)}))
    front = next(document.text for document in printed(compiled) if document.name == "front")

    assert re.findall(r'dir="ltr" href="([^"]+)"', front) == [*PLACES]
    assert 'dir="ltr" href' not in next(document.text for document in printed(at(HOME)) if document.name == "front")


@pytest.mark.parametrize("home", ["the shelf by the door", ""])
def test_a_guide_without_an_address_has_none(home, tmp_path):
    """Words are no address: no line, no code, no metadata."""
    compiled = at(home)
    texts = [document.text for document in (*printed(compiled), *packed(compiled))]
    book = OpenedBook.read(make_epub(compiled, None, tmp_path))

    assert not [text for text in texts if "on the web" in text or "QR" in text or "home-code" in text]
    assert CODE not in "".join(getattr(unit, "html", "") for unit in units_of(compiled, RENDITIONS[REFERENCE]))
    assert related(compiled) == []
    assert book.package("//dc:relation") == []


@pytest.mark.parametrize(
    ("home", "newest"),
    [
        ("https://example.org", "https://example.org#download"),
        ("http://example.org/a?b=1", "http://example.org/a?b=1#download"),
        ("https://example.org/#top", "https://example.org/#download"),
    ],
)
def test_places_are_those_of_the_page(home, newest):
    """Whatever the address has behind its path, the place takes the place of another."""
    assert at(home).book.guide.newest == newest


@pytest.mark.parametrize(
    "address", ["https://a.example", HOME, "https://example.org/" + "long/" * 60, "https://bücher.example/ø"]
)
def test_the_code_is_that_of_the_address(address):
    """It has the modules that segno gives, in a drawing with a white ground and four blank modules on each side."""
    drawing = etree.fromstring(quick_response_code(address))
    ground, modules = (each.get("d", "") for each in drawing)
    width = int(drawing.get("viewBox", "").split()[2])
    code = segno.make_qr(address, error=CORRECTION, boost_error=False)
    dark, row, column = set(), 0, 0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", modules):
        if command == "h":
            dark |= {(row, column + each) for each in range(int(first))}
            column += int(first)
        else:
            start = (0, 0) if command == "M" else (row, column)
            row, column = start[0] + int(float(second)), start[1] + int(first)

    assert ground == f"M0 0h{width}v{width}h-{width}z"
    assert width == len(code.matrix) + 2 * QUIET
    assert dark == {(y + QUIET, x + QUIET) for y, line in enumerate(code.matrix) for x, module in enumerate(line) if module}
