"""A link is called after where it leads."""

from collections.abc import Iterator, Sequence

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken


@heard_rule("heard-link", "a list of links in which “Answer” stands a hundred times")
def links(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """Links of one name lead to one place, and none is without a name."""
    known: dict[str, str] = {}
    for each in (each for each in transcript if each.kind == "link"):
        name = " ".join(each.name.split())
        if not name:
            yield each.place, f"the link to {each.target} has no name"
        elif known.setdefault(name, each.target) != each.target:
            yield each.place, f"the link “{name}” leads to {each.target}, and another of that name to {known[name]}"
