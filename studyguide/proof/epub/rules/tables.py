"""Tables that six-inch screens and screen readers can hold."""

from collections.abc import Iterator
from typing import Any

from studyguide.book.hyphens import SOFT_HYPHEN, too_wide
from studyguide.proof.epub.opened import NAMES, ContentDocument, text
from studyguide.proof.epub.rules.rule import page_rule

COLUMNS = 4
ROWS = 100
CELL = 90
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
KINDLE_CELLS, KINDLE_CHARACTERS = 1800, 20_000


@page_rule("table", "screen readers lose the headers; Kindle refuses tables in tables")
def table(page: ContentDocument) -> Iterator[str]:
    """T1: caption, head, scopes, a rectangular grid, no table within a table."""
    for node in page.find("//h:table"):
        name = _name(node)
        bare = "uncaptioned" in (node.getparent().get("class") or "").split()
        captions = [text(caption) for caption in node.iterfind("h:caption", NAMES)]
        if any(captions) == bare or node.find("h:thead", NAMES) is None:
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
    """T2: at most 4 columns, and no cell with more than its share of 360 characters; else linear. At most 100 rows."""
    for node in page.find("//h:table"):
        name, rows = _name(node), node.xpath(".//h:tr", namespaces=NAMES)
        columns = max((len(row) for row in rows), default=0)
        if (columns > COLUMNS and not _linear(node)) or len(rows) > ROWS:
            yield f"{name} has {columns} columns and {len(rows)} rows"
        cells = node.xpath(".//h:td | .//h:th", namespaces=NAMES)
        for cell in () if _linear(node) else cells:
            if columns and len(text(cell)) > CELL * COLUMNS // columns:
                yield f"{name} has a cell of {len(text(cell))} characters: “{text(cell)[:30]}…”"
        if len(cells) > KINDLE_CELLS or len(text(node)) > KINDLE_CHARACTERS:
            yield f"{name} has {len(cells)} cells and {len(text(node))} characters: more than Kindle takes"


@page_rule("table-words", "a table wider than the screen runs into the next page, and both are lost")
def table_words(page: ContentDocument) -> Iterator[str]:
    """T2: the longest pieces of words of all columns fit side by side on a phone at 200 % text; else the table is linear."""
    for node in page.find("//h:table"):
        rows = [["".join(cell.itertext()) for cell in row] for row in node.xpath(".//h:tr", namespaces=NAMES)]
        if not _linear(node) and (wide := too_wide(rows)):
            yield f"{_name(node)} is too wide for {', '.join(wide)}".replace(SOFT_HYPHEN, "")


@page_rule("linear-table", "a value whose column nobody knows; blocks that are no table to a screen reader")
def linear_table(page: ContentDocument) -> Iterator[str]:
    """T2: each cell of a linear table bears the name of its column, and each element of it says its role in words (ARIA 1.2)."""
    for node in filter(_linear, page.find("//h:table")):
        for each in (node, *node.xpath(".//h:thead | .//h:tbody | .//h:tr | .//h:th | .//h:td", namespaces=NAMES)):
            if each.get("role") != _role(each):
                yield f"{_name(node)} has a {_tag(each)} without its role"
        heads = [text(cell) for cell in node.xpath("h:thead/h:tr/h:th", namespaces=NAMES)]
        for row in node.xpath("h:tbody/h:tr", namespaces=NAMES):
            for head, cell in zip(heads, row, strict=False):
                label = cell.get("data-label", "").removesuffix(":")
                if not (label and head.startswith(label)) and head:
                    yield f"{_name(node)} has a cell without the name of its column: “{text(cell)[:30]}”"


def _linear(node: Any) -> bool:
    """Whether the cells of a table stand one below the other on a narrow screen."""
    return "linear" in node.getparent().get("class", "").split()


def _role(node: Any) -> str:
    """The role that an element of a table has by itself (HTML Accessibility API Mappings)."""
    return ROLES.get(_tag(node)) or ("rowheader" if node.get("scope") == "row" else "columnheader")


def _tag(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


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
