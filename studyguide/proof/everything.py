"""`./guide check`: the lints over the text, the validators and our own gates over the finished files, one row each."""

from __future__ import annotations

import datetime
import itertools
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from studyguide.lint import lint
from studyguide.lint.readability import ChapterFacts, chapter_facts
from studyguide.proof.report import CheckResult, Finding, Status, Subject, grid, table
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import unpaged
from studyguide.publish.store import epub_path, pdf_path, reference_pages, stored_book
from studyguide.sources.diagnostics import Diagnostic, Problems, show
from studyguide.sources.renditions import REFERENCE, RENDITIONS

PROSE = ("*.md", "docs/*.md", "chapters/*.md", "studyguide/**/*.py", "styles/**/*.css", "dodo.py")
HEAD = ("", "words", "grade", "in short", "citations", "questions", "figures", "tables")
WIDTHS = (6, 6, 9, 10, 10, 8, 7)  # of the columns behind the first
TITLE = 46  # the width of the first column


def check_everything(root: Path, today: datetime.date) -> tuple[str, bool]:
    """The report as text, and whether the guide may be published: no check failed.

    A skipped check is shouted about, not passed.
    """
    compiled = stored_book(root)
    others, pdfs = list(_results(root, compiled, today)), check_pdfs(root, compiled)
    results = [*others, *(result for pdf in pdfs for result in pdf.results)]
    lines = ["", "Chapters", *_chapters(chapter_facts(compiled.book)), ""]
    lines += [grid(("PDF", "pages", "MB"), pdfs), "", table(others, pdfs)]
    skipped = dict.fromkeys(r.name for r in results if r.status is Status.SKIPPED)
    if skipped:
        lines.append(f"NOT CHECKED: {', '.join(skipped)}. This is not a pass.")
    return "\n".join(lines), not any(r.status is Status.FAIL for r in results)


def _results(root: Path, compiled: Compiled, today: datetime.date) -> Iterator[CheckResult]:
    from studyguide.proof.epub import checks as ebook
    from studyguide.proof.others import ace, calibre, epubcheck, spelling
    from studyguide.proof.others.tools import find_tools
    from studyguide.proof.same_words import check_ebook

    tools, pages = find_tools(root), reference_pages(root)
    epub, reference = root / epub_path(compiled.book), root / pdf_path(compiled.book, REFERENCE)
    yield check_text(compiled, today)
    yield spelling.check_spelling(sorted([*root.glob("chapters/*.md"), *root.glob("chapters/figures/*.svg")]), tools)
    yield spelling.check_misspellings(sorted(path for pattern in PROSE for path in root.glob(pattern)), tools)
    yield epubcheck.check_epubs([epub], tools)
    yield ace.check_accessibility([epub], tools)
    yield ebook.check_rules(epub)
    yield ebook.check_rereading(epub)
    yield ebook.check_readers(epub)
    yield ebook.check_figures(epub, compiled.figures)
    yield ebook.check_screens(epub, tools)
    yield ebook.check_page_list(epub, reference, pages, unpaged(compiled.book, pages))
    yield check_ebook(epub, reference, compiled)
    yield calibre.check_book(epub, tools)
    yield calibre.check_kindle(epub, tools)


def check_pdfs(root: Path, compiled: Compiled) -> list[Subject]:
    """All checks of every PDF."""
    from studyguide.proof.others import verapdf
    from studyguide.proof.others.tools import find_tools
    from studyguide.proof.pdf import audit as pdf_audit
    from studyguide.proof.pdf import page_numbers
    from studyguide.proof.pdf.run import check_gates

    tools = find_tools(root)
    pdfs = {root / pdf_path(compiled.book, key): rendition for key, rendition in RENDITIONS.items()}
    judged = iter(verapdf.check_pdfs(list(pdfs), tools))  # one warm Java for all: starting it costs more than a file
    found = []
    for path, rendition in pdfs.items():
        facts = str(pdf_audit.page_count(path)), f"{path.stat().st_size / 1e6:.2f}"
        results = (
            pdf_audit.check_syntax([path], tools),
            pdf_audit.check_structure([path], tools),
            page_numbers.check_page_numbers([path], tools),
            check_gates(path, rendition, compiled),
            *itertools.islice(judged, len(verapdf.FLAVOURS)),
        )
        found.append(Subject(path.name, facts, results))
    return found


def check_text(compiled: Compiled, today: datetime.date) -> CheckResult:
    """The lints; warnings are printed and counted, errors fail."""
    began = time.perf_counter()
    problems = Problems()
    lint(compiled.book, compiled.sources, today, problems)
    for warning in problems.warnings:
        print(show(warning, {}))
    counts = Counter(w.code for w in problems.warnings)
    detail = ", ".join(f"{n} × {code}" for code, n in sorted(counts.items())) or "no warnings"
    status = Status.FAIL if problems.errors else Status.PASS
    findings = tuple(_finding(d) for d in problems.errors)
    return CheckResult("text", status, findings, time.perf_counter() - began, "", detail)


def _finding(diagnostic: Diagnostic) -> Finding:
    where = f"{diagnostic.span.path}:{diagnostic.span.line}"
    return Finding(where, diagnostic.code, f"{diagnostic.message} ({diagnostic.hint})")


def _chapters(facts: list[ChapterFacts]) -> list[str]:
    rows = [(f.title[:TITLE], f.words, f.grade, f.short_grade, f.citations, f.questions, f.figures, f.tables) for f in facts]
    total = (
        "together",
        sum(f.words for f in facts),
        "",
        "",
        sum(f.citations for f in facts),
        sum(f.questions for f in facts),
        sum(f.figures for f in facts),
        sum(f.tables for f in facts),
    )
    return [_columns(row) for row in (HEAD, *rows, total)]


def _columns(row: Sequence[object]) -> str:
    return " ".join([f"{row[0]:{TITLE}}", *(f"{cell:>{width}}" for cell, width in zip(row[1:], WIDTHS, strict=True))])
