"""What comes with pasting: a whole text twice, a blank line behind every line, no-break spaces in the places of markup."""

import re

from studyguide.sources.diagnostics import WHOLE_FILE, Problems, Span

LINES = 4  # of a head of two keys
LEAST = 40  # characters of a text that nobody repeats on purpose
HEAD = re.compile(r"---\n.*?^---$", re.DOTALL | re.MULTILINE)
MARKUP = re.compile(
    r"^[ \t>]*\u00a0+(?=[#>*+:|-]|\d+[.)]\s|\[)"  # before a sign that begins a block
    r"|^[ \t>]*(?:#{1,6}|[-*+]|\d{1,9}[.)]|\[[ xX]\]|:)\u00a0"  # behind one
    r"|\u00a0(?=\{#)",
    re.MULTILINE,
)
DATA = re.compile(r"^[ \t]*(?:- *)?(?:[\w-]+:)?\u00a0", re.MULTILINE)


def said_once(path: str, text: str, problems: Problems) -> str:
    """The text without a copy of itself that stands behind it; that is an error where it begins, and is left unread."""
    whole = text.rstrip()
    first = whole[: whole.find("\n") + 1] or whole
    at = whole.find(first, max(1, len(first))) if len(whole) >= 2 * LEAST else -1
    while at > 0:
        copied = whole[:at].rstrip()
        if len(copied) >= LEAST and "\n" in copied and whole.startswith(copied, at):
            line = whole.count("\n", 0, at) + 1
            lost, hint = (line, whole.count("\n") + 1), "delete one of the two"
            problems.error(Span(path, line), "duplicate-text", "the whole text begins here a second time", hint, lost=lost)
            return whole[:at]
        at = whole.find(first, at + 1)
    return text


def check_spread(path: str, text: str, problems: Problems) -> None:
    """Report a text behind whose every line stands a blank one, as a head shows."""
    head = HEAD.match(text)
    blank = [not row.strip() for row in head[0].split("\n")] if head and path.endswith(".md") else []
    if len(blank) > LINES and blank == [i % 2 == 1 for i in range(len(blank))]:
        message, hint = "behind every line stands a blank one", "delete these, or copy the text again as plain text"
        problems.error(Span(path, 2), "bad-yaml", message, hint, lost=WHOLE_FILE)


def with_plain_spaces(path: str, text: str, problems: Problems) -> str:
    """The text with ordinary spaces for all no-break ones, if any of them stands where markup needs an ordinary one.

    That is one error, at the first of them.
    """
    if "\u00a0" not in text:
        return text
    end = head.end() if (head := HEAD.match(text)) else len(text) if path.endswith(".yaml") else 0
    found = sorted([match.end() - 1 for match in DATA.finditer(text, 0, end)] + [m.end() - 1 for m in MARKUP.finditer(text, end)])
    if not found:
        return text
    first = found[0]
    line, more = text.count("\n", 0, first) + 1, len({text.count("\n", 0, at) for at in found}) - 1
    message = "a no-break space stands in the place of an ordinary one" + (f", and so in {more} lines more" if more else "")
    problems.error(
        Span(path, line, first - text.rfind("\n", 0, first), 1), "control-character", message, "write ordinary spaces there"
    )
    return text.replace("\u00a0", " ")
