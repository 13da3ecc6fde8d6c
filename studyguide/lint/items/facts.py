"""Facts: what the rules need to know of the questions of a chapter, or of all chapters."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from studyguide import nodes as n
from studyguide.lint.runs import runs
from studyguide.nodes.tree import walk
from studyguide.sources.diagnostics import Span

ABSOLUTE = re.compile(
    r"\b(?:always|never|only|all|none|nobody|no one|every|everybody|everyone|no|must|cannot|impossible)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Items:
    """The questions of one chapter, or (“together”) of all, and where a message about all of them points."""

    title: str
    span: Span
    questions: tuple[n.Question, ...]

    @property
    def single(self) -> tuple[n.Question, ...]:
        """Those with one best answer."""
        return tuple(q for q in self.questions if q.variety == "single" and any(o.correct for o in q.options))

    @property
    def true_false(self) -> tuple[n.Question, ...]:
        """Those that are true or false."""
        return tuple(q for q in self.questions if q.variety == "true-false")

    @property
    def letters(self) -> Counter[str]:
        """How often each letter is the key; letters that are never the key count 0."""
        counts = Counter({option.letter: 0 for q in self.single for option in q.options})
        counts.update(key(q).letter for q in self.single)
        return counts

    @property
    def longest(self) -> int:
        """How often the key alone is the longest option."""
        return sum(key_is_longest(q) for q in self.single)

    @property
    def absolutes(self) -> tuple[int, int, int, int]:
        """Keys with an absolute word, keys, distractors with one, distractors."""
        keys = [key(q) for q in self.single]
        others = [o for q in self.single for o in q.options if not o.correct]
        return sum(map(is_absolute, keys)), len(keys), sum(map(is_absolute, others)), len(others)

    @property
    def levels(self) -> Counter[str]:
        """How many questions have each level; “” for those that have none."""
        return Counter(q.level for q in self.questions)


def items_of(chapter: n.Chapter) -> Items:
    """The questions of a chapter."""
    questions = tuple(node for node in walk(chapter.children) if isinstance(node, n.Question))
    return Items(f"{chapter.number} {chapter.plain_title}", chapter.span, questions)


def together(parts: Iterable[Items]) -> Items:
    """The questions of all chapters."""
    return Items("together", Span("chapters", 0), tuple(q for part in parts for q in part.questions))


def key(question: n.Question) -> n.Option:
    """The right option."""
    return next(option for option in question.options if option.correct)


def key_is_longest(question: n.Question) -> bool:
    """Whether the key has more characters than every other option."""
    length = len(n.plain(key(question).text))
    return all(len(n.plain(o.text)) < length for o in question.options if not o.correct)


def is_absolute(option: n.Option) -> bool:
    """Whether an option speaks of all cases."""
    return bool(ABSOLUTE.search(n.plain(option.text)))


def stem_text(question: n.Question) -> str:
    """What is asked, as a reader sees it."""
    return " ".join(run.text for run in runs(question.stem))
