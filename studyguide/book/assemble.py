"""Assembly: sources to `Book`, in one visible line of stages: read config, parse, number, collect targets, resolve, make back matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from studyguide import nodes as n
from studyguide.arithmetic import check_arithmetic
from studyguide.bibliography import Source, read_references
from studyguide.book import backmatter
from studyguide.book.graph import check_study_graph
from studyguide.book.model import BACK_MATTER, Book
from studyguide.book.number import number_chapter, number_chapters
from studyguide.book.resolve import Resolver
from studyguide.book.targets import collect_targets
from studyguide.config import Guide, Quantity, read_guide, read_values
from studyguide.diagnostics import Problems, Span
from studyguide.markup import parse_chapter, parse_faq, parse_glossary
from studyguide.markup.inline import parse_inline
from studyguide.markup.reader import Page
from studyguide.sources import Sources
from studyguide.tree import walk

# After these, what cannot be found may only be unread: looking further would bury the one real mistake.
UNREADABLE = {"bad-toml", "bad-yaml"}
CHAPTER = re.compile(r"chapters/\d{2}-[a-z0-9-]+\.md")
NEEDED = (
    *(f"chapters/{name}" for name in ("guide.toml", "values.toml", "references.yaml", "glossary.md", "faq.md", "emergency.md")),
    "styles/references.csl",
)
OTHERS = {"emergency.md", "glossary.md", "faq.md", "LICENSE"}


def assemble(sources: Sources, problems: Problems) -> Book | None:
    """The book, or None where guide.toml is too faulty to say what it is. The book of faulty sources must not be published."""
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
    _check_values(values, known, problems)
    if guide is None or any(d.code in UNREADABLE for d in problems.errors):
        return None
    return _finish(sources, guide, values, known, entries, faq, emergency, chapters, problems)


def chapter_paths(sources: Sources, problems: Problems) -> list[str]:
    """The chapter files in the order of their numbers; Markdown files that belong nowhere are errors."""
    for path in sources.texts:
        if (
            path.startswith("chapters/")
            and path.endswith(".md")
            and not CHAPTER.fullmatch(path)
            and PurePosixPath(path).name not in OTHERS
        ):
            problems.error(
                Span(path, 0), "stray-file", "this file is no part of the guide", "chapters are named 03-some-words.md"
            )
    return sorted(path for path in sources.texts if CHAPTER.fullmatch(path))


def _check_values(values: dict[str, Quantity], known: dict[str, Source], problems: Problems) -> None:
    for value in values.values():
        for key in value.source:
            if key not in known:
                problems.error(value.span, "unknown-reference", f"the source “{key}” of “{value.key}” is not in references.yaml")


def _finish(
    sources: Sources, guide: Guide, values: dict[str, Quantity], known: dict[str, Source], entries: Sequence[n.GlossaryEntry],
    faq: Sequence[n.FaqEntry], emergency: n.Chapter, chapters: Sequence[n.Chapter], problems: Problems,
) -> Book:  # fmt: skip
    emergency = number_chapter(emergency, "")
    chapters = number_chapters(chapters)
    faq = tuple(replace(entry, number=i) for i, entry in enumerate(faq, 1))
    for chapter in chapters:
        check_study_graph(chapter, problems)
        check_arithmetic(chapter, problems)
    glossary = backmatter.check_glossary(entries, problems)
    targets = collect_targets((emergency, *chapters), faq, problems)
    resolver = Resolver(targets, values, known, glossary, problems)
    line = _emergency_line(guide, sources, resolver)
    emergency, chapters = resolver.chapter(emergency), tuple(resolver.chapter(c) for c in chapters)
    resolver.enter("glossary", "the glossary")
    glossary = {key: replace(e, definition=resolver.resolve(e.definition)) for key, e in glossary.items()}
    for key in glossary:
        resolver.place(f"g-{key}")
    faq = _faq(faq, resolver)
    _check_figures(sources, (emergency, *chapters), problems)
    answers = backmatter.answers(chapters)
    refs = backmatter.references(resolver, known, sources.texts["styles/references.csl"])
    index = backmatter.index_groups(resolver, glossary)
    figures = tuple(f for c in (emergency, *chapters) for f in walk(c.children) if isinstance(f, n.Figure))
    present = {
        "answers": answers,
        "glossary": glossary,
        "faq": faq,
        "figure-descriptions": figures,
        "references": refs,
        "index": index,
        "colophon": True,
    }
    shown = [unit for unit in BACK_MATTER if present[unit]]
    units = {**resolver.units, **{unit: unit for unit in ("cover", "title", "imprint", "emergency", "contents", *shown)}}
    units |= {r.anchor: "references" for r in refs} | {e.anchor: "index" for _, group in index for e in group}
    return Book(
        guide=guide, digest=sources.digest(), emergency=emergency, emergency_line=line, chapters=chapters, answers=answers,
        glossary=backmatter.glossary_groups(glossary, resolver.uses), faq=faq, figures=figures, references=refs, index=index,
        contents=backmatter.contents(emergency, chapters, shown), targets=targets, units=units, values=values,
    )  # fmt: skip


def _emergency_line(guide: Guide, sources: Sources, resolver: Resolver) -> n.Paragraph:
    span = guide.emergency_span
    page = Page(span.path, sources.texts[span.path].split("\n"), resolver.problems)
    resolver.enter("imprint", "the emergency line")
    return resolver.resolve(n.Paragraph(parse_inline(page, guide.emergency_line, span.line), span=span))


def _faq(faq: Sequence[n.FaqEntry], resolver: Resolver) -> tuple[n.FaqEntry, ...]:
    made = []
    resolver.enter("faq", "the FAQ")
    for entry in faq:
        resolver.place(entry.id)
        made.append(replace(entry, question=resolver.resolve(entry.question), answer=resolver.resolve(entry.answer)))
    return tuple(made)


def _check_figures(sources: Sources, chapters: Sequence[n.Chapter], problems: Problems) -> None:
    for figure in (f for c in chapters for f in walk(c.children) if isinstance(f, n.Figure)):
        path = f"chapters/{figure.src}"
        if path not in sources.texts and path.removesuffix(".svg") + ".toml" not in sources.texts:
            problems.error(figure.span, "missing-figure", f"there is no file {path}", "draw it, or correct the name")
