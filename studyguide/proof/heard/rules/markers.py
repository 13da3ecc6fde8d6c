"""Marks of pages are heard between things, not within their names."""

from collections.abc import Iterator, Sequence

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken

NAMES = {"heading", "link", "caption", "head"}


@heard_rule("heard-marker", "“18 Myth”: the number of a page becomes part of a name", "epub")
def markers(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """No mark of a page stands in a heading, link, caption or header."""
    for each in transcript:
        if each.kind == "page" and NAMES & {*each.within}:
            yield each.place, f"page {each.name} is heard within a name"
