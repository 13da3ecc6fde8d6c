"""The head of a box that a section begins with is heard once."""

from __future__ import annotations

import pytest
from lxml import etree

from studyguide.html.headings import HEADINGS, set_levels
from studyguide.html.xhtml import NAMESPACE

BOX = '<div class="callout summary"><h6 class="label">{}</h6><p>Low.</p></div>'


@pytest.mark.parametrize(
    ("section", "heads"),
    [
        ('<h2><span class="number">1.5</span> Summary</h2>' + BOX.format("Summary"), ["1.5 Summary"]),
        ("<h2>SUMMARY </h2>" + BOX.format("Summary"), ["SUMMARY"]),
        ("<h2>Summary</h2><p>First.</p>" + BOX.format("Summary"), ["Summary", "Summary"]),
        ("<h2>In short</h2>" + BOX.format("Summary"), ["In short", "Summary"]),
        ("<h2>Summary</h2>" + BOX.format('Summary<span class="label-title">: the year</span>'), ["Summary", "Summary: the year"]),
        (BOX.format("Summary"), ["Summary"]),
    ],
)
def test_a_box_does_not_say_the_title_of_its_section_again(section, heads):
    """The label goes where the heading right before it has its words, and the box tells that it has."""
    root = etree.fromstring(f'<html xmlns="{NAMESPACE}"><body><section>{section}</section></body></html>')
    set_levels(root)
    found = [" ".join("".join(map(str, each.itertext())).split()) for each in root.iter(*HEADINGS)]
    assert found == heads
    assert root.xpath("boolean(//*[contains(@class, 'titled')])") is not root.xpath("boolean(//*[@class = 'label'])")
