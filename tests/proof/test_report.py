"""The verdicts of checks, and the table that shows them."""

import pytest

from studyguide.proof.report import (
    SHOWN,
    CheckResult,
    MissingTool,
    Outcome,
    ReportRow,
    Status,
    aligned,
    finding,
    grid,
    measured,
    table,
)


def test_no_findings_pass():
    """A check that finds nothing passes, and keeps the version and what was looked at."""
    result = measured("links", lambda: Outcome((), "1.2", "one file", looked=1))

    assert (result.status, result.version, result.detail) == (Status.PASS, "1.2", "one file")


def test_findings_fail():
    """A check that finds something fails."""
    result = measured("links", lambda: Outcome([finding("a.pdf", "dead", "leads nowhere")], looked=1))

    assert result.status is Status.FAIL


def test_missing_tool_is_skipped_not_passed():
    """A check whose program is missing is SKIPPED and says what is missing."""

    def body():
        raise MissingTool("Java is missing")

    result = measured("EPUBCheck", body)

    assert (result.status, result.detail) == (Status.SKIPPED, "Java is missing")


def test_work_done_before_keeps_its_time():
    """A check whose work was done for many files at once says how long its own part took."""
    assert measured("veraPDF", lambda: Outcome((), seconds=7.5, looked=1)).seconds == 7.5


def test_numbers_stand_below_each_other():
    """Columns of numbers are set at their right, the first column at its left."""
    assert aligned([("", "words"), ("One", "12")], right=True) == ["     words", "One     12"]


@pytest.mark.parametrize("error", [RuntimeError("no report"), FileNotFoundError("a.pdf"), KeyError("/Root")])
def test_a_check_that_breaks_off_fails(error):
    """A check that breaks off over a file has proved nothing: it fails, with the reason, and the others go on."""

    def body():
        raise error

    result = measured("EPUBCheck", body)

    assert (result.status, [found.code for found in result.findings]) == (Status.FAIL, ["broken-off"])
    assert str(error) in result.findings[0].message


def test_a_check_that_saw_nothing_fails():
    """A check without findings that looked at nothing has proved nothing."""
    result = measured("EPUBCheck", lambda: Outcome((), looked=0))

    assert (result.status, [found.code for found in result.findings]) == (Status.FAIL, ["nothing-seen"])


def test_table_rows():
    """The table has a row a check with its verdict, and ends with the number of each verdict."""
    found = (finding("book.pdf: page 3", "link-target", "leads nowhere"),)
    results = [
        CheckResult("EPUBCheck", Status.PASS, seconds=3.44, version="5.3.0", detail="book.epub"),
        CheckResult("Ace", Status.SKIPPED, detail="Chromium is missing"),
        CheckResult("PDF audit", Status.FAIL, found, 0.1, "10", "book.pdf"),
    ]

    expected = """\
check      result   seconds  with   looked at
EPUBCheck  PASS     3.4      5.3.0  book.epub
Ace        SKIPPED  0.0      –      Chromium is missing
PDF audit  FAIL     0.1      10     1 findings; book.pdf

PDF audit:
  book.pdf: page 3: error[link-target]: leads nowhere

1 PASS · 1 FAIL · 1 SKIPPED"""
    assert table(results) == expected


def test_long_lists_are_cut_and_counted():
    """Of many findings the first are shown, and the rest are counted."""
    many = tuple(finding("a", "rule", str(number)) for number in range(SHOWN + 5))

    shown = table([CheckResult("links", Status.FAIL, many)])

    assert f"[rule]: {SHOWN - 1}\n" in shown
    assert f"[rule]: {SHOWN}" not in shown
    assert "… and 5 more" in shown


def test_grid_rows():
    """Files that go through the same checks have a row each; their findings and verdicts are told with the others'."""
    found = (finding("p. 3", "overlap", "lies on another"),)
    fine = CheckResult("gates", Status.PASS, seconds=1.25, version="10"), CheckResult("veraPDF", Status.SKIPPED, detail="no Java")
    files = [
        ReportRow("a.pdf", ("12", "0.50"), fine),
        ReportRow("large.pdf", ("7", "1.25"), (CheckResult("gates", Status.FAIL, found, 2.0, "10"), fine[1])),
    ]

    assert (
        grid(("PDF", "pages", "MB"), files)
        == """\
PDF        pages  MB    seconds  gates  veraPDF
a.pdf      12     0.50  1.2      PASS   SKIPPED
large.pdf  7      1.25  2.0      FAIL   SKIPPED
with 10
veraPDF: no Java"""
    )
    assert "p. 3: error[overlap]: lies on another" in table([], files)
    assert table([], files).endswith("1 PASS · 1 FAIL · 2 SKIPPED")
