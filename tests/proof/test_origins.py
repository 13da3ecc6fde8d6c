"""What is at fault in a finished file is told at its place in the sources."""

from __future__ import annotations

import datetime

import pikepdf
import pytest

from studyguide.proof.finished import FinishedGuide
from studyguide.proof.origins import Origins
from studyguide.proof.others import ace, epubcheck, verapdf
from studyguide.proof.others.tools import Tools
from studyguide.proof.pdf.reader import read
from studyguide.proof.report import finding
from studyguide.sources.diagnostics import Diagnostic, Span
from tests.tinybook import tiny_book, tiny_sources


@pytest.fixture(scope="module")
def guide(project) -> FinishedGuide:
    """The finished tiny guide."""
    return FinishedGuide.of(Tools(project), datetime.date.min)


def written(path: str, words: str) -> Span:
    """Where words stand in a source of the tiny guide: path and line."""
    text = tiny_sources().texts[path]
    return Span(path, text[: text.index(words)].count("\n") + 1)


def where(found: Diagnostic) -> Span:
    """Path and line of a finding."""
    return Span(found.span.path, found.span.line)


def printed(guide: FinishedGuide, name: str, words: str) -> tuple[int, int]:
    """Line and column of words in a document of the EPUB."""
    text = guide.opened.pages[name].data.decode()
    at = text.index(words)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


C1, C2 = "chapters/01-counting.md", "chapters/02-calm.md"
WORDS = [
    ("counting.xhtml", "Count the right cells", C1),
    ("counting.xhtml", "Limits differ.", C1),
    ("calm.xhtml", "Rest is enough", C2),
    ("calm.xhtml", "It is", C2),
    ("calm.xhtml", "passes.", C2),
    ("calm.xhtml", "wash", C2),
    ("answers.xhtml", "Germs come in.", C2),
    ("figure-descriptions.xhtml", "A line runs from zero", C1),
    ("glossary.xhtml", "lowest", "chapters/glossary.md"),
    ("faq.xhtml", "A fever with low", "chapters/faq.md"),
    ("emergency.xhtml", "Do not wait", "chapters/emergency.md"),
]


@pytest.mark.parametrize(("name", "words", "path"), WORDS)
def test_epubcheck_names_the_line_that_was_written(guide, name, words, path) -> None:
    """A message of EPUBCheck at a line and column of a document is told at the line of the source."""
    line, column = printed(guide, name, words)
    places = [{"path": f"EPUB/{name}", "line": line, "column": column}]
    message = {"ID": "RSC-005", "severity": "ERROR", "message": "wrong", "locations": places}
    report = {"checker": {"filename": "tiny.epub", "checkerVersion": "5.3.0"}, "messages": [message]}

    (found,) = (Origins(tiny_book()).of_epub(each, guide.opened) for each in epubcheck.read_report(report))

    assert where(found) == written(path, words)
    assert found.message == f"wrong (in tiny.epub:EPUB/{name}:{line}:{column})"


QUOTED = [
    ("counting.xhtml", "“Limits differ.” is set in the wrong size", C1, "Limits differ."),
    ("calm.xhtml", "the link “the rest” leads nowhere", C2, "---"),
    ("answers.xhtml", "“Germs come in.” is hidden", C2, "Germs"),
]


@pytest.mark.parametrize(("name", "message", "path", "words"), QUOTED)
def test_a_rule_of_ours_names_the_line_of_what_it_quotes(guide, name, message, path, words) -> None:
    """A rule that names a document and quotes words is told where they are written; else at the document's source."""
    found = Origins(tiny_book()).of_epub(finding(name, "rule", message), guide.opened)

    assert where(found) == (written(path, words) if words != "---" else Span(path, 0))


def test_what_no_author_writes_is_told_at_its_template_or_drawing(guide) -> None:
    """Style sheet, package and pictures lead to the files that they are made from; what is unknown stays as it is."""
    origins = Origins(tiny_book())
    places = {
        finding("tiny.epub:EPUB/book.css", "CSS", "wrong", 7): Span("styles/epub.css", 7),
        finding("package.opf", "x", "wrong"): Span("styles/templates/epub/package.opf", 0),
        finding("images/ruler.png", "contrast", "wrong"): Span("chapters/figures/ruler.svg", 1),
        finding("tiny.epub", "x", "wrong"): Span("tiny.epub", 0),
    }

    assert [where(origins.of_epub(found, guide.opened)) for found in places] == list(places.values())


def test_ace_names_the_element_that_it_points_at(guide) -> None:
    """A violation of Ace is told where the element with the innermost id of its pointers was written."""
    test = {"dct:title": "image-alt", "earl:impact": "critical"}
    pointer = {"css": ["#fig-ruler > img"], "cfi": ["/4/2/6[fig-ruler]/2"]}
    violation = {"earl:test": test, "earl:result": {"dct:description": "No text", "html": "<img/>", "earl:pointer": pointer}}
    document = {"earl:testSubject": {"url": "counting.xhtml"}, "assertions": [violation]}
    report = {"earl:result": {"earl:outcome": "fail"}, "assertions": [document]}

    (found,) = (Origins(tiny_book()).of_epub(each, guide.opened) for each in ace.read_report("tiny.epub", report))

    assert where(found) == written(C1, "::::{figure}")


PRINTED = [
    ("Limits differ.", C1),
    ("It is not", C2),
    ("Call now", C2),
    ("Blood cultures", C2),
    ("The lowest point", "chapters/glossary.md"),
]


@pytest.mark.parametrize(("words", "path"), PRINTED)
def test_a_gate_names_the_line_of_what_it_quotes(guide, tiny, words, path) -> None:
    """A gate that names a page of a PDF and quotes words is told where they are written."""
    reading = read(tiny.path)
    pages = [page for page in reading.pages if words in "".join(run.text for run in page.runs).replace("\u00a0", " ")]
    label = pages[-1].label

    found = Origins(tiny_book()).of_pdf(finding(f"p. {label}", "contrast", f"“{words}” is pale"), reading, tiny.path)

    assert where(found) == written(path, words)
    assert found.message == f"“{words}” is pale (in p. {label})"


def test_verapdf_names_the_line_of_the_element(guide, tiny) -> None:
    """A rule that veraPDF finds broken at an element of the structure, or on a page, is told at a line of a chapter."""
    reading = read(tiny.path)
    with pikepdf.open(tiny.path) as pdf:
        figure = next(
            each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure" and "/Pg" in each
        )
        context = f"root/document[0]/StructTreeRoot[0]/K[0](1 0 obj SEDocument)/K[3]({figure.objgen[0]} 0 obj SEFigure Figure)"
    verdict = {"pdf": str(tiny.path), "flavour": "ua1", "compliant": False, "tests": 9}
    rule = {"message": "no alternative", "count": 1, "context": context}

    (found,) = (
        Origins(tiny_book()).of_pdf(each, reading, tiny.path)
        for each in verapdf.read_verdict(verdict | {"failed": {"7.3-1": rule}})
    )

    assert found.span.path == C1
    assert found.span.line
