"""Length: the longest option is the right one no oftener than chance would have it."""

from studyguide.lint.items.facts import Items
from studyguide.sources.diagnostics import Problems


def check_length(items: Items, problems: Problems) -> None:
    """The key is alone the longest in at most a third of the items (in a chapter of few, in one)."""
    found, count = items.longest, len(items.single)
    if found > max(1, count / 3):
        hint = "shorten keys, or give distractors the same detail: a third at most"
        problems.warning(items.span, "item-longest", f"the right answer is the longest option in {found} of {count} items", hint)
