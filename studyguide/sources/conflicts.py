"""Conflicts: the two versions of a passage that a merge leaves in a file when two people changed it."""

import re

from studyguide.sources.diagnostics import Problems, Span

LINES = r"(?:(?!<{7}|\|{7}|={7}$|>{7}).*\n)*+"
CONFLICT = re.compile(rf"^<{{7}}(?: .*)?\n(?P<ours>{LINES})(?:\|{{7}}.*\n{LINES})?={{7}}\n{LINES}>{{7}}(?: .*)?$", re.MULTILINE)
MARK = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)


def without_conflicts(path: str, text: str, problems: Problems) -> str:
    """The text with the first version of each passage in conflict, line for line; each is an error where it begins.

    A mark that has lost the others is an error too.
    """

    def report(found: re.Match[str]) -> str:
        line = found.string.count("\n", 0, found.start()) + 1
        message = "two versions of this passage stand here, as a merge left them"
        problems.error(
            Span(path, line, 1, 7), "merge-conflict", message, "keep one, and delete the lines with <<<<<<<, ======= and >>>>>>>"
        )
        ours = found.groupdict().get("ours", "")
        return f"\n{ours}" + "\n" * (found[0].count("\n") - ours.count("\n") - 1) if ours is not None and "\n" in found[0] else ""

    return MARK.sub(report, CONFLICT.sub(report, text))
