"""Every fault of the table that a program must find is found by it, and a sound book passes; `./guide check` runs this.

Programs take seconds to start, so faults that can be told apart are seeded into one book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studyguide.proof.everything import CHECKS
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others.tools import Tools
from studyguide.proof.report import CheckResult, Status, measured
from tests.proof.epub.faults import FAULTS, Fault, Files, books, rezipped, sound

GATES = {
    "EPUBCheck": "EPUBCheck",
    "Ace": "Ace by DAISY",
    "calibre": "Calibre's check",
    "Kindle": "Kindle conversion",
    "screens": "EPUB screens",
}
FOREIGN = tuple(fault for fault in FAULTS if fault.gate in GATES)


def checked(gate: str, data: bytes, folder: Path, tools: Tools) -> CheckResult:
    """What a program says of a book. Without the program there is nothing to prove: its check then says SKIPPED too."""
    book = folder / "book.epub"
    book.write_bytes(data)
    result = measured(gate, lambda: CHECKS[GATES[gate]](FinishedGuide(tools, book)))
    if result.status is Status.SKIPPED:
        pytest.skip(result.detail)
    return result


@pytest.mark.parametrize("gate", GATES)
def test_a_sound_book_passes(gate, tools, tmp_path):
    """The negative control: a book with every construct, of which no program complains."""
    result = checked(gate, sound(), tmp_path, tools)
    assert (result.status, result.findings) == (Status.PASS, ())


@pytest.fixture(scope="module")
def said(tmp_path_factory, tools) -> Callable[[Fault], CheckResult]:
    """What a program says of the book with a fault, and others that it must find; asked once a book."""
    known: dict[Fault, CheckResult] = {}

    def ask(fault: Fault) -> CheckResult:
        if fault not in known:
            faults = next(book for book in books(fault.gate) if fault in book)
            data = rezipped(lambda files: seed_all(faults, files))
            known.update(dict.fromkeys(faults, checked(fault.gate, data, tmp_path_factory.mktemp(fault.gate), tools)))
        return known[fault]

    return ask


def seed_all(faults: list[Fault], files: Files) -> None:
    """Put faults into one book."""
    for fault in faults:
        fault.seed(files)


@pytest.mark.parametrize("fault", FOREIGN, ids=lambda fault: f"{fault.gate}-{fault.rule}-{FAULTS.index(fault)}")
def test_a_seeded_fault_is_found(fault, said):
    """The program names the rule, and the file that the fault is in (or that it shows in)."""
    found = [finding for finding in said(fault).findings if finding.code.split()[0] == fault.rule]
    assert any(
        where in f"{finding.span.path} {finding.message}".casefold() for finding in found for where in shows_in(fault.file)
    )


def shows_in(file: str) -> Iterator[str]:
    """Where a fault of a file may be reported: a style sheet's, and one of the manifest, in any document."""
    yield file.casefold()
    if file.endswith((".css", ".opf")):
        yield ".xhtml"
