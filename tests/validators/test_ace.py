"""Ace closes on faults of accessibility, and on nothing else."""

import pytest

from studyguide.checks.ace import check_accessibility
from studyguide.checks.report import Status
from tests.checks.samples import write_epub


def test_good_book_passes(tmp_path, tools):
    """A book without a fault passes Ace 1.4.6."""
    result = check_accessibility([write_epub(tmp_path / "good.epub")], tools)

    assert (result.status, result.findings, result.version) == (Status.PASS, (), "1.4.6")


FAULTS = {
    "EPUB/one.xhtml": [
        ('role="img" aria-label="A blue square" ', 'role="img" '),
        ("<p>A paragraph.</p>", '<h4>A jump</h4><p style="color: #bbb; background: #fff">Pale.</p><a href="nav.xhtml"></a>'),
        (' lang="en" xml:lang="en"', ""),
    ],
    "EPUB/package.opf": [('<meta property="schema:accessibilityHazard">none</meta>', "")],
}


@pytest.fixture(scope="module")
def found(tmp_path_factory, tools):
    """The rules that Ace finds broken in the faulty book."""
    result = check_accessibility([write_epub(tmp_path_factory.mktemp("epub") / "bad.epub", FAULTS)], tools)
    return {finding.rule.split()[0] for finding in result.findings}


RULES = ["svg-img-alt", "heading-order", "color-contrast", "link-name", "html-has-lang", "metadata-accessibilityhazard"]


@pytest.mark.parametrize("rule", RULES)
def test_seeded_fault_is_found(found, rule):
    """Each fault that was seeded into the book is found by the rule meant for it."""
    assert rule in found
