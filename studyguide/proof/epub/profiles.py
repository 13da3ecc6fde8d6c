"""Reader profiles: what each family of reading systems needs from the book, and what its reader loses without it.

A profile asks rules that every book must keep, with the reason that holds for this reader, and a few rules of its own. It says
what is known of the reader from its vendor's pages and its users' reports; it is no substitute for the device.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.opened import TYPE, OpenedBook
from studyguide.proof.epub.rules import RULES, Finding, Rule
from studyguide.proof.epub.rules.navigation import toc
from studyguide.proof.epub.rules.rule import Plain

KINDLE_MAIL = 50_000_000
KOBO_COVER, KOBO_PICTURE = 3_000_000, 5_000_000
APPLE_COVER_SIDE = 1400


@dataclass(frozen=True, slots=True)
class Profile:
    """A family of readers: its name, the reading systems meant, and its rules."""

    name: str
    readers: str
    rules: tuple[Rule, ...]


def judge(data: bytes, profile: Profile) -> tuple[Finding, ...]:
    """What readers of this profile would miss in the EPUB, sorted."""
    return inspect(data, profile.rules)


def _shared(code: str, reason: str) -> Rule:
    return Rule(code, reason, RULES[code].check)


def _own(code: str, reason: str, check: Plain) -> Rule:
    def findings(book: OpenedBook) -> Iterator[Finding]:
        yield from (Finding(code, file, message) for file, message in check(book))

    return Rule(code, reason, findings)


def _no_svg(book: OpenedBook) -> Iterator[tuple[str, str]]:
    for page in book.pages.values():
        if page.find("//s:svg"):
            yield page.name, "it holds SVG"
    for name, item in book.manifest.items():
        if item.get("media-type") == "image/svg+xml":
            yield name, "it is an SVG picture"


def _kindle_mail(book: OpenedBook) -> Iterator[tuple[str, str]]:
    if len(book.raw) > KINDLE_MAIL:
        yield "", f"it has {len(book.raw):,} bytes"


def _kobo_pictures(book: OpenedBook) -> Iterator[tuple[str, str]]:
    for name, item in book.manifest.items():
        limit = KOBO_COVER if item.get("properties") == "cover-image" else KOBO_PICTURE
        if (item.get("media-type") or "").startswith("image/") and len(book.file(name)) > limit:
            yield name, f"it has {len(book.file(name)):,} bytes"


def _apple_cover(book: OpenedBook) -> Iterator[tuple[str, str]]:
    for name, item in book.manifest.items():
        if item.get("properties") == "cover-image" and min(Image.open(io.BytesIO(book.file(name))).size) < APPLE_COVER_SIDE:
            yield name, f"its shorter side is below {APPLE_COVER_SIDE} pixels"


def _apple_start(book: OpenedBook) -> Iterator[tuple[str, str]]:
    starts = book.nav.find("//h:nav[@e:type='landmarks']//h:a[@e:type='bodymatter']/@href")
    if len(starts) != 1 or starts[0] not in book.places:
        yield book.nav.name, "no single landmark of type bodymatter leads into the text"


def _no_endnotes(book: OpenedBook) -> Iterator[tuple[str, str]]:
    for page in book.content():
        for node in page.find("//*[@e:type]"):
            if {"endnote", "rearnote"} & set((node.get(TYPE) or "").split()):
                yield page.name, f"the note {node.get('id')} is an endnote"


def _page_targets(book: OpenedBook) -> Iterator[tuple[str, str]]:
    pages = book.nav.find("//h:nav[@e:type='page-list']//h:a")
    targets = list(book.ncx.iter("{http://www.daisy.org/z3986/2005/ncx/}pageTarget"))
    if len(pages) != len(targets):
        yield "toc.ncx", f"it has {len(targets)} pages, the nav has {len(pages)}"


def _two_levels(book: OpenedBook) -> Iterator[tuple[str, str]]:
    flat = [href for level, _, href in toc(book.nav) if level <= 2]
    for page in book.content():
        if page.typed("chapter") and not any(href.startswith(page.name) for href in flat):
            yield page.name, "no entry of the first two levels leads to it"


KINDLE = Profile(
    "kindle",
    "Kindle devices and apps, by Send to Kindle and KDP",
    (
        _shared("visible-contents", "Kindle wants a contents page in HTML"),
        _own("two-levels", "Kindle's menu shows two levels of the contents", _two_levels),
        _shared("guide", "the chapter's name at the foot freezes where no guide reference leads into the text"),
        _own("no-svg", "Enhanced Typesetting knows no SVG and drops its letters", _no_svg),
        _shared("picture", "transparent pictures are black on black; KDP takes sRGB only as RGB"),
        _shared("alt", "KDP asks for text alternatives below 140 characters"),
        _shared("table", "tables in tables are not supported"),
        _shared("table-width", "a table may have 100 rows; 1,800 cells and 20,000 characters are the end"),
        _shared("cover", "KDP's ideal cover has 1600 × 2560 pixels"),
        _shared("reader-setting", "body text must be all defaults"),
        _shared("old-engine", "headings are justified unless they are told to be left-aligned"),
        _shared("note", "a pop-up note is found by its link back"),
        _own("kindle-mail", "Send to Kindle takes 50 MB by mail", _kindle_mail),
    ),
)

KOBO = Profile(
    "kobo",
    "Kobo e-readers and apps",
    (
        _shared("file-name", "other characters in file names are undefined behaviour"),
        _shared("heading-first", "page breaks in CSS are ignored: every chapter needs its file"),
        _shared("contents", "apps nest three levels, e-readers flatten them"),
        _shared("landmarks", "the labels of landmarks are listed as entries of the contents"),
        _shared("identifier", "identifier and dtb:uid are asked to be equal"),
        _shared("table-width", "more than four columns are warned of"),
        _shared("unit", "margins above 2 em leave no line at large sizes"),
        _shared("old-engine", "text is wrapped in divs and spans of Kobo's own"),
        _shared("colour", "backgrounds are advised against; night mode loses them"),
        _shared("character", "U+2011 is drawn as a raised hyphen, arrows as boxes"),
        _shared("glossary-link", "a link forward to 9 to 5,000 characters pops up"),
        _shared("answer-distance", "details cannot be opened on Android"),
        _shared("active", "inline styles are advised against"),
        _own("kobo-pictures", "a cover may have 3 MB, a picture 5 MB", _kobo_pictures),
    ),
)

APPLE_BOOKS = Profile(
    "apple-books",
    "Apple Books on iOS, iPadOS and macOS",
    (
        _own("apple-start", "the book opens at its first page instead of its text", _apple_start),
        _shared("landmarks", "a landmark with two types is skipped"),
        _shared("note", "a pop-up needs a noteref that leads to a footnote"),
        _own("no-endnotes", "a noteref to an endnote is a plain link", _no_endnotes),
        _shared("character", "↩ is drawn as an emoji"),
        _shared("font", "an embedded face without its bold and italic is slanted and thickened by machine"),
        _own("apple-cover", "the store wants 1400 pixels on the shorter side", _apple_cover),
        _shared("xml", "one mistake in the XML is a yellow page"),
    ),
)

KOREADER = Profile(
    "koreader",
    "KOReader on e-ink devices",
    (
        _shared("notes-last", "a footnote is printed where it stands and again at the foot of the page"),
        _shared("answer-distance", "details are always open"),
        _shared("box-label", "publisher styles are often switched off"),
        _shared("generated", "publisher styles are often switched off"),
        _shared("reader-setting", "the reader's own settings rule"),
        _shared("ncx", "the contents come from the NCX where the nav is not read"),
        _shared("active", "scripts do not run, and MathML has no fallback"),
    ),
)

RMSDK = Profile(
    "rmsdk",
    "Adobe's RMSDK: Digital Editions, Nook, Kobo with plain EPUB files, many library apps",
    (
        _shared("document-size", "documents above 300 KB do not open"),
        _shared("ncx", "the NCX is the only contents"),
        _own("page-targets", "page numbers come from the NCX alone", _page_targets),
        _shared("guide", "the guide is the only list of places"),
        _shared("old-engine", "HTML5 elements are inline, and break-* is unknown"),
        _shared("css", "a rule that does not parse takes the rest of the sheet with it"),
        _shared("unit", "only plain lengths are understood"),
        _shared("active", "MathML is loose letters"),
        _own("no-svg", "the size of SVG is guessed", _no_svg),
        _shared("self-closed", "some builds read XHTML as HTML"),
        _shared("cover", "the thumbnail comes from <meta name=cover>"),
    ),
)

PROFILES = {profile.name: profile for profile in (KINDLE, KOBO, APPLE_BOOKS, KOREADER, RMSDK)}
