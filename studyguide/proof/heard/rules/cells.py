"""A cell says something."""

import re
from collections.abc import Iterator, Sequence

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken

SAID = re.compile(r"\w|[✓✔✗☐☑+×%…]")


@heard_rule("heard-cell", "row, column, and then nothing: none, not known, or a fault of the voice?")
def cells(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """No cell below a head is empty, or a dash; “…” is a place to write."""
    for each in transcript:
        if each.kind == "cell" and not each.level and not SAID.search(each.text):
            yield each.place, f"a cell says nothing (“{each.text}”)"
