"""Rules of single families of readers; the profiles (profiles.toml) say whose."""

import io
from collections.abc import Iterator
from functools import partial

from PIL import Image

from studyguide.proof.epub.opened import TYPE, OpenedBook
from studyguide.proof.epub.rules.navigation import toc
from studyguide.proof.epub.rules.rule import READER_RULES
from studyguide.proof.epub.rules.rule import rule as any_rule

MAIL = 50_000_000
COVER, PICTURE = 3_000_000, 5_000_000
COVER_SIDE = 1400
rule = partial(any_rule, table=READER_RULES)


@rule("no-svg", "engines that draw no SVG leave a hole, or guess its size")
def no_svg(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """No SVG, neither in the text nor as a picture."""
    for page in book.pages.values():
        if page.find("//s:svg"):
            yield page.name, "it holds SVG"
    for name, item in book.manifest.items():
        if item.get("media-type") == "image/svg+xml":
            yield name, "it is an SVG picture"


@rule("kindle-mail", "Amazon's mail gateway refuses what is larger")
def kindle_mail(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """At most 50 MB."""
    if len(book.raw) > MAIL:
        yield "", f"it has {len(book.raw):,} bytes"


@rule("kobo-pictures", "Kobo's e-readers run out of memory")
def kobo_pictures(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """A cover of at most 3 MB, pictures of at most 5 MB."""
    for name, item in book.manifest.items():
        limit = COVER if item.get("properties") == "cover-image" else PICTURE
        if (item.get("media-type") or "").startswith("image/") and len(book.file(name)) > limit:
            yield name, f"it has {len(book.file(name)):,} bytes"


@rule("apple-cover", "Apple's store refuses a smaller cover")
def apple_cover(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """A cover of at least 1400 pixels on its shorter side."""
    for name, item in book.manifest.items():
        if item.get("properties") == "cover-image" and min(Image.open(io.BytesIO(book.file(name))).size) < COVER_SIDE:
            yield name, f"its shorter side is below {COVER_SIDE} pixels"


@rule("apple-start", "without it Apple Books opens a book at its first page")
def apple_start(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """One landmark of type bodymatter."""
    starts = book.nav.find("//h:nav[@e:type='landmarks']//h:a[@e:type='bodymatter']/@href")
    if len(starts) != 1 or starts[0] not in book.places:
        yield book.nav.name, "no single landmark of type bodymatter leads into the text"


@rule("no-endnotes", "Apple Books pops up footnotes alone")
def no_endnotes(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """No note is an endnote."""
    for page in book.content():
        for node in page.find("//*[@e:type]"):
            if {"endnote", "rearnote"} & set((node.get(TYPE) or "").split()):
                yield page.name, f"the note {node.get('id')} is an endnote"


@rule("page-targets", "Adobe's engine takes page numbers from the NCX alone")
def page_targets(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """The NCX has as many pages as the navigation document."""
    pages = book.nav.find("//h:nav[@e:type='page-list']//h:a")
    targets = list(book.ncx.iter("{http://www.daisy.org/z3986/2005/ncx/}pageTarget"))
    if len(pages) != len(targets):
        yield "toc.ncx", f"it has {len(targets)} pages, the nav has {len(pages)}"


@rule("two-levels", "Kindle's menu shows two levels of the contents")
def two_levels(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """An entry of the first two levels leads to every chapter."""
    flat = [href for level, _, href in toc(book.nav) if level <= 2]
    for page in book.content():
        if page.chapters and not any(href.startswith(page.name) for href in flat):
            yield page.name, "no entry of the first two levels leads to it"
