"""A test of a guide's questions: the paper, the sheet for the answers, and the key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studyguide.book.targets import CALLED
from studyguide.html.units import failures_reported
from studyguide.nodes import Citation, CrossReference, Figure, Inline, Node, Question
from studyguide.nodes.tree import map_children, map_nodes, walk
from studyguide.publish.compiled import Compiled
from studyguide.publish.names import exam_paths
from studyguide.publish.papers.print_paper import Fields, Paper, PaperPrinter, sources_of
from studyguide.publish.papers.selection import Carried, PoolQuestion, drawn, ordered, pool
from studyguide.publish.papers.wish import PaperWish, TypedWish
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.messages import counted


@dataclass(frozen=True)
class PaperQuestion:
    """A question as a test prints it: numbered anew, with its points and with what is shown before it for the first time.

    `place` is what the guide calls it, `chapter` the title of its chapter there.
    """

    question: Question
    points: int
    shown: tuple[Carried, ...]
    place: str
    chapter: str


@dataclass(frozen=True)
class CarriedThing:
    """A figure, table or the like that came along: what the test calls it, what the guide calls it, who is to be named for it."""

    label: str
    place: str
    credit: tuple[Inline, ...] = ()
    licence: tuple[Inline, ...] = ()


@dataclass(frozen=True)
class MadeExam:
    """The files of a test by path, and what there is to say of them."""

    files: Mapping[str, bytes]
    said: tuple[str, ...]


def exam(compiled: Compiled, typed: TypedWish) -> MadeExam:
    """A test, its answer sheet and its key, for each version. Raises BuildFailed with what cannot be made as it was asked for."""
    book, problems = compiled.book, Problems()
    wish = typed.read(book, problems)
    if not book.answers:
        problems.error(typed.span(""), "bad-wish", "the guide has no questions", "docs/writing.md tells how they are written")
    if problems.errors:
        raise BuildFailed(problems, typed.texts())
    found = pool(book, wish)
    chosen = drawn(found, wish, typed, problems)
    if problems.errors:
        raise BuildFailed(problems, typed.texts())
    printer = PaperPrinter(compiled)
    files: dict[str, bytes] = {}
    with failures_reported(problems, compiled.sources.texts):
        for version in range(wish.versions):
            papers = Exam(compiled, wish, typed, version, ordered(chosen, wish.seed, version, book.guide.words)).papers()
            paths = exam_paths(book.guide.name, wish.seed, _letter(version) if wish.versions > 1 else "")
            made = (printer.printed(paper, problems) for paper in papers)
            files |= {path: artifact.data for path, artifact in zip(paths, made, strict=True)}
    return MadeExam(files, tuple(_said(chosen, found.leading_away, wish)))


def _said(chosen: Sequence[PoolQuestion], away: Sequence[str], wish: PaperWish) -> Iterator[str]:
    kinds = Counter(each.question.variety for each in chosen)
    yield f"{counted(len(chosen), 'question')}: {', '.join(f'{count} × {kind}' for kind, count in kinds.most_common())}"
    if away:
        yield f"not drawn, because they send their reader to other places of the guide: {', '.join(away)}"
    if wish.versions > 1:
        yield f"{wish.versions} versions: the same questions in other orders"


def _letter(version: int) -> str:
    return chr(ord("A") + version)


@dataclass(frozen=True)
class Exam:
    """One version of a test."""

    compiled: Compiled
    wish: PaperWish
    typed: TypedWish
    version: int
    drawn: tuple[PoolQuestion, ...]

    def papers(self) -> tuple[Paper, Paper, Paper]:
        """What is handed out with the questions, what answers are written on, and what they are judged by."""
        words = self.compiled.book.guide.words
        questions = tuple(self._questions())
        title = self.wish.title or words.gettext("Test: %(title)s") % {"title": self.compiled.book.guide.title}
        if self.wish.versions > 1:
            title = words.gettext("%(title)s, version %(letter)s") % {"title": title, "letter": _letter(self.version)}
        shown: Fields = {"questions": questions, "points": sum(each.points for each in questions)}
        things = tuple(self._things())
        cited = tuple(each.question for each in questions), tuple(each.credit for each in things)
        key = words.gettext("%(title)s: key") % {"title": title}
        sheet = words.gettext("%(title)s: answer sheet") % {"title": title}
        told: Fields = {
            "things": things,
            "sources": sources_of(self.compiled, cited),
            "made_by": f"./guide paper {self._options}",
        }
        return (
            Paper(title, "test", (shown,), anonymous=True),
            Paper(sheet, "answer-sheet", (shown,), anonymous=True),
            Paper(key, "key", ({**shown, **told},)),
        )

    @property
    def _options(self) -> str:
        return " ".join(f'--{name} "{value}"' if " " in value else f"--{name} {value}" for name, value in self._typed.items())

    @property
    def _typed(self) -> dict[str, str]:
        return {"questions": str(len(self.drawn)), **{k: v for k, v in self.typed.values.items() if v}, "seed": self.wish.seed}

    def _questions(self) -> Iterator[PaperQuestion]:
        """The questions numbered from 1."""
        words, new = self.compiled.book.guide.words, self._new
        labels = {name: self._label(thing) for name, thing in new.items()}
        seen: set[str] = set()
        for number, each in enumerate(self.drawn, 1):
            shown = tuple(_bare(new[thing.id]) for thing in each.carried if thing.id not in seen)
            seen |= {thing.id for thing in each.carried}
            question = replace(_renamed(each.question, labels), number=words.figures(number))
            place = words.gettext("Question %(number)s") % {"number": each.question.number}
            yield PaperQuestion(question, points(question), shown, place, each.chapter.plain_title)

    def _things(self) -> Iterator[CarriedThing]:
        for name, thing in self._carried.items():
            credit, licence = (thing.credit, thing.licence) if isinstance(thing, Figure) else ((), ())
            yield CarriedThing(self._label(self._new[name]), self._label(thing), credit, licence)

    def _label(self, thing: Carried) -> str:
        words = self.compiled.book.guide.words
        return words.gettext(CALLED[type(thing)]) % {"number": thing.number}

    @property
    def _carried(self) -> dict[str, Carried]:
        """What comes along, in the order in which it is needed."""
        return {thing.id: thing for each in self.drawn for thing in each.carried}

    @property
    def _new(self) -> dict[str, Carried]:
        """The same, each kind counted from 1."""
        figures, count = self.compiled.book.guide.words.figures, Counter[type]()
        made: dict[str, Carried] = {}
        for name, thing in self._carried.items():
            count[type(thing)] += 1
            made[name] = replace(thing, number=figures(count[type(thing)]))
        return made


def points(question: Question) -> int:
    """A point for each thing that is to be answered: each pair of a matching, each step of a case."""
    return max(1, len(question.pairs), len(question.steps))


def _bare(thing: Carried) -> Carried:
    """A figure without the way to its description, and without the credit that names sources: the key has that."""
    if not isinstance(thing, Figure):
        return thing
    cited = any(isinstance(node, Citation) for node in walk((thing.credit, thing.licence)))
    bare = replace(thing, description=())
    return replace(bare, credit=(), licence=()) if cited else bare


def _renamed(question: Question, labels: Mapping[str, str]) -> Question:
    """The question with what its references are called in the test."""

    def visit(node: Node) -> Node:
        if isinstance(node, CrossReference) and node.target in labels:
            return replace(node, label=labels[node.target])
        return map_children(node, visit)

    return map_nodes(question, visit)
