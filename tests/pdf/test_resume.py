"""Resumption: pages that were made from the same are not made again, and what comes of it is what a full layout gives."""

import sys
from collections import Counter
from dataclasses import replace

import pytest

from studyguide.pdf import Cache
from studyguide.pdf.boxtree import Untold
from studyguide.pdf.resume import ask
from tests.pdf.leaves import BLOCKS, Author, Press, drafts, unit
from tests.pdf.sample import PROSE, document

EDITS, SAMPLE = 6, 3
"""Edits of a unit, one after the other: in `./guide edits`, and in the one unit of the tests."""


@pytest.fixture(scope="module")
def press():
    return Press()


@pytest.fixture(scope="module")
def remembered(press):
    """What a unit came to, how many pages were made for it, and a cache that has seen that and no more; made once a unit."""
    kept = {}

    def ask(html):
        if html not in kept:
            cache = Cache()
            kept[html] = *press.made(html, cache), cache
        made, tally, cache = kept[html]
        return made, tally, replace(cache, _memory=dict(cache._memory))

    return ask


def test_resumed_is_whole(request, capsys, press):
    """After every edit, fragment and facts are those of a layout that remembers nothing; most pages are reused."""
    many = request.config.getoption("--layouts", 0)
    edits = EDITS if many else SAMPLE
    total, seen = Counter[str](), Counter[str]()
    for number in range(max(-(-many // edits), 1)):
        cache = Cache()
        for what, html in drafts(number, edits):
            resumed, tally = press.made(html, cache)
            whole, all_made = press.made(html, Cache(), whole=True)
            assert resumed == whole, (number, what)
            assert all_made["reused"] == 0
            assert resumed[1].pages > 32
            if what != "new":
                total += tally
                seen[what] += 1

    with capsys.disabled():
        sys.stdout.write(f"\n{sum(seen.values())} resumed layouts: {dict(total)}, {dict(seen)}\n" if many else "")
    assert total["reused"] > total["made"]
    assert sum(seen.values()) >= (many or edits)


@pytest.mark.parametrize("number", range(2))
def test_the_same_again_makes_no_page(press, remembered, number):
    """A layout of what is known already makes no page, with notes, floats, tables, figures and more than 32 pages."""
    ((_, html),) = drafts(number, 0)
    first, made, cache = remembered(html)
    again, reused = press.made(html, cache)

    assert again == first
    assert made["made"] > 32
    assert not reused["made"]
    assert reused["reused"] >= again[1].pages


PARAGRAPHS = [f"<p>{number} {PROSE * 3}</p>" for number in range(100)]


def test_a_word_costs_its_page_and_its_neighbours(press, remembered):
    """A word more in one paragraph makes the page that it stands on, and at most one before and one behind it."""
    first, made, cache = remembered(unit(PARAGRAPHS))
    for number in (0, 40, 41, len(PARAGRAPHS) - 1):
        changed = [*PARAGRAPHS[:number], PARAGRAPHS[number].replace("fox", "ox"), *PARAGRAPHS[number + 1 :]]
        after, tally = press.made(unit(changed), cache)
        assert after[1].pages == first[1].pages == made["made"] > 32
        assert 1 <= tally["made"] <= 3


def test_a_paragraph_more_costs_the_pages_to_the_next_break_that_is_the_same(press):
    """Pages behind a forced break are reused though they are others by number, and in the printed numbers."""
    parts = [f'<div style="break-before: page"><p>{number} {PROSE * 3}</p></div>' for number in range(40)]
    cache = Cache()
    first, _ = press.made(unit(parts), cache)
    after, tally = press.made(unit([*parts[:4], f'<div style="break-before: page"><p>{PROSE}</p></div>', *parts[4:]]), cache)

    assert after[1].pages == first[1].pages + 1
    assert tally["made"] <= 3 + 2  # two pages get a number of two figures that had one of one, or none had


def test_pages_that_only_a_try_made_are_painted_when_they_are_needed(press, remembered):
    """A page that is known as laid out, but whose picture is lost, is made again."""
    ((_, html),) = drafts(0, 0)
    first, _, cache = remembered(html)
    for name in [name for name in cache._memory if name.startswith("painted-")][::5]:
        del cache._memory[name]
    again, tally = press.made(html, cache)

    assert again == first
    assert 0 < tally["made"] < first[1].pages


def test_what_was_laid_out_in_another_reading_is_not_painted(press, remembered):
    """Where a picture is lost before a page that has changed, both are made of one reading of the document."""
    *_, cache = remembered(unit(PARAGRAPHS))
    for name in [name for name in cache._memory if name.startswith("painted-")]:
        del cache._memory[name]
    changed = unit([*PARAGRAPHS[:-1], f"<p>{PROSE}</p>"])

    assert press.made(changed, cache)[0] == press.made(changed, Cache(), whole=True)[0]


@pytest.mark.parametrize("lost", ["sheet", "painted", "trail", ""])
def test_a_lost_cache_changes_no_byte(press, remembered, lost):
    """Whatever is lost of sheets is made again."""
    ((_, html),) = drafts(1, 0)
    first, _, cache = remembered(html)
    for name in [name for name in cache._memory if name.startswith(lost)]:
        del cache._memory[name]

    assert press.made(html, cache)[0] == first


def test_a_change_that_no_token_tells_would_be_noticed(press, monkeypatch):
    """If digests overlooked words, a resumed layout would differ from a whole one: so the comparison can fail."""
    monkeypatch.setattr("studyguide.pdf.boxtree.BoxTree.span", lambda tree, start, count: b"%d.%d" % (start, count))
    paragraphs = [f"<p>{PROSE}</p>"] * BLOCKS
    cache = Cache()
    press.made(unit(paragraphs), cache)
    changed = unit([*paragraphs[:50], f"<p>{PROSE.replace('fox', 'badger')}</p>", *paragraphs[51:]])

    assert press.made(changed, cache)[0] != press.made(changed, Cache(), whole=True)[0]


@pytest.mark.parametrize(
    "css", ["p { position: fixed }", "@page { @top-left { content: counter(pages) } }", "@page :nth(2) { margin: 0 }"]
)
def test_what_reaches_over_pages_is_laid_out_whole(css):
    """Styles that let a page depend on any other are not resumed."""
    with pytest.raises(Untold):
        ask(css)


def test_a_unit_that_cannot_be_resumed_is_laid_out_whole(press):
    """A unit whose own HTML reaches over pages is made in full each time, and comes out the same."""
    html = document(f'<p style="position: fixed">x</p>{"<p>" + PROSE * 9 + "</p>"}')
    cache = Cache()
    first, made = press.made(html, cache)
    again, tally = press.made(html, cache)

    assert first == again
    assert not made
    assert not tally


def test_pages_that_hang_together_get_numbers_of_their_own_figures(press):
    """Where a note runs over to the next page, the two are kept together, but never with figures that the other has not."""
    long = f'<p>First<span class="footnote">{"to be said about it all " * 45}</span></p><p>{PROSE * 4}</p>'
    cache = Cache()
    for first in (9, 8, 9, 10, 98, 99, 100):
        assert (
            press.made(document(long), cache, first=first)[0] == press.made(document(long), Cache(), whole=True, first=first)[0]
        )


def test_with_another_weasyprint_nothing_is_resumed(press, monkeypatch):
    """If WeasyPrint is not the version whose inside is known, it makes all pages itself, and the file shows the same."""
    html = document("".join(f"<p>{number} {PROSE * 2}</p>" for number in range(20)))
    known, made = press.made(html, Cache())
    monkeypatch.setattr("studyguide.art.engine.KNOWN", False)
    other, tally = press.made(html, Cache())

    assert made["made"] == other[1].pages == known[1].pages
    assert not tally
    assert other[1].openings == known[1].openings


def test_authors_edit():
    """Every kind of edit occurs, and changes something."""
    author = Author(1)
    blocks = [author.block() for _ in range(30)]
    found = [author.edited(blocks) for _ in range(200)]

    assert len({what for what, _ in found}) == 8
    assert all(new != blocks for what, new in found if what in ("more", "less", "other", "unseen"))
