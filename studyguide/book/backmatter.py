"""What is made from what the text uses: lists of figures, answers, glossary, references, index. `SECTIONS` is the whole list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from studyguide import nodes as n
from studyguide.book.collation import Collation
from studyguide.book.index import Glossary, Pages, joined
from studyguide.book.lists import LISTS
from studyguide.book.matter import PART
from studyguide.book.model import Book, ContentsItem, Reference
from studyguide.book.resolve import Resolver
from studyguide.nodes.tree import walk
from studyguide.sources.bibliography import format_references
from studyguide.sources.diagnostics import Name, Problems, slip_of
from studyguide.sources.reference_files import Source
from studyguide.sources.remembered import Memory, Part
from studyguide.sources.wording import Wording, message


@dataclass(frozen=True, kw_only=True)
class MatterSection:
    """A section of the back matter: a unit of its own, made by a template, that of its `id` if it names no other.

    `values` gives what the template prints; a section that has nothing to print is left out. `type` is its semantics
    (`epub:type`, and the role `doc-…`); a `landmark` is what it is among those of the EPUB, in whose contents `lines` stand below
    it: nobody leafs through pages there. A `late` one is laid out when the pages of all others are known. `source` is the file
    that a message about it names, if that is not the template. Those of the `front` stand behind the contents.
    """

    id: str
    title: str
    values: Callable[[Book, Pages], Mapping[str, object]]
    type: str = ""
    landmark: str = ""
    lines: Callable[[Book], Iterable[ContentsItem]] = lambda _: ()
    late: bool = False
    source: str = ""
    front: bool = False
    template: str = ""

    @property
    def made_by(self) -> str:
        """The name of its template."""
        return self.template or self.id


def check_glossary(entries: Sequence[n.GlossaryEntry], problems: Problems) -> dict[str, n.GlossaryEntry]:
    """The entries by id; doubled ids and names, and see-also ids that lead nowhere, are errors."""
    found: dict[str, n.GlossaryEntry] = {}
    names: dict[str, str] = {}
    for entry in entries:
        if entry.id in found:
            problems.error(
                entry.span, "duplicate-id", f"the term “{entry.id}” stands in the glossary a second time", hides=("term",)
            )
        found[entry.id] = entry
        for name in (entry.term, entry.abbr, *entry.synonyms):
            owner = names.setdefault(name.casefold(), entry.id) if name else entry.id
            if owner != entry.id:
                message = f"“{name}” is a name of “{owner}” already"
                problems.error(entry.span, "duplicate-term", message, "a word leads to one entry")
    for entry in entries:
        _check_lists(entry, problems)
        for key in entry.see_also:
            if key not in found:
                message, hint = f"“{key}” (see also) is not in the glossary", slip_of(key, found)
                problems.error(entry.see_also_span, "unknown-term", message, hint, needs=Name("term", key))
    return found


def _check_lists(entry: n.GlossaryEntry, problems: Problems) -> None:
    """What an entry lists is not the entry itself, and stands there once."""
    term = entry.term.casefold()
    for option, words, own in (
        ("see-also", entry.see_also, {entry.id}),
        ("synonyms", entry.synonyms, {term, entry.abbr.casefold()}),
    ):
        for i, word in enumerate(words):
            if word.casefold() in own or word in words[:i]:
                message = f"“{word}” ({option}) is this entry itself, or stands there twice"
                problems.error(entry.span, "bad-option", message, "take it out")


def glossary_groups(
    entries: Glossary, uses: Mapping[str, Sequence[tuple[str, str]]], collation: Collation
) -> tuple[tuple[str, tuple[n.GlossaryEntry, ...]], ...]:
    """The entries by initial letter, with their anchors, “used in” links and “see also” links."""
    made = [
        replace(
            entry,
            anchor=f"g-{entry.id}",
            used_in=tuple(uses.get(entry.id, ())),
            related=tuple((entries[key].term, f"g-{key}") for key in entry.see_also if key in entries),
        )
        for entry in entries.values()
    ]
    return collation.by_letter(made, lambda entry: entry.term)


def format_cited(
    keys: Iterable[str], known: Mapping[str, Source], style: str, words: Wording, problems: Problems
) -> tuple[str, ...]:
    """The cited references as XHTML, in their order. A step, which has nothing to tell."""
    return tuple(format_references([known[key] for key in keys], style, words))


def references(
    resolver: Resolver, known: Part[dict[str, Source]], style: str, words: Part[Wording], remembered: Memory
) -> tuple[Reference, ...]:
    """The cited references in the order of their numbers, with links back to every call."""
    keys = tuple(resolver.cited)
    texts = remembered(format_cited, keys, known, style, words).value
    return tuple(
        Reference(key, i, f"ref-{key}", text, tuple(resolver.calls[key]))
        for i, (key, text) in enumerate(zip(keys, texts, strict=True), 1)
    )


def solved(chapter: n.Chapter) -> tuple[n.Callout, ...]:
    """The exercises of a chapter that have a solution, without their own text and fit to be named a second time."""
    found = (node for node in walk(chapter.children) if isinstance(node, n.Callout) and node.solution)
    return tuple(replace(each, title=n.bare(each.title), children=()) for each in found)


def questions_again(chapter: n.Chapter) -> tuple[n.Question, ...]:
    """The questions of a chapter, fit to be printed a second time: without anchors of their own."""
    return tuple(_unanchored(node) for node in walk(chapter.children) if isinstance(node, n.Question))


def _unanchored(question: n.Question) -> n.Question:
    """The question with the anchors of its printed choices taken out; the answer parts keep theirs."""
    return replace(
        question,
        options=tuple(replace(o, text=n.bare(o.text)) for o in question.options),
        pairs=tuple(replace(p, left=n.bare(p.left), right=n.bare(p.right)) for p in question.pairs),
        spare=tuple(replace(p, right=n.bare(p.right)) for p in question.spare),
        steps=tuple(replace(s, prompt=n.bare(s.prompt)) for s in question.steps),
    )


def chapters_below(book: Book, groups: Iterable[tuple[n.Chapter, object]], kind: str) -> Iterable[ContentsItem]:
    """The lines of a section whose parts are named after chapters."""
    return (ContentsItem(c.called, n.phrase(c.title), f"{c.id}--{kind}") for c, _ in groups)


def described(book: Book) -> tuple[n.Figure, ...]:
    """The figures that have a long description."""
    return tuple(figure for figure in book.figures if figure.description)


def figures_below(book: Book) -> Iterable[ContentsItem]:
    """The lines of the section in which the figures are described."""
    name = book.guide.words.gettext("Figure %(number)s:")
    return (ContentsItem(name % {"number": each.number}, n.phrase(each.caption), f"desc-{each.id}") for each in described(book))


def front_list(what: str, title: str, landmark: str = "") -> MatterSection:
    """A list of the front matter, for guides that ask for it."""
    return MatterSection(
        id=f"list-of-{what}",
        title=title,
        values=lambda book, _: {"items": LISTS[what](book) if what in book.guide.lists else ()},
        landmark=landmark,
        front=True,
        template="list",
    )


SECTIONS = (
    front_list("figures", message("Figures"), "loi"),
    front_list("tables", message("Tables"), "lot"),
    front_list("listings", message("Listings")),
    front_list("equations", message("Equations")),
    front_list("abbreviations", message("Abbreviations")),
    MatterSection(
        id="new-in-this-edition",
        title=message("New in this edition"),
        values=lambda book, _: {"blocks": book.news.children if book.news else ()},
        source="chapters/new-in-this-edition.md",
    ),
    MatterSection(
        id="answers",
        title=message("Answers"),
        values=lambda book, _: {"groups": book.answers},
        lines=lambda book: chapters_below(book, book.answers, "answers"),
    ),
    MatterSection(
        id="solutions",
        title=message("Solutions"),
        values=lambda book, _: {"groups": book.solutions},
        lines=lambda book: chapters_below(book, book.solutions, "solutions"),
    ),
    MatterSection(
        id="glossary",
        title=message("Glossary"),
        values=lambda book, _: {"groups": book.glossary},
        type="glossary",
        landmark="glossary",
        source="chapters/glossary.md",
    ),
    MatterSection(
        id="faq",
        title=message("Frequently asked questions"),
        values=lambda book, _: {"entries": book.faq},
        landmark="qna",
        lines=lambda book: (ContentsItem(str(entry.number), n.phrase(entry.question), entry.id) for entry in book.faq),
        source="chapters/faq.md",
    ),
    MatterSection(
        id="figure-descriptions",
        title=message("Figure descriptions"),
        values=lambda book, _: {"figures": described(book)},
        lines=figures_below,
    ),
    MatterSection(
        id="references",
        title=message("References"),
        values=lambda book, _: {"items": book.references},
        type="bibliography",
        landmark="bibliography",
        source="chapters/references.yaml",
    ),
    MatterSection(
        id="sign-off",
        title=message("Who has checked this guide"),
        values=lambda book, _: {"sign_offs": book.guide.sign_offs},
        source="chapters/guide.toml",
    ),
    MatterSection(
        id="index",
        title=message("Index"),
        values=lambda book, pages: {"groups": joined(book.index, pages)},
        type="index",
        landmark="index",
        late=True,
    ),
    MatterSection(
        id="colophon", title=message("Colophon"), values=lambda book, _: {"digest": book.digest}, type="colophon", late=True
    ),
)


def sections(book: Book) -> tuple[MatterSection, ...]:
    """The sections that this book has: those with something to print, or with nothing but the template's own words."""
    titled = (replace(s, title=book.titles.get(s.id) or s.title) for s in SECTIONS)
    return tuple(s for s in titled if not (values := s.values(book, None)) or any(values.values()))


def contents(book: Book) -> dict[str, tuple[ContentsItem, ...]]:
    """The lines of the table of contents: front, body (two levels, three where there are parts), back."""

    def inside(chapter: n.Chapter) -> tuple[ContentsItem, ...]:
        return tuple(ContentsItem(s.number, n.phrase(s.title), s.id) for s in chapter.children if isinstance(s, n.Section))

    def line(chapter: n.Chapter) -> ContentsItem:
        below = (each for each in book.chapters if each.within == chapter.id)
        inner = tuple(map(line, below)) if chapter.type == PART else inside(chapter)
        return ContentsItem(chapter.counted, n.phrase(chapter.title), chapter.id, inner, chapter.type)

    def lines(*, front: bool) -> tuple[ContentsItem, ...]:
        said, wanted = book.guide.words.gettext, (section for section in sections(book) if section.front == front)
        return tuple(ContentsItem("", (n.Text(said(section.title)),), section.id) for section in wanted)

    emergency = (ContentsItem("", n.phrase(book.emergency.title), book.emergency.id),) if book.emergency else ()
    return {
        "front": (*emergency, *lines(front=True)),
        "body": tuple(line(chapter) for chapter in book.body if not chapter.within),
        "back": lines(front=False),
    }
