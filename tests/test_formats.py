"""Formats: days, addresses, languages and numbers of books that mean something, and those that do not."""

from __future__ import annotations

import pytest

from studyguide.sources.formats import FORMATS
from studyguide.sources.relators import RELATORS

GOOD = {
    "day": ["2026-11-23", "2024-02-29"],
    "web-address": ["https://example.org", "http://exämple.org/ö?a=b#c", "https://例え.テスト/", "https://a.org:8443/x_(y)%20"],
    "address-if-any": ["the project's repository", "https://example.org/"],
    "language": ["en-GB", "la", "grc", "zh-Hant-TW", "de-CH-1901", "sr-Latn", "es-419"],
    "relator": ["aut", "edt", "pht", "pbl"],
    "doi": [
        "10.1000/test.1",
        "https://doi.org/10.1000/1",
        "doi:10.1000/1",
        "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
    ],
    "pmid": ["1", "30179565"],
    "pmcid": ["PMC8892223"],
    "isbn": ["978-3-16-148410-0", "9783161484100", "0-306-40615-2", "080442957X", "978-3-16-148410-0 0-306-40615-2 (pbk)"],
    "line": ["one line"],
    "plain": ["5 < 6 > 4", "A * B", "two\nlines [sic] {x}"],
    "plain-line": ["one line, 3*4"],
}
BAD = {
    "day": ["2026-02-30", "2026-13-01", "23.11.2026", "2026-1-2", "soon", "2026-11-23 "],
    "web-address": [
        *(
            "https://",
            "https://[::1",
            "https://a.org:99999",
            "https://who.int@evil.example",
            "ftp://a.org",
            "//a.org",
            "a.org",
            "",
        ),
        *(
            "https://a b.org",
            "https://a.org/%zz",
            "https://localhost",
            "https://a..b.org",
            "https://-a.org",
            "javascript:alert(1)",
        ),
    ],
    "address-if-any": ["https://", "www.example.org"],
    "language": ["xx-ZZ", "en-UK", "eng", "en_GB", "english", "und", "mul", "en-XX", "iw", "x-foo", "a", ""],
    "relator": ["", "zzz", "author", "AUT"],
    "doi": ["10.1000", "10.1/x", "10.1000/a b"],
    "pmid": ["0", "12a", "PMID 1", "1234567890", ""],
    "pmcid": ["8892223", "PMC", "pmc1"],
    "isbn": ["978-3-16-148410-1", "0-306-40615-3", "12", "ISBN", "", "978-3-16-148410-0 and more"],
    "line": ["a\nb", "a\tb"],
    "plain": ["**A**", "a <b>word</b>", "<br/>", "[words](https://example.org)", "{term}`word`", "`x`"],
    "plain-line": ["a\nb", "**A**"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in GOOD.items() for text in texts])
def test_what_means_something_passes(name: str, text: str) -> None:
    """A rule has no complaint about a text as it should be."""
    assert FORMATS[name](text) is None


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_what_means_nothing_does_not(name: str, text: str) -> None:
    """A rule says in words what is wrong."""
    assert FORMATS[name](text)


def test_every_rule_is_shown_both_ways() -> None:
    """No format is without texts that pass and texts that do not."""
    assert FORMATS.keys() == GOOD.keys() == BAD.keys()


def test_every_role_has_a_name_in_print() -> None:
    """The imprint can name whoever may stand in guide.toml."""
    assert all(len(code) == 3 and name for code, name in RELATORS.items())
