"""The small writers of PDF syntax, against a PDF library's reader."""

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyguide.pdf.objects import Key, Ref, Text, fill, indirect, name_tree, number, template, text_string


def test_references_are_filled_in():
    """References within a unit count from its first object, those of the whole file stay; a percent sign is only that."""
    made = template({"A": Ref(2), "B": [Ref(-7), Key(1), "/N", Text("5 %")], "C": 1.5, "D": True, "E": {}})
    assert fill(made, 100) == b"<</A 102 0 R/B[7 0 R 101/N(5 %)]/C 1.5/D true/E<<>>>>"


def test_unknown_values():
    """A value that PDF has no word for is refused."""
    with pytest.raises(TypeError, match="no PDF object can be made from object"):
        template(object())


@settings(max_examples=200, database=None, derandomize=True)
@given(st.text())
def test_text_strings(text):
    """Any text comes back as it went in."""
    try:
        text.encode("utf-16-be")
    except UnicodeEncodeError:
        return
    assert str(pikepdf.Object.parse(text_string(text))) == text


@settings(max_examples=200, database=None, derandomize=True)
@given(st.floats(-20000, 20000))
def test_numbers(value):
    """Numbers are written without exponent and right to a millionth."""
    assert b"e" not in number(value)
    assert float(number(value)) == pytest.approx(value, abs=1e-6)


def test_name_tree():
    """Keys are sorted by the bytes that they are in the file: ASCII first, then what is written in UTF-16."""
    tree = pikepdf.Object.parse(name_tree([("é", b"[1]"), ("b", b"[2]"), ("a–b", b"[3]"), ("B", b"[4]")]))
    assert [str(key) for key in tree.Names][::2] == ["B", "b", "a–b", "é"]


def test_indirect():
    """An object is named by its number."""
    assert indirect(7, b"<</A 1>>") == b"7 0 obj\n<</A 1>>\nendobj\n"
