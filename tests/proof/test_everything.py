"""`./guide check` as a whole: every check runs over the finished tiny guide, and none passes where its program is missing."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from studyguide.proof import everything, finished
from studyguide.proof.everything import CHECKS, PDF_CHECKS, check_everything, check_pdf
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others.tools import Tools
from studyguide.proof.report import Outcome, Status, measured
from studyguide.sources.renditions import REFERENCE, RENDITIONS

TODAY = datetime.date(2026, 1, 2)
FOREIGN = {
    "Spelling": "hunspell",
    "Misspellings": "codespell",
    "EPUBCheck": "Java",
    "Ace by DAISY": "Chromium",
    "EPUB screens": "Chromium",
    "Calibre's check": "Calibre",
    "Kindle conversion": "Calibre",
    "PDF/UA-2": "veraPDF",
    "veraPDF ua1": "veraPDF",
    "veraPDF 3a": "veraPDF",
}
"""The checks by programs of others, and what they say is missing."""


@pytest.fixture
def guide(project, monkeypatch) -> FinishedGuide:
    """The finished tiny guide, of which only the reference rendition was made."""
    monkeypatch.setattr(finished, "RENDITIONS", {REFERENCE: RENDITIONS[REFERENCE]})
    return FinishedGuide.of(Tools(project), TODAY)


def test_the_whole_report(guide, monkeypatch):
    """Every check has its row and every PDF its columns; what was skipped is shouted about, and only faults forbid publishing."""
    monkeypatch.setattr("studyguide.proof.epub.rules.figures.WORDS", 80)
    report, found, skipped = check_everything(guide.root, TODAY, guide.tools)

    lines = report.split("\n")
    assert all(any(line.startswith(f"{name}  ") for line in lines) for name in CHECKS)
    assert next(line for line in lines if line.startswith("PDF ")).endswith("  ".join(PDF_CHECKS))
    assert any(line.startswith(f"{guide.reference.path.name} ") for line in lines)
    assert next(line for line in lines if line.startswith("together")).split()[1].isdigit()
    assert {"Spelling", "EPUBCheck", "Ace by DAISY", "Kindle conversion"} <= {*skipped}
    assert lines[-1].startswith("NOT CHECKED: Spelling, Misspellings, EPUBCheck")
    assert lines[-1].endswith("This is not a pass.")
    assert found  # the tiny guide's one drawing is told in fewer than 80 words
    assert "[description]" in report


@pytest.mark.parametrize("name", [name for name in CHECKS if name not in FOREIGN])
def test_our_own_checks_need_no_program(guide, name):
    """What is our own finds nothing in the tiny guide, but for what it was made without."""
    known = {"EPUB rules": {"description"}, "text": {"coverage"}}
    assert {found.code for found in CHECKS[name](guide).findings} <= known.get(name, set())


@pytest.mark.parametrize("name", FOREIGN)
def test_without_its_program_a_check_is_skipped(guide, name):
    """On a computer without the program, a check says SKIPPED and names what is missing."""
    check, subject = (CHECKS[name], guide) if name in CHECKS else (PDF_CHECKS[name], guide.reference)
    result = measured(name, lambda: check(subject))

    assert result.status is Status.SKIPPED
    assert FOREIGN[name] in result.detail


def test_the_row_of_a_pdf(guide):
    """A PDF's row tells its pages and size, and passes our own checks."""
    ours = {name: check for name, check in PDF_CHECKS.items() if name not in FOREIGN}
    row = check_pdf(guide.reference, ours)

    assert (row.name, row.facts[0]) == (guide.reference.path.name, "15")
    assert [(result.status, result.findings) for result in row.results] == [(Status.PASS, ())] * len(ours)


def test_errors_of_the_lints_are_findings(guide, monkeypatch, capsys):
    """The lints' errors fail the check of the text with their own places; warnings are printed and counted."""
    guide = replace(guide, today=datetime.date(2999, 1, 1))
    outcome = everything.check_text(guide)

    said = capsys.readouterr().out
    assert all(found.severity == "error" and found.span.line for found in outcome.findings)
    assert said.count("warning[") == sum(int(part.split()[0]) for part in outcome.detail.split(", ") if part[0].isdigit())


def test_what_passes_may_be_published(guide, monkeypatch):
    """Without a fault the guide may be published, and nothing is shouted."""
    monkeypatch.setattr(everything, "CHECKS", {"text": lambda _: Outcome((), looked=1)})
    monkeypatch.setattr(everything, "PDF_CHECKS", {"PDF gates": lambda _: Outcome((), "1", looked=1)})
    report, found, skipped = check_everything(guide.root, TODAY, guide.tools)

    assert not found
    assert not skipped
    assert report.endswith("2 PASS · 0 FAIL · 0 SKIPPED")


@pytest.mark.parametrize("data", [None, b"", b"%PDF-1.7 and no more"])
def test_a_file_that_cannot_be_read_fails_every_check(guide, tmp_path, data):
    """Where a PDF is missing, empty or cut off, each of our own checks of it fails, and the report is made all the same."""
    path = tmp_path / "tiny-a4.pdf"
    if data is not None:
        path.write_bytes(data)
    ours = {name: check for name, check in PDF_CHECKS.items() if name not in FOREIGN}
    row = check_pdf(replace(guide.reference, path=path), ours)

    assert row.facts == ("–", "–")
    assert {result.status for result in row.results} == {Status.FAIL}
