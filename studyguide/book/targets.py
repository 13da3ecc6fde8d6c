"""Targets: everything that can be referred to, with the name it is called by. Written ids are unique in the book."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from studyguide import nodes as n
from studyguide.book.matter import PART
from studyguide.book.model import Target
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Name, Problems, Span
from studyguide.sources.identifiers import slug
from studyguide.sources.reference_files import Source
from studyguide.sources.wording import ENGLISH, Wording, message

Placed = tuple[tuple[Target, Span], ...]
"""What can be referred to, and where it stands, in the order of the text."""


@dataclass(frozen=True)
class Targets:
    """The targets by the name that an author may write: an id or, for a heading without one, its words.

    `shared` are the names that several headings have in common, which therefore lead to none, with the number of headings.
    `by_place` are all by their chapter and name: names that only chapters have in common lead somewhere there.
    """

    by_name: Mapping[str, Target]
    shared: Mapping[str, int]
    by_place: Mapping[tuple[str, str], Target] = field(default_factory=dict)

    def within(self, unit: str, name: str) -> Target | None:
        """What a name means in a chapter: an id, or the words of a heading, with or without what ids begin with; “” is itself."""
        named = (self.by_place.get((unit, each)) for each in ((name, f"sec-{name}", f"faq-{name}") if name else (unit,)))
        return next(filter(None, named), None)


def collect_targets(found: Placed) -> Targets:
    """What was found, by name; of an id that stands twice, the first."""
    every = [target for target, _ in found]
    count = Counter(target.alias for target in every if target.alias)
    written = {target.anchor: target for target in reversed(every) if not target.alias}
    named = {target.alias: target for target in every if count[target.alias] == 1}
    often = Counter((target.unit, target.alias or target.anchor) for target in every)
    placed = {(each.unit, each.alias or each.anchor): each for each in every if often[each.unit, each.alias or each.anchor] == 1}
    return Targets(named | written, {name: many for name, many in count.items() if many > 1 and name not in written}, placed)


def check_unique(
    found: Placed,
    entries: Iterable[n.GlossaryEntry],
    sources: Iterable[Source],
    problems: Problems,
) -> None:
    """Report ids that stand a second time: those that authors wrote, and those made of them by a prefix."""
    places: dict[str, Span] = {}
    made = [(target.anchor, span) for target, span in found if not target.alias]
    made += [(f"{prefix}-{key}", span) for key, span in made for kind, prefix in ELSEWHERE.items() if key.startswith(kind)]
    made += [(f"g-{entry.id}", entry.span) for entry in entries]
    units = {target.unit for target, _ in found}
    made += [(_reference(source.key, units), source.span) for source in sources]
    told: set[Span] = set()
    for anchor, span in made:
        first = places.setdefault(anchor, span)
        if first != span and span not in told:
            told.add(span)
            message = f"the id “{anchor}” stands already at {first.path}:{first.line}"
            kind = Name.of_id(anchor).kind
            hides = ({"ref": "reference", "g": "term"}.get(kind, kind),)  # this one may have had another id before
            problems.error(span, "duplicate-id", message, "ids are unique in the whole guide", hides=hides)


def _reference(key: str, units: Container[str]) -> str:
    """The id of a source, or that of a chapter whose own ids begin as it does: keys may have two hyphens in a row, ids not."""
    whole = f"ref-{key}"
    unit = whole.partition("--")[0]
    return unit if unit in units else whole


def shared_name(name: str, headings: int, span: Span, problems: Problems) -> None:
    """Report a reference by words that several headings have in common."""
    hint = f"write an id behind the heading that is meant: ## … {{#{name}-…}}"
    problems.error(span, "ambiguous-target", f"“{name}” is the name of {headings} headings without an id", hint)


# What of a question and of a figure stands elsewhere in the guide: its answer, its description.
ELSEWHERE = {"q-": "a", "fig-": "desc"}


CALLED: dict[type[n.Node], str] = {
    n.Section: message("Section %(number)s"),
    n.Figure: message("Figure %(number)s"),
    n.Table: message("Table %(number)s"),
    n.Equation: message("Equation %(number)s"),
    n.Listing: message("Listing %(number)s"),
    n.Question: message("Question %(number)s"),
    n.FaqEntry: message("FAQ %(number)s"),
    n.Callout: message("%(label)s %(number)s"),
}
"""What a reference calls a thing that has a number."""


def placed(chapters: Iterable[n.Chapter], faq: Iterable[n.FaqEntry], words: Wording = ENGLISH) -> Iterator[tuple[Target, Span]]:
    """The targets of chapters and questions, with their places."""
    for node, unit in _numbered(chapters, faq):
        if isinstance(node, n.Chapter):
            alias = f"part-{slug(node.plain_title)}" if node.type == PART else ""
            yield Target(node.id, unit, node.called, node.title, alias), node.span
            continue
        label = words.gettext(CALLED[type(node)]) % {"number": node.number, "label": ""} if node.number else ""
        if isinstance(node, n.Callout):
            yield Target(node.id, unit, _head(node, words), node.title), node.span
        elif isinstance(node, n.Section):
            yield Target(node.id, unit, label, node.title, node.alias), node.span
        else:
            yield Target(node.id, unit, label, alias=node.alias if isinstance(node, n.FaqEntry) else ""), node.span


def _numbered(chapters: Iterable[n.Chapter], faq: Iterable[n.FaqEntry]) -> Iterator[tuple[Any, str]]:
    """What can be referred to, and the unit that it stands in."""
    for chapter in chapters:
        yield chapter, chapter.id
        yield from ((node, chapter.id) for node in walk(chapter.children) if type(node) in CALLED and _referable(node))
    yield from ((entry, "faq") for entry in faq)


def _referable(node: Any) -> bool:
    return bool(node.id) and (not isinstance(node, n.Table) or bool(node.number))


def _head(box: n.Callout, words: Wording) -> str:
    """What a box is called: its kind and its number; or, where it has none, its title, if it has one."""
    label = words.gettext(box.box.label)
    if box.count:
        return words.gettext(CALLED[n.Callout]) % {"label": label, "number": box.count}
    return "" if box.title else label
