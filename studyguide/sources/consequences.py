"""Consequences: one mistake is told once. What only follows from another mistake is held back and counted.

A mistake may leave lines unread (`lost`): a table with a misspelt option, a file that cannot be read. Whatever else is told of
those lines follows from it; and a name that is missing elsewhere, but stands in them, may well be given there. It may hide kinds
of names (`hides`): where an id stands twice, one of the two had another name before. And what names the same missing thing in
several places is one mistake, told at the first of them.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from studyguide.sources.diagnostics import ANY_NAME, WHOLE_FILE, Diagnostic, Name, Span

HOMES = {
    "reference": ("chapters/references.yaml", "chapters/references.json", "chapters/references.bib"),
    "value": ("chapters/values.toml",),
    "term": ("chapters/glossary.md",),
    "faq": ("chapters/faq.md",),
    "fragment": ("chapters/safety.md",),
}
"""The files in which all names of a kind are given: while one is unread, any of them may stand in it."""
NOTHING = re.compile(r"(?ms)\A---$.*?^---$|^[ \t]*(?:#[ \t]?(?!#)[^\n]*|\[\])$")
"""What of a file gives no names: a front matter, comments, an empty list."""
HEADINGS = {"heading-level", "misplaced-block", "bad-id", "duplicate-id"}
"""What may be wrong with a heading."""
DECLARES = re.compile(r"\s*(#+|:{2,}|:[a-z-]+:|(?:-\s*)?id:)")
"""How a line of a chapter begins that gives something its name: heading, opening of a directive, option, objective."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is told: the first diagnostic of a mistake, the other places that suffer from the same, what is held back for it."""

    diagnostic: Diagnostic
    also: tuple[Span, ...] = ()
    held: int = 0


def mistakes(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> list[Mistake]:
    """The mistakes behind diagnostics: those with consequences first, then by path and line. `texts` are the sources by path."""
    told = sorted(found)
    follows = _followed(told, Causes.of([each for each in told if each.severity == "error"], texts))
    held = Counter(_first(each, follows) for each in follows)
    left = (each for each in told if each not in follows)
    absent = {kind: said for kind, paths in HOMES.items() if (said := _absent(paths, texts))}
    made = [_mistake(group, sum(held[each] for each in group), absent) for group in _together(left, absent)]
    return sorted(made, key=lambda mistake: (not mistake.held, mistake.diagnostic))


def _absent(paths: Sequence[str], texts: Mapping[str, str]) -> str:
    """What is said of files that give no names at all; “” if one of them does."""
    there = [path for path in paths if path in texts]
    if not there:
        return f"there is no file {paths[0]}"
    return "" if any(NOTHING.sub("", texts[path]).strip() for path in there) else f"nothing stands in {there[0]}"


def _followed(told: Iterable[Diagnostic], causes: "Causes") -> dict[Diagnostic, Diagnostic]:
    """Of each diagnostic that only follows from another one, that other one; none follows from itself in the end."""
    follows: dict[Diagnostic, Diagnostic] = {}
    for each in told:
        cause = causes.behind(each)
        if cause is not None and _first(cause, follows) != each:
            follows[each] = cause
    return follows


def _first(diagnostic: Diagnostic, follows: Mapping[Diagnostic, Diagnostic]) -> Diagnostic:
    """The cause at the beginning of a chain of consequences."""
    while diagnostic in follows:
        diagnostic = follows[diagnostic]
    return diagnostic


@dataclass(frozen=True)
class Causes:
    """Mistakes that may have consequences.

    `unread` holds by path, in order, the outermost lines (first, last) that were left unread, with the mistake that cost them;
    `hidden` by kind of name the mistake that may have hidden names of it; `texts` the lines that may give names, all in one text,
    where each of them begins in it, and whose they are; `beside` by path and line what is wrong with a heading, and
    the characters that cannot be seen.
    """

    unread: Mapping[str, list[tuple[int, int, Diagnostic]]]
    hidden: Mapping[str, Diagnostic]
    texts: tuple[str, list[int], list[Diagnostic]]
    beside: Mapping[tuple[str, int], Diagnostic]
    unseen: Mapping[tuple[str, int], Diagnostic]

    @classmethod
    def of(cls, told: Sequence[Diagnostic], texts: Mapping[str, str]) -> "Causes":
        """The causes among errors."""
        rows = {path: text.split("\n") for path, text in texts.items()}
        declared = [(each, text.casefold()) for each in told if (text := _declared(each, rows.get(each.span.path, [])))]
        starts = [0, *accumulate(len(text) + 1 for _, text in declared)]
        joined = "\0".join(text for _, text in declared)
        beside = {(each.span.path, each.span.line): each for each in told if each.code in HEADINGS}
        unseen = {(each.span.path, each.span.line): each for each in told if each.code == "control-character"}
        return cls(_outermost(told), _hidden(told), (joined, starts, [each for each, _ in declared]), beside, unseen)

    def behind(self, other: Diagnostic) -> Diagnostic | None:
        """What a diagnostic follows from, if it does."""
        return (
            self._around(other)
            or self._beside(other)
            or self._within(other)
            or (self._naming(other, other.needs) if other.needs else None)
        )

    def _beside(self, other: Diagnostic) -> Diagnostic | None:
        """A heading that is wrong may hold nothing for that reason; of one that stands where none may its level is not told."""
        beside = self.beside.get((other.span.path, other.span.line))
        misplaced = other.code == "heading-level" and beside is not None and beside.code == "misplaced-block"
        return beside if other.code == "empty-section" or misplaced else None

    def _within(self, other: Diagnostic) -> Diagnostic | None:
        """What is not understood may not be so for a character in it that cannot be seen."""
        unseen, start = self.unseen.get((other.span.path, other.span.line)), other.span.col
        inside = unseen is not None and unseen != other and start <= unseen.span.col < start + other.span.length
        return unseen if inside else None

    def _around(self, other: Diagnostic) -> Diagnostic | None:
        ranges = self.unread.get(other.span.path, [])
        at = bisect_right(ranges, other.span.line, key=lambda each: each[0])
        around = (cause for _, last, cause in reversed(ranges[max(0, at - 2) : at]) if other.span.line <= last and cause != other)
        return next(around, None)

    def _naming(self, other: Diagnostic, name: Name) -> Diagnostic | None:
        for kind in (name.kind, ANY_NAME):
            if kind in self.hidden and self.hidden[kind] != other:
                return self.hidden[kind]
        joined, starts, told = self.texts
        if not name.text:
            return None
        for found in re.finditer(rf"(?<![\w-]){re.escape(name.text.casefold())}(?![\w-])", joined):
            cause = told[bisect_right(starts, found.start()) - 1]
            if cause != other:
                return cause
        return None


def _outermost(told: Iterable[Diagnostic]) -> dict[str, list[tuple[int, int, Diagnostic]]]:
    """The unread lines of each path that stand in no other unread lines."""
    found: dict[str, list[tuple[int, int, Diagnostic]]] = {}
    ranges = [(each.span.path, *each.lost, each) for each in told if each.lost]
    for path, first, last, each in sorted(ranges, key=lambda lost: (lost[0], lost[1], -lost[2])):
        kept = found.setdefault(path, [])
        if not kept or last > kept[-1][1]:
            kept.append((first, last, each))
    return found


def _hidden(told: Iterable[Diagnostic]) -> dict[str, Diagnostic]:
    """By kind of name the first mistake that may have hidden names of it."""
    found: dict[str, Diagnostic] = {}
    for each in sorted(told, key=lambda each: each.needs is not None):  # what misses something itself may follow
        homes = [kind for kind, paths in HOMES.items() if each.lost == WHOLE_FILE and each.span.path in paths]
        for kind in (*each.hides, *homes):
            found.setdefault(kind, each)
    return found


def _declared(each: Diagnostic, rows: Sequence[str]) -> str:
    """The lines that a mistake left unread; else its own line, if that was to give something its name."""
    if each.lost:
        return "\n".join(rows[max(each.lost[0] - 1, 0) : each.lost[1]])
    own = rows[each.span.line - 1] if 0 < each.span.line <= len(rows) and not each.needs else ""
    return own if DECLARES.match(own) else ""


def _together(left: Iterable[Diagnostic], absent: Container[str]) -> Iterable[list[Diagnostic]]:
    """The diagnostics, those together that miss the same name, or names of a kind whose file is not there."""
    groups: dict[Diagnostic | Name, list[Diagnostic]] = {}
    for each in left:
        missing = replace(each.needs, text="") if each.needs and each.needs.kind in absent else each.needs
        groups.setdefault(missing or each, []).append(each)
    return groups.values()


def _mistake(group: Sequence[Diagnostic], held: int, absent: Mapping[str, str]) -> Mistake:
    """What is told of diagnostics that miss the same."""
    first, *others = sorted(group, key=lambda each: not each.span.path)
    if first.needs and first.needs.kind in absent:
        first = replace(first, hint=absent[first.needs.kind])
    return Mistake(first, tuple(each.span for each in others if each.span.path), held)
