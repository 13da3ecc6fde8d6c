"""Soft hyphens in table cells."""

from __future__ import annotations

from studyguide.book.hyphens import SOFT_HYPHEN
from studyguide.html.typography import soften_tables
from studyguide.html.xhtml import serialise
from tests.epub.synthetic import changed_by, specimen

ROW = '<table><tr><th scope="row" class="characters">neutrophils</th><td>haematology, 10⁹/L <b>lymphocytes</b></td></tr></table>'


def softened(body: str, language: str = "en-GB") -> str:
    """A body with its tables softened."""
    return changed_by(lambda root: soften_tables(root, language), body)


def test_long_words_in_cells_are_divided_and_numbers_are_not():
    """Words may break at their joints; numbers, units and short words never."""
    soft = softened(ROW)
    assert f"neutro{SOFT_HYPHEN}phils" in soft
    assert f"lympho{SOFT_HYPHEN}cytes" in soft
    assert "10⁹/L" in soft


def test_only_text_in_cells_is_touched():
    """Attributes, tags and the text around tables stay as they are."""
    soft = softened(f"<p>neutrophils</p>{ROW}neutrophils")
    assert soft.startswith("<p>neutrophils</p>")
    assert soft.endswith("</table>neutrophils")
    assert 'class="characters"' in soft


def test_without_soft_hyphens_the_text_is_the_same():
    """Softening adds soft hyphens and changes nothing else."""
    page, soft = specimen("counting"), specimen("counting")
    soften_tables(soft, "en-GB")
    assert serialise(soft).replace(SOFT_HYPHEN, "") == serialise(page)
    assert SOFT_HYPHEN in serialise(soft)


def test_a_language_without_patterns_is_left_alone():
    """No patterns, no division: better wide than wrong."""
    assert softened(ROW, "tlh") == ROW
