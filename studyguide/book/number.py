"""Numbering: chapters, sections, figures, tables, questions; ids of boxes; questions gathered into sets.

A chapter's things count from 1 with the chapter's number before them (Table 2.1), in the order of the source.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from studyguide import nodes as n
from studyguide.markup.inline import plain
from studyguide.tree import rebuild, walk

WORDS_A_MINUTE = 200  # an adult reads 200–250 words of exposition a minute; study text is slower


def number_chapters(chapters: Sequence[n.Chapter]) -> tuple[n.Chapter, ...]:
    """The chapters, numbered from 1, each with its parts numbered."""
    return tuple(number_chapter(chapter, str(i)) for i, chapter in enumerate(chapters, 1))


def number_chapter(chapter: n.Chapter, number: str) -> n.Chapter:
    """One chapter with number `number` (empty for front and back matter: its figures and tables count alone)."""
    count: Counter[str] = Counter()

    def label(kind: str) -> str:
        count[kind] += 1
        return f"{number}.{count[kind]}" if number else str(count[kind])

    children = _number_in_order(chapter.children, label, chapter.id)
    made = replace(chapter, number=number, children=_gather_questions(children), minutes=_minutes(chapter))
    return replace(made, objectives=tuple(_tested(o, made) for o in made.objectives))


def _number_in_order(children: tuple[n.Block, ...], label, unit: str) -> tuple[n.Block, ...]:  # type: ignore[no-untyped-def]
    def visit(block: n.Node) -> n.Node:
        # parents come before children here, so that a section is numbered before what stands in it
        match block:
            case n.Section():
                block = replace(block, number=label("section") if block.level == 2 else "")
                return replace(block, children=tuple(visit(c) for c in block.children))
            case n.Figure():
                return replace(block, number=label("figure"))
            case n.Table():
                return replace(block, number=label("table"))
            case n.Question():
                return _ordered(replace(block, number=label("question")))
            case n.Callout():
                label("box")
                block = replace(block, anchor=f"box-{unit}-{label('box-id').rpartition('.')[2]}")
                return replace(block, children=tuple(visit(c) for c in block.children))
            case n.BulletList() | n.OrderedList():
                return replace(block, items=tuple(tuple(visit(b) for b in item) for item in block.items))
            case _:
                return block

    return tuple(visit(child) for child in children)  # type: ignore[misc]  # visit keeps a block a block


def _ordered(question: n.Question) -> n.Question:
    """Letters for options and pairs. The right-hand sides are put in an order that depends on their words alone, so it never
    changes by chance and seldom matches the left-hand side.
    """
    options = tuple(replace(o, letter=_letter(i)) for i, o in enumerate(question.options))
    pairs = tuple(replace(p, number=i) for i, p in enumerate(question.pairs, 1))
    by_words = sorted(pairs, key=lambda p: hashlib.sha256(plain(p.right).encode()).digest())
    letters = {p.number: _letter(i) for i, p in enumerate(by_words)}
    pairs = tuple(replace(p, letter=letters[p.number]) for p in pairs)
    shuffled = tuple(sorted(pairs, key=lambda p: p.letter))
    return replace(question, options=options, pairs=pairs, shuffled=shuffled)


def _letter(i: int) -> str:
    return chr(ord("A") + i)


def _gather_questions(children: tuple[n.Block, ...]) -> tuple[n.Block, ...]:
    """Neighbouring questions become one set."""
    out: list[n.Block] = []
    for child in children:
        if isinstance(child, n.Section | n.Callout):
            child = replace(child, children=_gather_questions(child.children))
        if isinstance(child, n.Question):
            before = out.pop().questions if out and isinstance(out[-1], n.QuestionSet) else ()  # type: ignore[union-attr]
            child = n.QuestionSet((*before, child), span=before[0].span if before else child.span)
        out.append(child)
    return tuple(out)


def _tested(objective: n.Objective, chapter: n.Chapter) -> n.Objective:
    found = ((q.number, q.id) for q in walk(chapter.children) if isinstance(q, n.Question) and q.objective == objective.id)
    return replace(objective, questions=tuple(found))


def _minutes(chapter: n.Chapter) -> int:
    """Reading time of the text without its questions, in whole minutes."""
    body = rebuild(chapter.children, lambda node: None if isinstance(node, n.Question) else node)
    words = sum(len(t.text.split()) for t in walk(body) if isinstance(t, n.Text))
    return max(1, round(words / WORDS_A_MINUTE))
