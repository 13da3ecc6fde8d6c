"""`./guide check`: every check of the finished guide, in two tables."""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf

from studyguide.lint import lint
from studyguide.lint.readability import ChapterFacts, chapter_facts, formula_of
from studyguide.proof import complete, pdfua2, same_words
from studyguide.proof.epub import figures, fit, inspect, page_list, profiles, rebuilt, reread
from studyguide.proof.finished import Check, FinishedGuide, FinishedPdf, PdfCheck
from studyguide.proof.heard import check as heard
from studyguide.proof.origins import Origins
from studyguide.proof.others import ace, calibre, epubcheck, spelling, verapdf
from studyguide.proof.others.tools import Tools, find_tools
from studyguide.proof.pdf import balance, drawings, gates, lines, printed
from studyguide.proof.pdf import rebuilt as rebuilt_pdf
from studyguide.proof.report import CheckResult, Outcome, ReportRow, Status, aligned, grid, measured, table
from studyguide.proof.text import text_tables
from studyguide.publish.earlier_values import earlier_numbers
from studyguide.sources.diagnostics import Diagnostic, Problems
from studyguide.sources.messages import show
from studyguide.sources.project import INSTALLED


def check_text(guide: FinishedGuide) -> Outcome:
    """The lints over the text; warnings are printed and counted, errors are findings."""
    book, problems = guide.compiled.book, Problems()
    lint(book, guide.compiled.sources, guide.today, problems, earlier=earlier_numbers(guide.root, book.values))
    for warning in problems.warnings:
        print(show(warning, {}))
    counts = Counter(warning.code for warning in problems.warnings)
    detail = ", ".join(f"{n} × {code}" for code, n in sorted(counts.items())) or "no warnings"
    return Outcome(problems.errors, "", detail, looked=len(book.chapters))


CHECKS: Mapping[str, Check] = {
    "Finished files": complete.check,
    "text": check_text,
    "Spelling": spelling.check_spelling,
    "Misspellings": spelling.check_misspellings,
    "EPUBCheck": epubcheck.check,
    "Ace by DAISY": ace.check,
    "EPUB rules": inspect.check,
    "EPUB rebuilt": rebuilt.check,
    "EPUB re-read": reread.check,
    "EPUB readers": profiles.check,
    "EPUB figures": figures.check,
    "EPUB screens": fit.check,
    "EPUB page list": page_list.check,
    "PDF and EPUB": same_words.check,
    "PDF/UA-2": pdfua2.check,
    "EPUB heard": heard.check,
    "Calibre's check": calibre.check_book,
    "Kindle conversion": calibre.check_kindle,
}
PDF_CHECKS: Mapping[str, PdfCheck] = {
    "PDF syntax": gates.check_syntax,
    "Page numbers": printed.check,
    "PDF gates": gates.check,
    "PDF drawings": drawings.check,
    "PDF rebuilt": rebuilt_pdf.check,
    "PDF heard": heard.check_pdf,
    **{f"veraPDF {flavour}": partial(verapdf.check, flavour=flavour) for flavour in verapdf.FLAVOURS},
}


BESIDE = {"Spelling", "EPUBCheck", "PDF/UA-2", "Ace by DAISY", "EPUB screens", "Calibre's check", "Kindle conversion"}
"""Checks that wait for programs of others, one after another, while our own look at other things."""
LATE = {f"veraPDF {flavour}" for flavour in verapdf.FLAVOURS}
"""Checks of a PDF that are asked last, since all PDFs are judged by then."""


def check_everything(
    root: Path, today: datetime.date, tools: Tools | None = None, without: Collection[str] = ()
) -> tuple[str, tuple[Diagnostic, ...], tuple[str, ...]]:
    """The report as text, every finding, and the names of checks that were not made. `tools` are found if they are not given.

    A skipped check is shouted about, not passed; so are those that were asked not to be made, `without` them.
    """
    guide = FinishedGuide.of(tools or find_tools(root), today)
    origins = Origins(guide.compiled)
    asked = {name: check for name, check in CHECKS.items() if name not in without and concerns(name, guide)}
    checks = {name: partial(measured, name, partial(check, guide)) for name, check in asked.items()}
    with ThreadPoolExecutor(1) as beside:
        beside.submit(verapdf.judge_all, guide)
        waited = {name: beside.submit(check) for name, check in checks.items() if name in BESIDE}
        ours = {name: check() for name, check in checks.items() if name not in BESIDE}
        pdfs = _check_pdfs(guide, late=False)
        told = [waited[name].result() if name in waited else ours[name] for name in checks]
    late = _check_pdfs(guide, late=True)
    pdfs = [replace(row, results=(*row.results, *more.results)) for row, more in zip(pdfs, late, strict=True)]
    others = [traced(result, lambda found: origins.of_epub(found, guide.opened_for(found))) for result in told]
    results = [*others, *(result for pdf in pdfs for result in pdf.results)]
    chapters = _chapters(chapter_facts(guide.compiled.book), guide.compiled.book.guide.language)
    lines = ["", "Chapters", *chapters, *text_tables(guide.compiled), ""]
    lines += [grid(("PDF", "pages", "MB"), pdfs), "", *_balances(guide), "", table(others, pdfs)]
    skipped = tuple(dict.fromkeys((*(result.name for result in results if result.status is Status.SKIPPED), *without)))
    if skipped:
        lines.append(f"NOT CHECKED: {', '.join(skipped)}. This is not a pass.")
    return "\n".join(lines), tuple(found for result in results for found in result.findings), skipped


def concerns(check: str, guide: FinishedGuide) -> bool:
    """Whether a check has something to look at in a guide: PDF/UA-2 where it is asked for; known misspellings are of English."""
    made = guide.compiled.book.guide
    asked = {"Misspellings": made.language.partition("-")[0] == "en", "PDF/UA-2": made.ua2}
    return not INSTALLED or asked.get(check, True)


def _balances(guide: FinishedGuide) -> list[str]:
    """How the pages of each PDF are filled, and how its paragraphs end, a line a file."""
    files = [pdf for pdf in guide.pdfs if pdf.path.exists()]
    pages = [(pdf.path.name, *balance.of(pdf.reading, pdf.units).row) for pdf in files]
    ends = [(pdf.path.name, *lines.measured(list(lines.paragraphs(pdf.reading))).row) for pdf in files]
    return [*aligned([("PDF", *balance.COLUMNS), *pages]), "", *aligned([("PDF", *lines.COLUMNS), *ends])]


def _check_pdfs(guide: FinishedGuide, *, late: bool) -> list[ReportRow]:
    checks = {name: check for name, check in PDF_CHECKS.items() if (name in LATE) is late}
    return [check_pdf(pdf, checks) for pdf in guide.pdfs]


def check_pdf(pdf: FinishedPdf, checks: Mapping[str, PdfCheck] = PDF_CHECKS) -> ReportRow:
    """All checks of one PDF."""
    try:
        with pikepdf.open(pdf.path) as opened:
            facts = str(len(opened.pages)), f"{pdf.path.stat().st_size / 1e6:.2f}"
    except (OSError, pikepdf.PdfError):
        facts = "–", "–"  # every check says so
    origins = Origins(pdf.guide.compiled)
    results = [
        traced(measured(name, partial(check, pdf)), lambda found: origins.of_pdf(found, pdf.reading, pdf.path))
        for name, check in checks.items()
    ]
    return ReportRow(pdf.path.name, facts, tuple(results))


def traced(result: CheckResult, origin: Callable[[Diagnostic], Diagnostic]) -> CheckResult:
    """A result with each finding at the place of its source; of a file that cannot be read, as the check gave them."""
    try:
        return replace(result, findings=tuple(map(origin, result.findings)))
    except Exception:  # noqa: BLE001 (what keeps a file from being read is told already)
        return result


def _chapters(facts: list[ChapterFacts], language: str) -> list[str]:
    """A line a chapter, and one that adds up what can be added; without readability where the language has no formula for it."""
    formula = formula_of(language)
    scores = [(f.score, f.short_score) if formula else () for f in facts]
    head = ("", "words", *((formula.name, "in short") if formula else ()), "citations", "questions", "figures", "tables")
    rows = [
        (f.title[:46], f.words, *score, f.citations, f.questions, f.figures, f.tables)
        for f, score in zip(facts, scores, strict=True)
    ]
    columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True))
    total = ("together", sum(columns[1]), *(("", "") if formula else ()), *map(sum, columns[-4:]))
    return aligned([head, *(tuple(map(str, row)) for row in (*rows, total))], right=True)
