"""Numbering: chapters, sections, figures, tables, questions; ids of boxes; questions gathered into sets.

A chapter's things count from 1 with the chapter's number before them (Table 2.1), in the order of the source.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from studyguide import nodes as n
from studyguide.book.headings import with_ids
from studyguide.book.matter import called
from studyguide.nodes.tree import rebuild, walk
from studyguide.sources.wording import ENGLISH, Wording, message

Counts = Mapping[str, int]
Blocks = tuple[n.Block, ...]
Label = Callable[[str], str]  # the next number of a kind: “figure” → “2.3”
CHECK_YOURSELF = message("Check yourself")  # what a set of questions is called: a section of that name needs no second label
WORDS_A_MINUTE = 200  # an adult reads 200–250 words of exposition a minute; study text is slower


GOES_ON = ("figure", "table", "equation", "listing", "question")
"""What counts on from one chapter without a number to the next."""


def number_chapter(
    chapter: n.Chapter, number: str, words: Wording = ENGLISH, before: Counts = MappingProxyType({})
) -> tuple[n.Chapter, Counts]:
    """A chapter with number `number`, and what has been counted then.

    Without a number, its sections have none either, and its figures and tables go on from those counted `before`.
    """
    count: Counter[str] = Counter({} if number else before)

    def label(kind: str) -> str:
        count[kind] += 1
        if kind == "section" and not number:
            return ""
        return words.figures(f"{number}.{count[kind]}" if number else count[kind])

    children = _number_in_order(with_ids(chapter.children, chapter.id), label, chapter.id)
    made = replace(
        chapter,
        number=number,
        called=called(chapter, number, words),
        children=_gather_questions(children, words.gettext(CHECK_YOURSELF)),
        minutes=_minutes(chapter),
    )
    counted = before if number else {kind: count[kind] for kind in GOES_ON}
    return replace(made, objectives=tuple(_tested(o, made) for o in made.objectives)), counted


def _number_in_order(blocks: Blocks, label: Label, unit: str) -> Blocks:
    return tuple(_numbered(block, label, unit) for block in blocks)


def _numbered(block: n.Block, label: Label, unit: str) -> n.Block:
    """The block with its number; a section is numbered before what stands in it."""
    made = block
    match block:
        case n.Section():
            number = label("section") if block.level == 2 else ""
            made = replace(block, number=number, children=_number_in_order(block.children, label, unit))
        case n.Figure():
            made = replace(block, number=label("figure"))
        case n.Table():
            key = block.id or f"{unit}--table-{int(label('any table').rpartition('.')[2])}"
            made = replace(block, id=key, number=label("table") if block.id or block.caption else "")
        case n.Equation():
            made = replace(block, number=label("equation"))
        case n.Listing():
            made = replace(block, number=label("listing"))
        case n.Question():
            made = _ordered(replace(block, number=label("question"), stem=_number_in_order(block.stem, label, unit)))
        case n.Callout():
            place = int(label("box").rpartition(".")[2])
            count = label(f"box {block.box.count}") if block.box.count else ""
            children = _number_in_order(block.children, label, unit)
            anchor = block.id or f"{unit}--box-{place}"
            made = replace(block, number=place, anchor=anchor, count=count, children=children)
        case n.BulletList() | n.OrderedList():
            made = replace(block, items=tuple(_number_in_order(item, label, unit) for item in block.items))
    return made


def _ordered(question: n.Question) -> n.Question:
    """Letters for options and pairs.

    The right-hand sides are put in an order that depends on their words alone, so it never changes by chance and seldom matches
    the left-hand side.
    """
    options = tuple(replace(o, letter=_letter(i)) for i, o in enumerate(question.options))
    pairs = tuple(replace(p, number=i) for i, p in enumerate(question.pairs, 1))
    by_words = sorted((*pairs, *question.spare), key=lambda p: hashlib.sha256(n.plain(p.right).encode()).digest())
    lettered = sorted((replace(p, letter=_letter(i)) for i, p in enumerate(by_words)), key=lambda p: p.number)
    pairs, spare = tuple(p for p in lettered if p.number), tuple(p for p in lettered if not p.number)
    return replace(question, options=options, pairs=pairs, spare=spare)


def _letter(i: int) -> str:
    return chr(ord("A") + i)


def _gather_questions(blocks: Blocks, called: str, heading: str = "") -> Blocks:
    """Neighbouring questions become one set. `heading` is the id of a heading above them that says what a set is `called`."""
    out: list[n.Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(block, n.Section):
            named = f"{block.id}--title" if block.plain_title == called else ""
            out.append(replace(block, children=_gather_questions(block.children, called, named)))
        elif isinstance(block, n.Callout):
            out.append(replace(block, children=_gather_questions(block.children, called)))
        elif not isinstance(block, n.Question):
            out.append(block)
        elif isinstance(last, n.QuestionSet):
            out[-1] = replace(last, questions=(*last.questions, block))
        else:
            out.append(n.QuestionSet((block,), heading, span=block.span))
    return tuple(out)


def _tested(objective: n.Objective, chapter: n.Chapter) -> n.Objective:
    found = ((q.number, q.id) for q in walk(chapter.children) if isinstance(q, n.Question) and q.objective == objective.id)
    return replace(objective, questions=tuple(found))


def _minutes(chapter: n.Chapter) -> int:
    """Reading time of the text without its questions, in whole minutes; none of a part."""
    if not chapter.children:
        return 0
    body = rebuild(chapter.children, lambda node: None if isinstance(node, n.Question) else node)
    words = sum(len(t.plain.split()) for t in walk(body) if isinstance(t, n.Text | n.ValueUse))
    return max(1, round(words / WORDS_A_MINUTE))
