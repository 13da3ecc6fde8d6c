"""Fences: each opening line of a box is paired with the line that closes it, before Markdown is read.

Markdown closes a box at the first line of as many colons, so that one colon too few tears boxes apart and sends a dozen messages.
Here what was meant is found by counting openings and closings, told once, and the rows are set right, so that all else is read as
it was meant. Rows of a file without such a mistake stay as they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from studyguide.sources.diagnostics import ANY_NAME, Problems, Span, place_in

FENCE = re.compile(r"(?P<before>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<colons>:{2,})[ \t]*(?P<words>.*)")
NAME = re.compile(r"\{[A-Za-z-]+\}")
MISTYPED = re.compile(r"(?P<before>[ \t>]*)(?P<signs>[:;：](?:[ \t]*[:;：])+)[ \t]*(?P<words>\{[A-Za-z-]+\}(?!`).*|)")
"""A fence with spaces between its colons, or other signs in their places."""
MARKED = re.compile(r"(?P<sign>[ \t]*(?:>|#{1,6})[ \t]*)(?P<fence>:{3,}[ \t]*(?:\{.*|))")
"""A fence behind the sign of a quotation or a heading."""
LISTING = re.compile(r"[ \t>]*(```+|~~~+)")
HEADING = re.compile(r"#{1,6}\s")
BEHIND_WORDS = re.compile(r"(?<=[^\s:])[ \t]*:{3,}[ \t]*$")
CLOSES_NOTHING = "this line closes nothing"
HOLDS = re.compile(r"[ \t>]*(?:[-*+] |\d{1,9}[.)] |\[\^|: )")
"""How a line begins whose text goes on further in: an item, a footnote, a definition."""
LEAST = 3  # colons
DEEPEST = 10  # boxes in each other
FAR_IN = 4  # columns, which make a listing of a line


@dataclass
class OpenFence:
    """An opening line: its row (from 0), colons, name; what it holds, the row that closes it, whether that has fewer colons."""

    row: int
    colons: int
    words: str
    inner: list["OpenFence"] = field(default_factory=list)
    closed: int | None = None
    mistold: bool = False

    @property
    def name(self) -> str:
        """Its name without braces."""
        return self.words.split("}")[0].strip("{ ").casefold()

    @property
    def height(self) -> int:
        """The colons that it needs: one more than any box in it."""
        return max((fence.height + 1 for fence in self.inner), default=LEAST)


def paired_fences(path: str, rows: list[str], problems: Problems) -> list[str]:
    """The rows of a file, with fences that close where they were meant to; every one that would not is an error."""
    pairing = Pairing(path, rows, problems)
    for row, words in outside_listings(rows):
        found = FENCE.fullmatch(pairing.typed(row, words))
        if found and not pairing.read(row, found):
            break
        if HEADING.match(words):
            pairing.heading(row)
    else:
        pairing.end()
    pairing.tell_mistyped()
    return pairing.mended() if pairing.wrong else rows


def outside_listings(rows: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The rows, without those between two lines of backquotes or tildes."""
    until = ""
    for row, words in enumerate(rows):
        found = LISTING.match(words)
        if found and (not until or found[1].startswith(until)):
            until = "" if until else found[1]
        elif not until:
            yield row, words


def _indent(row: str) -> int:
    """The column in which the words of a row begin."""
    row = row.expandtabs(4)
    return len(row) - len(row.lstrip())


@dataclass
class Pairing:
    """The fences of a file as far as it has been read. `wrong` are the rows that must change, with their new words."""

    path: str
    rows: list[str]
    problems: Problems
    waiting: list[OpenFence] = field(default_factory=list)
    all: list[OpenFence] = field(default_factory=list)
    wrong: bool = False
    blank: set[int] = field(default_factory=set)
    ends: dict[int, int] = field(default_factory=dict)
    cut: dict[int, str] = field(default_factory=dict)
    mistyped: list[int] = field(default_factory=list)

    def typed(self, row: int, words: str) -> str:
        """A row as it is written; of a fence whose colons are none, stand apart, or too far in, as it was meant."""
        found = MISTYPED.fullmatch(words)
        if found and (found["words"] or self.waiting) and found["signs"].strip(":"):
            self.mistyped.append(row)
            signs = len(re.sub(r"\s", "", found["signs"])) if found["words"] else self.waiting[-1].colons
            self.cut[row] = f"{found['before']}{':' * max(signs, LEAST)}{found['words']}"
        elif (marked := MARKED.fullmatch(words)) and self.is_alone(row, marked):
            sign = marked["sign"].strip()
            self.error(row, "stray-markup", f"a sign {sign} stands before the colons of a box", f"take the {sign} away")
            self.cut[row] = marked["fence"]
        elif words.strip() == ":" and self.ends_below(row) < len(self.waiting):
            self.error(row, "stray-markup", "one colon closes no box", f"write {':' * self.waiting[-1].colons}")
            self.cut[row] = f"{self.margin(self.waiting[-1])}{':' * self.waiting[-1].colons}"
        elif words.lstrip().startswith(":" * LEAST) and self.is_too_far_in(row):
            self.error(row, "stray-markup", "this line starts too far in", "take the spaces before the colons away")
            self.cut[row] = words.lstrip()
        return self.cut.get(row, words)

    def is_alone(self, row: int, marked: re.Match[str]) -> bool:
        """Whether the lines beside a fence, within its box, do not have the sign that it stands behind."""
        beside = self.rows[row + 1 : row + 2] if marked["fence"].strip(": \t") else self.rows[max(row - 1, 0) : row]
        return marked["sign"].strip() != ">" or not "".join(beside).lstrip().startswith(">")

    def tell_mistyped(self) -> None:
        """Report other signs in the place of colons, or colons that stand apart, at the first fence that has them."""
        if self.mistyped:
            others = ", ".join(str(row + 1) for row in self.mistyped[1:])
            more = f"; so in line{'s' if len(self.mistyped) > 2 else ''} {others}" if others else ""
            self.error(self.mistyped[0], "stray-markup", f"a fence of a box is made of colons, side by side{more}", "write :::")

    def ends_below(self, row: int) -> int:
        """How many lines that close boxes follow a row before another opens."""
        below = filter(None, map(FENCE.fullmatch, self.rows[row + 1 :]))
        return sum(1 for _ in takewhile(lambda found: not found["words"].strip(), below))

    def is_too_far_in(self, row: int) -> bool:
        """Whether a row stands four columns in, and in nothing that holds further lines: Markdown has a listing there."""
        least = indent = _indent(self.rows[row])
        for above in reversed(self.rows[:row] if indent >= FAR_IN else []):
            if above.strip() and _indent(above) < least:
                if HOLDS.match(above):
                    return False
                least = _indent(above)
                if not least:
                    break
        return indent >= FAR_IN

    def read(self, row: int, found: re.Match[str]) -> bool:
        """A row that starts with two colons or more. Returns whether it makes sense to read on."""
        colons, words = len(found["colons"]), found["words"].strip()
        if words and self.waiting and self.ends_with(words):
            self.error(row, "stray-markup", f"something stands behind the colons that close a box: {words}", "delete it")
            self.closing(row, colons)
        elif words and (colons >= LEAST or NAME.match(words)):
            self.opening(row, OpenFence(row, colons, words))
        elif not words and (colons >= LEAST or self.waiting):
            self.closing(row, colons)
        if len(self.waiting) > DEEPEST:
            self.error(row, "deep-nesting", f"boxes stand in each other more than {DEEPEST} levels deep", "close the boxes above")
            self.blank = set(range(self.waiting[0].row, len(self.rows)))
            self.all = [fence for fence in self.all if fence.row < self.waiting[0].row]
        return len(self.waiting) <= DEEPEST

    def ends_with(self, words: str) -> bool:
        """Whether words behind colons do not open a box: signs alone, or what stands at the end of one in other formats."""
        name = self.waiting[-1].name
        return not re.search(r"\w", re.sub(r"<[^>]*>", "", words)) or (
            not NAME.match(words) and words.casefold().strip("/{} ") in {"end", name, f"end {name}"}
        )

    def opening(self, row: int, fence: OpenFence) -> None:
        """A box that opens in those that wait for their end."""
        if fence.colons < LEAST:
            self.error(row, "stray-markup", "a box starts with three colons", f"write :::{fence.words}")
        if self.waiting:
            self.waiting[-1].inner.append(fence)
        self.waiting.append(fence)
        self.all.append(fence)

    def closing(self, row: int, colons: int) -> None:
        """A line that closes the innermost box with as many colons, or the innermost of all."""
        if not self.waiting or (colons < self.waiting[-1].colons and self.ends_below(row) >= len(self.waiting)):
            self.blank.add(row)
            hides = (place_in(self.path),)
            hint = "delete it, or look above for a box that was closed too soon"
            self.error(row, "stray-markup", CLOSES_NOTHING, hint, hides=hides)
            return
        alike = [i for i, fence in enumerate(self.waiting) if fence.colons == colons]
        inner = len(self.waiting) - 1
        slip = len(alike) == 1 and alike[0] < inner and self.closes_again(row, colons)
        at = alike[-1] if alike and not slip else inner
        for lost in reversed(self.waiting[at + 1 :]):
            self.never_closed(lost, row)
        fence = self.waiting[at]
        del self.waiting[at:]
        fence.closed = row
        if colons < fence.colons or colons < LEAST <= fence.colons or (slip and fence.colons < colons):
            message = f"{fence.words} of line {fence.row + 1} opens with {fence.colons} colons, and this line has {colons}"
            self.error(row, "fence-length", message, f"close it with {':' * max(fence.colons, LEAST)}")
            fence.mistold = True
        holds = next((inner for inner in fence.inner if inner.colons >= fence.colons >= LEAST and not inner.mistold), None)
        if holds is not None:
            message = f"{fence.words} holds {holds.words} of line {holds.row + 1}, so it needs one colon more"
            hint = f"write {':' * (holds.colons + 1)} here and in line {row + 1}, which closes it"
            self.error(fence.row, "fence-length", message, hint)

    def closes_again(self, row: int, colons: int) -> bool:
        """Whether the next fence is one of as many colons that closes a box, too."""
        below = map(FENCE.fullmatch, self.rows[row + 1 :])
        found = next(filter(None, below), None)
        return found is not None and not found["words"].strip() and len(found["colons"]) == colons

    def heading(self, row: int) -> None:
        """A heading ends what was never closed, once that is known: its place is remembered."""
        for fence in self.waiting:
            self.ends.setdefault(fence.row, row)

    def end(self) -> None:
        """The end of the file: what still waits was never closed. Several boxes in each other tell that the file is cut off."""
        cut_off = len(self.waiting) > 1 and not any(fence.row in self.ends for fence in self.waiting)
        for fence in reversed(self.waiting):
            self.never_closed(fence, len(self.rows), self.waiting[0] if cut_off else None)

    def never_closed(self, fence: OpenFence, end: int, cut_off: OpenFence | None = None) -> None:
        """A box ends, for want of its own end, at the next box that it could not hold, or the next heading, or where it must.

        Of those of a file that is `cut_off` only the outermost is told of.
        """
        colons = ":" * max(fence.colons, LEAST)
        behind = next((row for row in range(fence.row + 1, end) if BEHIND_WORDS.search(self.rows[row])), None)
        if behind is None and cut_off in (None, fence):
            words, hides = fence.words.split("}")[0].lstrip("{"), () if cut_off is None else (ANY_NAME,)
            message = f"the directive “{words}” is never closed" + (", nor is what stands in it" if cut_off else "")
            self.error(fence.row, "unclosed-directive", message, f"end it with a line {colons}", hides)
        elif behind is not None:
            self.error(behind, "stray-markup", "colons stand behind words", f"{colons} is a line of its own")
            self.cut[behind] = BEHIND_WORDS.sub("", self.rows[behind])
            end = behind + 1 if "".join(self.rows[behind + 1 : behind + 2]).strip() else min(behind + 2, end)
        end = next((row for row in range(fence.row + 1, end) if self.is_outside(row, fence)), end)
        others = [inner.row for inner in fence.inner if inner.colons >= fence.colons]
        end = min([end, self.ends.get(fence.row, end), *others[:1]])
        above = end - 1
        while above > fence.row and not self.rows[above].strip():
            above -= 1
        fence.closed = above + 1 if above + 1 < end else None
        if end == fence.row + 1:
            self.blank.add(fence.row)  # there is no room for its end
        fence.inner = [inner for inner in fence.inner if inner.row < end]

    def is_outside(self, row: int, fence: OpenFence) -> bool:
        """Whether a row cannot belong to what the fence stands in: a list, a quotation."""
        return bool(self.rows[row].strip()) and not self.rows[row].startswith(self.margin(fence))

    def margin(self, fence: OpenFence) -> str:
        """What stands before each row of what the fence stands in."""
        found = FENCE.fullmatch(self.rows[fence.row])
        return re.sub(r"[^>\s]", " ", found["before"]) if found else ""

    def error(self, row: int, code: str, message: str, hint: str, hides: tuple[str, ...] = ()) -> None:
        """Report a mistake in a row, at the name of the box or at its colons."""
        self.wrong = True
        words = self.rows[row].rstrip()
        found = NAME.search(words) or re.search(r":+", words)
        at, end = found.span() if found else (0, len(words))
        self.problems.error(Span(self.path, row + 1, at + 1, end - at), code, message, hint, hides=hides)

    def mended(self) -> list[str]:
        """The rows with as many colons as each fence needs, and an end for each that had none."""
        made = ["" if row in self.blank else self.cut.get(row, words) for row, words in enumerate(self.rows)]
        for fence in self.all:
            colons = ":" * fence.height
            made[fence.row] = re.sub(r":{2,}", colons, made[fence.row], count=1)
            if fence.closed is not None:
                closing = FENCE.fullmatch(made[fence.closed])
                made[fence.closed] = f"{closing['before'] if closing else self.margin(fence)}{colons}"
        return made
