"""References: whatever a reference manager writes is understood, printed right, or an error at its line."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest

from studyguide.sources.bibliography import format_references
from studyguide.sources.diagnostics import Problems
from studyguide.sources.reference_files import read_references
from tests.tinybook import tiny_sources

ARTICLE = {"id": "x", "type": "article-journal", "title": "Title", "container-title": "J"}
BOOK = {"id": "x", "type": "book", "title": "Title", "publisher": "P"}
ZOTERO = """\
- id: beispiel2026counting
  abstract: 'An invented abstract: with <jats:p>a colon.'
  accessed:
    - year: 2026
      month: 11
      day: 20
  author:
    - family: Beispiel
      given: A. B.
    - family: Berg
      given: Carla
      non-dropping-particle: van den
  citation-key: beispiel2026counting
  container-title: Journal of Invented Results
  container-title-short: J Inv Res
  DOI: 10.1234/inv.2026.001
  ISSN: 1234-5678, 8765-4321
  issue: '3'
  issued:
    - year: 2026
      month: 5
      day: 1
  language: eng
  page: 12-19
  source: PubMed
  title: 'Counting cells: an invented study'
  title-short: Counting cells
  type: article-journal
  volume: '7'
"""


def read(text: str) -> tuple[list[str], list[str]]:
    """The references as printed, and what is wrong: line, code, message."""
    problems = Problems()
    found = read_references("r.yaml", text, problems)
    told = [f"{d.span.line} {d.code}: {d.message}" for d in problems.errors]
    return ([] if told else format_references(found.values(), tiny_sources().texts["styles/references.csl"])), told


def item(base: dict[str, Any] = BOOK, **fields: object) -> tuple[list[str], list[str]]:
    return read("- " + json.dumps({**base, **fields}, ensure_ascii=False))


def test_an_item_of_a_reference_manager_is_understood_as_it_is() -> None:
    """What is not printed (abstract, keys, numbers of journals) is dropped; dates in parts and particles are understood."""
    [shown], told = read(ZOTERO)

    assert told == []
    assert shown.startswith(
        "Beispiel AB, van den Berg C. Counting cells: an invented study. <i>Journal of Invented Results</i>. 2026;7(3):12–19."
    )
    assert shown.endswith('<a class="external" href="https://doi.org/10.1234/inv.2026.001">doi:10.1234/inv.2026.001</a>.')


@pytest.mark.parametrize(
    ("issued", "shown"),
    [
        *(("2026", "2026"), (2025, "2025"), ("2026-05", "May 2026"), ("2026-05-01", "1 May 2026"), ("2026?", "c. 2026")),
        *(("2019/2020", "2019–2020"), ("2026-05-01/2026-05-09", "May 2026"), ("2026-21", "Spring 2026"), ("199X", "199X")),
        *(
            ("1 May 2026", "1 May 2026"),
            ("May 1, 2026", "1 May 2026"),
            ("Sept 2020", "September 2020"),
            ("Fall 2020", "Autumn 2020"),
        ),
        *(("in press", "in press"), ("2026-05-01T10:00:00Z", "1 May 2026"), ("05/2026", "May 2026"), ([2026, 5], "May 2026")),
        ({"date-parts": [["2026", "05", 1]]}, "1 May 2026"),
        ({"date-parts": [[2019], [2020]]}, "2019–2020"),
        ({"date-parts": [[2026]], "circa": True}, "c. 2026"),
        ({"date-parts": [[2026]], "circa": 0}, "2026"),
        ({"date-parts": [[2020]], "season": 1}, "Spring 2020"),
        ({"date-parts": [[2020]], "season": "winter"}, "Winter 2020"),
        ({"raw": "2026-05-01"}, "1 May 2026"),
        ({"literal": "forthcoming"}, "forthcoming"),
        ({"year": 2026, "month": "5"}, "May 2026"),
        ([{"year": 2026, "month": 5, "day": 1}], "1 May 2026"),
        ([{"year": 2019}, {"year": 2020}], "2019–2020"),
    ],
)
def test_a_date_of_any_form_is_printed(issued: object, shown: str) -> None:
    """Date parts, CSL-YAML's lists, EDTF, words, seasons, spans of time, about."""
    assert item(issued=issued) == ([f"Title. P. {shown}."], [])


@pytest.mark.parametrize(
    "issued",
    [
        *("2026-02-30", "2026-13", -5, 99999, {}, [], {"date-parts": []}, {"date-parts": [[]]}, {"date-parts": [[2021, 13, 45]]}),
        *(
            {"date-parts": [[2021, 0]]},
            {"date-parts": [["soon"]]},
            {"yaer": 2021},
            [{"year": 2021, "month": 2, "day": 30}],
            True,
            "",
        ),
    ],
)
def test_a_date_that_is_none_is_refused(issued: object) -> None:
    """No such month, no such day, no year at all: one message."""
    shown, told = item(issued=issued)

    assert not shown
    assert len(told) == 1, told


@pytest.mark.parametrize(
    ("author", "shown"),
    [
        ({"family": "Berg", "given": "Carla", "non-dropping-particle": "van den"}, "van den Berg C"),
        ({"family": "Alembert", "given": "Jean le Rond", "non-dropping-particle": "d’"}, "d’Alembert J le R"),
        ({"family": "La Fontaine", "given": "Jean", "dropping-particle": "de"}, "La Fontaine J de"),
        ({"family": "King", "given": "Martin Luther", "suffix": "Jr.", "comma-suffix": True}, "King ML Jr"),
        ({"given": "Pliny", "suffix": "Jr"}, "Pliny Jr"),
        ({"family": "Voltaire"}, "Voltaire"),
        ({"family": "Medici", "suffix": "Jr"}, "Medici Jr"),
        ({"family": "Medici", "dropping-particle": "de"}, "Medici de"),
        ({"family": "Medici", "non-dropping-particle": "de", "suffix": "Jr"}, "de Medici Jr"),
        ({"literal": "Society & <Sons>"}, "Society &amp; &lt;Sons&gt;"),
        ({"given": "Plato"}, "Plato"),
        ({"family": "Müller", "given": "Jean-Luc"}, "Müller J-L"),
        ({"family": "李", "given": "明"}, "李明"),
        ({"family": "O’Neil", "given": "M. V.", "parse-names": "false", "static-ordering": 0}, "O’Neil MV"),
    ],
)
def test_a_name_of_any_form_is_printed(author: dict[str, Any], shown: str) -> None:
    """Particles before the family name, initials without points, suffix, organisations, names of one word."""
    assert item(author=[author]) == ([f"{shown}. Title. P."], [])


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<i>E. coli</i> and CD34<sup>+</sup>", "<i>E. coli</i> and CD34<sup>+</sup>."),
        ('<span class="nocase">DNA</span> in <b>H<sub>2</sub>O</b>', "DNA in <b>H<sub>2</sub>O</b>."),
        ('<span style="font-variant: small-caps;">vii</span>', '<span class="smallcaps">vii</span>.'),
        ("p < 0.05 & q > 3, 5<10", "p &lt; 0.05 &amp; q &gt; 3, 5&lt;10."),
        ("Is it <i>so?</i>", "Is it <i>so?</i>"),
        (1984, "1984."),
    ],
)
def test_markup_of_a_title_is_printed_as_markup(title: object, shown: str) -> None:
    """The tags of CSL are tags, and all else only characters."""
    assert item(title=title) == ([f"{shown} P."], [])


@pytest.mark.parametrize(
    "title", ["<i>open", "</i>close", "<em>x</em>", "<i>a<b>b</i></b>", "<script>x</script>", "", "  ", None]
)
def test_markup_that_is_none_is_refused(title: object) -> None:
    """A tag that CSL does not know, or that is not closed, would be printed as it stands."""
    assert len(item(title=title)[1]) == 1


@pytest.mark.parametrize(
    "fields",
    [
        *({"DOI": "https://doi.org/11.1000/1"}, {"PMID": 0}, {"PMCID": "12"}, {"ISBN": "978-3-16-148410-1"}, {"URL": "https://"}),
        *({"type": "journal-article"}, {"titel": "x"}, {"author": "Smith"}, {"author": [{}]}, {"author": [{"family": ""}]}),
        *({"volume": None}, {"volume": True}, {"volume": [1]}, {"id": "a b"}, {"id": ""}, {"grade": 4}, {"title": "a\u202eb"}),
    ],
)
def test_a_field_that_means_nothing_is_one_mistake(fields: dict[str, Any]) -> None:
    """Numbers of books and articles, addresses, types, names, keys."""
    assert len(item(ARTICLE, **fields)[1]) == 1, item(ARTICLE, **fields)[1]


def test_every_kind_and_variable_of_csl_is_known() -> None:
    """An item with a text in every field can be printed, and an item of every kind."""
    schema = json.loads(resources.files("studyguide.sources").joinpath("schemas/references.json").read_text())
    properties = schema["items"]["properties"]
    texts = {key: "1" for key, rule in properties.items() if rule.get("$ref") == "#/$defs/text"}
    names = {key: [{"family": "A", "given": "B"}] for key, rule in properties.items() if rule.get("$ref") == "#/$defs/names"}
    dates = {key: "2020" for key, rule in properties.items() if rule.get("$ref") == "#/$defs/date"}

    assert len(texts) > 50
    for kind in properties["type"]["enum"]:
        shown, told = item({"id": "x", "title": "T", "type": kind, **texts, **names, **dates})
        assert (len(shown), told) == (1, [])


def test_numbers_are_printed_as_they_are_read() -> None:
    """A volume 010 is ten; a number with a point keeps its last nought."""
    [shown], _ = read("- {id: a, type: article-journal, title: T, container-title: J, issued: 2020, volume: 010, page: 1.10}")

    assert "2020;10:1.10." in shown


def test_keys_are_told_apart_by_their_capitals() -> None:
    """Smith and smith are two sources."""
    shown, told = read("- {id: Smith, type: book, title: One}\n- {id: smith, type: book, title: Two}")

    assert (shown, told) == (["One.", "Two."], [])


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]"])
def test_a_list_of_no_references_is_no_mistake(text: str) -> None:
    """A guide may begin without sources."""
    assert read(text) == ([], [])


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"title": "It's \"so\" in the '90s"}, "It’s “so” in the ’90s. P."),
        ({"title": "<i>'quoted'</i> (\"x\")"}, "<i>‘quoted’</i> (“x”). P."),
        ({"publisher": "O'Reilly & Sons"}, "Title. O’Reilly &amp; Sons."),
        ({"container-title": "Biology of <i>E. coli</i> today"}, "Title. <i>Biology of </i>E. coli<i> today</i>. P."),
        ({"page": "12—19"}, "Title. P. p. 12–19."),
    ],
)
def test_signs_are_printed_as_csl_asks(fields: dict[str, Any], shown: str) -> None:
    """Quotation marks and apostrophes are curled, italics within italics stand upright, ranges have one kind of dash."""
    assert item(**fields) == ([shown], [])
