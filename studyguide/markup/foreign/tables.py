"""Tables: of pipes, grids, lists and HTML. What a row of pipes cannot hold becomes a list table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.blocks import Rows, Written, fenced, indented, parsed_rows, run, split_attributes
from studyguide.markup.foreign.boxes import BOXES, NO_BOX, box
from studyguide.markup.foreign.inlines import pieces_of, title_of
from studyguide.markup.foreign.page import ForeignPage
from studyguide.markup.foreign.passage import settled
from studyguide.markup.foreign.ruled_tables import table_of
from studyguide.sources.identifiers import slug

TABLES = {"table", "grid", "ruled"}
BAR = re.compile(r"(?<!\\)\|")
CAPTION = re.compile(r"(?:Table)?:\s+(.+)", re.DOTALL)
BLOCK_START = re.compile(r"(?:[-*+]|\d+[.)]) |:::|```|> |\|")


@dataclass(frozen=True)
class ForeignCell:
    """A cell: its rows, how many columns and rows it spans, and whether it is one of a head."""

    rows: tuple[str, ...] = ()
    columns: int = 1
    down: int = 1
    head: bool = False

    @property
    def single(self) -> bool:
        """Whether it can stand in a row of pipes."""
        return self.columns == self.down == 1 and len(self.rows) <= 1 and not any(BLOCK_START.match(row) for row in self.rows)


@dataclass(frozen=True)
class Grid:
    """A table: its rows, how many of them are its head, how its columns stand, its caption and names."""

    rows: tuple[tuple[ForeignCell, ...], ...]
    heads: int = 1
    align: tuple[str, ...] = ()
    caption: str = ""
    names: tuple[str, ...] = field(default_factory=tuple)


@run
def pipes(page: ForeignPage, trees: Sequence[SyntaxTreeNode], at: int) -> tuple[list[Written], int] | None:
    """A table of pipes, or a grid, with the caption that Pandoc has before or behind it."""
    before = _caption(trees, at)
    table = at + 1 if before and trees[at].type == "paragraph" else at
    if table >= len(trees) or trees[table].type not in TABLES:
        return None
    tree = trees[table]
    made = _read(page, tree)
    after = "" if before else _caption(trees, table + 1)
    words, attrs = split_attributes(" ".join((before or after).split()))
    end = table + 1 + (1 if after else 0)
    if rest := " ".join(value for key, value in attrs.items() if key != "id"):
        page.tell("attribute", page.line(tree), "{", rest)
    names = (attrs["id"],) if "id" in attrs else ()
    caption = title_of(page, words, page.line(tree)) if words else ""
    return [Written(tuple(table_rows(page, replace(made, caption=caption, names=names), page.line(tree))))], end


def _caption(trees: Sequence[SyntaxTreeNode], at: int) -> str:
    tree = trees[at] if at < len(trees) else None
    if tree is None or tree.type != "paragraph" or not tree.children:
        return ""
    beside = [trees[near].type for near in (at - 1, at + 1) if 0 <= near < len(trees)]
    found = CAPTION.fullmatch(tree.children[0].content.strip())
    return found[1] if found and TABLES & set(beside) else ""


def _read(page: ForeignPage, tree: SyntaxTreeNode) -> Grid:
    """The table of a tree, of whichever kind it is."""
    if tree.type == "table":
        return _piped(page, tree)
    return gridded(page, tree.content, page.line(tree)) if tree.type == "grid" else _ruled_off(page, tree)


def _ruled_off(page: ForeignPage, tree: SyntaxTreeNode) -> Grid:
    """A table whose columns lines of dashes tell."""
    read = table_of(tree.content)
    with page.inside("cell"):
        rows = tuple(tuple(ForeignCell((title_of(page, words, page.line(tree)),)) for words in row) for row in read.rows)
    return Grid(rows, int(read.head), read.align)


def _piped(page: ForeignPage, tree: SyntaxTreeNode) -> Grid:
    lines = [row for part in tree.children for row in part.children]
    align = tuple(str(cell.attrs.get("style", "")).removeprefix("text-align:") or "left" for cell in lines[0].children)
    with page.inside("cell"):
        rows = tuple(_row(page, row) for row in lines)
    return Grid(rows, 1, align)


def _row(page: ForeignPage, row: SyntaxTreeNode) -> tuple[ForeignCell, ...]:
    """The cells of a row. What stands behind more bars than the head has, others do not print: it belongs to the last cell."""
    cells = [_cell(page, cell, row) for cell in row.children]
    line = page.line(row)
    parts = BAR.split(page.rows[line - 1].strip().strip(">").strip().removeprefix("|")) if line <= len(page.rows) else []
    if len(parts) > len(cells) + 1 or (len(parts) == len(cells) + 1 and parts[-1].strip()):
        rest = "|".join(parts[len(cells) - 1 :]).strip().removesuffix("|").replace("\\|", "|")
        cells[-1] = title_of(page, rest, line)
    return tuple(ForeignCell((cell,)) for cell in cells)


def _cell(page: ForeignPage, cell: SyntaxTreeNode, row: SyntaxTreeNode) -> str:
    return settled(pieces_of(page, cell, cell=True), lines=False).replace("\n", " ")


def gridded(page: ForeignPage, text: str, line: int) -> Grid:
    """A grid table: cells that hold blocks, and merged ones, whose inner lines are missing."""
    rows = [row.rstrip() for row in text.rstrip("\n").split("\n")]
    width = max(map(len, rows))
    rows = [row.ljust(width) for row in rows]
    columns = sorted({at for row in rows if row.startswith("+") for at, sign in enumerate(row) if sign == "+"})
    bars = [number for number, row in enumerate(rows) if re.match(r"[+|].*\+[-=:]{2,}\+|\+[-=:]{2,}", row)]
    head = next((at for at, number in enumerate(bars) if "=" in rows[number]), 0)
    made: list[tuple[ForeignCell, ...]] = []
    done: set[tuple[int, int]] = set()
    for at, top in enumerate(bars[:-1]):
        cells: list[ForeignCell] = []
        for number, left in enumerate(columns[:-1]):
            if (at, number) in done:
                continue
            right, bottom = _right(rows, columns, number, top + 1), at + 1
            while bottom < len(bars) - 1 and not _ruled(rows[bars[bottom]], left, columns[number + 1]):
                bottom += 1
            done |= {(down, across) for down in range(at, bottom) for across in range(number, right)}
            inner = [row[left + 1 : columns[right]] for row in rows[top + 1 : bars[bottom]]]
            margin = min((len(row) - len(row.lstrip()) for row in inner if row.strip()), default=0)
            words = "\n".join(row[margin:].rstrip() for row in inner).strip("\n")
            cells.append(ForeignCell(tuple(parsed_rows(page, words, line + top + 1, "cell")), right - number, bottom - at))
        made.append(tuple(cells))
    return Grid(tuple(made), head or 0, ())


def _right(rows: Sequence[str], columns: Sequence[int], number: int, row: int) -> int:
    right = number + 1
    while right < len(columns) - 1 and rows[row][columns[right]] not in "|+":
        right += 1
    return right


def _ruled(row: str, left: int, right: int) -> bool:
    return re.fullmatch(r"[-=:+]+", row[left + 1 : right]) is not None


def table_rows(page: ForeignPage, grid: Grid, line: int, notes: Sequence[str] = ()) -> Rows:
    """A table as a guide writes it."""
    grid = _even(page, grid, line)
    if told := _as_box(page, grid, line):
        return told
    if len(grid.rows) < 2:
        cells = [cell.rows for row in grid.rows for cell in row if any(cell.rows)]
        if cells:
            page.tell("empty-table", line)
        return [row for rows in cells for row in indented(rows, "- ", "  ")]
    options = _id(page, grid)
    simple = (
        grid.heads == 1 and all(cell.single for row in grid.rows for cell in row) and len({len(row) for row in grid.rows}) == 1
    )
    if simple:
        rows = _pipe_rows(grid)
        return (
            fenced("table", grid.caption, [*rows, *(["", *notes] if notes else [])], [*options, ":row-headers: false"])
            if grid.caption or notes
            else rows
        )
    return fenced(
        "list-table",
        grid.caption,
        ["", *_list_rows(page, grid, line), *(["", *notes] if notes else [])],
        [*options, *_list_options(grid)],
    )


def _as_box(page: ForeignPage, grid: Grid, line: int) -> Rows:
    """The box that a table of one column stands for, whose head is the name of one: “NOTE:”, “Warning”."""
    if len(grid.rows) != 2 or grid.caption or any(len(row) != 1 or len(row[0].rows) != 1 for row in grid.rows):
        return []
    (head,), (body,) = grid.rows
    name = head.rows[0].strip(" *:!").lower()
    return box(page, name, "", list(body.rows), line) if name in BOXES and page.place not in NO_BOX else []


def _even(page: ForeignPage, grid: Grid, line: int) -> Grid:
    """The table without empty rows, all rows as wide as the widest; an empty head gives way to the first row."""
    rows = [row for row in grid.rows if any(any(cell.rows) for cell in row) or any(cell.down > 1 for cell in row)]
    heads = sum(1 for row in grid.rows[: grid.heads] if row in rows)
    if not heads and grid.rows:
        heads = 1
        page.tell("table-head", line)
    taken: dict[int, int] = {}
    spans: list[int] = []
    for number, row in enumerate(rows):
        spans.append(sum(cell.columns for cell in row) + taken.get(number, 0))
        for cell in row:
            for down in range(number + 1, number + cell.down):
                taken[down] = taken.get(down, 0) + cell.columns
    width = max(spans, default=0)
    made = []
    for number, row in enumerate(rows):
        bottom = heads if number < heads else len(rows)
        cells = [replace(cell, down=max(1, min(cell.down, bottom - number))) for cell in row]
        made.append((*cells, *[ForeignCell()] * (width - spans[number])))
    return replace(
        grid, rows=tuple(made), heads=min(heads, max(1, len(rows) - 1)), align=grid.align if len(grid.align) == width else ()
    )


def _id(page: ForeignPage, grid: Grid) -> Rows:
    names = page.names() + list(grid.names)
    if not grid.caption:
        for name in names:
            page.label(name, "place")
        return []
    ids = [page.label(name, "tab") for name in names or [page.own_name("tab", " ".join(grid.caption.split()[:6]))]]
    return [f":id: {next(filter(None, ids), '') or 'tab-' + slug(grid.caption)}"]


def _pipe_rows(grid: Grid) -> Rows:
    signs = {"left": "---", "right": "--:", "center": ":-:"}
    bars = "|".join(signs.get(word, "---") for word in grid.align or ("left",) * len(grid.rows[0]))
    lines = [
        "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell.rows[0]) if cell.rows else "" for cell in row) + " |"
        for row in grid.rows
    ]
    return [re.sub(r"  +\|", " |", lines[0]), f"|{bars}|", *(re.sub(r"\|  +\|", "| |", row) for row in lines[1:])]


def _list_options(grid: Grid) -> Rows:
    body = grid.rows[grid.heads :]
    stub = all(row and row[0].head for row in body if len(row) > 1) and any(len(row) > 1 for row in body)
    made = [f":header-rows: {grid.heads}"] if grid.heads != 1 else []
    made += [":stub-columns: 1" if stub else ":stub-columns: 0"] if sum(cell.columns for cell in grid.rows[0]) > 1 else []
    return made + ([f":align: {', '.join(grid.align)}"] if {*grid.align} - {"left"} else [])


def _list_rows(page: ForeignPage, grid: Grid, line: int) -> Rows:
    made: Rows = []
    for row in grid.rows:
        for at, cell in enumerate(row):
            sign = "* - " if at == 0 else "  - "
            spans = " ".join(f"{name}={count}" for name, count in (("cols", cell.columns), ("rows", cell.down)) if count > 1)
            rows = list(_flat(page, cell.rows, line)) or [""]
            if spans and any(rows):
                rows = [f"{{{spans}}} {rows[0]}", *rows[1:]] if not BLOCK_START.match(rows[0]) else [f"{{{spans}}}", "", *rows]
            made += [each.rstrip() for each in indented(rows, sign, "    ")]
    return made


def _flat(page: ForeignPage, rows: Sequence[str], line: int) -> Sequence[str]:
    """The rows of a cell, which holds paragraphs and lists alone: fences and quotations are taken off what they hold."""
    if not any(re.match(r"\s*(?:`{3}|:{3}|> |\$\$)", row) for row in rows):
        return rows
    page.tell("cell-text", line)
    bare = [re.sub(r"^\s*(?:> ?)+", "", row) for row in rows if not re.match(r"\s*(?:`{3}|:{3})", row)]
    return [re.sub(r"^\$\$.*$", "", row) for row in bare]
