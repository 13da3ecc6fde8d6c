"""Gates on how content is marked: all of it, once, and in its place; footnotes stand with their calls, lists count right."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studyguide.nodes import list_sign
from studyguide.proof.pdf.facts import PdfFacts, goal, short
from studyguide.proof.pdf.leftwards import shows
from studyguide.proof.pdf.stream import SILENT, Label, runs_on
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic

SOFT = "\u00ad"
REFERENCE = "#ref-"  # what the links of citations lead to
HYPHENS = "-\u2010"
JOINERS = {"\u200c", "\u200d"}
"""Signs that are not painted, and belong to the spelling of Persian, Hindi and others."""
_LETTER = re.compile(r"([A-Za-z])\.?")
ROMAN = {list_sign(number, "i").rstrip("."): number for number in range(1, 100)}
_COUNT = re.compile(r"(\d+)\.?")


def marked(facts: PdfFacts) -> Iterator[Diagnostic]:
    """No content is unmarked; text and artifacts do not stand in each other; the structure holds every text once."""
    for number, page in enumerate(facts.reading.pages):
        for rule, what in page.troubles:
            yield finding(facts.on(number), rule, f"{what} stands outside all marks" if rule == "unmarked" else what)


def replacements(facts: PdfFacts) -> Iterator[Diagnostic]:
    """A text that is read in place of what is painted differs from it by the hyphen at the end of a line, or its order, alone."""
    for number, page in enumerate(facts.reading.pages):
        for index, said in enumerate(page.replacements):
            painted = "".join(run.text for run in page.runs if run.belongs.replaced == index)
            wanted = _whole(painted, HYPHENS if said.endswith(SOFT) else "")
            if SILENT.sub("", _whole(said, "")) != wanted and not shows(painted, said, leftwards=facts.reading.leftwards):
                yield finding(facts.on(number), "actual-text", f"“{short(said)}” is read where “{short(painted)}” is painted")
            elif hidden := set(SILENT.findall(_whole(said, SOFT))) - JOINERS:
                signs = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(hidden))
                what = f"{signs}, which is not painted, keeps a search from finding “{short(painted)}”"
                yield finding(facts.on(number), "actual-text", what)


def _whole(text: str, hyphens: str) -> str:
    """A text with single spaces, without the hyphen that divides its last word."""
    text = " ".join(text.split())
    return text[:-1] if text and text[-1] in hyphens else text


def footnotes(facts: PdfFacts) -> Iterator[Diagnostic]:
    """Each page has as many footnotes as calls for one, with the same numbers in the same order."""
    calls, notes = _by_page(facts.shown.calls), _by_page(facts.shown.notes)
    for page in sorted(calls.keys() | notes.keys()):
        if calls[page] != notes[page]:
            called, noted = (", ".join(numbers) or "none" for numbers in (calls[page], notes[page]))
            yield finding(facts.on(page), "notes", f"the text calls for the notes {called}; the page has {noted}")


def _by_page(labels: Sequence[Label]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for label in labels:
        found[label.position.page].append(label.text)
    return found


def lists(facts: PdfFacts) -> Iterator[Diagnostic]:
    """The labels of a list are one sign, or count up by one."""
    for labels in facts.shown.lists:
        texts = [label.text for label in labels]
        steps = {later - earlier for earlier, later in pairwise(_values(texts))}
        if len(set(texts)) > 1 and steps != {1}:
            yield finding(facts.at(labels[0].position), "list", f"the items of a list are called {short(', '.join(texts))}")


def _values(labels: Sequence[str]) -> list[int]:
    """Labels as numbers; none if they are neither numbers nor Roman ones nor letters."""
    if all(counts := [_COUNT.fullmatch(label) for label in labels]):
        return [int(found[1]) for found in counts if found]
    if all(roman := [ROMAN.get(label.lower().rstrip(".)"), 0) for label in labels]) and len(labels) > 1:
        return roman
    letters = [_LETTER.fullmatch(label) for label in labels]
    return [ord(found[1]) for found in letters if found] if all(letters) else []


def repeated(facts: PdfFacts) -> Iterator[Diagnostic]:
    """No number is given to two footnotes of a page."""
    for page, numbers in _by_page(facts.shown.notes).items():
        for number, count in Counter(numbers).items():
            if count > 1:
                yield finding(facts.on(page), "notes", f"{count} notes have the number {number}")


def calls(facts: PdfFacts) -> Iterator[Diagnostic]:
    """No call of a note or a source is read as part of the number that it stands behind."""
    cited = (link for link in facts.shown.links if goal(facts.reading, link).startswith(REFERENCE))
    called = [*((each.before, each.text, each.position) for each in facts.shown.calls)]
    for before, text, position in (*called, *((link.before, link.text, link.position) for link in cited)):
        if runs_on(before, text):
            yield finding(facts.at(position), "call", f"the call {text} is read as part of “{before}{text}”")


GATES = (marked, replacements, footnotes, repeated, lists, calls)
