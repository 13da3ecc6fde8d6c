"""Reader profiles: what each family of readers would miss."""

from __future__ import annotations

from dataclasses import replace

from studyguide.proof.epub.profiles import PROFILES, judge
from tests.epub.synthetic import packed, publication


def test_every_rule_of_a_profile_has_its_reason_and_its_place():
    """A profile names its readers, and each of its rules once, with the reason that holds for them."""
    for profile in PROFILES.values():
        codes = [rule.code for rule in profile.rules]
        assert profile.readers
        assert len(set(codes)) == len(codes) >= 7
        assert all(rule.reason for rule in profile.rules)


def test_svg_is_a_fault_for_kindle_and_rmsdk_and_for_nobody_else():
    """The same book may suit one reader and not another."""
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img" aria-labelledby="t-1">'
        b'<title id="t-1">Dot</title><circle r="9"></circle></svg></section>'
    )
    first, *rest = publication().documents
    drawn = replace(publication(), documents=(replace(first, data=first.data.replace(b"</section>", drawing, 1)), *rest))
    data = packed(drawn)
    hit = {name for name, profile in PROFILES.items() if any(found.code == "no-svg" for found in judge(data, profile))}
    assert hit == {"kindle", "rmsdk"}


def test_without_a_start_apple_books_opens_at_the_cover():
    """A book without the landmark bodymatter is judged faulty for Apple Books."""
    landmarks = tuple(mark for mark in publication().landmarks if mark.type != "bodymatter")
    codes = {found.code for found in judge(packed(replace(publication(), landmarks=landmarks)), PROFILES["apple-books"])}
    assert codes == {"apple-start", "landmarks"}
