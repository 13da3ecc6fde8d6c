"""List tables: a row an item, a cell an item in it, as MyST has them; cells may hold paragraphs and lists, and be merged."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup.blocks import Blocks, block_list, line_of
from studyguide.markup.cell_marks import CELLS, MARK, CellSpan, cell_span
from studyguide.markup.directives import DIRECTIVES, Directive, Fence, from_line, table_of
from studyguide.markup.emptiness import is_blank
from studyguide.nodes.grid import Row, placed
from studyguide.sources.diagnostics import Span

LISTS = ("bullet_list", "ordered_list")
ALIGNED = ("left", "right", "center")
SHAPE = "start each row with * - and each further cell with -, right below the first -"
MARKED = "write {cols=2}, {rows=2} or {cols=2 rows=2} before the words of the cell"


def _list_table(fence: Fence) -> n.Node | None:
    trees = _trees(fence)
    if not trees or trees[0].type != "bullet_list":
        line = fence.body_line + next(at for at, row in enumerate(fence.body.split("\n")) if row.strip())
        fence.error("bad-table", "the table does not start with its rows", SHAPE, at=line)
        return None
    if len(trees) > 1 and trees[1].type in LISTS:
        line = line_of(trees[1], fence.body_line)
        fence.error("bad-table", "this row starts with another sign than the rows above", "start all rows with *", at=line)
        return None
    known = len(fence.page.problems.found)
    read = [_row(fence, item) for item in trees[0].children]
    rows = [row for row in read if row]
    if len(read) < 2:
        fence.missed("bad-table", "the table has a head and no rows", "write a row below the head, or take the table out")
    if len(rows) < max(2, len(read)):
        return None
    heads = _number(fence, "header-rows", 1, len(rows) - 1)
    if not any(each.code == "bad-span" for each in fence.page.problems.found[known:]):  # else a cell may span more
        _check_grid(fence, rows, [line_of(item, fence.body_line) for item in trees[0].children], heads)
    width = sum(cell.columns for cell in rows[0])
    stubs = _number(fence, "stub-columns", 0, width - 1) if width > 1 else 0
    aligned = _aligned(rows, _alignment(fence, width))
    made = table_of(fence, aligned[:heads], aligned[heads:], stubs)
    below = trees[1].map[0] if len(trees) > 1 and trees[1].map else 0
    return replace(made, notes=from_line(fence, below) if below else ())


def _trees(fence: Fence) -> Sequence[SyntaxTreeNode]:
    """What stands in the fence, with the marks of its cells taken off."""
    fence.page.env[CELLS] = True
    try:
        return fence.page.tree(fence.body, fence.body_line).children
    finally:
        fence.page.env[CELLS] = False


def _alignment(fence: Fence, width: int) -> tuple[str, ...]:
    """How the words of each column stand."""
    words = tuple(re.split(r"[\s,]+", fence.option("align"))) if "align" in fence.options else ("left",) * width
    if len(words) != width or not {*words} <= {*ALIGNED}:
        hint = f"write left, right or center for each of the {width} columns"
        fence.error("bad-option", f"“{fence.option('align')}” does not say how the columns stand", hint, at=fence.at("align"))
        return ("left",) * width
    return words


def _aligned(rows: Sequence[Row], words: Sequence[str]) -> tuple[Row, ...]:
    lines = (row.cells for row in placed(rows))
    return tuple(
        tuple(replace(each.cell, align=(*words, "left")[min(each.column, len(words))]) for each in line) for line in lines
    )


def _number(fence: Fence, option: str, least: int, most: int) -> int:
    """The number that an option gives, else 1."""
    written = fence.option(option, "1")
    if not written.isdecimal() or len(written) > 3 or not least <= int(written) <= most:
        hint = f"write a number from {least} to {most}" if least < most else f"this table can have {least}"
        fence.error(
            "bad-option", f"“{written}” is no number of {option.replace('-', ' ')} for this table", hint, at=fence.at(option)
        )
        return 1
    return int(written)


def _row(fence: Fence, item: SyntaxTreeNode) -> Row | None:
    """The cells of an item that holds a list and nothing else."""
    if len(item.children) != 1 or item.children[0].type != "bullet_list":
        wrong = next((child for child in item.children if child.type != "bullet_list"), item)
        fence.error("bad-table", "a row is a list of its cells, and nothing else", SHAPE, at=line_of(wrong, fence.body_line))
        return None
    cells = tuple(_cell(fence, cell) for cell in item.children[0].children)
    if all(is_blank(cell.blocks) and is_blank(cell.children) for cell in cells):
        fence.error("empty-markup", "this row is empty", "delete it", at=line_of(item, fence.body_line))
    return cells


def _cell(fence: Fence, item: SyntaxTreeNode) -> n.Cell:
    line = line_of(item, fence.body_line)
    first = item.children[0] if item.children else None
    mark = first.meta.get(MARK) if first is not None and first.type == "paragraph" else None
    span = CellSpan() if mark is None else cell_span(mark)
    if span is None:
        fence.error(
            "bad-span",
            f"{{{mark}}} does not say how many columns or rows a cell spans",
            MARKED,
            at=fence.page.span(line, f"{{{mark}}}"),
        )
    blocks = _filled(block_list(fence.page, item.children, fence.body_line))
    if mark is not None and span and not blocks:
        hint = "write its words, or take the mark out"
        fence.error("bad-span", f"a cell that spans {_spans(span)} is empty", hint, at=fence.page.span(line, f"{{{mark}}}"))
    columns, rows = (span.columns, span.rows) if span else (1, 1)
    place = Span(fence.page.path, line)
    if len(blocks) == 1 and isinstance(blocks[0], n.Paragraph):
        return n.Cell(blocks[0].children, columns=columns, rows=rows, span=place)
    return n.Cell((), blocks=blocks, columns=columns, rows=rows, span=place)


def _filled(blocks: Blocks) -> Blocks:
    """The blocks without a first paragraph of which a mark was all."""
    return blocks[1:] if blocks and isinstance(blocks[0], n.Paragraph) and not blocks[0].children else blocks


def _spans(span: CellSpan) -> str:
    parts = [f"{count} {name}" for count, name in ((span.columns, "columns"), (span.rows, "rows")) if count > 1]
    return " and ".join(parts)


def _check_grid(fence: Fence, rows: Sequence[Row], lines: Sequence[int], heads: int) -> None:
    """Each place of the grid belongs to one cell. Of each row its first mistake is told, and none that follows from it."""
    width, sound = sum(cell.columns for cell in rows[0]), 0
    taken: dict[tuple[int, int], int] = {}
    for number, row in enumerate(rows):
        mistakes = list(_placed(row, (number, lines[number]), (width, heads, heads if number < heads else len(rows)), taken))
        if mistakes and number >= sound:
            line, code, message, hint = mistakes[0]
            fence.error(code, message, hint, at=line)
        if mistakes:
            sound = max([number + 1, *(number + cell.rows for cell in row)])


def _placed(
    row: Row, place: tuple[int, int], edges: tuple[int, int, int], taken: dict[tuple[int, int], int]
) -> Iterator[tuple[int, str, str, str]]:
    """Put the cells of a row into the grid; what does not fit is yielded. `place` is its number and line.

    `edges` are the number of columns, that of the rows of the head, and the row at which its part of the table ends.
    """
    (number, line), (width, heads, bottom), column = place, edges, 0
    for cell in row:
        while (number, column) in taken:
            column += 1
        end = column + cell.columns
        if end > width:
            yield _too_wide(row, number, line, width, taken)
        above = [taken[number, at] for at in range(column, min(end, width)) if (number, at) in taken]
        if above:
            hint = "let one of the two span less"
            yield cell.span.line, "bad-span", f"this cell would lie over the one of line {above[0]}, which comes down here", hint
        if number + cell.rows > bottom:
            left, part = bottom - number, "the table" if bottom > heads else "its head"
            message = f"this cell spans {cell.rows} rows, and {left} {'is' if left == 1 else 'are'} left in {part}"
            yield cell.span.line, "bad-span", message, "let it span less, or write the rows that are missing"
        taken |= {
            (down, across): cell.span.line
            for down in range(number, min(number + cell.rows, bottom))
            for across in range(column, min(end, width))
        }
        column = end
    if any((number, at) not in taken for at in range(width)):
        filled = sum((number, at) in taken for at in range(width))
        message = f"this row fills {filled} of the {width} columns of the first row"
        yield line, "ragged-table", message, "write a - for each cell, without words for an empty one; {cols=2} spans two columns"


def _too_wide(row: Row, number: int, line: int, width: int, taken: dict[tuple[int, int], int]) -> tuple[int, str, str, str]:
    above = {taken[number, at] for at in range(width) if (number, at) in taken} - {cell.span.line for cell in row}
    held = f", and a cell of line {min(above)} comes down into it" if above else ""
    count = sum(cell.columns for cell in row)
    message = f"this row has cells for {count} columns{held}; the first row has {width}"
    merged = above or any(cell.columns > 1 for cell in row)
    return (
        line,
        "ragged-table",
        message,
        "the places that a merged cell fills are not written again" if merged else "each - starts a cell",
    )


DIRECTIVES["list-table"] = Directive(
    _list_table, "optional", ("id", "wide", "header-rows", "stub-columns", "align"), titled=("id",)
)
