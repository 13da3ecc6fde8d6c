"""Matter: in which order preface, chapters, appendices and parts stand, what they are called, and which part holds which chapter.

Front, body and back matter as book publishing has them: a preface stands before the chapters, appendices behind them. Chapters
count 1, 2, …, appendices A, B, …, parts I, II, …; who says `numbered: false` has no number.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from studyguide import nodes as n
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.numerals import letters, roman
from studyguide.sources.wording import Wording, message

PREFACE, CHAPTER, APPENDIX, PART = "preface", "chapter", "appendix", "part"
CALLED = {
    CHAPTER: message("Chapter %(number)s"),
    APPENDIX: message("Appendix %(number)s"),
    PART: message("Part %(number)s"),
}
CALLED_WITHIN = {CHAPTER: message("chapter %(number)s"), APPENDIX: message("appendix %(number)s")}
"""The same in the middle of a sentence."""


@dataclass(frozen=True)
class ChapterPlace:
    """Where a chapter stands: its number and the id of the part around it, “” if there is none.

    `before` is what has been counted before a chapter without a number: its figures go on from there.
    """

    number: str
    within: str = ""
    before: Mapping[str, int] = field(default_factory=dict)


def called(chapter: n.Chapter, number: str, words: Wording) -> str:
    """“Chapter 2”, “Appendix A”, “Part I”; “” of what has no number."""
    return words.gettext(CALLED[chapter.type]) % {"number": number} if number else ""


def called_within(chapter: n.Chapter, words: Wording) -> str:
    """The same within a sentence."""
    told = chapter.number and chapter.type in CALLED_WITHIN
    return words.gettext(CALLED_WITHIN[chapter.type]) % {"number": chapter.number} if told else ""


def head_of(chapter: n.Chapter, _: Problems) -> n.Chapter:
    """A chapter without its text. A step."""
    return replace(chapter, children=(), objectives=())


def opened_part(head: n.Chapter) -> n.Chapter | None:
    """The part that a chapter opens, as a chapter without text, whose id is made of the other's."""
    span = Span(head.span.path, head.part_line)
    return n.Chapter(f"part--{head.id}", (n.Text(head.part, span=span),), (), type=PART, span=span) if head.part else None


def chapter_places(chapters: Iterable[n.Chapter], words: Wording) -> tuple[ChapterPlace, ...]:
    """The place of each chapter and part. A part goes on to the next one, to the appendices, or to `part: false`."""
    count: Counter[str] = Counter()
    made: list[ChapterPlace] = []
    around, first = "", ""  # the part, and the kind of the chapter that opens it
    for chapter in chapters:
        if chapter.type == PART:
            around, first = chapter.id, ""
        else:
            first = first or chapter.type
            around = around if chapter.type in (first, CHAPTER) and not chapter.after_parts else ""
        has_number = chapter.numbered and chapter.type != PREFACE
        count[chapter.type] += has_number
        number = _number(chapter.type, count[chapter.type], words) if has_number else ""
        made.append(ChapterPlace(number, "" if chapter.type == PART else around))
    return tuple(made)


def _number(kind: str, count: int, words: Wording) -> str:
    """A count as its kind is numbered; where letters run from right to left, no Roman figures stand among them."""
    if kind == APPENDIX:
        return letters(count)
    return roman(count).upper() if kind == PART and words.direction == "ltr" else words.figures(count)


def check_order(chapters: Iterable[n.Chapter], problems: Problems) -> None:
    """A preface stands before all chapters and in no part; behind an appendix no chapter has a number."""
    before: n.Chapter | None = None
    for chapter in chapters:
        if chapter.type == PREFACE and chapter.part:
            place = Span(chapter.span.path, chapter.part_line)
            problems.error(place, "chapter-order", "a preface opens no part", "write “part” into the head of the first chapter")
        if chapter.type == PREFACE and before:
            message = f"this preface stands behind {before.span.path}"
            problems.error(
                Span(chapter.span.path, 0), "chapter-order", message, "give its file a smaller number, as 00-preface.md"
            )
        elif before and before.type == APPENDIX and chapter.type == CHAPTER and chapter.numbered:
            message = f"this chapter stands behind an appendix, {before.span.path}"
            hint = "write “kind: appendix” or “numbered: false” into its head, or give its file a smaller number"
            problems.error(Span(chapter.span.path, 0), "chapter-order", message, hint)
        before = chapter if chapter.type != PREFACE and not (before and before.type == APPENDIX) else before
