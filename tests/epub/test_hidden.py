"""What a style sheet of the e-book hides is found before anything is published."""

from __future__ import annotations

import pytest
from lxml import etree

from studyguide.epub.hidden import hiding_rules

PAGE = """<html xmlns="http://www.w3.org/1999/xhtml"><body>
<p class="lead">Call <b>now</b>.</p><p class="empty"/><nav hidden="hidden"><a href="#x">Pages</a></nav>
<table><thead role="rowgroup"><tr><th>Test</th></tr></thead><tbody><tr><td data-label="Test:">WBC</td></tr></tbody></table>
<table><thead><tr><th>Name</th></tr></thead></table></body></html>"""
NOTHING: list[str] = []
CASES = {
    ".lead { display: none }": ["Call now."],
    "p > b { visibility: hidden }": ["now"],
    "b { opacity: 0.0 }": ["now"],
    "b { font-size: 0em }": ["now"],
    "b { color: transparent }": ["now"],
    "b { color: rgba(0, 0, 0, 0) }": ["now"],
    "b { color: #00000000 }": ["now"],
    "@media (max-width: 30em) { b { display: none } }": ["now"],
    "@supports (display: grid) { @media print { b { display: none } } }": ["now"],
    "thead { display: none }": ["Test"],
    "@container (max-width: 30em) { thead { display: none } }": ["Name"],
    "@supports (display: grid) { [role=rowgroup] { display: none } }": ["Test"],
    "b { clip: rect(0, 0, 0, 0) }": ["now"],
    "b { clip-path: inset(50%) }": ["now"],
    "b { -webkit-clip-path: circle(0) }": ["now"],
    "b { content-visibility: hidden }": ["now"],
    "b { position: absolute; left: -9999px }": ["now"],
    "b { margin: 0 0 0 -100em }": ["now"],
    "b { text-indent: 100% }": ["now"],
    "b { text-indent: -9999px }": ["now"],
    "b { font: 0/0 a }": ["now"],
    "b { font-size: 1px }": ["now"],
    "b { opacity: 0.01 }": ["now"],
    "b { filter: opacity(0) }": ["now"],
    "b { max-height: 0; overflow: hidden }": ["now"],
    "b { overflow: clip; width: 1px }": ["now"],
    "b { height: 1.2em; overflow: hidden }": ["now"],
    "b { white-space: nowrap; overflow: hidden; text-overflow: ellipsis }": ["now"],
    "b { -webkit-line-clamp: 1 }": ["now"],
    "b { transform: scale(0) }": ["now"],
    "b { transform: translateX(-9999px) }": ["now"],
    "b { transform: rotateX(90deg) }": ["now"],
    "b { scale: 0 }": ["now"],
    "b { letter-spacing: -1em }": ["now"],
    "b { line-height: 0 }": ["now"],
    "b { -webkit-text-fill-color: transparent }": ["now"],
    "b { mask: linear-gradient(transparent, transparent) }": ["now"],
    "b { color: #fff; background-color: #fff }": ["now"],
    "b::first-letter { font-size: 0 }": ["now"],
    "html { --not: none } b { display: var(--not) }": ["now"],
    "b { display: var(--nothing, none) }": ["now"],
    "@layer x { b { display: none } }": ["now"],
    "p::part(x):nonsense { display: none }": [""],
    "[hidden] { display: none }": NOTHING,
    "@container (max-width: 30em) { [role=rowgroup] { display: none } }": NOTHING,
    ".empty, .nowhere { display: none }": NOTHING,
    "b { color: rgb(0, 0, 0) }": NOTHING,
    "b { opacity: 0.5; color: #000000; font-size: 0.9em; display: inline }": NOTHING,
    "b::before { display: none }": NOTHING,
    "b { clip: auto; clip-path: none; text-indent: -1.5em; margin: -1em 0 0 -2em; transform: rotate(45deg) }": NOTHING,
    "b { font: italic 400 1em/1.2 serif; letter-spacing: -0.02em; line-height: 1; overflow: hidden; max-width: 20em }": NOTHING,
    "sup { line-height: 0 }": NOTHING,
}


@pytest.mark.parametrize(("sheet", "words"), CASES.items(), ids=CASES)
def test_a_rule_that_hides_words_is_found(sheet: str, words: list[str]) -> None:
    """The rule is told with the first words that it hides; what the markup hides, and heads that cells name, may be hidden."""
    roots = {"page.xhtml": etree.fromstring(PAGE)}
    assert [found.words for found in hiding_rules(f"\n{sheet}", roots)] == words
    assert all(found.line == 2 for found in hiding_rules(f"\n{sheet}", roots))
