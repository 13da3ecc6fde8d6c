"""GIFT: a bank as text, for Moodle and for whoever reads it (Moodle documentation, “GIFT format”). It has no pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studyguide.publish.banks.items import CHOICE, MATCH, NUMBER, TRUE_FALSE, BankItem, figure
from studyguide.sources.config import Guide

SIGN = re.compile(r"([~=#{}:\\])")
LEAST_PAIRS = 3  # of a matching question, in this format


def gift(guide: Guide, items: Sequence[BankItem]) -> str:
    """The items that need no picture, each below the category of its chapter."""
    lines: list[str] = []
    for item in items:
        if not item.pictures:
            category = f"$CATEGORY: $course$/top/{_path(guide.title)}/{_path(item.section.title)}"
            lines += [] if category in lines else [category, ""]
            marks = " ".join([f"[id:{item.name}]", *(f"[tag:{tag}]" for tag in item.tags)])
            lines += [f"// {marks}", f"::{_safe(item.title)}::[html]{_safe(item.stem)} {{{_answers(item)}}}", ""]
    return "\n".join(lines)


def _answers(item: BankItem) -> str:
    said = f"####{_safe(item.answer)}" if item.answer else ""
    if item.kind == CHOICE:
        return "".join(f"\n{'=' if each.right else '~'}{_safe(each.text)}#{_safe(each.reason)}" for each in item.options) + said
    if item.kind == TRUE_FALSE:
        return ("TRUE" if item.verdict else "FALSE") + said
    if item.kind == NUMBER:
        return f"#{figure(item.number)}{said}"
    if item.kind == MATCH and sum(bool(pair.left) for pair in item.pairs) >= LEAST_PAIRS:
        return "".join(f"\n={_safe(pair.left)} -> {_safe(pair.words)}" for pair in item.pairs) + said
    return said


def _safe(text: str) -> str:
    """A text in which no sign is one of the format's."""
    return SIGN.sub(r"\\\1", text).replace("->", "-&gt;").replace("\n", "\\n")


def _path(text: str) -> str:
    return text.replace("/", "//")


def pictured(items: Sequence[BankItem]) -> Iterator[BankItem]:
    """The items that are left out, because they show something."""
    return (item for item in items if item.pictures)
