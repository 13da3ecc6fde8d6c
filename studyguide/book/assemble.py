"""Assembly: sources to `Book`, in one visible line of stages.

Read the configuration, parse, number, collect targets, resolve, make the back matter.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar

from studyguide import nodes as n
from studyguide.book import backmatter
from studyguide.book.dates import check_days
from studyguide.book.include import Blocks, Includer, by_name
from studyguide.book.index import index_groups
from studyguide.book.item_tables import items_of
from studyguide.book.matter import PART, chapter_places, check_order, head_of, opened_part
from studyguide.book.model import Book
from studyguide.book.number import Counts
from studyguide.book.papers import check_papers
from studyguide.book.pictures import check_pictures, openers
from studyguide.book.prepare import PreparedFile, prepare_chapter, prepare_emergency, prepare_entries, prepare_faq
from studyguide.book.quantities import check_countries_named, check_countries_told, check_values
from studyguide.book.quotation_marks import quotation_marks
from studyguide.book.renamed import old_addresses
from studyguide.book.resolve import Resolver
from studyguide.book.resolved import Surroundings, resolve_chapters
from studyguide.book.targets import check_unique, collect_targets
from studyguide.markup import Dialect, parse_chapter, parse_faq, parse_fragments, parse_glossary, parse_title
from studyguide.markup.declared_boxes import read_dialect
from studyguide.markup.inline import parse_inline
from studyguide.markup.reader import SourcePage
from studyguide.nodes.tree import walk
from studyguide.sources.bibliography import STYLE
from studyguide.sources.catalogues import FOLDER, OWN, SOURCE, Catalogue, read_catalogue, tags, wording
from studyguide.sources.chapter_files import chapter_files, check_names
from studyguide.sources.config import Guide, Quantity, read_guide, read_values
from studyguide.sources.diagnostics import WHOLE_FILE, Problems, Span
from studyguide.sources.folder import Sources, readable
from studyguide.sources.reference_files import REFERENCE_FILES, Source, merged, read_references
from studyguide.sources.remembered import Memory, Part, given, nothing, pickled
from studyguide.sources.word_list import check_word_list
from studyguide.sources.wording import Wording

GUIDE, VALUES = "chapters/guide.toml", "chapters/values.toml"
GLOSSARY, FAQ, EMERGENCY = "chapters/glossary.md", "chapters/faq.md", "chapters/emergency.md"
FRAGMENTS, NEWS = "chapters/safety.md", "chapters/new-in-this-edition.md"
TITLED = {"glossary": GLOSSARY, "faq": FAQ}
NEEDED = (GUIDE, STYLE)
FRONT_MATTER = ("cover", "title", "imprint", "emergency", "contents")
WAYS = "imprint--ways"
"""Where the imprint says how the guide is read by ear, large, or by keyboard."""
# The names of files and units that no chapter may have.
OURS = {"nav", "front", "frame", *FRONT_MATTER, *(section.id for section in backmatter.SECTIONS)}
WORDS, RENAMED = "chapters/words.txt", "chapters/renamed.toml"
OTHERS = {GLOSSARY, FAQ, EMERGENCY, FRAGMENTS, NEWS}
CHAPTER_HINT = "chapters are named 03-some-words.md"

T = TypeVar("T")


@dataclass(frozen=True)
class ParsedFiles:
    """All that was read, file by file.

    `settings` are guide, words and values, as parts, `titles` those of files that are sections.
    """

    guide: Guide
    words: Part[Wording]
    values: Mapping[str, Quantity]
    known: Part[dict[str, Source]]
    entries: Part[tuple[n.GlossaryEntry, ...]]
    faq: Part[tuple[n.FaqEntry, ...]]
    emergency: Part[n.Chapter] | None
    chapters: tuple[Part[n.Chapter], ...]
    fragments: tuple[n.Fragment, ...]
    settings: tuple[Part[Any], ...]
    titles: Mapping[str, str]
    news: Part[n.Chapter] | None = None


@dataclass(frozen=True)
class PreparedFiles:
    """All files, each prepared by itself."""

    entries: Part[PreparedFile[tuple[n.GlossaryEntry, ...]]]
    faq: Part[PreparedFile[tuple[n.FaqEntry, ...]]]
    emergency: Part[PreparedFile[n.Chapter]] | None
    chapters: tuple[Part[PreparedFile[n.Chapter]], ...]
    news: Part[PreparedFile[n.Chapter]] | None = None

    @property
    def files(self) -> tuple[Part[PreparedFile[n.Chapter]], ...]:
        """The emergency page, the chapters and the page of what is new, in reading order."""
        return (*([self.emergency] if self.emergency else []), *self.chapters, *([self.news] if self.news else []))

    @property
    def parts(self) -> tuple[Part[PreparedFile[Any]], ...]:
        """All of them."""
        return (self.entries, self.faq, *self.files)

    @property
    def named(self) -> tuple[Part[PreparedFile[Any]], ...]:
        """Those in which something stands that can be referred to."""
        return (*self.files, self.faq)

    @property
    def used(self) -> Iterator[str]:
        """The names of the fragments that stand in them."""
        return (name for part in self.parts for name in part.value.used)


def assemble(sources: Sources, problems: Problems, remembered: Memory | None = None) -> Book | None:
    """The book, or None where guide.toml is too faulty to say what it is. The book of faulty sources must not be published.

    What is made of one file alone is made again only if it is not `remembered`.
    """
    remembered = remembered or Memory()
    sources = readable(sources, problems, remembered)
    read = _read(sources, problems, remembered)
    return _finish(sources, read, problems, remembered) if read else None


def _read(sources: Sources, problems: Problems, remembered: Memory) -> ParsedFiles | None:
    """Every file, read and parsed."""
    texts = sources.texts
    missing = [path for path in NEEDED if path not in texts]
    told = {found.span.path for found in problems.found}
    for path in missing:
        if path not in told:
            problems.error(Span(path, 0), "missing-file", "this file does not exist", "every guide needs it")
    if missing:
        return None
    if WORDS in texts:
        check_word_list(WORDS, texts[WORDS], problems)
    written = {path for path, text in texts.items() if text.strip()}

    def parsed(parse: Callable[..., T], path: str, *given: object) -> Part[T]:
        part = remembered(parse, path, texts.get(path, ""), *given)
        problems.take(part.told)
        return part

    guide = parsed(read_guide, GUIDE)
    dialect = _with_quotes(guide, parsed(read_dialect, GUIDE))
    values = parsed(read_values, VALUES)
    known = _together([parsed(read_references, path) for path in REFERENCE_FILES if path in written], problems)
    entries = parsed(parse_glossary, GLOSSARY, dialect) if GLOSSARY in written else nothing()
    faq = parsed(parse_faq, FAQ, dialect) if FAQ in written else nothing()
    emergency = parsed(parse_chapter, EMERGENCY, dialect) if EMERGENCY in written else None
    texts_of_chapters = [parsed(parse_chapter, path, dialect) for path in chapter_paths(sources, problems)]
    chapters = _with_parts(texts_of_chapters, remembered, problems)
    titles = {name: parsed(parse_title, path).value for name, path in TITLED.items() if path in written}
    fragments = parsed(parse_fragments, FRAGMENTS, dialect).value if FRAGMENTS in written else ()
    if guide.value is None:
        return None
    shown = emergency if emergency and emergency.value.children else None
    news = parsed(parse_chapter, NEWS, dialect) if NEWS in written else None
    words = _words(guide.value, parsed, texts, problems)
    said = {key: replace(value, words=words.value) for key, value in values.value.items()}
    settings = (guide, words, values)
    return ParsedFiles(
        replace(guide.value, words=words.value),
        words,
        said,
        known,
        entries,
        faq,
        shown,
        chapters,
        fragments,
        settings,
        titles,
        news,
    )


def _with_parts(chapters: list[Part[n.Chapter]], remembered: Memory, problems: Problems) -> tuple[Part[n.Chapter], ...]:
    """The chapters, each part before the one that opens it."""
    heads = [remembered(head_of, chapter).value for chapter in chapters]
    check_order(heads, problems)
    parts = [opened_part(head) for head in heads]
    opened = [(given(part, part.id, part.plain_title, part.span),) if part else () for part in parts]
    return tuple(each for part, chapter in zip(opened, chapters, strict=True) for each in (*part, chapter))


def _words(
    guide: Guide,
    parsed: Callable[[Callable[[str, str, Problems], Catalogue], str], Part[Catalogue]],
    texts: Iterable[str],
    problems: Problems,
) -> Part[Wording]:
    """The words of the guide's language; only those files are read that it may take them from."""
    paths = {SOURCE, OWN, *(f"{FOLDER}/{tag}.po" for tag in tags(guide.language))}
    read = {path: parsed(read_catalogue, path) for path in sorted(texts) if path in paths}
    found = {path: part.value for path, part in read.items()}
    there = [path for path in texts if path.startswith(FOLDER)]
    return given(
        wording(guide.language, guide.places["language"], found, there, problems, guide.numerals),
        guide.language,
        guide.numerals,
        *read.values(),
    )


def _with_quotes(guide: Part[Guide | None], dialect: Part[Dialect]) -> Part[Dialect]:
    """The dialect with the quotation marks of the guide's language, if it wants them."""
    if guide.value is None or not guide.value.smart_quotes:
        return dialect
    marks = quotation_marks(guide.value.language)
    return given(replace(dialect.value, quotes=marks), dialect, marks)


def _together(files: list[Part[dict[str, Source]]], problems: Problems) -> Part[dict[str, Source]]:
    """The references of all files, named by what they were read from."""
    return files[0] if len(files) == 1 else given(merged((part.value for part in files), problems), *files)


def chapter_paths(sources: Sources, problems: Problems) -> list[str]:
    """The chapter files in the order of their numbers; Markdown files that belong nowhere are errors, and so is a lack of any."""
    files = chapter_files(sources.texts)
    paths = [file.path for file in files]
    for path in sources.texts:
        if path.startswith("chapters/") and path.endswith(".md") and path not in OTHERS and path not in paths:
            problems.error(Span(path, 0), "stray-file", "this file is no part of the guide", CHAPTER_HINT, lost=WHOLE_FILE)
    if not files:
        problems.error(Span("chapters", 0), "missing-file", "the guide has no chapter", CHAPTER_HINT)
    check_names(files, OURS, problems)
    return paths


def _finish(sources: Sources, read: ParsedFiles, problems: Problems, remembered: Memory) -> Book:
    check_values(read.values, read.known.value, read.guide, problems)
    fragments = by_name(read.fragments, problems)
    ready = _prepared(read, fragments, remembered)
    if not problems.errors:  # else a day may be none
        check_days(
            read.guide, read.known.value, read.values, [day for part in ready.chapters for day in part.value.days], problems
        )
    for part in ready.parts:
        problems.take(part.told)
    around = _surroundings(read, ready, problems)
    resolver, includer = around.value.resolver(problems), Includer(fragments, problems, set(ready.used))
    resolver.explained.update(around.value.glossary)  # it resolves what has no margin
    line = _emergency_line(read.guide, ready, sources, resolver, includer)
    includer.check_used(read.fragments)
    emergency = resolver.chapter(ready.emergency.value.content.value) if ready.emergency else None
    chapters = resolve_chapters(ready.chapters, around, resolver, remembered)
    news = resolver.chapter(ready.news.value.content.value) if ready.news else None
    entries, faq = _back(ready, around.value.glossary, resolver)
    told = check_countries_told((*([emergency] if emergency else []), *faq, *entries), read.values, read.guide, problems)
    if not problems.errors:  # else a text that names a country may be missing
        check_countries_named([told, *(each.countries for each in chapters)], read.values, problems)
    figures = (*_figures(emergency), *(figure for each in chapters for figure in each.figures), *_figures(news))
    check_pictures(sources, (*figures, *openers(each.chapter for each in chapters)), problems)
    glossary = {entry.id: entry for entry in entries}
    # a faulty entry would make citeproc-py fail in a way of its own
    faulty = any(d.span.path in REFERENCE_FILES for d in problems.errors)
    book = Book(
        guide=read.guide,
        digest=sources.digest(),
        emergency=emergency,
        emergency_line=line,
        chapters=tuple(each.chapter for each in chapters if each.chapter.type != PART),
        parts={before.chapter.id: part.chapter for part, before in pairwise(chapters) if part.chapter.type == PART},
        answers=tuple((each.head, each.questions) for each in chapters if each.questions),
        solutions=tuple((each.head, each.solved) for each in chapters if each.solved),
        glossary=backmatter.glossary_groups(glossary, resolver.uses, resolver.collation),
        faq=faq,
        figures=figures,
        references=() if faulty else backmatter.references(resolver, read.known, sources.texts[STYLE], read.words, remembered),
        index=index_groups(resolver, glossary, resolver.collation),
        targets=resolver.targets.by_name,
        values=read.values,
        known=tuple(read.known.value),
        titles=read.titles,
        digests={each.chapter.id: each.digest for each in chapters},
        fragments={fragment.name: fragment.children for fragment in read.fragments},
        news=news,
    )
    check_papers(book, problems)
    units = _homes(book, resolver.units)
    old = old_addresses(RENAMED, sources.texts.get(RENAMED, ""), units, problems)
    return replace(book, contents=backmatter.contents(book), units=units, notes=_notes(resolver), old_addresses=old)


def _figures(page: n.Chapter | None) -> Iterator[n.Figure]:
    return (node for node in walk(page.children if page else ()) if isinstance(node, n.Figure))


def _prepared(read: ParsedFiles, fragments: Mapping[str, Blocks], remembered: Memory) -> PreparedFiles:
    """Every file, as far as it can be made without the others."""
    told = pickled(fragments)
    listed = tuple(remembered(items_of, chapter).value for chapter in read.chapters)
    heads = (remembered(head_of, chapter).value for chapter in read.chapters)
    places = chapter_places(heads, read.words.value)
    before: Counts = {}
    emergency = remembered(prepare_emergency, read.emergency, before, told, read.words) if read.emergency else None
    before = emergency.value.counted if emergency else before
    chapters = []
    for chapter, place, own in zip(read.chapters, places, listed, strict=True):
        items = listed if own.listed else ()
        here = place if place.number else replace(place, before=before)
        made = remembered(prepare_chapter, chapter, here, told, read.words, items)
        before = before if place.number else made.value.counted
        chapters.append(made)
    return PreparedFiles(
        remembered(prepare_entries, read.entries, told),
        remembered(prepare_faq, read.faq, told, read.words),
        emergency,
        tuple(chapters),
        remembered(prepare_emergency, read.news, before, told, read.words) if read.news else None,
    )


def _surroundings(read: ParsedFiles, ready: PreparedFiles, problems: Problems) -> Part[Surroundings]:
    """What every chapter may refer to, named by all that it is made of."""
    glossary = backmatter.check_glossary(ready.entries.value.content.value, problems)
    placed = tuple(each for part in ready.named for each in part.value.placed)
    check_unique(placed, glossary.values(), read.known.value.values(), problems)
    around = Surroundings(read.guide, collect_targets(placed), read.values, read.known.value, glossary, {})
    names = tuple(part.value.names for part in ready.named)
    return given(around, read.settings, names, tuple(read.known.value), ready.entries)


def _back(
    ready: PreparedFiles, glossary: Mapping[str, n.GlossaryEntry], resolver: Resolver
) -> tuple[tuple[n.GlossaryEntry, ...], tuple[n.FaqEntry, ...]]:
    """The glossary in the order in which it is printed, and the FAQ, resolved behind the chapters: notes and citations go on."""
    resolver.enter("glossary", resolver.said.gettext("the glossary"))
    printed = resolver.collation.in_order(glossary.values(), lambda entry: entry.term)
    entries = tuple(replace(entry, definition=resolver.resolve(entry.definition)) for entry in printed)
    for entry in entries:
        resolver.place(f"g-{entry.id}")
    return entries, _faq(ready.faq.value.content.value, resolver)


def _notes(resolver: Resolver) -> dict[str, tuple[n.NoteCall, ...]]:
    return {unit: tuple(calls) for unit, calls in resolver.notes.items()}


def _homes(book: Book, units: Mapping[str, str]) -> dict[str, str]:
    """The unit of every anchor: of `units` those that the book has; the units themselves, references, entries of the index."""
    there = {*FRONT_MATTER, *(chapter.id for chapter in book.body), *(section.id for section in backmatter.sections(book))}
    there -= {"emergency"} if book.emergency is None else set()
    homes = (
        {anchor: unit for anchor, unit in units.items() if unit in there}
        | {unit: unit for unit in sorted(there)}
        | {WAYS: "imprint"}
    )
    homes |= {reference.anchor: "references" for reference in book.references}
    homes |= {line.anchor: section.id for section in backmatter.sections(book) for line in section.lines(book)}
    return homes | {entry.anchor: "index" for _, group in book.index for entry in group}


def _emergency_line(
    guide: Guide, ready: PreparedFiles, sources: Sources, resolver: Resolver, includer: Includer
) -> n.Paragraph | None:
    span = guide.emergency_span
    if not guide.emergency_line.strip():
        for chapter in (part.value.content.value for part in ready.chapters):
            if chapter.emergency:
                hint = "add it there, or take “emergency: true” out of this chapter's head"
                resolver.problems.error(chapter.span, "missing-key", f"{GUIDE} has no emergency-line", hint)
        return None
    page = SourcePage(span.path, sources.texts[span.path].split("\n"), resolver.problems)
    resolver.enter("imprint", resolver.said.gettext("the emergency line"))
    line = includer.fill(n.Paragraph(parse_inline(page, guide.emergency_line, span.line), span=span))
    for node in walk(line):
        if isinstance(node, n.Inline) and node.apart:
            message = "the emergency line is printed in many places and holds no note, citation or index mark"
            resolver.problems.error(span, "unexpected-markup", message, "take it away")
    return resolver.resolve(replace(line, children=n.bare(line.children)))


def _faq(faq: Iterable[n.FaqEntry], resolver: Resolver) -> tuple[n.FaqEntry, ...]:
    made = []
    resolver.enter("faq", resolver.said.gettext("the FAQ"))
    for entry in faq:
        resolver.place(entry.id)
        made.append(replace(entry, question=resolver.resolve(entry.question), answer=resolver.resolve(entry.answer)))
    return tuple(made)
