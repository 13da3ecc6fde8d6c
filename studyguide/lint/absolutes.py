"""Absolutes: “never”, “nobody” and “the one exception” are claims about every case, so each names its source."""

import re

from studyguide import nodes as n
from studyguide.lint.passages import chapter_passages
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
    subject.tell(absolutes, problems, trees=subject.chapters)


def absolutes(chapters: tuple[n.Chapter, ...], problems: Problems) -> None:
    """The same in one tree. A step."""
    for passage in chapter_passages(chapters):
        if passage.cited or passage.kind == "invented":
            continue
        for word in dict.fromkeys(found[0].lower() for found in ABSOLUTE.finditer(passage.words)):
            message = f"“{word}” speaks of every case and names no source"
            problems.warning(passage.span, "absolute", message, "cite the source, or say for whom and when it holds")
