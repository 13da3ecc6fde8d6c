"""The wish for a test, as somebody typed it, read against a guide: its chapters, kinds and objectives, and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studyguide.book import Book
from studyguide.nodes import Chapter, Question
from studyguide.sources.diagnostics import Problems, Span, did_you_mean

LINE = "the command line"
KINDS = ("single", "true-false", "calculation", "matching", "case")
USUAL = 20
MOST_VERSIONS = 8
RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")


@dataclass(frozen=True)
class PaperWish:
    """What was asked for: the ids of chapters, kinds and objectives of which questions are taken (empty: all), and how many.

    `number` is None where that was left to the program; `seed` are any words that choose; `versions` differ in order alone.
    """

    chapters: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    number: int | None = None
    seed: str = "1"
    title: str = ""
    versions: int = 1

    def takes(self, chapter: Chapter, question: Question) -> bool:
        """Whether a question may stand in the test."""
        asked = (self.chapters, chapter.id), (self.kinds, question.variety), (self.objectives, question.objective)
        return all(not wanted or name in wanted for wanted, name in asked)


@dataclass(frozen=True)
class TypedWish:
    """The values of options by name, as they were typed; “” for what was not."""

    values: Mapping[str, str]

    @property
    def line(self) -> str:
        """The options as a line, which messages quote."""
        return " ".join(f"--{name} {value}" for name, value in self.values.items() if value)

    def texts(self) -> dict[str, str]:
        """The line by its name, for a report."""
        return {LINE: self.line}

    def read(self, book: Book, problems: Problems) -> PaperWish:
        """What is meant by it in a guide; whatever is not understood is told."""
        return PaperWish(
            tuple(dict.fromkeys(self._chapters(book, problems))),
            tuple(self._named("kinds", "kind of question", KINDS, problems)),
            tuple(self._named("objectives", "objective", sorted({each.objective for each in book.questions}), problems)),
            self._number("questions", problems) if self.values.get("questions") else None,
            self.values.get("seed") or PaperWish.seed,
            self.values.get("title", "").strip(),
            self._number("versions", problems, MOST_VERSIONS) if self.values.get("versions") else 1,
        )

    def span(self, option: str, word: str = "") -> Span:
        """Where an option stands, or a word of it."""
        value = self.values.get(option, "")
        start = self.line.find(f"--{option} {value}") + len(option) + 3
        return Span(LINE, 1, start + max(0, value.find(word)) + 1, len(word or value)) if value else Span(LINE, 0)

    def _chapters(self, book: Book, problems: Problems) -> Iterator[str]:
        asked = {chapter.id: chapter for chapter, _ in book.answers}
        numbers = {chapter.number: chapter.id for chapter in book.chapters if chapter.number}
        places = {number: at for at, number in enumerate(numbers)}
        for word in self._words("chapters"):
            ends = RANGE.fullmatch(word)
            if ends and places.get(ends[1], 0) > places.get(ends[2], 0) and ends[2] in places:
                self._tell("chapters", word, f"“{word}” goes backwards", f"write {ends[2]}-{ends[1]}", problems)
            elif ends and ends[1] in numbers and ends[2] in numbers:
                yield from [name for number, name in numbers.items() if places[ends[1]] <= places[number] <= places[ends[2]]]
            elif (name := numbers.get(word, word)) in asked:
                yield name
            else:
                silent = any(name == chapter.id for chapter in book.chapters)
                message = f"chapter “{word}” has no questions" if silent else f"there is no chapter “{word}”"
                hint = did_you_mean(word, asked) if not silent else ""
                self._tell("chapters", word, message, hint or f"chapters with questions: {_chapters(asked.values())}", problems)

    def _named(self, option: str, what: str, known: Iterable[str], problems: Problems) -> Iterator[str]:
        names = tuple(known)
        for word in self._words(option):
            if word in names:
                yield word
            else:
                hint = did_you_mean(word, names) or f"there are {', '.join(names)}"
                self._tell(option, word, f"there is no {what} “{word}”", hint, problems)

    def _number(self, option: str, problems: Problems, most: int = 10_000) -> int:
        text = self.values[option].strip()
        if re.fullmatch(r"[0-9]{1,6}", text) and 1 <= int(text) <= most:
            return int(text)
        limit = f" from 1 to {most:,}" if most < 10_000 else ", at least 1"
        self._tell(option, text, f"“{text}” is no number of {option}", f"write a whole number{limit}", problems)
        return 1

    def _words(self, option: str) -> list[str]:
        typed = self.values.get(option, "")
        return [word.strip() for word in typed.split(",") if word.strip()] or [typed] * bool(typed)

    def _tell(self, option: str, word: str, message: str, hint: str, problems: Problems) -> None:
        problems.error(self.span(option, word), "bad-wish", message, hint)


def _chapters(chapters: Iterable[Chapter]) -> str:
    return ", ".join(each.number or each.id for each in chapters)
