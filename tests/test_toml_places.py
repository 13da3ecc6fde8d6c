"""Places of the keys of TOML texts."""

from __future__ import annotations

import string
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyguide.sources.toml_places import Path, toml_places

TEXT = '''\
title = """
[no.table]
no-key = 1
"""
"a.b" = 'it = [is] # not'   # a comment = nothing
'lite ral'.x = """a \\""" b"""
[one."two.three"]
k = [
  { low = 1, "high.er" = 2 }, # [x]
  [1.5, [2]],
]
[[row]]
a = 1
[row.sub]
b = 2
[[row]]
a = 3
[[row.cell]]
c = 1979-05-27 07:32:00
'''


def test_keys_stand_where_they_are_written() -> None:
    """Quoted keys, strings over several lines, inline tables, arrays and tables below arrays of tables have their own places."""
    places = toml_places(TEXT)

    assert places[("a.b",)] == (5, 1)
    assert places[("lite ral", "x")] == places[("lite ral",)] == (6, 1)
    assert places[("one", "two.three")] == (7, 1)
    assert places[("one", "two.three", "k", 0, "high.er")] == (9, 14)
    assert places[("one", "two.three", "k", 1, 1, 0)] == (10, 10)
    assert (places[("row", 0, "a")], places[("row", 0, "sub", "b")]) == ((13, 1), (15, 1))
    assert (places[("row", 1, "a")], places[("row", 1, "cell", 0, "c")]) == ((17, 1), (19, 1))


def test_what_only_looks_like_a_key_has_no_place() -> None:
    """Words in strings and comments are none."""
    assert not [path for path in toml_places(TEXT) if {"no", "no-key", "no.table", "it", "x]"} & set(path)]


@pytest.mark.parametrize("text", ["a = [1, 2", "a = {b", "[a", "x", 'a = "', "= 1", '"\\q" = 1', "a = ]", "[]"])
def test_a_text_that_is_not_toml_does_no_harm(text: str) -> None:
    """The fault itself is told by the parser; here it ends the search."""
    assert toml_places(f"first = 1\n{text}")[("first",)] == (1, 1)


def paths(value: Any, path: Path = ()) -> set[Path]:
    """The paths of all keys and items of a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path}.union(*(paths(item, (*path, key)) for key, item in items))


NAMES = st.one_of(st.text(string.ascii_letters + "-_", min_size=1), st.sampled_from(["a.b", "c d", "[x]", "k = 1", "#", "é"]))
SCALARS = st.one_of(st.integers(), st.booleans(), st.sampled_from(["", "x = 1", "[t]\n# y", "'''", "a]", "}, {"]))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
)


def written(value: Any) -> str:
    """A value as TOML; strings with a line end go over several lines."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {written(item)}' for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[\n" + "".join(f"{written(item)}, # ]\n" for item in value) + "]"
    if isinstance(value, str):
        return f'"""\n{value}"""' if "\n" in value else f'"{value}"'
    return str(value).lower()


@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_every_key_that_the_parser_finds_has_a_place_and_no_other(data: dict[str, Any]) -> None:
    """Whatever is written, the places are those of the keys and items that tomllib reads."""
    text = "".join(f'"{key}" = {written(item)}\n' for key, item in data.items())

    assert set(toml_places(text)) == paths(tomllib.loads(text))
