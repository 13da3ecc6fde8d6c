"""Preparing: all that is done to a file by itself, before it is known what the others hold. Each function is a step."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from studyguide import nodes as n
from studyguide.book.arithmetic import check_arithmetic
from studyguide.book.dates import HeadDay, days
from studyguide.book.graph import check_study_graph
from studyguide.book.headings import with_ids
from studyguide.book.include import Blocks, Includer
from studyguide.book.item_tables import ChapterItems, with_item_tables
from studyguide.book.matter import ChapterPlace
from studyguide.book.number import Counts, number_chapter
from studyguide.book.slots import check_slots
from studyguide.book.targets import Placed, placed
from studyguide.nodes.tree import rebuild
from studyguide.sources.diagnostics import Problems
from studyguide.sources.remembered import Packed, given
from studyguide.sources.wording import Wording

T = TypeVar("T")
Fragments = Mapping[str, Blocks]


@dataclass(frozen=True)
class PreparedFile(Generic[T]):
    """What a file became: its content, the names of the fragments in it, what can be referred to with its places.

    `names` is the digest of how others may refer to it; `days` are those of a chapter's head; `counted` is what has been counted
    up to it in chapters without a number.
    """

    content: Packed[T]
    used: tuple[str, ...] = ()
    placed: Placed = ()
    names: str = ""
    days: tuple[HeadDay, ...] = ()
    counted: Counts = field(default_factory=dict)


def _prepared(content: T, includer: Includer, found: Placed = ()) -> PreparedFile[T]:
    names = tuple(replace(target, title=rebuild(target.title, _nowhere)) for target, _ in found)
    return PreparedFile(Packed.of(content), tuple(sorted(includer.used)), found, given(names).digest)


def _nowhere(node: n.Node) -> n.Node:
    return replace(node, span=n.NOWHERE)


def _solved_below(node: n.Node) -> n.Node:
    """An exercise of a page that is no chapter: no end of a chapter waits for its solution."""
    return replace(node, solved="below") if isinstance(node, n.Callout) else node


def prepare_chapter(
    chapter: n.Chapter,
    place: ChapterPlace,
    fragments: Fragments,
    words: Wording,
    items: Collection[ChapterItems],
    problems: Problems,
) -> PreparedFile[n.Chapter]:
    """A chapter, filled, numbered and checked.

    `items` are those of all chapters, if it holds item tables.
    """
    includer = Includer(fragments, problems)
    filled = with_item_tables(includer.fill(chapter), items, words, problems) if items else includer.fill(chapter)
    check_slots([filled], (), problems)
    made, counted = number_chapter(replace(filled, within=place.within), place.number, words, place.before)
    check_study_graph(made, problems)
    check_arithmetic(made, problems)
    prepared = _prepared(made, includer, tuple(placed([made], (), words)))
    return replace(prepared, days=days(made), counted=counted)


def prepare_emergency(
    page: n.Chapter, before: Counts, fragments: Fragments, words: Wording, problems: Problems
) -> PreparedFile[n.Chapter]:
    """The emergency page, or that of what is new, filled and numbered as a chapter without a number."""
    includer = Includer(fragments, problems)
    filled = rebuild(includer.fill(page), _solved_below)
    check_slots((), [filled], problems)
    made, counted = number_chapter(filled, "", words, before)
    return replace(_prepared(made, includer, tuple(placed([made], (), words))), counted=counted)


def prepare_entries(
    entries: tuple[n.GlossaryEntry, ...], fragments: Fragments, problems: Problems
) -> PreparedFile[tuple[n.GlossaryEntry, ...]]:
    """The entries of the glossary, filled."""
    includer = Includer(fragments, problems)
    filled = tuple(map(includer.fill, entries))
    check_slots((), filled, problems)
    return _prepared(filled, includer)


def prepare_faq(
    faq: tuple[n.FaqEntry, ...], fragments: Fragments, words: Wording, problems: Problems
) -> PreparedFile[tuple[n.FaqEntry, ...]]:
    """The questions of the FAQ, filled and numbered."""
    includer = Includer(fragments, problems)
    filled = tuple(map(includer.fill, faq))
    check_slots((), filled, problems)
    made = tuple(replace(entry, number=i) for i, entry in enumerate(with_ids(filled, "faq"), 1))
    return _prepared(made, includer, tuple(placed((), made, words)))
