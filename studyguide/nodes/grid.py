"""The grid of a table: which cell stands in which row and column, where cells may span several (HTML 4.9.12.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studyguide import nodes as n
from studyguide.nodes.tree import map_children, map_nodes

Row = tuple[n.Cell, ...]
Name = tuple[n.Inline, ...]


@dataclass(frozen=True)
class GridCell:
    """A cell and the first column that it stands in, counted from 0.

    `names` are those of its columns, `heads` says that it heads its row, `again` that it was shown in the row above already.
    """

    cell: n.Cell
    column: int
    names: tuple[Name, ...] = ()
    heads: bool = False
    again: bool = False


@dataclass(frozen=True)
class GridRow:
    """The cells that begin in a row. A `tall` one may go on over the end of a page, a `joined` one stays with the next."""

    cells: tuple[GridCell, ...]
    tall: bool
    joined: bool


@dataclass(frozen=True)
class WholeRow:
    """All cells that stand in a row: those that head its record, and the others."""

    heads: tuple[GridCell, ...]
    fields: tuple[GridCell, ...]

    @property
    def cells(self) -> tuple[GridCell, ...]:
        """All of them, in their order."""
        return (*self.heads, *self.fields)


@dataclass(frozen=True)
class Unmerged:
    """A table of which each row is whole: what spans rows stands in each of them. `key` names the columns that head the rows."""

    key: tuple[Name, ...]
    rows: tuple[WholeRow, ...]


def placed(rows: Sequence[Row], heads: int = 0) -> tuple[GridRow, ...]:
    """The cells of rows in their columns; the first `heads` columns head their rows."""
    taken: set[tuple[int, int]] = set()
    kept: set[int] = set()
    made = []
    for number, row in enumerate(rows):
        cells, column = [], 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            cells.append(GridCell(cell, column, heads=column < heads))
            taken |= {(number + down, column + across) for down in range(cell.rows) for across in range(cell.columns)}
            kept |= {number + down for down in range(cell.rows - 1)} if cell.rows <= n.SHORT else set()
        made.append(GridRow(tuple(cells), n.tall(row), number in kept))
    return tuple(made)


def whole_rows(rows: Sequence[Row]) -> tuple[tuple[GridCell, ...], ...]:
    """The cells that stand in each row, those that come down from above with them."""
    held: list[list[GridCell]] = [[] for _ in rows]
    for number, row in enumerate(placed(rows)):
        for each in row.cells:
            for down in range(min(each.cell.rows, len(rows) - number)):
                held[number + down].append(replace(each, again=down > 0))
    return tuple(tuple(sorted(row, key=lambda each: each.column)) for row in held)


def named_columns(table: n.Table) -> tuple[tuple[n.Cell, ...], ...]:
    """The cells of the head that each column stands under, from above."""
    found: list[list[n.Cell]] = [[] for _ in range(table.width)]
    for row in placed(table.head_rows):
        for each in row.cells:
            for column in found[each.column : each.column + each.cell.columns]:
                column.append(each.cell)
    return tuple(map(tuple, found))


def unmerged(table: n.Table) -> Unmerged:
    """A table as records, or as cells one below the other, need it. What is shown a second time is fit for that."""
    columns, shown = named_columns(table), set[int]()
    heads = max(1, table.row_headers)

    def names(first: int, count: int) -> tuple[Name, ...]:
        if count == table.width > 1:  # it says something of all of them, and has no name
            return ()
        over = {id(cell): cell for column in columns[first : first + count] for cell in column if cell.text}
        made = tuple(n.bare(cell.text) if name in shown else cell.text for name, cell in over.items())
        shown.update(over)
        return made

    def shown_in(each: GridCell) -> GridCell:
        cell = _bare(each.cell) if each.again else each.cell
        return replace(each, cell=cell, names=names(each.column, each.cell.columns), heads=each.column < table.row_headers)

    key, rows = names(0, heads), []
    for row in whole_rows(table.rows):
        made = [shown_in(each) for each in row]
        first = tuple(each for each in made if each.column < heads)
        rows.append(WholeRow(first, tuple(made[len(first) :])))
    return Unmerged(key, tuple(rows))


def _bare(cell: n.Cell) -> n.Cell:
    """The cell for a second showing, without anchors."""

    def visit(node: n.Node) -> n.Node:
        return replace(node, children=n.bare(node.children)) if isinstance(node, n.Paragraph) else map_children(node, visit)

    return replace(cell, children=n.bare(cell.children), blocks=map_nodes(cell.blocks, visit))
