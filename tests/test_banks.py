"""Banks of questions: in every format stand the guide's questions with their keys and reasons."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as Xml  # the files are our own

import pytest

from studyguide.html.qti import version_2, version_3
from studyguide.publish.banks.bank import MadeBank, bank
from studyguide.publish.banks.items import bank_items, figure, kind_of
from tests.tinybook import changed, compile_tiny, tiny_book, tiny_sources

V21, V30 = "{http://www.imsglobal.org/xsd/imsqti_v2p1}", "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
COUNTING = "chapters/01-counting.md"
KINDS = """
q-bands   choice      A- B+ C-
q-always  true-false  False
q-calc    number      1200 /µL
q-match   match       Fever-call Cut-wash
q-case    open        .
"""


@cache
def made() -> MadeBank:
    """The bank of the small guide."""
    return bank(tiny_book())


def package(data: bytes) -> dict[str, Xml.Element]:
    """The documents of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        return {name: Xml.fromstring(files.read(name)) for name in files.namelist() if name.endswith(".xml")}  # noqa: S314


def keys() -> Iterator[str]:
    """What the table above says, of the items."""
    for item in bank_items(tiny_book()):
        marks = [f"{each.letter}{'+' if each.right else '-'}" for each in item.options]
        pairs = [f"{pair.left}-{pair.right}" for pair in item.pairs]
        amount = [figure(item.number), item.unit] if item.kind == "number" else []
        verdict = [str(item.verdict)] if item.kind == "true-false" else []
        yield f"{item.name:<9} {item.kind:<11} {' '.join(marks + pairs + amount + verdict) or '.'}"


def test_every_question_is_an_item():
    """Each kind of question has the kind of item that asks the same, with the same key."""
    assert "\n".join(keys()) == KINDS.strip()


@pytest.mark.parametrize(
    ("result", "language", "kind", "number", "unit"),
    [
        ("1,200/µL", "en-GB", "number", 1200, "/µL"),
        ("38.5 °C", "en-GB", "number", 38.5, "°C"),
        ("1.200,5 mg", "de", "number", 1200.5, "mg"),
        ("22", "fr", "number", 22, ""),
        ("−4 °C", "en-GB", "number", -4, "°C"),
        ("72/µL: profound", "en-GB", "open", 0, ""),
        ("350/µL and 2.75 × 10⁹/L", "en-GB", "open", 0, ""),
        ("17 to 22 April", "en-GB", "open", 0, ""),
        ("1.2.3", "en-GB", "open", 0, ""),
    ],
)
def test_only_a_single_number_is_judged_by_a_program(result, language, kind, number, unit):
    """What is more than a number with its unit is for a person to judge."""
    question: Any = SimpleNamespace(variety="calculation", result=result)
    assert kind_of(question, language) == (kind, number, unit)


def test_moodle_has_each_question_with_its_key():
    """Read back by a parser that knows nothing of the guide: types, keys, ids, objectives; and a category for each chapter."""
    quiz = Xml.fromstring(made().moodle)  # noqa: S314
    rows = {}
    for question in quiz.findall("question"):
        fractions = [(each.findtext("text"), each.get("fraction")) for each in question.findall("answer")]
        pairs = [(each.findtext("text"), each.findtext("answer/text")) for each in question.findall("subquestion")]
        rows[question.findtext("idnumber")] = (question.get("type"), fractions or pairs)
    assert rows == {
        "counting": ("category", []),
        "q-bands": ("multichoice", [("972/µL", "0"), ("1,080/µL", "100"), ("108/µL", "0")]),
        "q-always": ("truefalse", [("true", "0"), ("false", "100")]),
        "q-calc": ("numerical", [("1200", "100")]),
        "calm": ("category", []),
        "q-match": ("matching", [("Fever", "call"), ("Cut", "wash")]),
        "q-case": ("essay", []),
    }
    assert quiz.findtext("question[idnumber='q-bands']/tags/tag/text") == "compute"
    assert quiz.findtext("question[idnumber='q-bands']/answer/feedback/text") == "<p>The bands were left out.</p>"
    assert "Blood cultures." in str(quiz.findtext("question[idnumber='q-case']/graderinfo/text"))


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("q-bands", ["B"]),
        ("q-always", ["FALSE"]),
        ("q-calc", ["1200"]),
        ("q-match", ["p1 rp1", "p2 rp2"]),
        ("q-case", []),
    ],
)
def test_both_versions_of_qti_say_the_same(name, keys):
    """An item has its key, its objective and the same words in version 2.1 and in 3.0."""
    old, new = (package(data)[f"{name}.xml"] for data in (made().qti_2, made().qti_3))
    assert [value.text for value in old.iterfind(f".//{V21}correctResponse/{V21}value")] == keys
    assert [value.text for value in new.iterfind(f".//{V30}qti-correct-response/{V30}qti-value")] == keys
    assert "".join(old.itertext()).split() == "".join(new.itertext()).split()
    assert old.get("label") == new.get("label") == " ".join(next(i.tags for i in bank_items(tiny_book()) if i.name == name))


@pytest.mark.parametrize("data", [made().qti_2, made().qti_3], ids=["2.1", "3.0"])
def test_a_package_lists_all_that_it_holds(data):
    """Every file stands in the manifest, every item in the test, in the guide's order."""
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        names = set(files.namelist()) - {"imsmanifest.xml"}
    documents = package(data)
    listed = {each.get("href") for each in documents["imsmanifest.xml"].iter() if each.tag.endswith("}file")}
    asked = [each.get("href") for each in documents["test.xml"].iter() if each.tag.endswith(("}assessmentItemRef", "item-ref"))]
    assert listed == names
    assert asked == [f"{item.name}.xml" for item in bank_items(tiny_book())]


QTI = {
    "<p>a <s>b</s></p><section id='x' role='r' data-y='z'><u>c</u></section>": (
        "<p>a <span>b</span></p><div id='x'><span>c</span></div>"
    ),
    "<ol type='A' class='k'><li lang='la'>d</li></ol>": "<ol class='k'><li xml:lang='la'>d</li></ol>",
    "<ruby>e</ruby>": "<span>e</span>",
}


@pytest.mark.parametrize("markup", QTI)
def test_markup_is_what_the_standard_knows(markup):
    """Elements that QTI has no room for become such as say nothing, and no word is lost."""
    item = "<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1'><itemBody><div>{}</div></itemBody></assessmentItem>"
    body = version_2(item.format(markup)).decode()
    assert QTI[markup] in body.replace('"', "'")
    assert QTI[markup] in version_3(body.encode()).decode().replace('"', "'")


def test_the_text_has_every_question_without_a_picture():
    """GIFT: signs of the format are escaped, and what it has no room for is told."""
    text = tiny_sources().texts[COUNTING].replace("The bands were left out.", r"The bands: \{left\} out = 0 \~ #1.")
    text = text.replace("White cells 2,400/µL,", "See {ref}`fig-ruler`. White cells 2,400/µL,")
    changed_bank = bank(compile_tiny(changed(**{COUNTING: text})))
    gift = changed_bank.gift.decode()
    assert r"~972/µL#<p>The bands\: \{left\} out \= 0 \~ \#1.</p>" in gift
    assert "q-calc" not in gift
    assert changed_bank.said == ("5 questions for Moodle and QTI", "not in GIFT, which has no pictures: q-calc")
    assert made().gift.decode().count("\n::") == 5


def test_the_bank_is_the_same_each_time():
    """The same sources give the same bytes."""
    assert bank(tiny_book()) == made()
