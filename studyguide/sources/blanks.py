"""Blanks: what `./guide new` leaves for a person to write. Until it is written, nothing is published."""

import re

from studyguide.sources.diagnostics import Problems, Span

BLANK = re.compile(r"‹write (?P<what>[^‹›\n]+)›")


def blank(what: str) -> str:
    """A place for something that is still to be written."""
    return f"‹write {what}›"


def check_blanks(path: str, text: str, problems: Problems) -> None:
    """Report every blank of a text, each at its place."""
    for line, row in enumerate(text.split("\n"), 1) if "‹write " in text else ():
        for found in BLANK.finditer(row):
            span = Span(path, line, found.start() + 1, len(found[0]))
            problems.error(span, "blank", f"still to be written: {found['what']}", "write it in the place of ‹…›")
