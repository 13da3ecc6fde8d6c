"""Notes are heard behind what they explain."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken


@heard_rule("heard-note", "a definition cuts in before the sentence that it explains", "pdf")
def notes(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """No note stands at the head of a paragraph."""
    for before, each in pairwise(transcript):
        if each.kind == "note" and each.within[-1:] == ("P",) and before.kind == "block":
            yield each.place, f"the note “{each.name}” is heard before its paragraph"
