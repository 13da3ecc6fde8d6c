"""The container and the package: what `pack` promises of its bytes."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import warnings
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from ebooklib import epub
from lxml import etree

from studyguide.epub.publication import Document, Landmark, NavPoint, PackageFailed, PageMark, Publication
from studyguide.proof.epub.opened import OpenedBook, text
from studyguide.sources.config import Person
from tests.epub.synthetic import packed, publication

ROOT = Path(__file__).parents[2]
METADATA = Path(__file__).parent / "metadata.txt"
BUILD = """
import hashlib, sys
from tests.epub.synthetic import packed, publication
print(hashlib.sha256(packed(publication())).hexdigest())
"""


def test_two_processes_with_other_hash_seeds_zones_and_locales_make_the_same_bytes(tmp_path):
    """The bytes depend on nothing but the publication: not on hash seed, time zone, locale, directory or umask."""
    environment = {**os.environ, "PYTHONHASHSEED": "2", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", BUILD]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True, umask=0o66)
    assert done.stdout.strip() == hashlib.sha256(packed(publication())).hexdigest()


def test_authors_of_a_document_are_named_for_it_alone():
    """Each is a creator of the document's item in the manifest, with the name by which it is sorted."""
    made = publication()
    people = (Person("Ada van Example", "Example, Ada van"), Person("Bo", "Bo"))
    first, *others = made.documents
    book = OpenedBook.read(packed(replace(made, documents=(replace(first, authors=people), *others))))
    (item,) = (each.get("id") for each in book.package("o:manifest/o:item") if each.get("href") == first.name)
    creators = {each.get("id"): each for each in book.package("o:metadata/o:meta[@property='dcterms:creator']")}
    sorted_as = {each.get("refines"): text(each) for each in book.package("o:metadata/o:meta[@property='file-as']")}
    found = [(each.get("refines"), text(each), sorted_as[f"#{key}"]) for key, each in creators.items()]
    assert found == [(f"#{item}", each.name, each.file_as) for each in people]


def test_the_mimetype_comes_first_and_is_stored():
    """The first 58 bytes are what OCF 3.3 demands, so that every program knows the file for an EPUB."""
    data = packed(publication())
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    assert zipfile.ZipFile(io.BytesIO(data)).infolist()[0].compress_type == zipfile.ZIP_STORED


def test_documents_and_pictures_are_packed_as_they_are():
    """Finished bytes stay finished: nothing between the caller and the zip file parses or rewrites them."""
    book = OpenedBook.read(packed(publication()))
    assert all(book.file(document.name) == document.data for document in publication().documents)
    assert all(book.file(f"images/{name}") == data for name, data in publication().images.items())


def test_the_contents_page_is_made_and_stands_behind_the_title_page():
    """Cover, title page, contents, text: the spine's order."""
    book = OpenedBook.read(packed(publication()))
    assert book.spine[:4] == ("cover.xhtml", "title.xhtml", "nav.xhtml", "emergency.xhtml")


def test_without_a_title_page_the_contents_stand_behind_the_cover():
    """A publication without the document that the contents follow still has a contents page."""
    book = OpenedBook.read(packed(_without("title.xhtml")))
    assert book.spine[:3] == ("cover.xhtml", "nav.xhtml", "emergency.xhtml")


def test_without_pages_there_is_no_page_list_and_no_source_of_page_breaks():
    """No print edition, no page-list, no pageList, no claim."""
    book = OpenedBook.read(packed(replace(publication(), page_list=())))
    assert not book.nav.find("//h:nav[@e:type='page-list']")
    assert not book.meta("pageBreakSource")
    assert book.ncx.find("{*}pageList") is None
    assert "pageNavigation" not in book.meta("schema:accessibilityFeature")


def test_ncx_pages_know_roman_and_arabic_numbers():
    """Front matter has the type front and no value; the body has its number."""
    targets = OpenedBook.read(packed(publication())).ncx.findall(".//{*}pageTarget")
    assert [(target.get("type"), target.get("value")) for target in targets[:2]] == [("front", None), ("normal", "1")]


def test_play_order_counts_places_in_reading_order():
    """Entries and pages of the NCX share one count, in the order in which a reader meets them."""
    ncx = OpenedBook.read(packed(publication())).ncx
    order = {node.find("{*}content").get("src"): int(node.get("playOrder")) for node in ncx.iterfind(".//*[@playOrder]")}
    assert sorted(order.values()) == list(range(1, len(order) + 1))
    assert order["emergency.xhtml#emergency"] < order["emergency.xhtml#page-i"] < order["counting.xhtml#counting"]


def test_titles_people_and_subjects_survive_the_way_into_the_package():
    """Parsed again, the metadata is what was given, with its refinements."""
    book = OpenedBook.read(packed(publication()))
    assert [text(node) for node in book.package("//dc:title")] == ["Leukopenia", "A study guide to low white blood cell counts"]
    assert [(text(node), book.meta("role", node.get("id"))) for node in book.package("//dc:creator | //dc:contributor")] == [
        ("The guide’s contributors", ["aut"]),
        ("A. Reviewer", ["rev"]),
    ]
    assert (book.meta("authority"), book.meta("term")) == (["MeSH"], ["D007970"])
    assert book.meta("dcterms:modified") == ["2026-11-23T12:00:00Z"]


def test_characters_of_markup_in_metadata_are_escaped():
    """A title with <, & and quotes is text, in package, nav, NCX and cover alike."""
    odd = 'Counts < 500 & "fever"'
    book = OpenedBook.read(packed(replace(publication(), metadata=replace(publication().metadata, title=odd))))
    assert text(book.package("//dc:title")[0]) == odd
    assert odd in book.pages["cover.xhtml"].find("//h:img/@alt")[0]


def test_inline_svg_is_named_in_the_manifest():
    """The property svg is found in the document, whether or not the caller gave it."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg></section>'
    first, *rest = publication().documents
    marked = replace(first, data=first.data.replace(b"</section>", drawing, 1))
    book = OpenedBook.read(packed(replace(publication(), documents=(marked, *rest))))
    assert book.manifest["title.xhtml"].get("properties") == "svg"


def test_ebooklib_reads_back_what_was_packed():
    """A second reader, ebooklib's, finds title, identifier, spine, contents and every document in the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = epub.read_epub(io.BytesIO(packed(publication())), {"ignore_ncx": False})
    assert (book.title, book.uid) == ("Leukopenia", publication().metadata.identifier)
    assert [idref for idref, _ in book.spine][:3] == ["cover", "text-title", "nav"]
    assert len(book.toc) == len(publication().nav)
    given = {item.get_name(): item.content for item in book.get_items()}
    assert all(given[document.name] == document.data for document in publication().documents)


def test_the_metadata_are_what_they_were():
    """Everything that the package says of the book, element by element: a change of any is seen."""
    package = etree.fromstring(OpenedBook.read(packed(publication())).file("package.opf"))
    said: list[str] = [
        " ".join(
            [
                etree.QName(node).localname,
                *(f"{name}={node.get(name)}" for name in sorted(map(str, node.keys()))),
                f"“{text(node)}”",
            ]
        )
        for node in package.iterfind("{*}metadata/*")
    ]
    if os.environ.get("UPDATE"):
        METADATA.write_text("\n".join(said) + "\n", "utf-8")
    assert said == METADATA.read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("made by the package", {"documents": (Document("nav.xhtml", "Contents", b"<html/>"),)}),
        ("is empty", {"documents": (Document("a.xhtml", "A", b" "),)}),
        ("two documents have one name", {"documents": (Document("a.xhtml", "A", b"<a/>"), Document("a.xhtml", "A", b"<a/>"))}),
        ("the cover's name", {"images": {"cover.jpg": b""}}),
        ("not in the publication", {"nav": (NavPoint("Nowhere", "nowhere.xhtml"),)}),
        ("not in the publication", {"landmarks": (Landmark("glossary", "Glossary", "nowhere.xhtml#glossary"),)}),
        ("not in the publication", {"page_list": (PageMark("9", "counting.xhtml#page--9"),)}),
    ],
)
def test_a_publication_that_breaks_a_promise_is_refused(words, change):
    """What would make an unreadable book is an error that names the fault, not a file."""
    with pytest.raises(PackageFailed, match=words):
        packed(replace(publication(), **change))


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("no time zone", {"modified": datetime(2026, 11, 23, 12, 0)}),  # noqa: DTZ001 (the fault that is seeded)
        ("urn:uuid", {"identifier": "isbn:123"}),
        ("page_break_source", {"page_break_source": ""}),
    ],
)
def test_metadata_that_breaks_a_promise_is_refused(words, change):
    """A date without zone, an identifier of another kind, and pages without source are errors."""
    with pytest.raises(PackageFailed, match=words):
        packed(replace(publication(), metadata=replace(publication().metadata, **change)))


def test_package_nav_and_ncx_are_well_formed_and_begin_with_their_declaration():
    """Templates leave nothing before the XML declaration, which would be fatal in every reader."""
    book = OpenedBook.read(packed(publication()))
    for name in ("package.opf", "nav.xhtml", "toc.ncx", "cover.xhtml"):
        assert book.file(name).startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
        assert len(etree.fromstring(book.file(name)))


def _without(name: str) -> Publication:
    whole = publication()
    documents = tuple(document for document in whole.documents if document.name != name)
    nav = tuple(point for point in whole.nav if not point.href.startswith(name))
    return replace(whole, documents=documents, nav=nav)
