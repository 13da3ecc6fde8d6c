"""The small writers of PDF syntax, against a PDF library's reader."""

import zlib

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyguide.pdf import outline
from studyguide.pdf.objects import OUTLINE, Key, Ref, TextString, fill, name_tree, number, object_stream, template, text_string
from studyguide.pdf.xref import CrossReferences


def test_references_are_filled_in():
    """References within a unit count from its first object, those of the whole file stay; a percent sign is only that."""
    made = template({"A": Ref(2), "B": [Ref(-7), Key(1), "/N", TextString("5 %")], "C": 1.5, "D": True, "E": {}})
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
    """Keys are sorted, and of ASCII alone: so no two programs sort them differently."""
    tree = pikepdf.Object.parse(name_tree([("é", b"[1]"), ("b", b"[2]"), ("a–b", b"[3]"), ("B", b"[4]")]))
    assert [str(key) for key in tree.Names][::2] == ["%C3%A9", "B", "a%E2%80%93b", "b"]


def test_outline():
    """Bookmarks nest by level; a closed entry counts what it hides as negative."""
    marks = [(1, "a", b"[]", False), (2, "b", b"[]", True), (3, "c", b"[]", True), (1, "d", b"[]", True)]
    made = dict(outline.objects(marks, 100))
    assert made[100] == b"<</Title(a)/Parent %d 0 R/Dest[]/Next 103 0 R/First 101 0 R/Last 101 0 R/Count -2>>" % OUTLINE
    assert made[OUTLINE] == b"<</Type/Outlines/Count 2/First 100 0 R/Last 103 0 R>>"


def test_cross_references():
    """Every number has its row, read back as a reader does it: objects by themselves, in object streams, and free ones."""
    rows = CrossReferences(707)
    rows.at(1, 15)
    rows.packed(range(10, 610), 9)
    rows.packed([705, 700], 704)
    written = rows.written(706, 123456, 2)
    assert written.startswith(b"706 0 obj\n<</Type/XRef/Size 707/W[1 4 2]/Root 2 0 R/Length 4949>>stream\n")
    data = written[written.index(b"stream\n") + 7 : written.index(b"\nendstream")]
    found = {
        at // 7: (data[at], int.from_bytes(data[at + 1 : at + 5], "big"), data[at + 5] * 256 + data[at + 6])
        for at in range(0, len(data), 7)
    }
    taken = {
        1: (1, 15, 0),
        **{10 + index: (2, 9, index) for index in range(600)},
        705: (2, 704, 0),
        700: (2, 704, 1),
        706: (1, 123456, 0),
    }
    assert found == {number: taken.get(number, (0, 0, 0)) for number in range(707)}


def test_object_stream():
    """The head of an object stream says where each object begins."""
    data = object_stream(5, [(7, b"<</A 1>>"), (9, b"[2]")])
    body = zlib.decompress(data[data.index(b"stream\n") + 7 : data.index(b"\nendstream")])
    assert data.startswith(b"5 0 obj\n<</Type/ObjStm/N 2/First 8")
    assert body == b"7 0 9 9\n<</A 1>>\n[2]"
