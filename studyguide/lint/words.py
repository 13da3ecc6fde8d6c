"""Words: abbreviations are explained, what guide.toml lists is written one way, a word is spelt one way."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

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
    uses = list(subject.each(capitals_used, problems, trees=subject.chapters))
    known |= {short for each in uses for short in each.shorts}
    explained: set[str] = set(subject.book.guide.known_abbreviations)
    for use in chain.from_iterable(each.read for each in uses):
        for name in use.names if not use.explains else ():
            if name in known - explained and not ROMAN.fullmatch(name):
                message = f"“{name}” is used before it is explained"
                problems.error(use.span, "unexplained-abbreviation", message, f"write {{abbr}}`{name} (…)` here")
                explained.add(name)
        explained.update(use.names)


@dataclass(frozen=True)
class CapitalsUse:
    """Words in capitals that stand in one place, and whether they are explained there."""

    span: Span
    names: tuple[str, ...]
    explains: bool


@dataclass(frozen=True)
class CapitalsUses:
    """Those of a tree in the order in which it is read, and all abbreviations that are explained anywhere in it."""

    read: tuple[CapitalsUse, ...]
    shorts: frozenset[str]


def capitals_used(tree: tuple[n.Node, ...], problems: Problems) -> CapitalsUses:
    """The words in capitals of a chapter; none of other trees, which are not read through. A step with nothing to tell."""
    chapters = [each for each in tree if isinstance(each, n.Chapter)]
    used = (_capitals(node) for chapter in chapters for node in _reading_order(chapter))
    shorts = frozenset(node.short for node in walk(tuple(chapters)) if isinstance(node, n.Abbreviation))
    return CapitalsUses(tuple(each for each in used if each.names), shorts)


def _capitals(node: n.Node) -> CapitalsUse:
    match node:
        case n.Abbreviation():
            return CapitalsUse(node.span, (node.short,), explains=True)
        case n.TermUse():
            return CapitalsUse(node.span, tuple(CAPITALS.findall(node.text)), explains=True)
        case n.Text():
            return CapitalsUse(node.span, tuple(CAPITALS.findall(node.text)), explains=False)
        case _:
            return CapitalsUse(node.span, (), explains=False)


def _reading_order(chapter: n.Chapter) -> Iterator[n.Node]:
    """The text as it is read: long descriptions stand elsewhere, and explain what they need."""

    def without_description(node: n.Node) -> n.Node:
        return replace(node, description=()) if isinstance(node, n.Figure) else map_children(node, without_description)

    yield from walk(chapter.objectives)
    yield from walk(map_nodes(chapter.children, without_description))


def _said(tree: tuple[n.Node, ...]) -> Iterator[n.Text]:
    """The plain text of chapters without *words talked about*: those may be spelt as others spell them."""
    blocks = tuple(chapter.children for chapter in tree if isinstance(chapter, n.Chapter))
    return (node for node in walk(map_nodes(blocks, _without_mentions)) if isinstance(node, n.Text))


def _without_mentions(node: n.Node) -> n.Node | None:
    return None if isinstance(node, n.Emphasis | n.Foreign | n.Code) else map_children(node, _without_mentions)


@rule
def check_house_style(subject: LintSubject, problems: Problems) -> None:
    """What guide.toml says is to be written one way is not written in another."""
    ways = tuple((other, way.write) for way in subject.book.guide.spellings for other in way.instead)
    subject.tell(otherwise_written, problems, ways)


def otherwise_written(tree: tuple[n.Node, ...], written: tuple[tuple[str, str], ...], problems: Problems) -> None:
    """The same in one tree, for spellings each with the one that is to be written. A step."""
    ways = [(spelling_pattern(other), write) for other, write in written]
    for text in _said(tree):
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
    for words in subject.each(spelt_words, problems, same):
        for folded, word, span in words:
            seen[folded].setdefault(word, span)
    for spellings in seen.values():
        first, *others = sorted(spellings, key=lambda word: spellings[word])
        for other in others:
            message = f"“{other}” is spelt “{first}” at {spellings[first].path}:{spellings[first].line}"
            problems.error(spellings[other], "two-spellings", message, "choose one")


def spelt_words(tree: tuple[n.Node, ...], same: Mapping[str, str], problems: Problems) -> tuple[tuple[str, str, Span], ...]:
    """The long words of chapters: folded, as they are spelt, and where first. A step with nothing to tell."""
    found: dict[str, Span] = {}
    for text in _said(tree):
        for word in re.findall(r"[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*", text.text):
            if len(word) > 5:
                found.setdefault(word.lower(), text.span)
    return tuple((_folded(word, same), word, span) for word, span in found.items())


def _folded(word: str, same: Mapping[str, str]) -> str:
    """The word with hyphens set aside, and with one of two letter groups that are the same."""
    folded = word.lower().replace("-", "")
    for one, other in same.items():
        folded = folded.replace(one, other)
    return folded
