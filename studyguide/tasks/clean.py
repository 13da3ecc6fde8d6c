"""`./guide clean`: all that was made goes."""

from __future__ import annotations

from collections.abc import Sequence

from studyguide.sources.project import ROOT
from studyguide.tasks.border import inside
from studyguide.tasks.progress import output
from studyguide.tasks.stages import clear


def main(words: Sequence[str]) -> int:
    """Take everything in build/ away; returns 0. With words, let doit do what they say."""
    if words[1:]:
        from studyguide.tasks.__main__ import by_doit

        return by_doit(words)
    inside(lambda: clear(ROOT), "clean", ROOT)
    if output() != "quiet":
        print("All that was made is gone from build/.")
    return 0
