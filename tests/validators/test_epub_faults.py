"""Every fault of the table that a program must find is found by it, and a sound book passes; `./guide check` runs this.

Programs take seconds to start, so all faults for one program are seeded into one book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studyguide.proof.everything import CHECKS
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others.tools import Tools
from studyguide.proof.report import CheckResult, Status, measured
from tests.proof.epub.faults import FAULTS, Files, rezipped, seeded, sound

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
def said(tmp_path_factory, tools) -> Callable[[str], CheckResult]:
    """What a program says of the book with all faults that it must find; asked once."""
    known: dict[str, CheckResult] = {}

    def ask(gate: str) -> CheckResult:
        if gate not in known:
            data = rezipped(lambda files: seed_all(gate, files))
            known[gate] = checked(gate, data, tmp_path_factory.mktemp(gate), tools)
        return known[gate]

    return ask


def seed_all(gate: str, files: Files) -> None:
    """Put all faults of a gate into one book."""
    for fault in seeded(gate):
        fault.seed(files)


@pytest.mark.parametrize("fault", FOREIGN, ids=lambda fault: f"{fault.gate}-{fault.rule}-{FAULTS.index(fault)}")
def test_a_seeded_fault_is_found(fault, said):
    """The program names the rule, and the file that the fault is in (or that it shows in)."""
    found = [finding for finding in said(fault.gate).findings if finding.code.split()[0] == fault.rule]
    assert any(where in f"{finding.span.path} {finding.message}" for finding in found for where in shows_in(fault.file))


def shows_in(file: str) -> Iterator[str]:
    """Where a fault of a file may be reported: a style sheet's in any document."""
    yield file
    if file.endswith(".css"):
        yield ".xhtml"
