"""Absolutes: “never”, “nobody” and “the one exception” are claims about every case, so each names its source."""

from __future__ import annotations

import re

from studyguide.lint.passages import passages
from studyguide.lint.rules import LintSubject, rule
from studyguide.sources.diagnostics import Problems

ABSOLUTE = re.compile(
    r"\b(?:always|never|nobody|no one|no-one|everybody|everyone|in every case|in no case|without exception"
    r"|the (?:one|only|sole) exception|no exceptions?|(?:there is|has) no (?:risk|danger)|completely safe|impossible)\b",
    re.IGNORECASE,
)


@rule
def check_absolutes(subject: LintSubject, problems: Problems) -> None:
    """A passage that speaks of all cases without a source is listed; invented cases are left alone."""
    for passage in (passage for chapter in subject.book.chapters for passage in passages(chapter.children)):
        if passage.cited or passage.kind == "invented":
            continue
        for word in dict.fromkeys(found[0].lower() for found in ABSOLUTE.finditer(passage.words)):
            problems.warning(
                passage.span,
                "absolute",
                f"“{word}” speaks of every case and names no source",
                "cite the source, or say for whom and when it holds",
            )
