"""Fences: whether the colons around directives fit each other, judged before anything is parsed.

One colon too few moves the end of every directive below it. So colons are paired here as an author means them: a line of colons
with a name opens, a line of colons alone closes what was opened last. What does not fit is told once, and the outermost directive
around it is blanked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from studyguide.markup.reader import SourcePage

FENCE = re.compile(r"(?P<colons>:{3,}|::(?=\{|$))\s*(?P<info>.*)")
NAME = re.compile(r"\{?([\w-]+)")
LISTING = re.compile(r"`{3,}|~{3,}")
HEADING = re.compile(r"#{1,6}\s")
LEAST = 3
INNER = {"answer", "description"}
"""Directives that only stand inside others."""


@dataclass(frozen=True, slots=True)
class FenceLine:
    """A line of colons: its number, how many colons, and what it opens; “” if it closes."""

    line: int
    colons: int
    name: str


@dataclass(frozen=True, slots=True)
class Misfit:
    """A mistake in the colons: its line, what to tell, and the first and last line of the outermost directive around it."""

    line: int
    code: str
    message: str
    hint: str
    lost: tuple[int, int] = (0, 0)


def fitting(page: SourcePage) -> str:
    """The text of a file in which the colons of all directives fit; directives in which they do not are told and blanked."""
    rows = list(page.lines)
    for misfit in Pairing(rows).misfits():
        first, last = misfit.lost
        span = page.span(misfit.line, rows[misfit.line - 1].strip().partition(" ")[0])
        page.problems.error(span, misfit.code, misfit.message, misfit.hint, lost=misfit.lost)
        rows[first - 1 : last] = [""] * (last - first + 1)
    page.cursor = 0, 0
    return "\n".join(rows)


class Pairing:
    """Pairs the lines of colons of a text. `open` are those that opened and are not closed yet, the outermost first."""

    def __init__(self, rows: Sequence[str]) -> None:
        self.rows, self.fences = rows, list(_fences(rows))
        self.open: list[FenceLine] = []
        self.first = 0
        self.inside: list[Misfit] = []
        self.done: list[Misfit] = []

    def misfits(self) -> list[Misfit]:
        """The first mistake in each outermost directive, in order."""
        for at, fence in enumerate(self.fences):
            if fence.name:
                self._opening(fence, self.fences[at + 1 :])
            else:
                self._closing(fence, self.fences[at + 1 : at + 2])
        if self.open:
            self._never_closed(self.open[0])
            self._end(self._end_of_section(self.open[0].line))
        return self.done

    def _opening(self, fence: FenceLine, later: Sequence[FenceLine]) -> None:
        outer = self.open[-1] if self.open else None
        if outer and fence.colons >= outer.colons:
            if fence.name in INNER or _closes_twice(later):
                self._as_long(outer, fence)
            else:
                self._never_closed(self.open.pop())
                self._end_if_all_closed(fence.line - 1)
        if not self.open:
            self.first = fence.line
        if fence.colons < LEAST:
            self._tell(fence.line, "short-fence", f"“{fence.name}” starts with two colons", f"write :::{{{fence.name}}}")
        self.open.append(replace(fence, colons=max(fence.colons, LEAST)))

    def _closing(self, fence: FenceLine, then: Sequence[FenceLine]) -> None:
        if not self.open:
            self.first = fence.line
            self._tell(fence.line, "stray-markup", "these colons close nothing", "delete the line, or open something above it")
            return self._end(fence.line)
        if fence.colons < self.open[-1].colons and then and (then[0].name, then[0].colons) == ("", self.open[-1].colons):
            return self._tell(
                fence.line, "stray-markup", "these colons close nothing", "delete the line, or open something above it"
            )
        around = [each.colons for each in self.open[:-1]]
        inner = self.open.pop()
        if not self.inside and fence.colons > inner.colons and fence.colons in around:
            self._never_closed(inner)
            while self.open.pop().colons != fence.colons:
                pass
        elif fence.colons < inner.colons:
            message = f"this line has {fence.colons} colons, “{inner.name}” on line {inner.line} starts with {inner.colons}"
            self._tell(fence.line, "short-fence", message, f"write {':' * inner.colons}")
        self._end_if_all_closed(fence.line)
        return None

    def _as_long(self, outer: FenceLine, inner: FenceLine) -> None:
        message = f"“{outer.name}” starts with as many colons as “{inner.name}” inside it, on line {inner.line}"
        more = ":" * (inner.colons + 1)
        self._tell(outer.line, "short-fence", message, f"the outer one needs one colon more: {more}{{{outer.name}}} … {more}")

    def _never_closed(self, fence: FenceLine) -> None:
        message = f"the directive “{fence.name}” is never closed"
        self._tell(fence.line, "unclosed-directive", message, f"end it with a line {':' * fence.colons}")

    def _tell(self, line: int, code: str, message: str, hint: str) -> None:
        self.inside.append(Misfit(line, code, message, hint))

    def _end_if_all_closed(self, line: int) -> None:
        if not self.open:
            self._end(line)

    def _end(self, line: int) -> None:
        self.done += [replace(each, lost=(self.first, line)) for each in self.inside[:1]]
        self.inside = []

    def _end_of_section(self, line: int) -> int:
        """The last line before the next heading."""
        return next((at for at, row in enumerate(self.rows[line:], line) if HEADING.match(row)), len(self.rows))


def _fences(rows: Sequence[str]) -> Iterator[FenceLine]:
    listing = ""
    for line, row in enumerate(rows, 1):
        text = row.strip()
        if found := LISTING.match(text):
            listing = "" if listing and text.startswith(listing) else listing or found[0]
        elif not listing and (found := FENCE.fullmatch(text)):
            name = NAME.match(found["info"])
            yield FenceLine(line, len(found["colons"]), name[1] if name else found["info"])


def _closes_twice(later: Sequence[FenceLine]) -> bool:
    """Whether what was opened now is closed, and what stands around it then, before anything else is opened."""
    depth = 1
    for fence in later:
        if depth == 0:
            return not fence.name
        depth += 1 if fence.name else -1
    return False
