"""Assembly: sources to `Book`, in one visible line of stages.

Read the configuration, parse, number, collect targets, resolve, make the back matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from studyguide import nodes as n
from studyguide.book import backmatter
from studyguide.book.arithmetic import check_arithmetic
from studyguide.book.collation import Collation
from studyguide.book.dates import check_days
from studyguide.book.graph import check_study_graph
from studyguide.book.headings import with_ids
from studyguide.book.include import Includer, by_name
from studyguide.book.index import index_groups
from studyguide.book.model import Book
from studyguide.book.number import number_chapter, number_chapters
from studyguide.book.quantities import check_countries_told, check_values
from studyguide.book.resolve import Resolver
from studyguide.book.slots import check_slots
from studyguide.book.targets import check_unique, collect_targets
from studyguide.markup import parse_chapter, parse_faq, parse_fragments, parse_glossary
from studyguide.markup.inline import parse_inline
from studyguide.markup.reader import SourcePage
from studyguide.nodes.tree import walk
from studyguide.sources.bibliography import STYLE, Source, read_references
from studyguide.sources.chapter_files import chapter_files, check_names
from studyguide.sources.config import Guide, Quantity, read_guide, read_values
from studyguide.sources.diagnostics import WHOLE_FILE, Problems, Span
from studyguide.sources.folder import Sources, readable
from studyguide.sources.word_list import check_word_list

GUIDE, VALUES, REFERENCES = "chapters/guide.toml", "chapters/values.toml", "chapters/references.yaml"
GLOSSARY, FAQ, EMERGENCY = "chapters/glossary.md", "chapters/faq.md", "chapters/emergency.md"
FRAGMENTS = "chapters/safety.md"
NEEDED = (GUIDE, STYLE)
FRONT_MATTER = ("cover", "title", "imprint", "emergency", "contents")
# The names of files and units that no chapter may have.
OURS = {"nav", "front", "frame", *FRONT_MATTER, *(section.id for section in backmatter.SECTIONS)}
WORDS = "chapters/words.txt"
OTHERS = {GLOSSARY, FAQ, EMERGENCY, FRAGMENTS}
CHAPTER_HINT = "chapters are named 03-some-words.md"


@dataclass(frozen=True)
class Parsed:
    """All that was read, on its way to the book: each stage makes a new one."""

    guide: Guide
    values: Mapping[str, Quantity]
    known: Mapping[str, Source]
    entries: tuple[n.GlossaryEntry, ...]
    faq: tuple[n.FaqEntry, ...]
    emergency: n.Chapter | None
    chapters: tuple[n.Chapter, ...]
    fragments: tuple[n.Fragment, ...] = ()

    @property
    def files(self) -> tuple[n.Chapter, ...]:
        """The emergency page and the chapters, in reading order."""
        return (*([self.emergency] if self.emergency else []), *self.chapters)

    @property
    def figures(self) -> tuple[n.Figure, ...]:
        """All figures in order."""
        return tuple(f for chapter in self.files for f in walk(chapter.children) if isinstance(f, n.Figure))


def assemble(sources: Sources, problems: Problems) -> Book | None:
    """The book, or None where guide.toml is too faulty to say what it is. The book of faulty sources must not be published."""
    sources = readable(sources, problems)
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
    written = {path: text for path, text in texts.items() if text.strip()}
    guide = read_guide(GUIDE, texts[GUIDE], problems)
    values = read_values(VALUES, texts.get(VALUES, ""), problems)
    known = read_references(REFERENCES, texts.get(REFERENCES, ""), problems)
    entries = parse_glossary(GLOSSARY, texts[GLOSSARY], problems) if GLOSSARY in written else ()
    faq = parse_faq(FAQ, texts[FAQ], problems) if FAQ in written else ()
    emergency = parse_chapter(EMERGENCY, texts[EMERGENCY], problems) if EMERGENCY in written else None
    chapters = tuple(parse_chapter(path, texts[path], problems) for path in chapter_paths(sources, problems))
    fragments = parse_fragments(FRAGMENTS, texts[FRAGMENTS], problems) if FRAGMENTS in written else ()
    if guide is None:
        return None
    check_values(values, known, guide, problems)
    if not problems.errors:  # else a day may be none
        check_days(guide, known, values, chapters, problems)
    shown = emergency if emergency and emergency.children else None
    return _finish(sources, Parsed(guide, values, known, entries, faq, shown, chapters, fragments), problems)


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


def _finish(sources: Sources, parsed: Parsed, problems: Problems) -> Book:
    includer = Includer(by_name(parsed.fragments, problems), problems)
    parsed = _included(parsed, includer)
    check_slots(parsed.chapters, (*filter(None, [parsed.emergency]), *parsed.entries, *parsed.faq), problems)
    parsed = _numbered(parsed)
    for chapter in parsed.chapters:
        check_study_graph(chapter, problems)
        check_arithmetic(chapter, problems)
    glossary = backmatter.check_glossary(parsed.entries, problems)
    check_unique(parsed.files, parsed.faq, glossary.values(), parsed.known.values(), problems)
    targets, collation = collect_targets(parsed.files, parsed.faq), Collation(parsed.guide.language)
    resolver = Resolver(targets, parsed.values, parsed.known, glossary, problems, collation)
    line = _emergency_line(parsed, sources, resolver, includer)
    includer.check_used(parsed.fragments)
    parsed = _resolved(parsed, resolver)
    check_countries_told((*parsed.files, *parsed.faq, *parsed.entries), parsed.values, parsed.guide, problems)
    _check_figures(sources, parsed.figures, problems)
    return _book(sources, parsed, line, resolver)


def _included(parsed: Parsed, includer: Includer) -> Parsed:
    return replace(
        parsed,
        entries=tuple(map(includer.fill, parsed.entries)),
        faq=tuple(map(includer.fill, parsed.faq)),
        emergency=parsed.emergency and includer.fill(parsed.emergency),
        chapters=tuple(map(includer.fill, parsed.chapters)),
    )


def _numbered(parsed: Parsed) -> Parsed:
    return replace(
        parsed,
        emergency=parsed.emergency and number_chapter(parsed.emergency, ""),
        chapters=number_chapters(parsed.chapters),
        faq=tuple(replace(entry, number=i) for i, entry in enumerate(with_ids(parsed.faq, "faq"), 1)),
    )


def _resolved(parsed: Parsed, resolver: Resolver) -> Parsed:
    """Everything resolved in the order in which notes, citations and first uses are counted."""
    emergency = parsed.emergency and resolver.chapter(parsed.emergency)
    chapters = tuple(map(resolver.chapter, parsed.chapters))
    resolver.enter("glossary", "the glossary")
    printed = resolver.collation.in_order(resolver.glossary.values(), lambda entry: entry.term)
    entries = [replace(entry, definition=resolver.resolve(entry.definition)) for entry in printed]
    for entry in entries:
        resolver.place(f"g-{entry.id}")
    faq = _faq(parsed.faq, resolver)
    return replace(parsed, emergency=emergency, chapters=chapters, entries=tuple(entries), faq=faq)


def _book(sources: Sources, parsed: Parsed, line: n.Paragraph | None, resolver: Resolver) -> Book:
    glossary = {entry.id: entry for entry in parsed.entries}
    # a faulty entry would make citeproc-py fail in a way of its own
    faulty = any(d.span.path == REFERENCES for d in resolver.problems.errors)
    references = () if faulty else backmatter.references(resolver, parsed.known, sources.texts[STYLE])
    book = Book(
        guide=parsed.guide,
        digest=sources.digest(),
        emergency=parsed.emergency,
        emergency_line=line,
        chapters=parsed.chapters,
        answers=backmatter.answers(parsed.chapters),
        glossary=backmatter.glossary_groups(glossary, resolver.uses, resolver.collation),
        faq=parsed.faq,
        figures=parsed.figures,
        references=references,
        index=index_groups(resolver, glossary, resolver.collation),
        targets=resolver.targets.by_name,
        values=parsed.values,
        known=tuple(parsed.known),
        fragments={fragment.name: fragment.children for fragment in parsed.fragments},
    )
    return replace(book, contents=backmatter.contents(book), units=_homes(book, resolver.units), notes=_notes(resolver))


def _notes(resolver: Resolver) -> dict[str, tuple[n.NoteCall, ...]]:
    return {unit: tuple(calls) for unit, calls in resolver.notes.items()}


def _homes(book: Book, units: Mapping[str, str]) -> dict[str, str]:
    """The unit of every anchor: of `units` those that the book has; the units themselves, references, entries of the index."""
    there = {*FRONT_MATTER, *(chapter.id for chapter in book.chapters), *(section.id for section in backmatter.sections(book))}
    there -= {"emergency"} if book.emergency is None else set()
    homes = {anchor: unit for anchor, unit in units.items() if unit in there} | {unit: unit for unit in there}
    homes |= {reference.anchor: "references" for reference in book.references}
    return homes | {entry.anchor: "index" for _, group in book.index for entry in group}


def _emergency_line(parsed: Parsed, sources: Sources, resolver: Resolver, includer: Includer) -> n.Paragraph | None:
    guide, span = parsed.guide, parsed.guide.emergency_span
    if not guide.emergency_line.strip():
        for chapter in parsed.chapters:
            if chapter.emergency:
                hint = "add it there, or take “emergency: true” out of this chapter's head"
                resolver.problems.error(chapter.span, "missing-key", f"{GUIDE} has no emergency-line", hint)
        return None
    page = SourcePage(span.path, sources.texts[span.path].split("\n"), resolver.problems)
    resolver.enter("imprint", "the emergency line")
    line = includer.fill(n.Paragraph(parse_inline(page, guide.emergency_line, span.line), span=span))
    for node in walk(line):
        if isinstance(node, n.Inline) and node.apart:
            message = "the emergency line is printed in many places and holds no note, citation or index mark"
            resolver.problems.error(span, "unexpected-markup", message, "take it away")
    return resolver.resolve(replace(line, children=n.bare(line.children)))


def _faq(faq: Iterable[n.FaqEntry], resolver: Resolver) -> tuple[n.FaqEntry, ...]:
    made = []
    resolver.enter("faq", "the FAQ")
    for entry in faq:
        resolver.place(entry.id)
        made.append(replace(entry, question=resolver.resolve(entry.question), answer=resolver.resolve(entry.answer)))
    return tuple(made)


def _check_figures(sources: Sources, figures: Iterable[n.Figure], problems: Problems) -> None:
    for figure in figures:
        path = f"chapters/{figure.src}"
        if path not in sources.texts and path.removesuffix(".svg") + ".toml" not in sources.texts:
            problems.error(figure.span, "missing-figure", f"there is no file {path}", "draw it, or correct the name")
