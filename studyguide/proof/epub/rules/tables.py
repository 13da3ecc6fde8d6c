"""Tables that six-inch screens and screen readers can hold."""

from collections.abc import Iterator
from typing import Any

from studyguide.book.hyphens import SOFT_HYPHEN, too_wide
from studyguide.proof.epub.opened import NAMES, ContentDocument, text
from studyguide.proof.epub.rules.rule import page_rule

COLUMNS = 4
ROWS = 100
CELL = 90
KINDLE_CELLS, KINDLE_CHARACTERS = 1800, 20_000


@page_rule("table", "screen readers lose the headers; Kindle refuses tables in tables")
def table(page: ContentDocument) -> Iterator[str]:
    """T1: caption, head, scopes, a rectangular grid, no table within a table."""
    for node in page.find("//h:table"):
        name = _name(node)
        if not any(text(caption) for caption in node.iterfind("h:caption", NAMES)) or node.find("h:thead", NAMES) is None:
            yield f"{name} has no caption or no head"
        if node.xpath(".//h:th[not(@scope)]", namespaces=NAMES):
            yield f"{name} has a header cell without scope"
        if node.xpath(".//h:table", namespaces=NAMES):
            yield f"{name} holds a table"
        widths = _widths(node)
        if widths is None or len(set(widths)) > 1:
            yield f"{name} is not rectangular"


@page_rule("table-width", "unreadable columns on six inches: Kobo warns above four")
def table_width(page: ContentDocument) -> Iterator[str]:
    """T2: at most 4 columns and 100 rows, and no cell with more than its share of 360 characters; else set records."""
    for node in page.find("//h:table"):
        name, rows = _name(node), node.xpath(".//h:tr", namespaces=NAMES)
        columns = max((len(row) for row in rows), default=0)
        if columns > COLUMNS or len(rows) > ROWS:
            yield f"{name} has {columns} columns and {len(rows)} rows"
        for cell in node.xpath(".//h:td | .//h:th", namespaces=NAMES):
            if columns and len(text(cell)) > CELL * COLUMNS // columns:
                yield f"{name} has a cell of {len(text(cell))} characters: “{text(cell)[:30]}…”"
        cells = len(node.xpath(".//h:td | .//h:th", namespaces=NAMES))
        if cells > KINDLE_CELLS or len(text(node)) > KINDLE_CHARACTERS:
            yield f"{name} has {cells} cells and {len(text(node))} characters: more than Kindle takes"


@page_rule("table-words", "a table wider than the screen runs into the next page, and both are lost")
def table_words(page: ContentDocument) -> Iterator[str]:
    """T2: the longest pieces of words of all columns fit side by side on a phone at 200 % text; else set records."""
    for node in page.find("//h:table"):
        rows = [["".join(cell.itertext()) for cell in row] for row in node.xpath(".//h:tr", namespaces=NAMES)]
        if wide := too_wide(rows):
            yield f"{_name(node)} is too wide for {', '.join(wide)}".replace(SOFT_HYPHEN, "")


@page_rule("record", "a value whose column nobody knows")
def record(page: ContentDocument) -> Iterator[str]:
    """T2: a table set as records is a named group; each record has a head, and each value its field in words."""
    for node in page.classed("records"):
        if node.get("role") != "group" or not node.get("aria-labelledby"):
            yield f"{node.get('id')} is not a named group"
        for row in node.xpath(".//h:dl", namespaces=NAMES):
            heads = row.xpath("h:dt", namespaces=NAMES)
            bare = row.xpath("h:dd[not(h:b[@class='field'])]", namespaces=NAMES)
            if len(heads) != 1 or bare:
                yield f"{node.get('id')} has a record without one head, or a value without a field"


def _name(node: Any) -> str:
    homes = [up.get("id") for up in node.iterancestors() if up.get("id")]
    return node.get("id") or (homes[0] if homes else "a table")


def _widths(node: Any) -> list[int] | None:
    """The number of columns that each row covers, spans counted; None where spans reach out of the table."""
    rows = node.xpath(".//h:tr", namespaces=NAMES)
    held = [0] * (len(rows) + 1)
    for number, row in enumerate(rows):
        for cell in row:
            down, across = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            if number + down > len(rows):
                return None
            for below in range(number, number + down):
                held[below] += across
    return held[: len(rows)]
