"""A formula is said in words, too."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from studyguide.proof.heard.rules.rule import heard_rule
from studyguide.proof.heard.spoken import Spoken

BRACKET = re.compile(r"[(\[][^()\[\]]*[+−×÷·/±–-][^()\[\]]*[)\]]")


@heard_rule("heard-formula", "brackets are silent: a + b ÷ 100 is another sum than (a + b) ÷ 100", "epub")
def formulas(transcript: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """A formula that stands by itself and reckons in brackets has words below it."""
    for inside, run in groupby(transcript, lambda each: "formula" in each.within):
        said = [each for each in run if inside and each.kind == "text"]
        signs = "".join(each.text for each in said if "formula-words" not in each.within)
        if BRACKET.search(signs) and not any("formula-words" in each.within for each in said):
            yield said[0].place, f"“{signs.strip()}” is not said in words"
