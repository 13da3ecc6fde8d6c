"""A region has a name worth hearing, and a banner is that of a page."""

from collections.abc import Iterator, Sequence

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken

NAMED = {"region", "chapter", "preface", "appendix", "part", "glossary", "bibliography", "index", "toc", "navigation"}


@heard_rule("heard-region", "“banner”, “region”: doors without a sign", "epub")
def regions(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """No landmark is without a name, and no header of a chapter a banner."""
    for each in (each for each in transcript if each.kind == "group"):
        if each.text == "banner":
            yield each.place, "a header is heard as a banner, which is that of a whole site"
        if each.text in NAMED and not each.name:
            yield each.place, f"a {each.text} has no name"
