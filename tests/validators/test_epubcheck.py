"""EPUBCheck closes on faults, and on nothing else."""

import pytest

from studyguide.checks.epubcheck import check_epubs
from studyguide.checks.report import Status
from tests.checks.samples import write_epub


def test_good_book_passes(tmp_path, tools):
    """A book without a fault passes EPUBCheck 5.3.0."""
    result = check_epubs([write_epub(tmp_path / "good.epub")], tools)

    assert (result.status, result.findings, result.version) == (Status.PASS, (), "5.3.0")


# Seven faults in one book: EPUBCheck takes seconds to start.
FAULTS = {
    "EPUB/one.xhtml": [
        ("viewBox", "viewbox"),
        ('<h1 id="start">', '<h1 id="end">'),
        ("<p>A paragraph.</p>", '<p>A <marquee>paragraph</marquee>.</p><p><img src="gone.png" alt="gone"/></p>'),
        ('epub:type="chapter"', 'epub:type="chaptre"'),
    ],
    "EPUB/package.opf": [(' properties="svg"', ""), ("<dc:language>en</dc:language>", "")],
}


@pytest.fixture(scope="module")
def found(tmp_path_factory, tools):
    """The rules that EPUBCheck finds broken in the faulty book."""
    result = check_epubs([write_epub(tmp_path_factory.mktemp("epub") / "bad.epub", FAULTS)], tools)
    return {(finding.rule.split()[0], finding.where.split(":")[1]) for finding in result.findings}


@pytest.mark.parametrize(
    ("rule", "file"),
    [
        ("RSC-025", "EPUB/one.xhtml"),  # viewbox
        ("RSC-012", "EPUB/nav.xhtml"),  # #start is gone
        ("RSC-005", "EPUB/one.xhtml"),  # marquee
        ("RSC-007", "EPUB/one.xhtml"),  # gone.png
        ("OPF-088", "EPUB/one.xhtml"),  # chaptre
        ("OPF-014", "EPUB/one.xhtml"),  # SVG without its property
        ("RSC-005", "EPUB/package.opf"),  # no language
    ],
)
def test_seeded_fault_is_found(found, rule, file):
    """Each fault that was seeded into the book is found in its file."""
    assert (rule, file) in found
