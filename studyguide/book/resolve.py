"""Resolving: every reference in the text finds what it names, or is an error.

One `Resolver` goes over the whole book in order.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any, TypeVar

from studyguide import nodes as n
from studyguide.book.collation import Collation
from studyguide.book.matter import called_within
from studyguide.book.model import Target
from studyguide.book.targets import Targets, shared_name
from studyguide.nodes.tree import map_children, map_nodes, rebuild, walk
from studyguide.sources.config import Quantity
from studyguide.sources.diagnostics import Name, Problems, slip_of
from studyguide.sources.reference_files import Source
from studyguide.sources.value_text import ValueFault, with_values
from studyguide.sources.wording import ENGLISH, Wording

T = TypeVar("T")
NAME_PARTS = ("non-dropping-particle", "family", "literal")  # of CSL
ELSEWHERE = ("answers--", "figure-descriptions--", "solutions--")
"""How the names of counts begin that go on from chapter to chapter: they belong to units in which all of them print."""


@dataclass
class Resolver:
    """What is known, what has been counted so far, and what the back matter needs to know about the text.

    `title` is what the unit is called within a sentence, `spot` what is said of the place in it: the number of a section;
    `answer` is that of the answer to the present question.
    `explained` are the terms that need no note in the margin any more.
    """

    targets: Targets
    values: Mapping[str, Quantity]
    sources: Mapping[str, Source]
    glossary: Mapping[str, n.GlossaryEntry]
    problems: Problems
    collation: Collation
    said: Wording = ENGLISH
    unit: str = ""
    title: str = ""
    spot: str = ""
    answer: str = ""
    home: str = ""
    units: dict[str, str] = field(default_factory=dict)
    cited: dict[str, int] = field(default_factory=dict)
    calls: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    uses: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    marks: dict[tuple[str, ...], list[str]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[str, list[n.NoteCall]] = field(default_factory=lambda: defaultdict(list))
    count: dict[str, int] = field(default_factory=dict)
    explained: set[str] = field(default_factory=set)
    _seen_terms: set[str] = field(default_factory=set)
    _labels: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._terms = term_names(self.glossary)
        # by the exact class of a node; what is not here is gone through for the nodes in it
        self._resolvers: dict[type[n.Node], Callable[[Any], n.Node]] = {
            n.TermUse: self._term,
            n.Citation: self._cite,
            n.CrossReference: self._cross_reference,
            n.InternalLink: self._internal_link,
            n.CitedAuthors: self._authors,
            n.ValueUse: self._value,
            n.IndexMark: self._index,
            n.NoteCall: self._note_call,
            n.Callout: self._callout,
            n.Figure: self._figure,
            n.Question: self._question,
            **dict.fromkeys((n.Option, n.Pair, n.Step), self._answered),
            n.Section: self._section,
            n.Equation: self._target,
            n.Listing: self._target,
            n.Table: self._target,
        }

    def enter(self, unit: str, title: str) -> None:
        """Start a unit: terms are “first used” anew in it."""
        self.unit, self.title, self.spot, self.home = unit, title, "", unit
        self.units.setdefault(unit, unit)
        self._seen_terms = set()

    def chapter(self, chapter: n.Chapter) -> n.Chapter:
        """A chapter with everything in it resolved."""
        self.enter(
            chapter.id,
            called_within(chapter, self.said) or self._small(chapter.title),
        )
        for objective in chapter.objectives:
            self.place(f"{chapter.id}--obj-{objective.id}")
        made = replace(
            chapter,
            title=self.resolve(chapter.title),
            objectives=self.resolve(chapter.objectives),
            children=self.resolve(chapter.children),
        )
        return _with_key_terms(made, self.glossary, self.collation)

    def resolve(self, value: T) -> T:
        """The value with every node in it resolved."""
        return map_nodes(value, self._node)

    def elsewhere(self, unit: str, value: T) -> T:
        """Resolve a value that is printed in another unit than the one being read: descriptions, answers."""
        outer, self.unit = self.unit, unit
        seen, self._seen_terms = self._seen_terms, set(self._terms.values())
        try:
            return self.resolve(value)
        finally:
            self.unit, self._seen_terms = outer, seen

    def words(self, inlines: tuple[n.Inline, ...]) -> str:
        """The plain words of inlines as they will be printed; nothing is counted, and no place noted."""
        return n.title_text(rebuild(inlines, self._shown))

    def _shown(self, node: n.Node) -> n.Node:
        if isinstance(node, n.ValueUse) and node.key in self.values:
            return replace(node, amount=self.values[node.key].show(node.form))
        if isinstance(node, n.CitedAuthors) and node.key in self.sources:
            return replace(node, text=authors(self.sources[node.key]))
        if isinstance(node, n.CrossReference) and node.target in self.targets.by_name:
            return replace(node, label=self.label(self.targets.by_name[node.target], node))
        return node

    def label(self, target: Target, node: n.CrossReference) -> str:
        """What a cross reference without words of its own prints: the number, or the title of what has none."""
        if target.label or node.text:
            return target.label
        if target.anchor not in self._labels:
            self._labels[target.anchor] = ""  # as long as it is not known
            self._labels[target.anchor] = self.said.gettext("“%(title)s”") % {"title": self.words(target.title)}
        elif not self._labels[target.anchor]:
            message = "this title takes its words from a title that takes them from it"
            self.problems.error(node.span, "circular-title", message, "give the reference words of its own: {ref}`words <id>`")
        return self._labels[target.anchor]

    def _small(self, title: tuple[n.Inline, ...]) -> str:
        """A title within a sentence: in English without its capital, unless its first word is one of capitals."""
        words = self.words(title)
        small = self.said.language.startswith("en") and not words[1:2].isupper()
        return words[:1].lower() + words[1:] if small else words

    def place(self, anchor: str) -> str:
        """Note that an anchor stands in the present unit."""
        self.units[anchor] = self.unit
        return anchor

    def _next(self, kind: str) -> str:
        key = f"{self.unit}--{kind}"
        self.count[key] = self.count.get(key, 0) + 1
        return self.place(f"{key}-{self.count[key]}")

    def _node(self, node: n.Node) -> n.Node:
        resolve = self._resolvers.get(type(node))
        return resolve(node) if resolve else map_children(node, self._node)

    def _section(self, node: n.Section) -> n.Node:
        with self._at(node.number or self.spot):
            return self._target(node)

    @contextmanager
    def _at(self, spot: str) -> Iterator[None]:
        outer, self.spot = self.spot, spot
        try:
            yield
        finally:
            self.spot = outer

    def _target(self, node: n.Section | n.Table | n.Equation | n.Listing) -> n.Node:
        self.place(node.id)
        return map_children(node, self._node)

    def _callout(self, node: n.Callout) -> n.Node:
        self.place(node.anchor)
        made = map_children(replace(node, solution=()), self._node)
        if not node.solution:
            return made
        unit = "solutions" if node.solved == "end" else self.unit
        self.units[node.solution_anchor] = unit
        with self._at(self.said.gettext("Solutions") if unit == "solutions" else self.spot):
            return replace(made, solution=self.elsewhere(unit, node.solution))

    def _figure(self, node: n.Figure) -> n.Node:
        self.place(node.id)
        self.place(f"{node.id}--more")
        if node.description:
            self.units[f"desc-{node.id}"] = "figure-descriptions"
        with self._at(self.said.gettext("Figure descriptions")):
            description = self.elsewhere("figure-descriptions", node.description)
        words = {name: self.resolve(getattr(node, name)) for name in ("caption", "credit", "licence")}
        return replace(node, alt=self._alt(node), description=description, **words)

    def _alt(self, node: n.Figure) -> str:
        """A text alternative with the values in it as they are printed."""
        try:
            return with_values(node.alt, self.values)
        except ValueFault as fault:
            needs = Name("value", fault.key) if fault.code == "unknown-value" else None
            self.problems.error(node.span, fault.code, fault.message, fault.hint, needs=needs)
            return node.alt

    def _question(self, node: n.Question) -> n.Node:
        self.place(node.id)
        self.units[f"a-{node.id}"] = "answers"
        self.answer = self.said.gettext("answer %(number)s") % {"number": node.number}
        return self._answered(node)

    def _answered(self, node: n.Question | n.Option | n.Pair | n.Step) -> n.Node:
        """A question or a part of one, with the reason or answer that is printed elsewhere."""
        name = "answer" if isinstance(node, n.Step) else "rationale"
        without: dict[str, Any] = {name: ()}
        asked = map_children(replace(node, **without), self._node)
        with self._at(self.answer):
            return replace(asked, **{name: self.elsewhere("answers", getattr(node, name))})

    def _known(self, node: n.Node, name: str, table: Mapping[str, T], code: str, where: str) -> T | None:
        """What a name stands for; a name that the table does not have is an error at the node."""
        if name not in table:
            needs = Name(code.removeprefix("unknown-"), name)
            self.problems.error(node.span, code, f"“{name}” is not in {where}", slip_of(name, table), needs=needs)
        return table.get(name)

    def _term(self, node: n.TermUse) -> n.Node:
        key = self._terms.get(node.term.casefold()) or self._known(node, node.term, self._terms, "unknown-term", "the glossary")
        if key is None:
            return node
        if key in self._seen_terms:
            return replace(node, anchor=f"g-{key}")
        self._seen_terms.add(key)
        entry, place = self.glossary[key], self._next("t")
        self.uses[key].append((self.title, place))
        heading, definition = margin_heading(node.text, entry), "" if key in self.explained else self._short(entry)
        return replace(node, term=entry.term, anchor=f"g-{key}", first=True, definition=definition, heading=heading, place=place)

    def _short(self, entry: n.GlossaryEntry) -> str:
        """The first sentence of a definition, with its numbers: fits a margin."""
        first = entry.definition[0] if entry.definition else None
        text = self.words(first.children) if isinstance(first, n.Paragraph) else ""
        end = next((i for i in range(len(text)) if text[i] in ".;" and (text[i + 1 : i + 2] in ("", " "))), len(text) - 1)
        return text[:end] + "." if text else ""

    def _cite(self, node: n.Citation) -> n.Node:
        numbers = []
        anchor = self._next("cite")
        for key, locator in zip_longest(node.keys, node.locators, fillvalue=""):
            if self._known(node, key, self.sources, "unknown-reference", "the references"):
                self.calls[key].append((self.spot or self.title, anchor))
                numbers.append((self.cited.setdefault(key, len(self.cited) + 1), f"ref-{key}", locator))
        numbers.sort()
        places = tuple(locator for _, _, locator in numbers) if node.locators else ()
        return replace(node, numbers=tuple((number, at) for number, at, _ in numbers), anchor=anchor, places=places)

    def _cross_reference(self, node: n.CrossReference) -> n.Node:
        name, target = node.target, self.targets.by_name.get(node.target)
        if target is None and (many := self.targets.shared.get(name, 0)):
            shared_name(name, many, node.span, self.problems)
        elif target is None:
            hint, message = slip_of(name, self.targets.by_name), f"nothing has the id “{name}”"
            self.problems.error(node.span, "unknown-target", message, hint, needs=Name.of_id(name))
        return node if target is None else replace(node, target=target.anchor, label=self.label(target, node))

    def _internal_link(self, node: n.InternalLink) -> n.Node:
        made = map_children(node, self._node)
        target = self.targets.within(node.chapter or self.home, node.target)
        if target is None and not node.chapter:
            target = self.targets.by_name.get(node.target) or self.targets.by_name.get(f"sec-{node.target}")
        if target is None:
            where = f"“{node.chapter}” has no place" if node.target and node.chapter else "there is nothing"
            message = f"{where} with the id “{node.target or node.chapter}”"
            hint = slip_of(node.target or node.chapter, self.targets.by_name)
            self.problems.error(node.span, "unknown-target", message, hint, needs=Name.of_id(node.target or node.chapter))
        return replace(made, anchor=target.anchor if target else "")

    def _authors(self, node: n.CitedAuthors) -> n.Node:
        return replace(node, text=authors(self.sources[node.key])) if node.key in self.sources else node  # its call tells

    def _value(self, node: n.ValueUse) -> n.Node:
        value = self._known(node, node.key, self.values, "unknown-value", "values.toml")
        if value is None:
            return node
        if lacking := value.lacks(node.form):
            self.problems.error(node.span, "unknown-form", *lacking)
        return replace(node, amount=value.show(node.form))

    def _index(self, node: n.IndexMark) -> n.Node:
        anchor = self._next("ix")
        self.marks[node.entry].append(anchor)
        return replace(node, anchor=anchor)

    def _note_call(self, node: n.NoteCall) -> n.Node:
        key = f"{self.unit}--fn"
        number = self.count[key] = self.count.get(key, 0) + 1
        call, text = self.place(f"{self.unit}--fnr-{number}"), self.place(f"{self.unit}--fn-{number}")
        made = replace(node, number=number, anchor=call, note_anchor=text, blocks=self.resolve(node.blocks))
        self.notes[self.unit].append(made)
        return made


def authors(source: Source) -> str:
    """Who wrote a source, and when: “Smith & Jones (2020)”; of three and more the first, of none the title."""
    people = source.csl.get("author") or source.csl.get("editor") or ()
    names = [" ".join(str(each[part]) for part in NAME_PARTS if each.get(part)) for each in people if isinstance(each, Mapping)]
    who = f"{names[0]} et al." if len(names) > 2 else " & ".join(names) or str(source.csl.get("title", source.key))
    year = re.search(r"\d{4}", str(source.csl.get("issued", "")))
    return f"{who} ({year[0]})" if year else who


def term_names(glossary: Mapping[str, n.GlossaryEntry]) -> dict[str, str]:
    """Every name of a term (id, term, abbreviation, synonyms; case folded) with the id it leads to."""
    names: dict[str, str] = {}
    for key, entry in glossary.items():
        for name in (key, entry.term, entry.abbr, *entry.synonyms):
            if name:
                names.setdefault(name.casefold(), key)
    return names


def explained(chapter: n.Chapter) -> frozenset[str]:
    """The terms that a chapter explains in its margin, so that no later one need: those that its running text brings."""
    return frozenset(use.anchor.removeprefix("g-") for use in _running_terms(chapter.children) if use.first and use.definition)


def _running_terms(blocks: Iterable[n.Node]) -> Iterator[n.TermUse]:
    for block in blocks:
        if isinstance(block, n.Paragraph):
            yield from (node for node in walk(block.children) if isinstance(node, n.TermUse))
        elif isinstance(block, n.BulletList | n.OrderedList):
            yield from (use for item in block.items for use in _running_terms(item))
        elif isinstance(block, n.DefinitionList):
            yield from (use for item in block.items for blocks in item.descriptions for use in _running_terms(blocks))
        elif isinstance(block, n.Section | n.Callout | n.Quotation):
            yield from _running_terms(block.children)


def margin_heading(text: str, entry: n.GlossaryEntry) -> str:
    """What heads a definition in the margin: the term, where the text uses it in some form; else the word that the text uses.

    A reader looks for the word just read: “erythrocytes”, not “red cell”; an abbreviation is followed by what it stands for.
    """
    used, term = _form(text), _form(entry.term)
    if used == term:
        return entry.term
    return f"{text} ({entry.term})" if text == entry.abbr else text


def _form(text: str) -> str:
    """A word without capitals, what it says in brackets, and the endings of a plural."""
    return re.sub(r"(?:ies|es|s|y)$", "", re.sub(r"\s*\([^)]*\)", "", text).strip().casefold())


def _with_key_terms(chapter: n.Chapter, glossary: Mapping[str, n.GlossaryEntry], collation: Collation) -> n.Chapter:
    used = {node.anchor.removeprefix("g-") for node in walk(chapter.children) if isinstance(node, n.TermUse) and node.first}
    terms = tuple(collation.in_order(((glossary[key].term, f"g-{key}") for key in used), lambda pair: pair[0]))

    def fill(node: n.Node) -> n.Node:
        return replace(node, terms=terms) if isinstance(node, n.KeyTermsHere) else map_children(node, fill)

    return replace(chapter, children=map_nodes(chapter.children, fill))
