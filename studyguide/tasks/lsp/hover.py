"""What is told about a name: in plain Markdown, as editors show it beside the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from studyguide import nodes as n
from studyguide.book.model import Target
from studyguide.book.occurrences import Kind, Occurrence
from studyguide.sources.config import Quantity
from studyguide.tasks.lsp.known import KnownNames, said, title_of


def about(known: KnownNames, what: Occurrence) -> str:
    """What is known of a name; “” if nothing is."""
    return KINDS[what.kind](known, what.name)


def about_value(known: KnownNames, value: Quantity) -> str:
    """A value as it is printed, with what it is, whose rule it is, and what it rests on."""
    where = ", ".join(f"{code} ({known.places.get(code, '?')})" for code in value.where)
    lines = [
        f"**{value.show('both').text}** · {value.label}",
        f"where: {where}" if where else "",
        *(f"source: {_formatted(known, key)}" for key in value.source),
        f"to be looked at again by {value.review_by}" if value.review_by else "",
    ]
    return "\n\n".join(filter(None, lines))


def about_term(entry: n.GlossaryEntry) -> str:
    """An entry of the glossary."""
    head = f"**{entry.term}**" + (f" ({entry.abbr})" if entry.abbr else "") + (f" · {entry.say}" if entry.say else "")
    also = f"also: {', '.join(entry.synonyms)}" if entry.synonyms else ""
    return "\n\n".join(filter(None, (head, said(entry.definition), also)))


def about_source(known: KnownNames, key: str) -> str:
    """A source as it is printed, or, if nothing cites it yet, who wrote what and when; its grade, and how much of it was read."""
    source = known.sources.get(key)
    if source is None:
        return _formatted(known, key) if key in known.formatted else ""
    grade, read = source.csl.get("grade"), source.csl.get("read")
    facts = ", ".join(filter(None, (f"grade {'★' * grade}" if isinstance(grade, int) else "", f"read: {read}" if read else "")))
    return "\n\n".join(filter(None, (_formatted(known, key), facts)))


def about_target(known: KnownNames, target: Target) -> str:
    """What an id names: its label, and its title or caption."""
    figure = known.figures.get(target.anchor)
    title = n.title_text(target.title) or (n.plain(n.bare(figure.caption)) if figure else "")
    return " · ".join(filter(None, (target.label, title)))


def _formatted(known: KnownNames, key: str) -> str:
    source = known.sources.get(key)
    return known.formatted.get(key) or (title_of(source) if source else key)


def _value(known: KnownNames, name: str) -> str:
    return about_value(known, known.values[name]) if name in known.values else ""


def _term(known: KnownNames, name: str) -> str:
    return about_term(known.entries[name]) if name in known.entries else ""


def _target(known: KnownNames, name: str) -> str:
    target = known.targets.get(name)
    alt = known.figures[target.anchor].alt if target and target.anchor in known.figures else ""
    return "\n\n".join(filter(None, (about_target(known, target), alt))) if target else ""


def _picture(known: KnownNames, name: str) -> str:
    shown = (key for key, figure in known.figures.items() if figure.src.rpartition(".")[0] == f"figures/{name}")
    return "\n\n".join(_target(known, key) for key in shown)


def _objective(known: KnownNames, name: str) -> str:
    chapter, _, key = name.partition("/")
    return known.objectives.get((chapter, key), "")


def _fragment(known: KnownNames, name: str) -> str:
    return known.fragments.get(name, "")


KINDS: Mapping[Kind, Callable[[KnownNames, str], str]] = {
    "value": _value,
    "source": about_source,
    "term": _term,
    "id": _target,
    "objective": _objective,
    "fragment": _fragment,
    "picture": _picture,
}
