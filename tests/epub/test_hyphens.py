"""Soft hyphens in table cells."""

from __future__ import annotations

import re

from lxml import etree

from studyguide.html.hyphens import SOFT_HYPHEN, soften_tables
from studyguide.proof.epub.opened import text
from tests.epub.synthetic import SPECIMEN

ROW = '<table><tr><th scope="row" class="characters">neutrophils</th><td>haematology, 10⁹/L <b>lymphocytes</b></td></tr></table>'


def test_long_words_in_cells_are_divided_and_numbers_are_not():
    """Words may break at their joints; numbers, units and short words never."""
    soft = soften_tables(ROW.encode(), "en-GB").decode()
    assert f"neutro{SOFT_HYPHEN}phils" in soft
    assert f"lympho{SOFT_HYPHEN}cytes" in soft
    assert "10⁹/L" in soft


def test_only_text_in_cells_is_touched():
    """Attributes, tags and the text around tables stay as they are."""
    page = f"<p>neutrophils</p>{ROW}".encode()
    soft = soften_tables(page, "en-GB").decode()
    assert soft.startswith("<p>neutrophils</p>")
    assert 'class="characters"' in soft


def test_without_soft_hyphens_the_text_is_the_same():
    """Softening adds soft hyphens and changes nothing else."""
    page = (SPECIMEN / "counting.xhtml").read_bytes()
    soft = soften_tables(page, "en-GB")
    assert soft.replace(SOFT_HYPHEN.encode(), b"") == page
    assert re.sub(SOFT_HYPHEN, "", text(etree.fromstring(soft))) == text(etree.fromstring(page))


def test_a_language_without_patterns_is_left_alone():
    """No patterns, no division: better wide than wrong."""
    assert soften_tables(ROW.encode(), "tlh") == ROW.encode()
