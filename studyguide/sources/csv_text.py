"""CSV (RFC 4180) as spreadsheets write it, with the place of every cell; commas, semicolons or tabs between the cells."""

import csv
from dataclasses import dataclass

from studyguide.sources.unreadable import Unreadable

SEPARATORS = ",;\t"


@dataclass(frozen=True)
class CsvCell:
    """The text of a cell, without spaces around it, and its line and column from 1."""

    text: str
    line: int
    col: int


@dataclass(frozen=True)
class CsvTable:
    """The rows of a table that hold anything, its head first, without empty cells at the end that no row fills.

    With semicolons a number may have a comma for its point.
    """

    rows: tuple[tuple[CsvCell, ...], ...]
    comma_is_point: bool


def load_csv(text: str) -> CsvTable:
    """The cells of a text. Raises Unreadable."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    lines = text.split("\n")
    reader = csv.reader([f"{line}\n" for line in lines], delimiter=separator, strict=True)
    rows: list[tuple[CsvCell, ...]] = []
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_placed(cells, before, lines[before]))
            before = reader.line_num
    except csv.Error as error:
        message = (
            "a quotation mark is never closed" if "end of data" in str(error) else "text goes on behind a closing quotation mark"
        )
        raise Unreadable(before + 1, 1, message, 'a cell that holds a comma stands in quotation marks: "a, b"') from error
    width = max((i for row in rows for i, cell in enumerate(row, 1) if cell.text), default=0)
    return CsvTable(tuple(row[:width] for row in rows), separator == ";")


def _placed(cells: list[str], line: int, row: str) -> tuple[CsvCell, ...]:
    """The cells of a row with their places; one that goes over several lines stands at its first."""
    made, at = [], 0
    for cell in cells:
        words = cell.strip().split("\n")[0].replace('"', '""')
        start = max(row.find(words, at), at)
        made.append(CsvCell(" ".join(cell.split()), line + 1, start + 1))
        at = start + len(words) + 1
    return tuple(made)
