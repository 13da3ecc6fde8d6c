"""Assembly: sources to `Book`, in one visible line of stages.

Read the configuration, parse, number, collect targets, resolve, make the back matter.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath

from studyguide import nodes as n
from studyguide.book import backmatter
from studyguide.book.arithmetic import check_arithmetic
from studyguide.book.graph import check_study_graph
from studyguide.book.include import Includer, by_name
from studyguide.book.model import Book
from studyguide.book.number import number_chapter, number_chapters
from studyguide.book.quantities import check_countries_told, check_values
from studyguide.book.resolve import Resolver
from studyguide.book.slots import check_slots
from studyguide.book.targets import collect_targets
from studyguide.markup import parse_chapter, parse_faq, parse_fragments, parse_glossary
from studyguide.markup.inline import parse_inline
from studyguide.markup.reader import SourcePage
from studyguide.nodes.tree import walk
from studyguide.sources.bibliography import Source, read_references
from studyguide.sources.config import Guide, Quantity, read_guide, read_values
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.folder import Sources, readable

# After these, what cannot be found may only be unread: looking further would bury the one real mistake.
UNREADABLE = {"bad-toml", "bad-yaml"}
CHAPTER = re.compile(r"chapters/\d{2}-[a-z0-9-]+\.md")
NEEDED = (
    *(f"chapters/{name}" for name in ("guide.toml", "values.toml", "references.yaml", "glossary.md", "faq.md", "emergency.md")),
    "styles/references.csl",
)
FRONT_MATTER = ("cover", "title", "imprint", "emergency", "contents")
# The names of files and units that no chapter may have.
OURS = {"nav", "front", *FRONT_MATTER, *(section.id for section in backmatter.SECTIONS)}
FRAGMENTS = "chapters/safety.md"
OTHERS = {"safety.md", "emergency.md", "glossary.md", "faq.md", "LICENSE"}


@dataclass(frozen=True)
class Parsed:
    """All that was read, on its way to the book: each stage makes a new one."""

    guide: Guide
    values: Mapping[str, Quantity]
    known: Mapping[str, Source]
    entries: tuple[n.GlossaryEntry, ...]
    faq: tuple[n.FaqEntry, ...]
    emergency: n.Chapter
    chapters: tuple[n.Chapter, ...]
    fragments: tuple[n.Fragment, ...] = ()

    @property
    def files(self) -> tuple[n.Chapter, ...]:
        """The emergency page and the chapters, in reading order."""
        return (self.emergency, *self.chapters)

    @property
    def figures(self) -> tuple[n.Figure, ...]:
        """All figures in order."""
        return tuple(f for chapter in self.files for f in walk(chapter.children) if isinstance(f, n.Figure))


def assemble(sources: Sources, problems: Problems) -> Book | None:
    """The book, or None where guide.toml is too faulty to say what it is. The book of faulty sources must not be published."""
    sources = readable(sources, problems)
    texts = sources.texts
    missing = [path for path in NEEDED if path not in texts]
    for path in missing:
        problems.error(Span(path, 0), "missing-file", "this file does not exist", "every guide needs it")
    if missing:
        return None
    guide = read_guide("chapters/guide.toml", texts["chapters/guide.toml"], problems)
    values = read_values("chapters/values.toml", texts["chapters/values.toml"], problems)
    known = read_references("chapters/references.yaml", texts["chapters/references.yaml"], problems)
    entries = parse_glossary("chapters/glossary.md", texts["chapters/glossary.md"], problems)
    faq = parse_faq("chapters/faq.md", texts["chapters/faq.md"], problems)
    emergency = parse_chapter("chapters/emergency.md", texts["chapters/emergency.md"], problems)
    chapters = tuple(parse_chapter(path, texts[path], problems) for path in chapter_paths(sources, problems))
    if guide is not None:
        check_values(values, known, guide, problems)
    if guide is None or any(d.code in UNREADABLE for d in problems.errors):
        return None
    fragments = parse_fragments(FRAGMENTS, texts[FRAGMENTS], problems) if FRAGMENTS in texts else ()
    return _finish(sources, Parsed(guide, values, known, entries, faq, emergency, chapters, fragments), problems)


def chapter_paths(sources: Sources, problems: Problems) -> list[str]:
    """The chapter files in the order of their numbers; Markdown files that belong nowhere are errors."""
    for path in sources.texts:
        known = CHAPTER.fullmatch(path) or PurePosixPath(path).name in OTHERS
        if path.startswith("chapters/") and path.endswith(".md") and not known:
            hint = "chapters are named 03-some-words.md"
            problems.error(Span(path, 0), "stray-file", "this file is no part of the guide", hint)
        elif known and PurePosixPath(path).stem[3:] in OURS:
            problems.error(Span(path, 0), "bad-id", "the guide makes a file of this name itself", "give the chapter another name")
    paths = sorted(path for path in sources.texts if CHAPTER.fullmatch(path))
    for before, path in pairwise(paths):
        if before.split("-")[0] == path.split("-")[0]:
            hint = "give one of them another number: it says where the chapter stands"
            problems.error(Span(path, 0), "chapter-number", f"{before} has the same number", hint)
    return paths


def _finish(sources: Sources, parsed: Parsed, problems: Problems) -> Book:
    includer = Includer(by_name(parsed.fragments, problems), problems)
    parsed = _included(parsed, includer)
    check_slots(parsed.chapters, (parsed.emergency, *parsed.entries, *parsed.faq), problems)
    parsed = _numbered(parsed)
    for chapter in parsed.chapters:
        check_study_graph(chapter, problems)
        check_arithmetic(chapter, problems)
    glossary = backmatter.check_glossary(parsed.entries, problems)
    targets = collect_targets(parsed.files, parsed.faq, problems)
    resolver = Resolver(targets, parsed.values, parsed.known, glossary, problems)
    line = _emergency_line(parsed.guide, sources, resolver, includer)
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
        emergency=includer.fill(parsed.emergency),
        chapters=tuple(map(includer.fill, parsed.chapters)),
    )


def _numbered(parsed: Parsed) -> Parsed:
    return replace(
        parsed,
        emergency=number_chapter(parsed.emergency, ""),
        chapters=number_chapters(parsed.chapters),
        faq=tuple(replace(entry, number=i) for i, entry in enumerate(parsed.faq, 1)),
    )


def _resolved(parsed: Parsed, resolver: Resolver) -> Parsed:
    """Everything resolved in the order in which notes, citations and first uses are counted."""
    emergency, *chapters = (resolver.chapter(chapter) for chapter in parsed.files)
    resolver.enter("glossary", "the glossary")
    entries = [replace(e, definition=resolver.resolve(e.definition)) for e in backmatter.in_order(resolver.glossary)]
    for entry in entries:
        resolver.place(f"g-{entry.id}")
    faq = _faq(parsed.faq, resolver)
    return replace(parsed, emergency=emergency, chapters=tuple(chapters), entries=tuple(entries), faq=faq)


def _book(sources: Sources, parsed: Parsed, line: n.Paragraph, resolver: Resolver) -> Book:
    glossary = {entry.id: entry for entry in parsed.entries}
    # a faulty entry would make citeproc-py fail in a way of its own
    faulty = any(d.span.path == "chapters/references.yaml" for d in resolver.problems.errors)
    references = () if faulty else backmatter.references(resolver, parsed.known, sources.texts["styles/references.csl"])
    book = Book(
        guide=parsed.guide,
        digest=sources.digest(),
        emergency=parsed.emergency,
        emergency_line=line,
        chapters=parsed.chapters,
        answers=backmatter.answers(parsed.chapters),
        glossary=backmatter.glossary_groups(glossary, resolver.uses),
        faq=parsed.faq,
        figures=parsed.figures,
        references=references,
        index=backmatter.index_groups(resolver, glossary),
        targets=resolver.targets,
        values=parsed.values,
        fragments={fragment.name: fragment.children for fragment in parsed.fragments},
    )
    return replace(book, contents=backmatter.contents(book), units=resolver.units | _homes(book), notes=_notes(resolver))


def _notes(resolver: Resolver) -> dict[str, tuple[n.NoteCall, ...]]:
    return {unit: tuple(calls) for unit, calls in resolver.notes.items()}


def _homes(book: Book) -> dict[str, str]:
    """The unit of every anchor that stands in no text: units themselves, references, entries of the index."""
    units = {*FRONT_MATTER, *(section.id for section in backmatter.sections(book))}
    homes = {unit: unit for unit in units} | {reference.anchor: "references" for reference in book.references}
    return homes | {entry.anchor: "index" for _, group in book.index for entry in group}


def _emergency_line(guide: Guide, sources: Sources, resolver: Resolver, includer: Includer) -> n.Paragraph:
    span = guide.emergency_span
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
