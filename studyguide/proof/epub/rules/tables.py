"""Tables that six-inch screens and screen readers can hold."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from studyguide.book.hyphens import CHARACTERS, SOFT_HYPHEN, too_wide
from studyguide.proof.epub.opened import NAMES, ContentDocument, text
from studyguide.proof.epub.rules.rule import page_rule

COLUMNS = 4
ROWS = 100
ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
SEPARATORS = " ,،、"
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
        columns = max(_widths(node) or [0])
        if (columns > COLUMNS and not _linear(node)) or len(rows) > ROWS:
            yield f"{name} has {columns} columns and {len(rows)} rows"
        cells = node.xpath(".//h:td | .//h:th", namespaces=NAMES)
        for cell in () if _linear(node) else cells:
            if columns and len(text(cell)) > CHARACTERS * int(cell.get("colspan", 1)) // columns:
                yield f"{name} has a cell of {len(text(cell))} characters: “{text(cell)[:30]}…”"
        if len(cells) > KINDLE_CELLS or len(text(node)) > KINDLE_CHARACTERS:
            yield f"{name} has {len(cells)} cells and {len(text(node))} characters: more than Kindle takes"


@page_rule("table-words", "a table wider than the screen runs into the next page, and both are lost")
def table_words(page: ContentDocument) -> Iterator[str]:
    """T2: the longest pieces of words of all columns fit side by side on a phone at 200 % text; else the table is linear."""
    for node in page.find("//h:table"):
        rows = [
            ["" if cell is None or cell.get("colspan") else "".join(cell.itertext()) for cell in row]
            for row in _grid(node.xpath(".//h:tr", namespaces=NAMES))
        ]
        if not _linear(node) and (wide := too_wide(rows)):
            yield f"{_name(node)} is too wide for {', '.join(wide)}".replace(SOFT_HYPHEN, "")


@page_rule("linear-table", "a value whose column nobody knows; blocks that are no table to a screen reader")
def linear_table(page: ContentDocument) -> Iterator[str]:
    """T2: each cell of a linear table bears the name of its column, and each row and cell says its role in words (ARIA 1.2)."""
    for node in filter(_linear, page.find("//h:table")):
        for each in node.xpath(".//h:thead | .//h:tbody | .//h:tr | .//h:th | .//h:td", namespaces=NAMES):
            if each.get("role") != _role(each):
                yield f"{_name(node)} has a {_tag(each)} without its role"
        heads = _grid(node.xpath("h:thead/h:tr", namespaces=NAMES))
        for row in node.xpath("h:tbody/h:tr", namespaces=NAMES):
            column = 0
            for cell in row:
                across = int(cell.get("colspan", 1))
                whole = across == len(heads[0]) > 1
                names = (
                    []
                    if whole
                    else [head for at in range(column, column + across) for line in heads if (head := line[at]) is not None]
                )
                if not _names(list(dict.fromkeys(names)), cell.get("data-label", "")):
                    yield f"{_name(node)} has a cell without the name of its column: “{text(cell)[:30]}”"
                if cell.get("rowspan"):
                    yield f"{_name(node)} has a cell that stands in one of its rows alone: “{text(cell)[:30]}”"
                column += across


def _names(heads: list[Any], label: str) -> bool:
    """Whether a label says what the heads of columns say, but for the calls at their ends."""
    rest = label.removesuffix(":")
    for head in filter(None, map(text, heads)):
        said = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(head, rest, strict=False)))
        if not said or (said != rest and rest[len(said)] not in SEPARATORS):
            return False
        rest = rest[len(said) :].lstrip(SEPARATORS)
    return not rest


def _grid(rows: Sequence[Any]) -> list[list[Any]]:
    """The cell that stands in each place of rows; None where there is none."""
    places: dict[tuple[int, int], Any] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in places:
                column += 1
            down, across = (range(int(cell.get(name, 1))) for name in ("rowspan", "colspan"))
            places |= {(number + below, column + beside): cell for below in down for beside in across}
    width = 1 + max((column for _, column in places), default=-1)
    return [[places.get((number, column)) for column in range(width)] for number in range(len(rows))]


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
