"""Papers: what guide.toml has printed on its own, each piece of it named by its id; a name that leads nowhere is told there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from studyguide import nodes as n
from studyguide.book.model import Book
from studyguide.nodes.tree import walk
from studyguide.sources.config import Guide, Quantity
from studyguide.sources.diagnostics import Name, Problems, slip_of

KINDS: Mapping[str, tuple[type[n.Node], str]] = {
    "figures": (n.Figure, "figure"),
    "figure": (n.Figure, "figure"),
    "back": (n.Table, "table"),
    "section": (n.Section, "section"),
}
"""What a key of a paper names, and what that is called."""


def named_things(guide: Guide) -> Iterator[tuple[str, str, str]]:
    """Every name in `[papers]` of guide.toml: the key that it stands at in its table (“figures”), the name, its place."""
    for paper, keys in guide.papers.items():
        for key, value in keys.items():
            for at, name in enumerate(value if isinstance(value, list) else [value]):
                yield key, name, f"papers.{paper}.{key}" + (f".{at}" if isinstance(value, list) else "")


def check_papers(book: Book, problems: Problems) -> None:
    """Report names in `[papers]` of what the guide does not have, and values whose sources are not in its list of references."""
    if not book.guide.papers:
        return
    things = {getattr(node, "id", ""): node for node in walk((*book.prose,))}
    cited = {reference.key for reference in book.references}
    for key, name, place in named_things(book.guide):
        span = book.guide.places[place]
        if key == "values" and name not in book.values:
            hint, needs = slip_of(name, book.values), Name("value", name)
            problems.error(span, "unknown-value", f"“{name}” is not in values.toml", hint, needs=needs)
        elif key == "values" and (lost := _uncited(book.values[name], cited)) and not problems.errors:
            hint = "cite it where the value is written in a chapter"
            problems.error(span, "bad-value", f"no text cites the source “{lost[0]}” of “{name}”", hint)
        elif key in KINDS and not isinstance(things.get(name), KINDS[key][0]):
            kind, what = KINDS[key]
            hint = slip_of(name, [other for other, node in things.items() if isinstance(node, kind) and other])
            problems.error(span, "unknown-target", f"the guide has no {what} “{name}”", hint, needs=Name.of_id(name))


def _uncited(value: Quantity, cited: Iterable[str]) -> list[str]:
    return [source for source in value.source if source not in cited]
