"""The package document: identity, bibliography, accessibility claims, cover."""

import io
import re
from collections.abc import Iterator

from PIL import Image

from studyguide.epub.accessibility import derive, survey
from studyguide.proof.epub.opened import LANG, OpenedBook, text
from studyguide.proof.epub.rules.rule import rule

OPF = "package.opf"
CONFORMS = re.compile(r"EPUB Accessibility 1\.[12] - WCAG 2\.[0-2] Level A{1,3}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
COVER_META = re.compile(rb'<meta name="cover" content="([^"]+)"/>')


@rule("package", "speech picks its voice by the package's language; Ace calls its absence serious")
def package(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """M1: language and direction of the package."""
    for name in (LANG, "dir"):
        if not book.opf.get(name):
            yield OPF, f"the package has no {name.rpartition('}')[2]}"


@rule("identifier", "another identifier is another book: reading positions and notes are lost")
def identifier(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """M2: one urn:uuid."""
    found = [text(node) for node in book.package("o:metadata/dc:identifier")]
    if len(found) != 1 or not re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", found[0]):
        yield OPF, "there is not exactly one identifier that is a urn:uuid"


@rule("bibliography", "catalogues sort wrongly, and readers cannot tell editions apart")
def bibliography(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """M4: the elements that a catalogue needs, each refined as EPUB 3.3 §5.5.3 says."""
    for name in ("title", "date", "language"):
        if not book.package(f"o:metadata/dc:{name}"):
            yield OPF, f"there is no dc:{name}"
    for node in book.package("o:metadata/dc:*"):
        if not text(node):
            yield OPF, f"{node.tag.rpartition('}')[2]} is empty"
    titles = book.package("o:metadata/dc:title")
    if [kind for node in titles for kind in book.meta("title-type", node.get("id"))] not in (["main"], ["main", "subtitle"]):
        yield OPF, "the titles are not a main title and perhaps a subtitle"
    for person in book.package("o:metadata/dc:creator | o:metadata/dc:contributor"):
        if not book.meta("role", person.get("id")) or not book.meta("file-as", person.get("id")):
            yield OPF, f"{text(person)} has no role or no name to sort by"
    for node in book.package("o:metadata/o:meta[@property='file-as'][@scheme]"):
        yield OPF, f"the name to sort by “{text(node)}” has a scheme"


@rule("claim", "a false claim of accessibility is worse than none")
def claim(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """M6: what is claimed is in the book, and what is in the book is claimed; so nothing is missing that version 1.2 asks for."""
    contents = {page.name: page.root for page in book.content()}
    css = b"\n".join(book.file(name) for name in book.styles)
    ways = {
        "pageNavigation": bool(book.nav.find("//h:nav[@e:type='page-list']//h:a")),
        "tableOfContents": bool(book.nav.find("//h:nav[@e:type='toc']//h:a")),
        "ttsMarkup": any(href.endswith(".pls") for href in book.manifest),
    }
    true = derive(survey(contents), ways, css)
    for name, wanted in (
        ("accessMode", true.modes),
        ("accessModeSufficient", true.sufficient),
        ("accessibilityFeature", true.features),
        ("accessibilityHazard", true.hazards),
    ):
        found = set(book.meta(f"schema:{name}"))
        for value in sorted(found - set(wanted)):
            yield OPF, f"{name} {value} is claimed and not true"
        for value in sorted(set(wanted) - found):
            yield OPF, f"{name} {value} is true and not claimed"


@rule("conformance", "a claim that names no evaluator and no date cannot be held to account")
def conformance(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """M7: a conformance statement has the exact words of the specification, a certifier, and a day (W3C DTF)."""
    for node in book.package("o:metadata/o:meta[@property='dcterms:conformsTo']"):
        if not CONFORMS.fullmatch(text(node)):
            yield OPF, f"“{text(node)}” is not a statement of EPUB Accessibility"
        certifiers = book.package(f"o:metadata/o:meta[@property='a11y:certifiedBy'][@refines='#{node.get('id')}']")
        dates = book.meta("dcterms:date", certifiers[0].get("id")) if len(certifiers) == 1 else []
        if len(dates) != 1 or not DAY.fullmatch(dates[0]):
            yield OPF, "the conformance statement names no certifier or no day (2026-12-01)"


@rule("page-source", "page numbers of unknown origin cannot be cited")
def page_source(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """M8: pageBreakSource names the print edition if (and only if) there are pages, and is not this book itself."""
    pages = bool(book.nav.find("//h:nav[@e:type='page-list']//h:a"))
    found = book.meta("pageBreakSource")
    if (len(found) == 1) != pages or len(found) > 1:
        yield OPF, "a page-list and one pageBreakSource go together"
    if found and found[0] in {text(node) for node in book.package("o:metadata/dc:identifier")}:
        yield OPF, "the source of the page breaks is the book itself"


@rule("cover", "no thumbnail on a shelf: Kobo, Nook and old Calibre each look in another place")
def cover(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """M9, K1: the cover is named in both ways, is a JPEG of 1600 × 2560 in RGB below 3 MB, and its page holds it alone."""
    images = [(href, item) for href, item in book.manifest.items() if "cover-image" in (item.get("properties") or "").split()]
    named = COVER_META.search(book.file(OPF))
    if len(images) != 1 or not named or named[1].decode() != images[0][1].get("id"):
        yield OPF, 'the cover is not named by both cover-image and <meta name="cover" content="…"/>, in this order of attributes'
        return
    data = book.file(images[0][0])
    picture = Image.open(io.BytesIO(data))
    if (picture.size, picture.mode, picture.format) != ((1600, 2560), "RGB", "JPEG") or len(data) >= 3_000_000:
        yield images[0][0], "the cover is not a JPEG of 1600 × 2560 pixels in RGB below 3 MB"
    page = next((page for page in book.pages.values() if page.typed("cover")), None)
    if page is None or book.spine[0] != page.name or text(page.find("//h:body")[0]) or len(page.find("//h:img")) != 1:
        yield "cover.xhtml", "the first document is not a cover that holds one picture and nothing else"
    elif not page.find("//h:img")[0].get("alt"):
        yield "cover.xhtml", "the cover has no text alternative"
