"""EPUBCheck on the synthetic publication."""

from studyguide.checks.epubcheck import check_epubs
from studyguide.checks.report import Status


def test_epubcheck_has_nothing_to_say(packed, tools):
    """EPUBCheck 5.3 finds no error, no warning and no usage in a book with every construct."""
    result = check_epubs([packed], tools)
    assert (result.status, result.findings) == (Status.PASS, ())
