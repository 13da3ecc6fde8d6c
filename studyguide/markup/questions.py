"""Questions: the five kinds of self-test."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from studyguide import nodes as n
from studyguide.markup.blocks import Blocks, checked_id
from studyguide.markup.directives import DIRECTIVES, Directive, DirectivePart, Fence, checks, single_paragraph, split_parts
from studyguide.markup.inline import Checkbox, parse_inline
from studyguide.markup.leftovers import JOINED
from studyguide.sources.diagnostics import did_you_mean
from studyguide.sources.identifiers import canonical
from studyguide.sources.wording import message

LEVELS = (message("recall"), message("understand"), message("apply"))  # what an item asks of the reader, the simplest first
ASKS_NOTHING = "the question asks nothing"
LISTED = re.compile(r"^[ \t]*(?:[-*+]|\w{1,2}[.)])[ \t]+(\[[ xX]?\][ \t])?[^\n]*(\n[ \t]*: )?", re.MULTILINE)
"""A choice behind a hyphen, a number or a letter; whether it has a box, and its reason below it."""
BOXED = re.compile(r"^\[[ xX]?\][ \t]", re.MULTILINE)
DIFFICULTIES = (message("easy"), message("middle"), message("hard"))


def _question(fence: Fence) -> n.Node | None:
    variety = fence.option("kind")
    make = KINDS.get(variety)
    if make is None:
        hint = did_you_mean(variety, KINDS) or f"the kinds are {', '.join(KINDS)}"
        fence.error("unknown-kind", f"unknown kind of question “{variety}”", hint, at=fence.at("kind"))
        return None
    _check_listed(fence)
    _check_options(fence, variety)
    _check_word(fence, "level", LEVELS)
    _check_word(fence, "difficulty", DIFFICULTIES)
    checked_id(fence.page, "q-", fence.argument, fence.span)
    blocks = fence.blocks(sections=False)
    rest, answer = split_parts(fence, blocks, "answer")
    if any(each.code == "stray-markup" and each.message.startswith(JOINED) for each in fence.page.problems.found[fence.known :]):
        fence.lose()
    if variety in ("true-false", "calculation") and not answer:
        fence.missed("missing-answer", "the question has no explanation", "add :::{answer} … ::: inside it")
    if variety in ("single", "case", "matching") and answer:
        message = f"a {variety} question explains each choice in its place, not in an answer part"
        fence.error("misplaced-directive", message, at=next(part.span for part in blocks if isinstance(part, DirectivePart)))
    question = make(fence, rest, answer or ())
    if not question.stem:
        first = next((block.span for block in rest if isinstance(block, n.DefinitionList) and not _boxed(block)), None)
        hint = "start with a sentence, and an empty line below it"
        fence.missed("missing-stem", "the question asks nothing before this line" if first else ASKS_NOTHING, hint, at=first)
    return question


def _check_listed(fence: Fence) -> None:
    """Choices that were written as the items of a list: with none of them read, the question means nothing."""
    boxed = BOXED.search(fence.body) or fence.option("kind") not in ("single", "matching")
    listed = (each for each in LISTED.finditer(fence.body) if (each[1] and (each[2] or not boxed)) or (each[2] and not boxed))
    if found := next(listed, None):
        line = fence.body_line + fence.body.count("\n", 0, found.start())
        place = fence.page.span(line, found[0].split("\n")[0].strip())
        hint = "write [ ] or [x] first: no hyphen, number or letter stands before it"
        fence.error("stray-markup", "a choice is no item of a list", hint, at=place)
        fence.lose()


def _check_options(fence: Fence, variety: str) -> None:
    """The options that one kind of question needs, and no other may have."""
    for name, kind in (("result", "calculation"), ("answer", "true-false")):
        if fence.option(name) and kind != variety:
            message = f"a {variety} question has no option “{name}”"
            fence.error("unknown-option", message, f"it belongs to {kind} questions", at=fence.at(name))
        if kind == variety and not fence.option(name):
            fence.error("missing-option", f"a {variety} question needs the option “{name}”", f"add a line :{name}: …")


def _check_word(fence: Fence, option: str, words: Sequence[str]) -> None:
    """An option that is one of a few words, or not there."""
    word = fence.option(option)
    if word and word not in words:
        fence.error("bad-option", f"“{word}” is not a {option} of a question", f"write {', '.join(words)}", at=fence.at(option))


def _item_table(fence: Fence) -> n.Node:
    """A table of questions, without its rows: `book.item_tables` makes them once all questions are known."""
    key = checked_id(fence.page, "tab-", fence.option("id"), fence.at("id"))
    caption = parse_inline(fence.page, fence.argument, fence.span.line)
    items = canonical(fence.option("chapter", n.ALL_ITEMS))
    return n.Table(key, caption, (), (), wide="records", items=items, span=fence.span)


def _made(fence: Fence, stem: Blocks, **fields: Any) -> n.Question:
    """The question with what every kind has, and the fields that its own kind has."""
    return n.Question(
        canonical(fence.argument),
        fence.option("kind"),
        canonical(fence.option("objective")),
        canonical(fence.option("section")),
        stem,
        checks=checks(fence),
        level=fence.option("level"),
        difficulty=fence.option("difficulty"),
        places=tuple((name, fence.at(name)) for name in ("objective", "section")),
        span=fence.span,
        **fields,
    )


def _stem_and_list(fence: Fence, blocks: Blocks) -> tuple[Blocks, tuple[n.Definition, ...]]:
    """What stands before the choices, and the choices; text after them is an error."""
    first = next((i for i, block in enumerate(blocks) if isinstance(block, n.DefinitionList) or _boxed(block)), None)
    if first is None:
        fence.missed("missing-choices", "the question has no choices", "one line each, and below it a line “: reason”")
        return blocks, ()
    return blocks[:first], tuple(item for block in blocks[first:] for item in _choices(fence, block))


def _boxed(block: n.Block) -> bool:
    """Whether a block begins with the box of a choice."""
    words = (
        block.children if isinstance(block, n.Paragraph) else block.items[0].term if isinstance(block, n.DefinitionList) else ()
    )
    return isinstance(next(iter(words), None), Checkbox)


def _choices(fence: Fence, block: n.Block) -> tuple[n.Definition, ...]:
    """The choices of a list, or the one of a paragraph that starts with a box, which lacks its reason."""
    if isinstance(block, n.DefinitionList):
        return block.items
    if isinstance(block, n.Paragraph) and _boxed(block):
        if not fence.told(block.span.line + 1):
            hint = "write “: reason” right below it"
            fence.error("missing-reason", "this choice has no reason", hint, at=block.children[0].span)
        return (n.Definition(block.children, (), span=block.span),)
    hint = "a line that starts with a colon belongs to the choice above it"
    fence.missed("text-after-choices", "this text stands after the choices", hint, at=block.span)
    return ()


def _single(fence: Fence, blocks: Blocks, answer: Blocks) -> n.Question:
    stem, items = _stem_and_list(fence, blocks)
    options = tuple(_option(fence, item) for item in items)
    right = [item.span for item, option in zip(items, options, strict=True) if option.correct]
    if items and len(right) != 1:
        at = right[1] if right else fence.span
        fence.missed("one-right-answer", f"{len(right)} options are marked right", "mark exactly one with [x]", at=at)
    if items and not 3 <= len(options) <= 6:
        last = options[6].span if len(options) > 6 else None
        fence.missed("option-count", f"{len(options)} options", "a single-best-answer question has three to six", last)
    _check_different(fence, [option.text for option in options], items)
    return _made(fence, stem, options=options)


def _check_different(fence: Fence, texts: Sequence[tuple[n.Inline, ...]], items: Sequence[n.Definition | n.Pair]) -> None:
    """No two choices say the same: a reader could not tell them apart."""
    seen: set[str] = set()
    for text, item in zip(texts, items, strict=True):
        words = " ".join("".join(map(_said, text)).casefold().split())
        if words in seen:
            hint = "ask for something else in one of them"
            fence.error("same-option", "this option says what another says", hint, at=item.span)
        seen.add(words)


def _said(node: n.Inline) -> str:
    """The words of a piece of an option; of a value that is not looked up yet, its name."""
    return f"{node.key} {node.form}" if isinstance(node, n.ValueUse) else n.plain((node,))


def _option(fence: Fence, item: n.Definition) -> n.Option:
    head, *rest = item.term or (None,)
    if isinstance(head, Checkbox) and head.mark:
        return n.Option(tuple(rest), head.mark != " ", _joined(fence, item), span=item.span)
    if not fence.told(item.span.line):
        fence.error("missing-box", "an option starts with [ ] or [x]", at=item.span)
    return n.Option(tuple(rest) if isinstance(head, Checkbox) else item.term, False, _joined(fence, item), span=item.span)


def _joined(fence: Fence, item: n.Definition, start: int = 0) -> Blocks:
    """What is said of an item from its description `start` on; a second one was written below a line that is not there."""
    for other in item.descriptions[start + 1 : start + 2]:
        place = other[0].span if other else item.span
        message = "this line belongs to no line above it"
        fence.missed("bad-pair", message, "write the line that it explains above it, behind an empty line", at=place)
    return tuple(block for description in item.descriptions[start:] for block in description)


def _true_false(fence: Fence, blocks: Blocks, answer: Blocks) -> n.Question:
    verdict = fence.option("answer")
    if verdict and verdict not in ("true", "false"):
        fence.error("bad-option", f"“{verdict}” is neither true nor false", at=fence.at("answer"))
    return _made(fence, blocks, verdict=verdict == "true", rationale=answer)


def _calculation(fence: Fence, blocks: Blocks, answer: Blocks) -> n.Question:
    if not fence.options.get("check"):
        fence.error("missing-check", "a calculation has no checked arithmetic", "add a line :check: 2400 * 50 / 100 == 1200")
    return _made(fence, blocks, result=fence.words("result"), rationale=answer)


def _matching(fence: Fence, blocks: Blocks, answer: Blocks) -> n.Question:
    stem, items = _stem_and_list(fence, blocks)
    pairs = []
    for item in items:
        right = single_paragraph(item.descriptions[0]) if item.descriptions else None
        if right is None:
            fence.error("bad-pair", "this line has no partner", "write “: partner” below it, then “: reason”", at=item.span)
            continue
        if len(item.descriptions) == 1 and not fence.told(item.span.line):
            hint = "write “: partner” and “: reason” below it, each on a line of its own"
            fence.error("missing-reason", "this pair has one of partner and reason alone", hint, at=item.span)
        box = item.term[0] if len(item.term) == 1 and isinstance(item.term[0], Checkbox) else None
        if box and box.mark != " ":
            fence.error(
                "bad-pair", f"nothing is right or wrong here: [{box.mark}]", "write [ ] for a spare partner", at=item.span
            )
        line = () if box else item.term
        pairs.append(n.Pair(line, right, _joined(fence, item, 1), span=item.span))
    if len(pairs) > 26:
        fence.error("option-count", f"{len(pairs)} pairs", "there are 26 letters for them", at=pairs[26].span)
    if items and len(items) < 2:
        fence.missed("option-count", "one pair alone", "a matching question has at least two pairs")
    _check_different(fence, [pair.right for pair in pairs], pairs)
    lines = [pair for pair in pairs if pair.left]
    _check_different(fence, [pair.left for pair in lines], lines)
    return _made(fence, stem, pairs=tuple(p for p in pairs if p.left), spare=tuple(p for p in pairs if not p.left))


def _case(fence: Fence, blocks: Blocks, answer: Blocks) -> n.Question:
    stem, items = _stem_and_list(fence, blocks)
    for block in stem:
        if isinstance(block, n.Paragraph) and n.plain(block.children).rstrip().endswith("?"):
            fence.error("missing-answer", "this question has no answer", "write “: answer” right below it", at=block.span)
    return _made(fence, stem, steps=tuple(n.Step(item.term, _joined(fence, item), span=item.span) for item in items))


KINDS: dict[str, Callable[[Fence, Blocks, Blocks], n.Question]] = {
    "single": _single,
    "true-false": _true_false,
    "calculation": _calculation,
    "matching": _matching,
    "case": _case,
}

DIRECTIVES["question"] = Directive(
    _question,
    "required",
    ("kind", "objective", "section", "level", "difficulty", "answer", "result", "check"),
    ("kind", "objective", "section"),
)
DIRECTIVES["item-table"] = Directive(_item_table, "required", ("id", "chapter"), ("id",), empty=True)
