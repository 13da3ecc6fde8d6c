"""Words: abbreviations are explained, what guide.toml lists is written one way, a word is spelt one way."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from studyguide import nodes as n
from studyguide.lint.rules import LintSubject, rule
from studyguide.nodes.tree import map_children, map_nodes, walk
from studyguide.sources.diagnostics import Problems, Span

CAPITALS = re.compile(r"(?<![\w/-])[A-Z][A-Z0-9]{1,6}(?![\w-])")
ROMAN = re.compile(r"(?=[IVXLCDM])M*(?:C[MD]|D?C*)(?:X[CL]|L?X*)(?:I[XV]|V?I*)")
SPACE = "[ \u00a0\u202f]"
BRITISH = {
    "aem": "em", "aed": "ed", "oed": "ed", "oes": "es", "our": "or",
    "isation": "ization", "ise": "ize", "yse": "yze", "sulph": "sulf",
}  # fmt: skip


@rule
def check_abbreviations(subject: LintSubject, problems: Problems) -> None:
    """An abbreviation is explained by {abbr} or a glossary link at or before its first use in the guide."""
    known = {entry.abbr for _, group in subject.book.glossary for entry in group}
    known |= {node.short for node in walk(subject.book.chapters) if isinstance(node, n.Abbreviation)}
    explained: set[str] = set(subject.book.guide.known_abbreviations)
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
        if found in known - explained and not ROMAN.fullmatch(found):
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
def check_house_style(subject: LintSubject, problems: Problems) -> None:
    """What guide.toml says is to be written one way is not written in another."""
    ways = [(spelling_pattern(other), way.write) for way in subject.book.guide.spellings for other in way.instead]
    for text in _said(subject):
        for pattern, write in ways:
            if found := pattern.search(text.text):
                problems.error(
                    text.span, "unit-spelling", f"“{found[0].strip()}” is not how this guide writes it", f"write “{write}”"
                )


def spelling_pattern(written: str) -> re.Pattern[str]:
    """What finds a spelling: `#` is a figure, a space one of any kind, and a word no part of another."""
    parts = {"#": r"\d", " ": SPACE}
    words = "".join(parts.get(sign) or re.escape(sign) for sign in written)
    before = r"(?<![^\W\d_])" if written[:1].isalpha() else r"(?<!\w)" if written[:1].isdigit() else ""
    return re.compile(before + words + (r"(?!\w)" if written[-1:].isalnum() else ""))


@rule
def check_spellings(subject: LintSubject, problems: Problems) -> None:
    """A word is spelt one way: with or without hyphen, in English British or American, but not both."""
    seen: dict[str, dict[str, Span]] = defaultdict(dict)
    guide = subject.book.guide
    same = {**(BRITISH if guide.language.split("-")[0] == "en" else {}), **dict(guide.same_word)}
    for text in _said(subject):
        for word in re.findall(r"[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*", text.text):
            if len(word) > 5:
                seen[_folded(word, same)].setdefault(word.lower(), text.span)
    for spellings in seen.values():
        first, *others = sorted(spellings, key=lambda word: spellings[word])
        for other in others:
            message = f"“{other}” is spelt “{first}” at {spellings[first].path}:{spellings[first].line}"
            problems.error(spellings[other], "two-spellings", message, "choose one")


def _folded(word: str, same: Mapping[str, str]) -> str:
    """The word with hyphens set aside, and with one of two letter groups that are the same."""
    folded = word.lower().replace("-", "")
    for one, other in same.items():
        folded = folded.replace(one, other)
    return folded
