"""Words: abbreviations are explained, units are written one way, a word is spelt one way."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from studyguide import nodes as n
from studyguide.lint.rules import LintSubject, rule
from studyguide.nodes.tree import map_children, map_nodes, walk
from studyguide.sources.diagnostics import Problems, Span

CAPITALS = re.compile(r"(?<![\w/-])[A-Z][A-Z0-9]{1,6}(?![\w-])")
# Roman numerals, choices, names of hospitals' tubes and genes that are names rather than abbreviations.
NAMES = {"II", "III", "IV", "OK", "UK", "US", "USA", "EU", "NHS", "A", "B", "C", "D", "DNA", "RNA"}
UNITS = (
    (re.compile(r"\d\s?(?:uL|ul|mcL|µl|μL|μl)\b|/\s?(?:uL|ul|mcL|µl|μL|μl)\b"), "write µL with the micro sign"),
    (re.compile(r"\u03bc"), "write the micro sign µ (U+00B5), not the Greek letter"),
    (re.compile(r"10\^9|10\*9|x ?10⁹|X ?10⁹|10E9|10e9|\b109/L"), "write × 10⁹/L"),
    (re.compile(r"/mm3|/mm³|cells/mm"), "give counts per µL"),
    (re.compile(r"\d\s+%|\d\u00a0%"), "write the per cent sign close to its number"),
    (re.compile(r"\d°C|\d ° ?C"), "put a non-breaking space before °C"),
)
BRITISH = {
    "aem": "em", "aed": "ed", "oed": "ed", "oes": "es", "our": "or",
    "isation": "ization", "ise": "ize", "yse": "yze", "leuco": "leuko", "sulph": "sulf",
}  # fmt: skip


@rule
def check_abbreviations(subject: LintSubject, problems: Problems) -> None:
    """An abbreviation is explained by {abbr} or a glossary link at or before its first use in the guide."""
    known = {entry.abbr for _, group in subject.book.glossary for entry in group}
    known |= {node.short for node in walk(subject.book.chapters) if isinstance(node, n.Abbreviation)}
    explained: set[str] = set(NAMES)
    for node in (node for chapter in subject.book.chapters for node in _reading_order(chapter)):
        match node:
            case n.Abbreviation():
                explained.add(node.short)
            case n.TermUse():
                explained.update(CAPITALS.findall(node.text))
            case n.Text():
                _check_explained(node, known, explained, problems)


def _check_explained(node: n.Text, known: set[str], explained: set[str], problems: Problems) -> None:
    for found in CAPITALS.findall(node.text):
        if found in known - explained:
            explained.add(found)
            message = f"“{found}” is used before it is explained"
            problems.error(node.span, "unexplained-abbreviation", message, f"write {{abbr}}`{found} (…)` here")


def _reading_order(chapter: n.Chapter) -> Iterator[n.Node]:
    """The text as it is read: long descriptions stand elsewhere, and explain what they need."""

    def without_description(node: n.Node) -> n.Node:
        return replace(node, description=()) if isinstance(node, n.Figure) else map_children(node, without_description)

    yield from walk(chapter.objectives)
    yield from walk(map_nodes(chapter.children, without_description))


def _said(subject: LintSubject) -> Iterator[n.Text]:
    """The plain text of a guide without *words talked about*: those may be spelt as others spell them."""
    blocks = tuple(chapter.children for chapter in subject.prose)
    return (node for node in walk(map_nodes(blocks, _without_mentions)) if isinstance(node, n.Text))


def _without_mentions(node: n.Node) -> n.Node | None:
    return None if isinstance(node, n.Emphasis | n.Foreign | n.Code) else map_children(node, _without_mentions)


@rule
def check_units(subject: LintSubject, problems: Problems) -> None:
    """Units are written one way."""
    for text in _said(subject):
        for pattern, hint in UNITS:
            if found := pattern.search(text.text):
                problems.error(text.span, "unit-spelling", f"“{found[0].strip()}” is not how this guide writes it", hint)


@rule
def check_spellings(subject: LintSubject, problems: Problems) -> None:
    """A word is spelt one way: with or without hyphen, British or American, but not both."""
    seen: dict[str, dict[str, Span]] = defaultdict(dict)
    for text in _said(subject):
        for word in re.findall(r"[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*", text.text):
            if len(word) > 5:
                seen[_folded(word)].setdefault(word.lower(), text.span)
    for spellings in seen.values():
        first, *others = sorted(spellings, key=lambda word: spellings[word])
        for other in others:
            message = f"“{other}” is spelt “{first}” at {spellings[first].path}:{spellings[first].line}"
            problems.error(spellings[other], "two-spellings", message, "choose one")


def _folded(word: str) -> str:
    """The word with hyphens, British digraphs and -ise/-ize set aside."""
    folded = word.lower().replace("-", "")
    for british, american in BRITISH.items():
        folded = folded.replace(british, american)
    return folded
