"""The rules of item writing bite: each is shown items that break it, and items that do not."""

from __future__ import annotations

import pytest

from studyguide import nodes as n
from studyguide.lint.items.facts import items_of
from studyguide.lint.items.letters import chi_square
from studyguide.lint.items.run import item_rows
from studyguide.sources.diagnostics import Problems
from studyguide.sources.folder import Sources
from tests.test_lint import CALM, lints, with_text
from tests.tinybook import assemble_tiny, complaints

WORDS = ("apple", "boat", "chair", "drum", "engine", "flute", "garden", "hammer", "island", "jacket", "kettle", "ladder")


def single(
    name: str, right: int, options: tuple[str, ...] = ("red", "sea", "oak", "ice"), stem: str = "", level: str = "recall"
) -> str:
    """A single-best-answer question with the key at place `right`, counted from 0."""
    boxes = "\n\n".join(f"[{'x' if i == right else ' '}] {text}\n: Because." for i, text in enumerate(options))
    head = f":::{{question}} q-{name}\n:kind: single\n:objective: act\n:section: sec-do\n"
    return (
        f"{head}{f':level: {level}' if level else ''}\n{stem or f'What goes with the {name} of {name[::-1]}?'}\n\n{boxes}\n:::\n"
    )


def true_false(name: str, verdict: str) -> str:
    """A true-or-false question."""
    head = (
        f"::::{{question}} q-{name}\n:kind: true-false\n:answer: {verdict}\n:objective: act\n:section: sec-do\n:level: recall\n"
    )
    return f"{head}The {name} is {name[::-1]}.\n\n:::{{answer}}\nBecause.\n:::\n::::\n"


def codes(*questions: str) -> list[str]:
    """The item codes that the lints find in the tiny guide with these questions more."""
    return [code for code, _ in lints(with_items(*questions)) if code.startswith("item-")]


def with_items(*questions: str) -> Sources:
    """The tiny guide with questions more."""
    return with_text("\n".join(questions))


FEW = [single(word, i % 4) for i, word in enumerate(WORDS[:8])]


def test_level_letters_are_fine() -> None:
    """Eight keys, two at each letter, raise nothing about letters, length or absolutes."""
    assert not {"item-letters", "item-longest", "item-absolutes"} & set(codes(*FEW))


def test_a_favoured_letter_is_found_in_a_chapter() -> None:
    """Five keys at C are three more than none at A."""
    assert "item-letters" in codes(*(single(word, 2) for word in WORDS[:5]))


def test_a_favoured_letter_is_found_in_the_whole() -> None:
    """With enough items, chi-square speaks for all chapters: 20 of 24 keys at B and C."""
    many = [single(f"{word}{i}", 1 + i) for word in WORDS for i in (0, 1)]
    problems = Problems()
    book = assemble_tiny(with_items(*many), problems)
    assert book is not None

    assert chi_square(items_of(book.chapters[1])) == pytest.approx(24)
    assert codes(*many).count("item-letters") == 2


def test_a_key_that_is_the_longest_too_often_is_found() -> None:
    """Two of two is more than one; of four items, one may have the longest key."""
    long = ("red", "the sea in its long winter sleep", "oak", "ice")

    assert "item-longest" in codes(single("apple", 1, long), single("boat", 1, long))
    assert "item-longest" not in codes(single("apple", 1, long), *FEW[1:])


def test_absolutes_in_wrong_options_only_are_found() -> None:
    """Absolute words in every distractor and in no key mark the distractors."""
    loud = ("red", "never sea", "only oak", "always ice")

    assert "item-absolutes" in codes(*(single(word, 0, loud) for word in WORDS[:4]))
    assert "item-absolutes" not in codes(*(single(word, i, loud) for i, word in enumerate(WORDS[:4])))


def test_items_that_ask_the_same_are_found() -> None:
    """The same stem with another number is a near-duplicate; another stem is none."""
    stem = "A farmer has {} brown hens, and half of her brown hens lay an egg each morning: how many eggs are those?"
    found = lints(with_items(single("apple", 0, stem=stem.format("4,000")), single("boat", 1, stem=stem.format("6,200"))))

    assert [message for code, message in found if code == "item-duplicate"] == [
        "“q-boat” is much like “q-apple”: 91% of the word sequences, 100% of the longer words"
    ]
    assert "item-duplicate" not in codes(*FEW)


def test_true_or_false_is_rare_and_level() -> None:
    """One of seven is too many; one false statement more than true ones is fine, two are not."""
    assert codes().count("item-true-false") == 1
    assert codes(true_false("apple", "false"), true_false("boat", "false")).count("item-true-false") == 2


def test_a_negative_stem_is_found() -> None:
    """“Not” in the question itself is found, in the story before it not."""
    assert "item-negative" in codes(single("apple", 0, stem="Bo is well. Which of these is *not* a fruit?"))
    assert "item-negative" not in codes(single("apple", 0, stem="Bo is not well. Which of these is a fruit?"))


def test_a_word_that_gives_the_key_away_is_found() -> None:
    """A long word that stem and key share is a cue, unless a distractor has it too."""
    stem = "Why does the platelet count fall?"

    assert "item-cue" in codes(single("apple", 1, ("red", "few platelets", "oak"), stem))
    assert "item-cue" not in codes(single("apple", 1, ("many platelets", "few platelets", "oak"), stem))


def test_an_item_without_level_is_found() -> None:
    """Every item says what it asks of the reader."""
    assert "item-level" in codes(single("apple", 0, level=""))
    assert "item-level" not in codes(*FEW)


def test_a_level_that_does_not_exist_is_an_error() -> None:
    """A level is one of three words."""
    told = complaints(with_items(single("apple", 0, level="evaluate")))

    assert "error[bad-option]: “evaluate” is not a level of a question" in told


def test_a_matching_set_wants_a_partner_too_many() -> None:
    """The tiny set has as many partners as lines; with a spare one it is fine, and the spare is lettered among the others."""
    assert "item-matching" in codes()
    problems = Problems()
    book = assemble_tiny(with_spare(), problems)
    assert book is not None
    match = next(q for q in book.questions if q.variety == "matching")

    assert "item-matching" not in [code for code, _ in lints(with_spare())]
    assert sorted(pair.letter for pair in match.shuffled) == ["A", "B", "C"]
    assert [pair.number for pair in match.pairs] == [1, 2]
    assert [n.Pair((), p.right, p.rationale, letter=p.letter) for p in match.shuffled if not p.number] == list(match.spare)


def with_spare() -> Sources:
    """The tiny guide with a partner of the matching set that belongs to no line."""
    from tests.tinybook import changed, tiny_sources

    text = tiny_sources().texts[CALM]
    return changed(**{CALM: text.replace(": Germs come in.\n", ": Germs come in.\n\n[ ]\n: sing\n: It helps nobody.\n")})


def test_a_spare_partner_is_printed_and_explained() -> None:
    """The spare stands among the partners of the question, and its reason in the answer."""
    from studyguide.book.backmatter import SECTIONS
    from studyguide.html import Rendering
    from studyguide.html.units import Templates

    problems = Problems()
    book = assemble_tiny(with_spare(), problems)
    assert book is not None
    templates = Templates.of(with_spare(), book)
    rendering = Rendering(images={"figures/ruler.svg": "r"})
    chapter = templates.printed("chapter", rendering, templates.chapter(book.chapters[1]))
    answers = templates.printed(
        "answers", rendering, templates.section(next(each for each in SECTIONS if each.id == "answers"), None)
    )

    assert "<li>sing</li>" in chapter
    assert "belongs to no line" in answers
    assert "It helps nobody." in answers
    assert "Level: apply" in answers


def test_the_table_has_a_row_a_chapter_and_the_sums() -> None:
    """Head, two chapters, and “together”."""
    problems = Problems()
    book = assemble_tiny(with_items(*FEW), problems)
    assert book is not None

    rows = item_rows(book.chapters)

    assert [row[0] for row in rows] == ["", "1 Counting", "2 Keeping calm", "together"]
    assert rows[2][1:] == ("10", "2 2 2 2", "0/8", "0/8 0/24", "0/0", "8 0 2")
    assert rows[3][1] == "13"
