"""References in any of three forms: what is written is understood, or an error at its line; several files are one list."""

from __future__ import annotations

import json
from typing import Any

import pytest

from studyguide.sources.bibliography import format_references
from studyguide.sources.diagnostics import Problems
from studyguide.sources.reference_files import read_references
from tests.test_lint import lints
from tests.tinybook import assemble_tiny, changed, complaints, tiny_sources

JSON, BIB, YAML = "chapters/references.json", "chapters/references.bib", "chapters/references.yaml"
STYLE = tiny_sources().texts["styles/references.csl"]


def read(path: str, text: str) -> tuple[dict[str, str], list[str]]:
    """The references as printed by key, and what is wrong: place, code, message, hint."""
    problems = Problems()
    found = read_references(path, text, problems)
    told = [f"{d.span.line}:{d.span.col} {d.code}: {d.message} | {d.hint}" for d in problems.errors]
    return ({} if told else dict(zip(found, format_references(found.values(), STYLE), strict=True))), told


ZOTERO: dict[str, Any] = {
    "id": "http://zotero.org/users/0/items/ABCD1234",
    "type": "article-journal",
    "container-title": "J",
    "title": "A counting é study",
    "author": [{"family": "Bergé", "given": "C.", "non-dropping-particle": "van den"}],
    "issued": {"date-parts": [["2026", 5, 1]]},
    "volume": "7",
    "DOI": "https://doi.org/10.1234/INV%281%29",
}
PRINTED = 'van den Bergé C. A counting é study. <i>J</i>. 2026;7. <a class="external" href="https://doi.org/10.1234/INV(1)">'


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([ZOTERO]),
        json.dumps([ZOTERO], indent="\t"),
        json.dumps({"items": [ZOTERO]}),
        json.dumps({"references": [ZOTERO]}, ensure_ascii=False),
        json.dumps(ZOTERO),
        json.dumps(
            [ZOTERO | {"page": "", "editor": [], "publisher": None, "translated-title": "T", "ISMN": "1", "container": "2020"}]
        ),
    ],
)
def test_csl_json_is_taken_as_it_is_exported(text: str) -> None:
    """On one line or many, as a list or within one; a key is made of name, year and title where the id is an address."""
    shown, told = read(JSON, text)

    assert told == []
    assert list(shown) == ["vandenberge2026counting"]
    assert shown["vandenberge2026counting"].startswith(PRINTED)


@pytest.mark.parametrize(
    ("more", "key"),
    [({"citation-key": "a1"}, "a1"), ({"note": "x\nCitation Key: b2"}, "b2"), ({"id": "c3", "citation-key": "d"}, "c3")],
)
def test_a_key_that_the_reference_manager_gave_is_kept(more: dict[str, str], key: str) -> None:
    """A citation key stands before a key that is made; an id that can be written stands before both."""
    assert list(read(JSON, json.dumps([ZOTERO | more]))[0]) == [key]


@pytest.mark.parametrize(
    ("doi", "link"),
    [
        ("10.1234/AbC", "10.1234/AbC"),
        ("https://doi.org/10.1234/AbC", "10.1234/AbC"),
        ("HTTP://DX.DOI.ORG/10.1234/AbC", "10.1234/AbC"),
        ("doi:10.1234/AbC", "10.1234/AbC"),
        ("DOI: https://doi.org/10.1234/AbC", "10.1234/AbC"),
        ("doi.org/10.1234/a%3Cb%3E", "10.1234/a<b>"),
    ],
)
def test_a_doi_of_any_form_is_one(doi: str, link: str) -> None:
    """Addresses and the word DOI before the number are taken off; an address of a DOI that stands as URL is one, too."""
    bare = {key: value for key, value in ZOTERO.items() if key != "DOI"}
    fields = ("DOI", "URL") if doi.lower().startswith("http") else ("DOI",)
    for field in fields:
        problems = Problems()
        [source] = read_references(JSON, json.dumps([bare | {field: doi}]), problems).values()

        assert (source.csl["DOI"], problems.errors) == (link, [])


JSON_FAULTS = [
    ('[{"id": "a", "type": "book", "title": "T",}]', ["1:43 bad-json"]),
    ('[{"id": "a", "type": "book"\n "title": "T"}]', ["2:2 bad-json"]),
    ('[{"id": "a", "type": "book", "title": "T"}\n\n', ["1:43 bad-json"]),
    ('[{id: "a"}]', ["1:3 bad-json"]),
    ('[{"id": "a\nb"}]', ["1:11 bad-json"]),
    ('[{"id": "a", "type": "book", "title": "T"}] x', ["1:45 bad-json"]),
    ("[" * 50, ["1:21 bad-json"]),
    ('[{"id": "a", "type": "bok",\n "titel": "T", "DOI": "11.2/x"}]', ["1:14 bad-value", "2:2 unknown-key", "2:16 bad-value"]),
    ('[{"id": "a", "type": "book",\n "title": "T", "title": "U"}]', ["2:16 duplicate-key"]),
    ('[{"id": "a", "type": "book", "title": "T"},\n {"id": "a", "type": "book", "title": "U"}]', ["2:3 duplicate-id"]),
    ('[{"id": "a", "type": "book", "title": NaN}]', ["1:30 wrong-type"]),
    (
        '[{"id": "a", "type": "book", "title": "T",\n "author": [{"family": "F"},\n {"literal": "L", "given": "G"}]}]',
        ["3:19 bad-value"],
    ),
    ('"x"', ["1:1 wrong-type"]),
]


@pytest.mark.parametrize(("text", "places"), JSON_FAULTS)
def test_a_fault_of_csl_json_is_told_at_its_place(text: str, places: list[str]) -> None:
    """Commas, brackets, quotation marks, keys, values: line and column, in no word of the reader's own."""
    _, told = read(JSON, text)

    assert [line.split(": ")[0] for line in told if not line.startswith("1:2 missing")] == places
    assert not [line for line in told if "delimiter" in line or "Expecting" in line]


BIBTEX = r"""
This is a remark.
@string{jir = "J. Inv. Res."}
@article{a,
  author = {van den Berg, Carla and {World Health Organization} and M{\"u}ller, J. L. and others},
  title = {Counting {DNA} \& more}, subtitle = "a {$\alpha$} study",
  journal = jir # { B}, month = may, year = 2026, volume = 7, number = 3, pages = {12--19},
  doi = {https://doi.org/10.1234/INV}, grade = 3, read = {full},
}
@inproceedings{b, author={Ann de La Roe}, title={\emph{In vivo}: CO$_2$}, crossref={c}, pages={1}}
@proceedings{c, title={Proc. of X}, year=2020, publisher={P}}
@online{d, author={{NICE}}, title={Page}, url={https://x.org/a\_b}, urldate={2026-01-02}, date={2025-03}}
@misc{e, author={A, B}, title={Pre}, eprint={2001.00001}, archivePrefix={arXiv}, year={2020}, keywords={x, y}}
@phdthesis(f, author={A, B and C, Jr., D}, title={Th}, school={Uni}, year={2020})
@article{h, author={family=Berg, given=Carla, prefix=van den, useprefix=true and given=Ann, family=Roe},
  title={50% of {DNA}: US$ 5},
  journal={J}, year=2020, doi={10.1002/(SICI)1097\textless1::AID-1\textgreater3.0.CO;2-2}}
@article{g, author={A, B}, title={T}, journal={J}, year=2020, eid={e12}, eprint={123}, eprinttype={pubmed}}
"""
BIBTEX_PRINTED = {
    "a": "van den Berg C, World Health Organization, Müller JL, et al. Counting DNA &amp; more: a α study. <i>J. Inv. Res. B</i>."
    ' 2026;7(3):12–19. <a class="external" href="https://doi.org/10.1234/INV">doi:10.1234/INV</a>.',
    "b": "de La Roe A. <i>In vivo</i>: CO<sub>2</sub>. <i>Proc. of X</i>. P. 2020. p. 1.",
    "c": "Proc. of X. P. 2020.",
    "d": 'NICE. Page. March 2025. <a class="external" href="https://x.org/a_b">x.org/a_b</a> (accessed 2 Jan 2026).',
    "e": 'A B. Pre. 2020. <a class="external" href="https://arxiv.org/abs/2001.00001">arxiv.org/abs/2001.00001</a>.',
    "f": "A B, C D Jr. Th. Uni. 2020.",
    "h": "van den Berg C, Roe A. 50% of DNA: US$ 5. <i>J</i>. 2020. "
    '<a class="external" href="https://doi.org/10.1002/(SICI)1097%3C1::AID-1%3E3.0.CO;2-2">'
    "doi:10.1002/(SICI)1097&lt;1::AID-1&gt;3.0.CO;2-2</a>.",
    "g": 'A B. T. <i>J</i>. 2020:e12. <a class="external" href="https://pubmed.ncbi.nlm.nih.gov/123/">PubMed 123</a>.',
}


def test_bibtex_is_printed_as_its_entries_mean() -> None:
    """Names with particles, organisations, strings, months, LaTeX, cross-references, preprints, kinds of BibTeX and BibLaTeX."""
    assert read(BIB, BIBTEX) == (BIBTEX_PRINTED, [])


BIB_FAULTS = [
    ("@book{a,\n title = {A}\n year = 2020\n}", "2:2 a comma is missing behind this value"),
    ("@book{a,\n title = {A,\n year = 2020\n}\n@book{b, title={B}}", "2:1 this value is never closed"),
    ('@book{a,\n title = "A,\n year = 2020\n}', "2:1 this value is never closed"),
    ("@book{a,\n title = {A},\n year = 2020\n\n@book{b, title={B}}", "1:1 this entry is never closed"),
    ("@book{\n title = {A}\n}", "1:1 this entry has no key"),
    ("@book{a\n title = {A}\n}", "1:1 a comma is missing behind the key"),
    ("@book{a,\n title {A}\n}", "2:1 an equals sign is missing here"),
    ("@book{a,\n title = {A},,\n}", "2:1 a comma stands here without a value"),
    ("@book{a, title = {A}}\nbook{b, title = {B}}", "2:1 these lines belong to no entry"),
    ("@book{a,\n title = {A}},\n year = 2020\n}", "2:1 these lines belong to no entry"),
    ("@article{a, title={A}, month=foo}", "1:24 “foo” stands without braces, and no @string has that name"),
    ("@book{a, title={A},\n title={B}}", "2:2 “title” stands here a second time"),
    ("@book{a, title={A}}\n@book{a, title={B}}", "2:1 the reference “a” stands here a second time"),
    ("@boook{a, title={A}}", "1:1 “@boook” is no kind of source"),
    ("@book{a, titel={A}}", "1:10 unknown key “titel”"),
    ("@inbook{a, title={A}, crossref={b}}", "1:23 there is no entry “b”"),
    ("@book{a, title={T},\n isbn={123}}", "2:2 “ISBN”: “123” is not an ISBN"),
    ("@book{a, title={T}, date={2020-13}}", "1:21 there is no date 2020-13 in the calendar"),
    ("@book{a/b, title={T}}", "1:1 “id” cannot be “a/b”"),
    ("@book{a b, title={T}}", "1:1 “a b” is no key"),
    ("@book{a @book{b, title={T}}", "1:1 this entry is never closed"),
]


@pytest.mark.parametrize(("text", "place"), BIB_FAULTS)
def test_a_fault_of_bibtex_is_one_message_at_its_line(text: str, place: str) -> None:
    """Commas, braces, quotation marks, keys, kinds, names of fields, values."""
    at, _, message = place.partition(" ")
    _, told = read(BIB, text)

    assert told
    assert told[0].startswith(f"{at} ")
    assert told[0].split(": ", 1)[1].startswith(message)
    assert len(told) == 1 or "is no key" in message


ITEM = {"id": "json-a", "type": "book", "title": "By JSON", "publisher": "P", "issued": "2020", "grade": 3}
ENTRY = "@book{bib-a, title={By BibTeX}, publisher={P}, year=2020, author={A, B}, grade=3}\n"
CITING = "Both.{cite}`json-a, bib-a, paper-b`"


def with_files(**files: str) -> dict[str, str]:
    calm = tiny_sources().texts["chapters/02-calm.md"]
    return {"chapters/02-calm.md": f"{calm}\n{CITING}\n", JSON: json.dumps([ITEM]), BIB: ENTRY, **files}


def test_several_files_are_one_list() -> None:
    """What stands in YAML, JSON and BibTeX can be cited side by side."""
    book = assemble_tiny(changed(**with_files()), problems := Problems())

    assert problems.errors == []
    assert book is not None
    assert {"json-a", "bib-a", "paper-b"} <= {reference.key for reference in book.references}


def test_a_key_in_two_files_is_told_at_the_second() -> None:
    """The message names the place of the first."""
    told = complaints(changed(**with_files(**{BIB: ENTRY + "@book{paper-b, title={T}}\n"})))

    assert f"{BIB}:2:1: error[duplicate-id]: the reference “paper-b” stands in references.yaml already, at line 10" in told


def test_a_file_that_cannot_be_read_hides_what_is_cited() -> None:
    """One message, and none for the sources that may stand in it; a guide without YAML is told of a slip at its place."""
    told = complaints(changed(**with_files(**{JSON: '[{"id": "json-a"'})))
    alone = complaints(changed(**with_files(**{YAML: "", BIB: ENTRY.replace("bib-a", "bib-b")})))

    assert "bad-json" in told
    assert "unknown-reference" not in told
    assert "“bib-a” is not" in alone


def test_one_source_under_two_keys_is_doubtful() -> None:
    """Two keys with the same DOI are a warning at the second, however its letters are written."""
    doubled = "@book{bib-a, title={T}, doi={https://doi.org/10.1000/TEST.1}}\n"
    found = lints(changed(**with_files(**{BIB: doubled})))

    assert ("duplicate-source", "“bib-a” and “paper-b” have the same DOI: 10.1000/TEST.1") in found
