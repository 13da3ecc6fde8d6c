"""Figures: seen on every ground, told in words."""

import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from PIL import Image

from studyguide.epub.accessibility import decorates
from studyguide.proof.epub.opened import NAMES, ContentDocument, OpenedBook, text
from studyguide.proof.epub.rules.rule import page_rule, rule
from studyguide.sources.colour import contrast, from_css

ALT = 140
WORDS = 80
WIDTHS = range(1200, 1601)
PIXELS = 4_000_000
BYTES = 1_500_000
WHITE = "#FFFFFF"
NON_TEXT = 3.0  # WCAG 2.2, 1.4.11
FAINT = 1.75  # of contrast with white
SVG_WORDS = tuple(f"{{{NAMES['s']}}}{name}" for name in ("text", "tspan"))
SVG_RECT = f"{{{NAMES['s']}}}rect"


@page_rule("alt", "a picture that is silence, or is read twice")
def alt(page: ContentDocument) -> Iterator[str]:
    """G1: every picture stands in a figure with a caption that names it, and has a text alternative of its own.

    One that is for the eye alone, which no screen reader meets, has none.
    """
    for node in page.find("//h:img | //s:svg"):
        if decorates(node) and not node.get("alt"):
            continue
        figure = next((up for up in node.iterancestors() if up.tag.endswith("}figure")), None)
        caption = figure.find("h:figcaption", NAMES) if figure is not None else None
        named = {each.get("id") for each in caption.iter()} - {None} if caption is not None else set()
        if figure is None or figure.get("aria-labelledby") not in named:
            yield f"{node.get('src') or 'a drawing'} is not in a figure that its caption names"
        words = (node.get("alt") or node.get("aria-label") or "").strip()
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


@page_rule("inline-svg", "a drawing that is announced part by part, or cannot grow")
def inline_svg(page: ContentDocument) -> Iterator[str]:
    """G4: a drawing is one picture with a name, of no size of its own, and its ids are not those of another."""
    for node in page.find("//s:svg"):
        if not decorates(node) and (node.get("role") != "img" or not node.get("aria-label")):
            yield "a drawing has no role img, or no name"
        if node.get("viewBox") is None or node.get("width") or node.get("height"):
            yield "a drawing has no viewBox, or a size of its own"


@page_rule("drawing-colour", "words and lines that vanish on black, or in the colours that a reader needs")
def drawing_colour(page: ContentDocument) -> Iterator[str]:
    """G5: words of a drawing have the colour of the text, or are white on a dark shape; lines stand out on every ground.

    A pale line, which stands out at night alone, is the edge of a pale shape; white and pale areas are no sheets behind words.
    """
    for node in page.find("//s:svg//*[@fill or @stroke]"):
        words, fill, stroke = node.tag in SVG_WORDS, node.get("fill", ""), node.get("stroke", "")
        if words and fill and fill not in ("currentColor", WHITE):
            yield f"words of a drawing are {fill}: “{text(node)[:40]}”"
        if stroke.startswith("#") and not _is_mark(stroke) and contrast(from_css(stroke), from_css(WHITE)) >= FAINT:
            yield f"a line of a drawing is {stroke}, which is lost on black"
        if node.tag == SVG_RECT and fill.startswith("#") and not _is_mark(fill) and not node.get("fill-opacity"):
            yield f"a sheet of {fill} lies in a drawing, which words in the colour of the text are lost on"


def _is_mark(colour: str) -> bool:
    """Whether a colour has 3:1 on white and on black, and so on all grounds between."""
    return all(contrast(from_css(colour), from_css(ground)) >= NON_TEXT for ground in (WHITE, "#000000"))
