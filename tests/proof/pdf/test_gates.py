"""Gates: the PDF of the tiny guide passes, and every fault that is put into it is caught by the gates that are there for it."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from studyguide.proof.finished import FinishedGuide, FinishedPdf
from studyguide.proof.others.tools import Tools
from studyguide.proof.pdf import drawings
from studyguide.proof.pdf.facts import LIMITS, PdfFacts
from studyguide.proof.pdf.gates import check_syntax, expected, gates
from studyguide.proof.pdf.reader import read
from studyguide.publish.pdf import make_pdf
from studyguide.sources.messages import show
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.proof.pdf.faults import FAULTS, RESTYLED
from tests.proof.pdf.read_once import reading_once
from tests.proof.pdf.seeding import Pen
from tests.tinybook import changed, compile_tiny, tiny_book, tiny_sources


def judged(path, wanted):
    return gates(PdfFacts.of(read(path), wanted))


@pytest.fixture(scope="module")
def guide(project):
    """The finished tiny guide, with what it was made from; pages that no fault is put into are read once."""
    with reading_once():
        yield FinishedGuide(Tools(project), project)


def test_unedited(tiny):
    """Nothing is wrong with the PDF as it is built."""
    assert tiny.findings == ()


def test_large_print(tiny):
    """Text that is fine on A4 is too small and too faint for large print."""
    found = judged(tiny.path, replace(tiny.expected, limits=LIMITS["large-print"]))
    assert {each.code for each in found} == {"text-size", "contrast"}
    for start in ("text is set in 9.00 pt", "words in a drawing are set in", "#8F6400 on #FFFFFF has a contrast of 5.26"):
        assert any(each.message.startswith(start) for each in found), start


@pytest.mark.parametrize("name", ["large-print", "phone"])
def test_far_from_a4(name, tmp_path, layouts):
    """Nothing is wrong with the largest and the smallest pages, which promise more of their words, in drawings too."""
    compiled, rendition = tiny_book(), RENDITIONS[name]
    path = tmp_path / "tiny.pdf"
    path.write_bytes(make_pdf(compiled, rendition, layouts).data)
    assert judged(path, expected(compiled, rendition)) == []


def test_every_rule_has_its_fault():
    """No rule is there that has not been seen to speak."""
    assert {rule for fault in (*FAULTS, *RESTYLED) for rule in fault.rules} | {"syntax"} == set(_rules())


def _rules():
    """Every rule that the gates and their reader name: beside a place, or at the head of a pair."""
    folder = Path(gates.__code__.co_filename).parent
    for path in sorted({*folder.glob("*.py")} - {folder / "source.py", folder / "rebuilt.py"}):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "finding":
                named = node.args[1]
            elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) in (2, 4):
                named = node.elts[len(node.elts) // 4]
            else:
                continue
            if isinstance(named, ast.Constant) and re.fullmatch("[a-z]+(-[a-z]+)*", str(named.value)):
                yield named.value


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault(fault, tiny, guide, tmp_path):
    """The fault adds findings of the rules that are there for it, and of no others."""
    path = tmp_path / tiny.path.name
    with pikepdf.open(tiny.path) as opened:
        fault.seed(Pen(opened))
        opened.save(path, linearize=fault.linearized)

    pdf = FinishedPdf(guide, path, RENDITIONS[REFERENCE])
    found = [*gates(PdfFacts.of(pdf.reading, tiny.expected)), *drawings.check(pdf).findings]
    assert sorted({finding.code for finding in found}) == sorted(fault.rules), "\n".join(map(str, found))


@pytest.fixture(scope="module")
def badly_made_up(tmp_path_factory, layouts):
    """What the gates find where the style sheet has all faults of page make-up."""
    folder, sheet = tmp_path_factory.mktemp("restyled"), "styles/renditions/a4.css"
    css = "\n".join([tiny_sources().texts[sheet], *(fault.css for fault in RESTYLED)])
    compiled, path = compile_tiny(changed(**{sheet: css})), folder / "tiny.pdf"
    path.write_bytes(make_pdf(compiled, RENDITIONS[REFERENCE], layouts).data)
    return judged(path, expected(compiled, RENDITIONS[REFERENCE]))


@pytest.mark.parametrize("fault", RESTYLED, ids=lambda fault: fault.name)
def test_make_up(fault, badly_made_up):
    """Pages that are made up badly are found by the gates for that, and by no others."""
    said = [show(found, {}) for found in badly_made_up if found.code in fault.rules]
    assert any(fault.said in text for text in said)
    assert {found.code for found in badly_made_up} == {rule for each in RESTYLED for rule in each.rules}


def test_broken_stream(tiny, tmp_path):
    """A stream that cannot be decoded is a fault of the syntax; the file as it is built has none."""
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(tiny.path) as pdf:
        pdf.pages[0].obj.Contents = pdf.make_stream(b"not deflated", Filter=pikepdf.Name.FlateDecode)
        pdf.save(broken)
    guide = FinishedGuide(Tools(tmp_path), tmp_path)
    found = [check_syntax(FinishedPdf(guide, path, RENDITIONS[REFERENCE])).findings for path in (tiny.path, broken)]
    assert found[0] == []
    assert {finding.code for finding in found[1]} == {"syntax"}
