"""The engine of a style set: kept while it serves, and let go when another takes its place."""

import gc
import weakref
from typing import Any

from studyguide.pdf import Cache
from studyguide.pdf.compile import _engine, keep
from studyguide.pdf.layout import StyleSet
from tests.pdf.sample import look


def test_an_engine_that_was_replaced_is_let_go():
    """Who edits style sheets for hours holds one engine, though the one before was in use when it was replaced."""
    cache = Cache()
    first, second = (keep(cache, "style-set", StyleSet.of(look(css)), css) for css in ("p { color: red }", "p { color: blue }"))
    hand: list[Any] = [_engine(cache, first)]
    hand.append(hand)  # as boxes and their pages hold each other
    watched = weakref.ref(hand[0])
    assert _engine(cache, first) is hand[0]
    assert _engine(cache, second) is not hand[0]
    del hand
    gc.collect()

    assert watched() is None
