"""What is made of what EPUBCheck, Ace, calibre and veraPDF say."""

import pytest

from studyguide.proof.others.ace import read_report as read_ace
from studyguide.proof.others.calibre import lost_entries, lost_text
from studyguide.proof.others.epubcheck import read_report as read_epubcheck
from studyguide.proof.others.verapdf import read_verdict
from studyguide.sources.messages import show


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (["One", "Two", "Two"], 0),
        (["Two", "One", "Two"], 1),
        (["One", "Two"], 1),
        (["One", "Three", "Two"], 1),
    ],
)
def test_contents_that_a_conversion_changes_are_found(after, found):
    """An entry that is lost, new or elsewhere in the contents is a finding."""
    assert len(lost_entries("book", ["One", "Two", "Two"], after)) == found


def test_text_that_a_conversion_changes_is_found():
    """The first place where the characters differ is told, at the end too."""
    assert lost_text("book", "abcdef", "abcdef") == []
    assert lost_text("book", "abcdef", "abXdef")[0].message == "“cdef” has become “Xdef”"
    assert lost_text("book", "abcdef", "abc")[0].message == "“def” has become “”"


def message(rule, severity, *places):
    return {"ID": rule, "severity": severity, "message": "wrong", "locations": list(places)}


def epubcheck_report(*messages):
    return {"checker": {"filename": "book.epub", "checkerVersion": "5.3.0"}, "messages": list(messages)}


def test_every_place_of_an_epubcheck_message_is_a_finding():
    """A message of EPUBCheck gives one finding for each place, with line and column where they are known."""
    places = [{"path": "EPUB/a.xhtml", "line": 3, "column": 7}, {"path": "EPUB/b.opf", "line": -1, "column": -1}]

    found = read_epubcheck(epubcheck_report(message("RSC-005", "ERROR", *places)))

    assert [show(finding, {}) for finding in found] == [
        "book.epub:EPUB/a.xhtml:3:7: error[RSC-005 error]: wrong",
        "book.epub:EPUB/b.opf: error[RSC-005 error]: wrong",
    ]


def test_misspelt_svg_counts_though_ranked_as_usage():
    """EPUBCheck's lowest rank counts (it holds misspelt SVG), but for the fact that fonts are in use."""
    messages = [message("RSC-025", "USAGE", {"path": "a"}), message("CSS-028", "USAGE", {"path": "a"})]

    found = read_epubcheck(epubcheck_report(*messages))

    assert [finding.code for finding in found] == ["RSC-025 usage"]


@pytest.mark.parametrize(("name", "counts"), [("lexicon.pls", False), ("lost.png", True)])
def test_a_lexicon_is_referred_to_in_a_way_that_epubcheck_does_not_see(name, counts):
    """What nothing refers to is a finding, but for a lexicon, to which heads of documents refer."""
    words = f'Resource "EPUB/{name}" is listed in the manifest, but no reference to it was found in content documents.'
    assert bool(read_epubcheck(epubcheck_report({**message("OPF-097", "USAGE", {"path": "a"}), "message": words}))) is counts


def test_epubcheck_message_without_place_counts():
    """A message of EPUBCheck that names no place is a finding all the same."""
    assert len(read_epubcheck(epubcheck_report(message("PKG-001", "FATAL")))) == 1


def ace_report(outcome, *assertions):
    document = {"earl:testSubject": {"url": "one.xhtml"}, "assertions": list(assertions)}
    return {"earl:result": {"earl:outcome": outcome}, "assertions": [document]}


def test_ace_violations_are_findings():
    """A violation that Ace reports gives a finding with its rule, its weight and the mark-up."""
    test = {"dct:title": "image-alt", "earl:impact": "critical"}
    violation = {"earl:test": test, "earl:result": {"dct:description": "No\n  text", "html": "<img/>"}}

    found = read_ace("book.epub", ace_report("fail", violation))

    assert [show(finding, {}) for finding in found] == ["book.epub:one.xhtml: error[image-alt critical]: No text <img/>"]


def test_ace_verdict_counts_without_violations():
    """A verdict of Ace other than “pass” is a finding, even if no violation is listed."""
    assert read_ace("book.epub", ace_report("pass")) == []
    assert [finding.code for finding in read_ace("book.epub", ace_report("fail"))] == ["outcome"]


def verdict(compliant, **failed):
    return {"pdf": "/a/book.pdf", "flavour": "ua1", "compliant": compliant, "tests": 9, "failed": failed}


def test_verapdf_rules_are_findings():
    """Each rule that veraPDF finds broken is one finding, with how often and where first."""
    rule = {"message": "no alternative", "count": 3, "context": "Figure"}

    found = read_verdict(verdict(False, **{"7.3-1": rule}))

    assert [show(finding, {}) for finding in found] == ["book.pdf (ua1): error[7.3-1]: no alternative (3 times, first at Figure)"]
