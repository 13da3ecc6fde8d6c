"""What looks like a heading is one."""

from collections.abc import Iterator, Sequence

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken


@heard_rule("heard-label", "the key for the next heading jumps over questions and boxes", "epub")
def labels(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """The head of a box or a question is a heading."""
    for each in transcript:
        if each.kind == "text" and each.text.strip() and "label" in each.within and "heading" not in each.within:
            yield each.place, f"“{each.text.strip()}” looks like a heading and is none"
