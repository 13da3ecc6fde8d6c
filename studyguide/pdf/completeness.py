"""What a layout lost: words that no page shows, notes that are not printed once or late, what lies beyond the edge of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studyguide.html.pages import UnitPlace
from studyguide.pdf import roles
from studyguide.pdf.structure import FURNITURE, POINT
from studyguide.sources.diagnostics import Diagnostic

if TYPE_CHECKING:
    from studyguide.pdf.weasyprint70 import DocumentPage, PaintedRun

SLACK = 0.5 / POINT
"""CSS pixels that ink may reach beyond the page."""

SHOWN = 40
"""So many characters of what is lost are quoted."""

SIDES = ("left", "upper", "right", "lower")
CALLS = ("footnote-call", "footnote-marker")
_ADDED = str.maketrans("", "", "\u00ad\u2010")
"""What the ends of lines add or drop."""


def losses(root: Any, pages: Sequence[DocumentPage]) -> tuple[Diagnostic, ...]:
    """Everything of a unit, as its DOM has it, that its painted pages do not show whole; one for each block, table or figure."""
    unit = _UnitTree(root)
    found = [*_lost_words(unit, pages), *_uncounted_notes(unit, pages), *_late_notes(unit, pages)]
    found += [*_outside(unit, pages), *_overprinted(unit, pages)]
    first: dict[Any, Diagnostic] = {}
    for owner, diagnostic in found:
        first.setdefault(owner, diagnostic)
    return tuple(first.values())


_Loss = tuple[Any, Diagnostic]
"""The element that is named, and what is wrong with it."""


@dataclass(frozen=True)
class _UnitTree:
    """The DOM of a unit."""

    root: Any

    def outward(self, element: Any) -> list[Any]:
        """An element and all around it. They are looked for only when something is lost."""
        parents = {child: parent for parent in self.root.iter() for child in parent}
        found = [element]
        while found[-1] in parents:
            found.append(parents[found[-1]])
        return found

    def owner(self, element: Any) -> Any:
        """What a loss is told of: the table, figure or note around an element, else the block that it stands in."""
        around = self.outward(element)
        blocks = (each for each in around if roles.role(each) not in roles.INLINE)
        return next(filter(_is_whole, around), next(blocks, self.root))

    def place(self, element: Any, words: str) -> UnitPlace:
        """Where an element stands: the ids around it, and the words that are looked for there."""
        ids = (each.get("id") for each in self.outward(element))
        return UnitPlace("", 0, ids=tuple(name for name in ids if name), words=words)


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def _is_whole(element: Any) -> bool:
    return element.tag == "figure" or not {"table", "footnote", "margin-note"}.isdisjoint(_classes(element))


def _name(owner: Any, words: str) -> str:
    """What an element is called: the number of a table or figure, or its words."""
    number = next((each for each in owner.iter() if "number" in _classes(each)), None)
    numbered = number is not None and (owner.tag == "figure" or "table" in _classes(owner))
    kind = "the footnote " if "footnote" in _classes(owner) else ""
    return roles.words(number) if numbered else f"{kind}“{_short(words)}”"


def _short(words: str) -> str:
    text = roles.spoken(" ".join(words.split()))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


# ---------------------------------------------------------------- words


def _bare(texts: Iterable[str]) -> str:
    """The characters of texts, without what the ends of lines add or drop."""
    return "".join("".join(texts).split()).translate(_ADDED)


def _own(element: Any) -> list[str]:
    return [element.text or "", *(child.tail or "" for child in element)]


def _lost_words(unit: _UnitTree, pages: Sequence[DocumentPage]) -> Iterator[_Loss]:
    """The text of every element of the body is painted once. A drawing is a picture: what it letters is no text of the page."""
    painted = {element: _bare(texts) for element, texts in _painted(pages).items()}
    hidden = {run.element for page in pages for run in page.runs if run.text.strip() and not run.seen and not run.pseudo}
    for element in _read(unit.root.find("body")):
        wanted, shown = _bare(_own(element)), painted.get(element, "")
        if wanted != shown:
            words = _from(" ".join(_own(element)), _common(wanted, shown))
            owner = unit.owner(element)
            what = "is printed otherwise than it is written" if len(shown) >= len(wanted) else "is printed on no page"
            what, hint = (_HIDDEN, _SHEETS) if element in hidden else (what, _LOST)
            yield owner, Diagnostic(unit.place(element, words), "lost-text", f"{_name(owner, words)} {what}", hint)


def _read(element: Any) -> Iterator[Any]:
    yield element
    for child in element:
        if child.tag != f"{roles.SVG}svg":
            yield from _read(child)


_HIDDEN = "is printed so that nobody can see it"
_SHEETS = "a style sheet in styles/ hides it: look at its colour and ground, its size, and overflow"
_LOST = "cut the paragraph, note or table that it stands in into smaller pieces"


def _painted(pages: Sequence[DocumentPage]) -> dict[Any, list[str]]:
    """The texts that were painted of each element, without what is printed besides them or again."""
    found: dict[Any, list[str]] = {}
    heads: dict[Any, int] = {}
    for number, page in enumerate(pages):
        for run in page.runs:
            again = run.role == "head" and heads.setdefault(run.element, number) < number
            if run.text and run.seen and not run.pseudo and run.role not in _BESIDES and not again:
                found.setdefault(run.element, []).append(run.text)
    return found


_BESIDES = FURNITURE | {"leader"}


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _from(text: str, count: int) -> str:
    """The words of a text from the one that holds the character behind the first `count` that are no space."""
    for word in (words := text.split()):
        size = len(_bare([word]))
        if count < size:
            return " ".join(words[words.index(word) :])
        count -= size
    return text


# ---------------------------------------------------------------- notes


def _uncounted_notes(unit: _UnitTree, pages: Sequence[DocumentPage]) -> Iterator[_Loss]:
    """Every note is called once and printed once."""
    counts: dict[Any, dict[str, int]] = {}
    for run in (run for page in pages for run in page.runs if run.pseudo in CALLS):
        count = counts.setdefault(run.element, dict.fromkeys(CALLS, 0))
        count[run.pseudo] += 1
    for note in (each for each in unit.root.iter("span") if "footnote" in _classes(each)):
        called, printed = counts.get(note, dict.fromkeys(CALLS, 0)).values()
        if (called, printed) != (1, 1):
            words = roles.words(note)
            message = f"the footnote “{_short(words)}” is called {_times(called)} and printed {_times(printed)}"
            yield note, Diagnostic(unit.place(note, words), "lost-text", message, _LOST)


def _late_notes(unit: _UnitTree, pages: Sequence[DocumentPage]) -> Iterator[_Loss]:
    """A note stands on the page of its call."""
    called = {run.element: number for number, page in enumerate(pages) for run in page.runs if run.pseudo == CALLS[0]}
    for number, page in enumerate(pages):
        for note in (run.element for run in page.runs if run.pseudo == CALLS[1]):
            if called.get(note, number) != number:
                message = f"the footnote “{_short(words := roles.words(note))}” stands behind the page of its call"
                yield note, Diagnostic(unit.place(note, words), "late-note", message, _LATE, "warning")


_LATE = "shorten it, or call it elsewhere"


def _times(count: int) -> str:
    return {0: "nowhere", 1: "once"}.get(count, f"{count} times")


# ---------------------------------------------------------------- edges


def _outside(unit: _UnitTree, pages: Sequence[DocumentPage]) -> Iterator[_Loss]:
    """No text and no picture reaches beyond the page, but for what is to be cut off with the bleed."""
    for page in pages:
        for run in page.runs:
            by, side = max(zip(_over(page, run), range(4), strict=True))
            if by > SLACK and not run.blank:
                yield _overrun(unit, run, round(by * POINT), side)


def _over(page: DocumentPage, run: PaintedRun) -> tuple[float, float, float, float]:
    """How far something reaches beyond each side of the page."""
    left, top, right, bottom = run.area
    bleed = _bleed(page) if run.box else 0.0
    return -left - bleed, -top - bleed, right - page.width - bleed, bottom - page.height - bleed


def _bleed(page: DocumentPage) -> float:
    return (page.boxes["TrimBox"][0] - page.boxes["MediaBox"][0]) / POINT if "TrimBox" in page.boxes else 0.0


def _overrun(unit: _UnitTree, run: PaintedRun, points: int, side: int) -> _Loss:
    furniture = run.element is None or run.role in FURNITURE
    element = unit.root if furniture else run.element
    owner = unit.owner(element)
    words = roles.words(owner) if "footnote" in _classes(owner) else run.text
    reach = f"reaches {points} points beyond the {SIDES[side]} edge of the page"
    if "table" in _classes(owner):
        message = f"{_name(owner, words)} {reach}, even as records: “{_short(words)}”"
        return owner, Diagnostic(unit.place(element, words), "wide-table", message, "shorten what stands there")
    hint = _TITLE if furniture else "make the drawing lower" if run.box else _ENDLESS if side in (0, 2) else _LOST
    return owner, Diagnostic(unit.place(element, words), "outside-page", f"{_name(owner, words)} {reach}", hint)


_TITLE = "a running head or foot has no more room: give the chapter or section a shorter title"
_ENDLESS = "give the line a place where it can end, such as a space"


# ---------------------------------------------------------------- words over words


def _overprinted(unit: _UnitTree, pages: Sequence[DocumentPage]) -> Iterator[_Loss]:
    """No words are printed over the words of another line."""
    for page in pages:
        for under, run in _touching([run for run in page.runs if run.line and not run.blank and run.role != "leader"]):
            element = unit.root if run.element is None or run.role in FURNITURE else run.element
            owner, message = unit.owner(element), f"“{_short(run.text)}” is printed over “{_short(under.text)}”"
            yield owner, Diagnostic(unit.place(element, run.text), "lost-text", message, _MOVED)


def _touching(runs: Iterable[PaintedRun]) -> Iterator[tuple[PaintedRun, PaintedRun]]:
    """Two runs of different lines whose small letters stand on each other."""
    above: list[PaintedRun] = []
    for run in sorted(runs, key=lambda run: run.area[1]):
        above = [other for other in above if other.area[3] > run.area[1]]
        yield from ((other, run) for other in above if other.line != run.line and _is_over(run.area, other.area))
        above.append(run)


def _is_over(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    (left, _, right, _), (left_, _, right_, _) = one, other
    (top, foot), (top_, foot_) = _small_letters(one), _small_letters(other)
    across, down = min(right, right_) - max(left, left_), min(foot, foot_) - max(top, top_)
    return across > TOUCH and down > min(foot - top, foot_ - top_) / 2


def _small_letters(area: tuple[float, ...]) -> tuple[float, float]:
    """Between which heights letters such as x stand, of a line of text."""
    return area[1] + (area[3] - area[1]) * 0.4, area[1] + (area[3] - area[1]) * 0.75


TOUCH = 4
"""CSS pixels by which words may reach over each other's ends, as slanted ones do."""

_MOVED = "a style sheet in styles/ puts it there: look at margins, heights, position and line-height"
