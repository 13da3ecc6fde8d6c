"""Figures: seen on every ground, told in words."""

import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from PIL import Image

from studyguide.proof.epub.opened import NAMES, ContentDocument, OpenedBook, text
from studyguide.proof.epub.rules.rule import page_rule, rule

ALT = 140
WORDS = 80
WIDTHS = range(1200, 1601)
PIXELS = 4_000_000
BYTES = 1_500_000
KINDLE_SVGS = 25


@page_rule("alt", "a picture that is silence, or is read twice")
def alt(page: ContentDocument) -> Iterator[str]:
    """G1: every picture stands in a figure with a caption that names it, and has a text alternative of its own."""
    for node in page.find("//h:img"):
        figure = next((up for up in node.iterancestors() if up.tag.endswith("}figure")), None)
        caption = figure.find("h:figcaption", NAMES) if figure is not None else None
        named = {each.get("id") for each in caption.iter()} - {None} if caption is not None else set()
        if figure is None or figure.get("aria-labelledby") not in named:
            yield f"{node.get('src')} is not in a figure that its caption names"
        words = (node.get("alt") or "").strip()
        name = PurePosixPath(node.get("src") or "").stem
        if not words or len(words) > ALT or re.match(r"(an? )?(image|picture|figure|graphic|photo)\b", words, re.IGNORECASE):
            yield f"the text alternative of {name} is empty, over {ALT} characters, or begins with “image of”"
        elif words == name or (caption is not None and words == text(caption)):
            yield f"the text alternative of {name} repeats its name or caption"


@rule("description", "a flow chart that 140 characters cannot tell")
def description(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """G2: a described figure links to at least 80 words elsewhere, which link back; no description without a figure."""
    reached = set()
    for page in book.content():
        for link in page.classed("describe"):
            place = page.target(link.get("href") or "")
            told = book.elements.get(place)
            reached.add(place)
            if told is None or len(text(told).split()) < WORDS:
                yield page.name, f"the description at {place} is missing or shorter than {WORDS} words"
            elif f"{page.name}#{link.get('id')}" not in told.xpath(".//h:a[@role='doc-backlink']/@href", namespaces=NAMES):
                yield page.name, f"the description at {place} does not lead back"
    for page in book.content():
        for node in page.classed("figure-description"):
            if f"{page.name}#{node.get('id')}" not in reached:
                yield page.name, f"no figure leads to {node.get('id')}"


@rule("picture", "black lines on black: Kindle and night modes have no ground behind transparent pictures")
def picture(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """G3: PNG of 1,200 to 1,600 pixels, grey, RGB or palette, opaque, at most 4 million pixels and 1.5 MB.

    A photograph may be a JPEG, and have fewer pixels.
    """
    photographs = {src for page in book.pages.values() for src in page.find("//h:img[contains(@class, 'photograph')]/@src")}
    for name, item in book.manifest.items():
        if not (item.get("media-type") or "").startswith("image/") or "cover-image" in (item.get("properties") or ""):
            continue
        data = book.file(name)
        photograph = name in photographs
        if item.get("media-type") != "image/png" and not (photograph and item.get("media-type") == "image/jpeg"):
            yield name, f"a {'photograph is neither a JPEG nor' if photograph else 'figure is not'} a PNG"
            continue
        image = Image.open(io.BytesIO(data))
        if image.mode not in ("RGB", "L", "P") or "transparency" in image.info or getattr(image, "n_frames", 1) > 1:
            yield name, f"its mode is {image.mode}, or it has transparency or frames"
        widths = range(1, WIDTHS.stop) if photograph else WIDTHS
        if image.width not in widths or image.width * image.height > PIXELS or len(data) > BYTES:
            yield name, f"it has {image.width} × {image.height} pixels and {len(data):,} bytes"


@rule("inline-svg", "Kindle gives up its better typesetting, and a drawing without a name is silence")
def inline_svg(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """G4: inline SVG has a name; at most 25 in a book."""
    count = 0
    for page in book.pages.values():
        for node in page.find("//s:svg"):
            count += 1
            if node.get("role") != "img" or not node.get("aria-labelledby") or node.find("s:title", NAMES) is None:
                yield page.name, "an inline SVG has no role img, no name or no title"
    if count > KINDLE_SVGS:
        yield "", f"the book has {count} inline SVGs"
