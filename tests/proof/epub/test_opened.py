"""The one opener of EPUBs reads books of other packers too, and broken ones without an exception."""

from __future__ import annotations

import io
import zipfile

import pytest

from studyguide.proof.epub.opened import OpenedBook, text
from tests.proof.epub.faults import Files, rezipped, sound

PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p id="{0}">{0}</p></body></html>'
CONTAINER = '<container><rootfiles><rootfile full-path="{}"/></rootfiles></container>'
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><manifest>
<item id="a" href="a.xhtml"/><item id="b" href="b.xhtml"/><item id="n" href="{}" media-type="application/x-dtbncx+xml"/>
</manifest><spine><itemref idref="b"/><itemref idref="a"/></spine></package>"""
NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>One</text></navLabel></navPoint></navMap>
</ncx>"""


def packed(folder, package, ncx):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER.format(folder + package))
        archive.writestr(folder + package, PACKAGE.format(ncx))
        archive.writestr(folder + ncx, NCX)
        archive.writestr(f"{folder}a.xhtml", PAGE.format("second"))
        archive.writestr(f"{folder}b.xhtml", PAGE.format("first"))
    return OpenedBook.read(data.getvalue())


@pytest.mark.parametrize(("folder", "package", "ncx"), [("EPUB/", "package.opf", "toc.ncx"), ("", "content.opf", "contents.ncx")])
def test_a_book_of_any_packer(folder, package, ncx):
    """Documents come in the order of the spine, wherever the package and the NCX stand and whatever they are called."""
    book = packed(folder, package, ncx)
    assert [text(page.root) for page in book.pages.values()] == ["first", "second"]
    assert [text(label) for label in book.ncx.iter("{*}navLabel")] == ["One"]
    assert set(book.content_files) >= {package, ncx, "a.xhtml", "b.xhtml"}
    assert book.places["a.xhtml#second"] == (1, 2)


@pytest.mark.parametrize("name", ["META-INF/container.xml", "EPUB/package.opf", "EPUB/toc.ncx", "EPUB/nav.xhtml"])
@pytest.mark.parametrize("data", [b"", b"<broken", None])
def test_a_broken_book_is_opened_all_the_same(name, data):
    """What is missing, empty or no XML is an empty part of the book."""

    def spoil(files: Files) -> None:
        files[name] = data or b""
        if data is None:
            del files[name]

    book = OpenedBook.read(rezipped(spoil))
    assert (book.opf.tag, book.ncx.tag) != ("", "")
    assert isinstance(book.spine, tuple)
    assert book.nav.name == "nav.xhtml"


def test_links_are_places_of_the_book():
    """A reference within a document and one between documents name the same place; every id is a place."""
    book = OpenedBook.read(sound())
    page = book.pages["counting.xhtml"]
    assert page.target("#sec-units") == "counting.xhtml#sec-units"
    assert page.target("causes.xhtml#sec-drugs") in book.places
    assert book.elements["counting.xhtml#sec-units"].get("id") == "sec-units"
