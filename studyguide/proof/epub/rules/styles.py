"""The style sheet: what it must leave to the reader, and what old engines need."""

import re
from collections.abc import Iterator

from tinycss2.color3 import RGBA, parse_color

from studyguide.art.fonts import OWN
from studyguide.proof.epub.figures import NON_TEXT
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.epub.rules.rule import rule
from studyguide.proof.epub.screens import GROUNDS
from studyguide.proof.epub.stylesheet import Declaration, Style
from studyguide.sources.colour import contrast

TEXT = ("html", "body", "p", "li", "td", "dd", "div", "span", "section", "blockquote", "*")
READERS_OWN = ("font-size", "line-height", "font-family", "font", "letter-spacing", "word-spacing")
LAYOUT = ("text-align", "text-indent")
COLOURED = re.compile(r"(color|background.*|border.*|outline.*|fill|stroke|text-decoration.*|column-rule.*|.*-shadow)")
TINT = (127 / 255, 127 / 255, 127 / 255, 0.1)
UNITS = re.compile(r"(?<![\w#.-])-?\d*\.?\d+(px|pt|pc|cm|mm|in|q|rem|vw|vh|vmin|vmax|ch|ex|lh)\b", re.IGNORECASE)
BLOCKS = frozenset({"section", "aside", "figure", "figcaption", "header", "footer", "nav"})
COLUMN_NAME = 'attr(data-label) " "'
HEADINGS = ("h1", "h2", "h3", "h4")
OLD_NAMES = {"break-before": "page-break-before", "break-after": "page-break-after", "break-inside": "page-break-inside"}


def _rules(book: OpenedBook) -> Iterator[tuple[str, Style]]:
    for name, styles in book.styles.items():
        for style in styles:
            yield name, style


def _name(style: Style) -> str:
    return ", ".join(style.selectors) or f"@{style.at}"


@rule("css", "a rule that does not parse is a rule that some engines drop together with the next")
def css(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """Every rule parses; nothing is imported."""
    for name, style in _rules(book):
        if style.fault:
            yield name, f"{_name(style)}: {style.fault}"
        if style.at in ("import", "namespace", "supports", "layer"):
            yield name, f"@{style.at} is not understood by old engines"
    for page in book.pages.values():
        if page.find("//h:style"):
            yield page.name, "it has a style sheet of its own"


@rule("colour", "night modes force colours on text: what the book sets is lost or makes black on black")
def colour(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """D1: no colours but currentColor, transparent, a tint of rgba(127, 127, 127, 0.1), and in borders those that stand out."""
    for name, style in _rules(book):
        for declaration in style.declarations:
            if COLOURED.fullmatch(declaration.name) and not all(
                _holds(declaration.name, found) for found in _colours(declaration)
            ):
                yield name, f"{_name(style)} sets {declaration.name}: {declaration.value}"


def _colours(declaration: Declaration) -> Iterator[RGBA]:
    for token in declaration.tokens:
        found = parse_color(token) if token.type in ("ident", "hash", "function") else None
        if isinstance(found, RGBA) and found.alpha:
            yield found


def _holds(name: str, colour: RGBA) -> bool:
    """Whether a colour can be seen on every reading ground: a tint on none is lost, a border needs 3:1 (WCAG 2.2, 1.4.11)."""
    stands = name.startswith("border") and colour.alpha == 1
    tint = colour.alpha <= TINT[3] and all(abs(a - b) < 0.01 for a, b in zip(colour[:3], TINT[:3], strict=True))
    seen = (contrast((red / 255, green / 255, blue / 255), colour[:3]) for (red, green, blue), _ in GROUNDS.values())
    return tint or (stands and min(seen) >= NON_TEXT)


@rule("link-style", "a link told by its colour alone is no link in grey, and WCAG 1.4.1 forbids it")
def link_style(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """D2: links keep their underline, but for the contents, where every line is a link."""
    for name, style in _rules(book):
        removed = any("none" in value for value in style.values("text-decoration", "text-decoration-line"))
        for selector, subject in zip(style.selectors, style.subjects, strict=True):
            if removed and re.match(r"a\b", subject) and not selector.startswith(".contents"):
                yield name, f"{selector} takes the underline from links"


@rule("reader-setting", "the reader's own size, face and spacing are ignored; Kindle demands defaults for body text")
def reader_setting(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """S1: text elements have the reader's size, leading and face, and but in lists and tables of a kind their alignment."""
    for name, style in _rules(book):
        bare = {subject for subject in style.subjects if subject in TEXT}
        everywhere = bare.intersection(style.selectors) - {"td"}
        for declaration in (each for each in style.declarations if not _asked_for(each)):
            if (bare and declaration.name in READERS_OWN) or (everywhere and declaration.name in LAYOUT):
                yield name, f"{_name(style)} sets {declaration.name}"
            faced = declaration.name in ("font-family", "font") and not style.at
            if declaration.value == "justify" or (faced and not _of_code(style, declaration.value)):
                yield name, f"{_name(style)} sets {declaration.name}: {declaration.value}"
        small = style.subjects and all(re.fullmatch(r"h[1-6].*|sup|sub", subject) for subject in style.subjects)
        if any(style.values("line-height")) and not small:
            yield name, f"{_name(style)} sets line-height"


def _asked_for(declaration: Declaration) -> bool:
    """Whether it names the fonts that a guide asks for, since readers may have none for its script."""
    return declaration.name == "font-family" and declaration.value.partition(",")[0].strip("\"'").startswith(OWN)


def _of_code(style: Style, face: str) -> bool:
    """Whether a face is the reader's own for code: its letters must stand below each other."""
    return face == "monospace" and {"pre", "code"}.issuperset(style.subjects)


@rule("unit", "fixed lengths do not grow with the text; large margins leave no line at large sizes")
def unit(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """S2: em and per cent only; no position, wide floats, !important, or margins above 2 em or below 0."""
    for name, style in _rules(book):
        for declaration in style.declarations:
            if UNITS.search(declaration.value):
                yield name, f"{_name(style)} measures {declaration.name} in {declaration.value}"
            if declaration.important or declaration.name == "position":
                yield name, f"{_name(style)} forces {declaration.name}"
            lengths = [float(found) for found in re.findall(r"(-?[\d.]+)em\b", declaration.value)]
            if declaration.name.startswith("margin") and any(not 0 <= length <= 2 for length in lengths):
                yield name, f"{_name(style)} has a margin of {declaration.value}"
        width = re.fullmatch(r"([\d.]+)%", next(style.values("width"), ""))
        if any(value != "none" for value in style.values("float")) and not (width and float(width[1]) <= 45):
            yield name, f"{_name(style)} floats and is not at most 45% wide"


@rule("old-engine", "RMSDK knows neither HTML5 elements nor break-*; Kobo wraps text in spans and divs of its own")
def old_engine(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """S3: blocks are blocks, breaks have their old names too, headings stand where lines begin, bare div and span untouched."""
    for name, styles in book.styles.items():
        blocks = {subject for style in styles for subject in style.subjects if "block" in style.values("display")}
        if not blocks >= BLOCKS:
            yield name, f"{', '.join(sorted(BLOCKS - blocks))} are not displayed as blocks"
        for style in styles:
            names = {declaration.name for declaration in style.declarations}
            for new, old in OLD_NAMES.items():
                if new in names and old not in names:
                    yield name, f"{_name(style)} has {new} without {old}"
            for subject in {"div", "span"} & set(style.subjects):
                yield name, f"it styles every {subject}"
        for heading in HEADINGS:
            own = [style for style in styles if heading in style.selectors]
            said = {(item.name, item.value) for style in own for item in style.declarations}
            side = "right" if book.leftwards else "left"
            if not said >= {("text-align", side), ("hyphens", "none")}:
                yield name, f"{heading} is not {side}-aligned without hyphens"


@rule("generated", "what only the style sheet says is lost where publisher styles are off, and to the ear")
def generated(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """S4: no words come from the style sheet, but the names of columns before cells: heads that the document has as well."""
    for name, style in _rules(book):
        for value in style.values("content"):
            if value != COLUMN_NAME and re.search(r"[\"'].*\w.*[\"']|attr\(|counter", value):
                yield name, f"{_name(style)} writes {value}"


@rule("font", "an embedded face overrides the one that a reader with dyslexia chose")
def font(book: OpenedBook) -> Iterator[tuple[str, str]]:
    """F1: no fonts in the book, but for those that a guide asks for, and those that set the words of drawings alone."""
    drawn = {name for page in book.pages.values() for each in page.find("//s:*/@font-family") for name in _families(each)}
    shown = ""
    for name, style in _rules(book):
        if style.at == "font-face" and any(_asked_for(each) or _names_one_of(drawn, each) for each in style.declarations):
            shown += " ".join(style.values("src"))
        elif style.at == "font-face":
            yield name, "it embeds a font"
    for name, item in book.manifest.items():
        if "font" in (item.get("media-type") or "") and name not in shown:
            yield name, "it is a font"


def _families(value: str) -> set[str]:
    return {name.strip(" \"'") for name in value.split(",")}


def _names_one_of(families: set[str], declaration: Declaration) -> bool:
    return declaration.name == "font-family" and not families.isdisjoint(_families(declaration.value))
