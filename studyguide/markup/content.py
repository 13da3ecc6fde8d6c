"""Content: the text of a paragraph, heading, cell or title, with the place in the file of each of its characters."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.reader import SourcePage
from studyguide.sources.diagnostics import Span


@dataclass(frozen=True)
class InlineContent:
    """The content of an inline token. `starts` are the offsets of its rows, `places` line and column (0: unknown) of each.

    A row of a table with escaped bars is shorter than its line: those rows are in `barred`.
    """

    page: SourcePage
    content: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    barred: frozenset[int] = frozenset()

    def span(self, at: int, length: int = 0) -> Span:
        """The place of the character at an offset; a length that runs over the end of the row is cut."""
        row = bisect_right(self.starts, at) - 1
        line, col = self.places[row]
        if not col:
            return Span(self.page.path, line)
        end = self.content.find("\n", at)
        shown = min(length, end - at) if end >= 0 else length
        if row in self.barred:
            col, shown = col + self.content.count("|", self.starts[row], at), shown + self.content.count("|", at, at + shown)
        return Span(self.page.path, line, col + at - self.starts[row], shown)

    def error(self, at: int, length: int, code: str, message: str, hint: str = "") -> None:
        """Report a mistake at an offset."""
        self.page.error(self.span(at, length), code, message, hint)


def content_of(page: SourcePage, holder: SyntaxTreeNode, line: int) -> InlineContent:
    """The passage of an inline token whose first row stands on a line of the file."""
    rows = holder.content.split("\n")
    starts = tuple(accumulate((len(row) + 1 for row in rows[:-1]), initial=0))
    found = tuple(_place(page, line + i, row) for i, row in enumerate(rows))
    barred = frozenset(i for i, (_, escaped) in enumerate(found) if escaped)
    return InlineContent(page, holder.content, starts, tuple(place for place, _ in found), barred)


def _place(page: SourcePage, line: int, row: str) -> tuple[tuple[int, int], bool]:
    """Where a row begins, and whether bars are escaped in it: else it stands in its line as it is, but for tabs before it."""
    words = row.strip()
    span, escaped = page.span(line, words), False
    if not span.col and "|" in words:
        span, escaped = page.span(line, words.replace("|", "\\|")), True
    return (line, max(1, span.col - (len(row) - len(row.lstrip()))) if span.col else 0), escaped
