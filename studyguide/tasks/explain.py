"""./guide explain: a code of a message, with a text that gives it, the same text mended, and why.

What it prints is the page of the code in docs/diagnostics/, a file a code.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import TextWrapper

from studyguide.sources.diagnostics import CODES, did_you_mean
from studyguide.sources.excerpts import screen_width
from studyguide.sources.project import SHIPPED

PAGES = SHIPPED / "docs" / "diagnostics"
UNKNOWN = 3
PASSAGE = re.compile(r"^```\n(?P<example>.*?)^```$|^(?P<prose>\S[^\n]*)$", re.MULTILINE | re.DOTALL)
WIDEST = 100  # characters of a line of prose


def main(words: Sequence[str]) -> int:
    """Print the page of a code; returns 0, or 3 where there is no such code."""
    code = words[1].strip("[]") if len(words) > 1 else ""
    if code in CODES:
        print("\n".join(explained(page_of(code).read_text("utf-8"), min(screen_width(), WIDEST))).strip("\n"))
        return 0
    hint = did_you_mean(code, CODES) or "the code stands in brackets in the message: error[unknown-term]"
    print(f"there is no code “{code}”; {hint}" if code else f"which code? {hint[0].upper()}{hint[1:]}", file=sys.stderr)
    return UNKNOWN


def page_of(code: str) -> Path:
    """The page of a code."""
    return PAGES / f"{code}.md"


def explained(page: str, width: int) -> Iterator[str]:
    """The lines of a page as a terminal shows them: prose filled to a width, examples set in, without the marks of Markdown."""
    for found in PASSAGE.finditer(page):
        if found["prose"]:
            yield from ("", *_filled(found["prose"].removeprefix("# "), width))
        else:
            yield from ("", *(f"    {row}".rstrip() for row in found["example"].split("\n")[:-1]))


def _filled(prose: str, width: int) -> list[str]:
    """A paragraph without stars, with quotes about code, and with files in the place of links."""
    files = re.sub(r"\[[^]]*\]\(\.\./([\w.-]+)[^)]*\)", r"docs/\1", prose.replace("**", ""))
    plain = re.sub(r"`` (.*?) ``|`([^`]*)`", r"\1\2", files)
    return TextWrapper(width, break_long_words=False, break_on_hyphens=False).wrap(plain)
