"""Renaming: every name of the tiny guide gets another, everywhere at once, and the guide builds then and keeps its old links."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from studyguide.book.occurrences import occurrences
from studyguide.html.units import Templates, ebook_documents
from studyguide.html.xhtml import serialise
from studyguide.pdf.fragment import Anchor
from studyguide.pdf.link import _names
from studyguide.pdf.objects import DESTINATIONS
from studyguide.publish.ebook import Spine, ebook_rendering
from studyguide.publish.web import web_pages
from studyguide.sources import files
from studyguide.sources.diagnostics import Problems, Span
from studyguide.sources.folder import Sources
from studyguide.tasks.editing.edits import Edit, EditRefused, TextChange, changed_texts, differences, edited, write_change
from studyguide.tasks.editing.rename import renamed, renaming
from tests.editing.folder import project_at
from tests.tinybook import assemble_tiny, changed, compile_tiny, tiny_sources

CHAPTER, GLOSSARY = "chapters/01-counting.md", "chapters/glossary.md"
# What it is called, what it shall be called, lines that stand there then, and how many places change.
NAMES = {
    "anc.severe": ("anc.grave", ["[anc.grave]", "Below {value}`anc.grave|both` it"], 3),
    "book-a": ("ames20", ["- id: ames20", "{cite}`ames20, paper-b`", 'source = ["ames20"]'], 10),
    "nadir": ("lowest point", [":::{entry} lowest point", "The {term}`lowest point` passes.", '"g-nadir" = "g-lowest-point"'], 2),
    "neutropenia": ("low count", [":see-also: low-count", 'text: "{term}`low count`"'], 3),
    "term:anc": ("anc-count", [":id: anc-count", "{term}`neutrophils <anc-count>`", '"g-anc" = "g-anc-count"'], 4),
    "ANC": ("NEUT", [":abbr: NEUT"], 1),
    "sec-count": ("sec-sum", ["## The count {#sec-sum}", ":section: sec-sum", "See {ref}`sec-sum`."], 5),
    "fig-ruler": ("fig-scale", [":id: fig-scale", "See {ref}`fig-scale`", '"fig-ruler" = "fig-scale"'], 2),
    "figures/ruler.svg": ("scale", ["::::{figure} figures/scale.svg"], 1),
    "tab-limits": ("tab-l", ["{ref}`the table <tab-l>`"], 2),
    "calm": ("at-ease", ["id: at-ease", "and {ref}`at-ease`.[^units]", '"calm" = "at-ease"'], 2),
    "q-bands": ("q-b", [":::{question} q-b"], 1),
    "faq-emergency": ("faq-er", ["## Is it an emergency? {#faq-er}"], 1),
    "compute": ("reckon", ["- id: reckon", ":objective: reckon", '"counting--obj-compute" = "counting--obj-reckon"'], 3),
    "at-risk": ("who", [":::{fragment} who", "{include}`who`", ":::{include} who"], 3),
}


@pytest.mark.parametrize("old", NAMES)
def test_a_name_is_another_everywhere(old: str) -> None:
    """A name of each kind stands under its new form at every place."""
    new, lines, places = NAMES[old]
    change = renaming(tiny_sources().texts, old, new)
    after = changed_texts(tiny_sources().texts, change)

    assert [line for line in lines if line not in "\n".join(after.values())] == []
    assert len(change.edits) == places


def test_with_all_names_changed_the_guide_builds() -> None:
    """A faultless book is made of texts in which every name, one after another, got another."""
    texts, problems = dict(tiny_sources().texts), Problems()
    for old, (new, _, _) in NAMES.items():
        texts = changed_texts(texts, renaming(texts, old, new))

    book = assemble_tiny(Sources(texts, tiny_sources().blobs), problems)

    assert problems.found == []
    assert book
    assert {"g-nadir", "sec-count", "calm", "ref-book-a", "a-q-bands", "counting--obj-compute"} <= book.old_addresses.keys()


MOVES = {"figures/ruler.svg": "chapters/figures/scale.svg", "calm": "chapters/02-at-ease.md"}


@pytest.mark.parametrize("old", MOVES)
def test_a_file_is_called_as_its_name(old: str) -> None:
    """The file of a chapter or figure moves with its name, and a chapter keeps its number."""
    assert [*renaming(tiny_sources().texts, old, NAMES[old][0]).moved.values()] == [MOVES[old]]


REFUSED = {
    ("nadr", "x"): "Nothing in chapters/ is called “nadr”; did you mean “nadir”?",
    ("sec-count", "count"): "“count” cannot be the id of this: write sec-count, in small letters, digits and hyphens.",
    (
        "calm",
        "Alltag zu Hause",
    ): "“Alltag zu Hause” cannot be the id of this: write alltag-zu-hause, in small letters, digits and hyphens.",
    ("sec-count", "sec-closer"): "“sec-closer” is an id already: chapters/01-counting.md:49:21.",
    ("book-a", "paper-b"): "“paper-b” is a source already: chapters/references.yaml:10:7.",
    ("anc.severe", "severe"): "“severe” cannot name a value: write table.name, as oven.hot.",
    ("nadir", "nadir"): "That is its name already: “nadir”.",
    ("ruler", "My Ruler"): "“My Ruler” cannot name a figure: write my-ruler, in small letters (a–z), digits and hyphens.",
}


@pytest.mark.parametrize(("old", "new"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(old: str, new: str) -> None:
    """A name that nothing has, one that is taken and one that its kind may not have are told with what to do."""
    with pytest.raises(EditRefused) as refused:
        renaming(tiny_sources().texts, old, new)

    assert str(refused.value) == REFUSED[old, new]


def test_a_word_for_several_things_asks_which() -> None:
    """Where a term and a fragment have one name, the kind before a colon says which is meant."""
    texts = changed(**{GLOSSARY: tiny_sources().texts[GLOSSARY] + "\n:::{entry} fever\nA high temperature.\n:::\n"}).texts

    with pytest.raises(EditRefused, match=r"“fever” names several things. Write term:fever or fragment:fever."):
        renaming(texts, "fever", "heat")
    assert ":::{entry} heat" in changed_texts(texts, renaming(texts, "term:fever", "heat"))[GLOSSARY]


def test_every_place_is_at_its_characters() -> None:
    """Each name stands exactly where its place says, and whatever is used is given somewhere."""
    texts = tiny_sources().texts
    found = occurrences(texts)
    rows = {path: text.split("\n") for path, text in texts.items()}

    placed = [each for each in found if each.span.line]
    there = [rows[span.path][span.line - 1][span.col - 1 : span.col - 1 + span.length] for span in (each.span for each in placed)]
    assert there == [each.text for each in placed]
    given = {(each.kind, each.name) for each in found if each.defines}
    assert [each for each in found if (each.kind, each.name) not in given] == []


def test_escaped_bars_do_not_shift_places() -> None:
    """In a table, where a bar within a cell is written with a backslash, what stands behind it is at its own column, too."""
    row = "| {value}`anc.severe\\|bare` | {value}`anc.mild\\|bare` {cite}`book-a` |"
    text = tiny_sources().texts[CHAPTER].replace("| Mild | 1,500 |", row)

    after = changed_texts(changed(**{CHAPTER: text}).texts, renaming(changed(**{CHAPTER: text}).texts, "book-a", "b"))[CHAPTER]

    assert row.replace("book-a", "b") in after


def test_a_term_may_get_a_capital() -> None:
    """Where the address of a term stays the same, nothing is noted of it."""
    change = renaming(tiny_sources().texts, "nadir", "Nadir")

    assert change.added == {}
    assert ":::{entry} Nadir" in changed_texts(tiny_sources().texts, change)[GLOSSARY]


def test_a_capital_and_a_plural_stay() -> None:
    """A term that begins a sentence keeps its capital, and words before an angle bracket stay as they are."""
    text = "{term}`Nadir` and {term}`low points <nadir>` pass."
    texts = changed(**{CHAPTER: tiny_sources().texts[CHAPTER].replace("Limits differ.", text)}).texts

    after = changed_texts(texts, renaming(texts, "nadir", "lowest point"))[CHAPTER]

    assert "{term}`Lowest point` and {term}`low points <lowest point>` pass." in after


KEPT = {
    "chapters/references.bib": "@book{ames-20,\n  title = {Blood}, author = {Ames, Ann}, publisher = {P}, year = 2020 }\n",
    "chapters/references.json": '[{"id": "ames-20", "type": "book", "title": "Blood", "publisher": "P"}]\n',
}


@pytest.mark.parametrize("path", KEPT)
def test_a_source_is_renamed_in_any_form(path: str) -> None:
    """The key of a source changes in BibTeX and in CSL JSON as in YAML."""
    texts = changed(
        **{path: KEPT[path], "chapters/faq.md": tiny_sources().texts["chapters/faq.md"] + "\nMore.{cite}`ames-20`\n"}
    ).texts

    after = changed_texts(texts, renaming(texts, "ames-20", "ames2020"))

    assert after[path] == KEPT[path].replace("ames-20", "ames2020")
    assert "More.{cite}`ames2020`" in after["chapters/faq.md"]


def test_a_heading_without_an_id_gets_one() -> None:
    """A heading that was found by its words alone is given an id, and what refers to it follows."""
    text = "## A far look\n\nSee {ref}`sec-a-far-look`.\n\n## Check yourself {#sec-counting-check}"
    texts = changed(**{CHAPTER: tiny_sources().texts[CHAPTER].replace("## Check yourself {#sec-counting-check}", text)}).texts

    after = changed_texts(texts, renaming(texts, "sec-a-far-look", "sec-far"))[CHAPTER]

    assert "## A far look {#sec-far}\n\nSee {ref}`sec-far`." in after


def test_old_names_follow_what_they_named() -> None:
    """Renamed twice, both old names lead to the newest; renamed back, a name that is one again leads nowhere else."""
    texts = dict(tiny_sources().texts)
    for old, new in (("sec-do", "sec-act"), ("sec-act", "sec-help"), ("sec-help", "sec-act")):
        texts = changed_texts(texts, renaming(texts, old, new))

    assert texts["chapters/renamed.toml"].splitlines()[1:] == ['"sec-do" = "sec-act"', '"sec-help" = "sec-act"']
    problems = Problems()
    book = assemble_tiny(Sources(texts, tiny_sources().blobs), problems)
    assert problems.found == []
    assert book
    assert book.old_addresses == {"sec-do": "sec-act", "sec-help": "sec-act"}


def test_old_addresses_lead_to_what_they_named() -> None:
    """In the documents an empty element with the old id stands at what has another now; answers and descriptions have theirs."""
    renamed_ids = '"sec-old" = "sec-do"\n"fig-old" = "fig-ruler"\n"q-old" = "q-bands"\n"g-old" = "g-nadir"\n"calmer" = "calm"\n'
    sources = changed(**{"chapters/renamed.toml": renamed_ids})
    book = assemble_tiny(sources, Problems())
    assert book
    images = {figure.src: figure.src for figure in book.figures}
    rendering = ebook_rendering(book, None, images)

    made = {unit: serialise(root) for unit, _, root in ebook_documents(Templates.of(sources, book), rendering, None)}

    there = {old: unit for old in book.old_addresses for unit, text in made.items() if f'<span id="{old}"></span>' in text}
    assert there == {
        "sec-old": "calm",
        "calmer": "calm",
        "calmer--obj-act": "calm",
        "fig-old": "counting",
        "q-old": "counting",
        "g-old": "glossary",
        "a-q-old": "answers",
        "desc-fig-old": "figure-descriptions",
    }


def test_the_old_page_of_a_chapter_leads_to_the_new_one() -> None:
    """On the web the address of a chapter's old name is a page that goes on to the chapter by itself."""
    compiled = compile_tiny(changed(**{"chapters/renamed.toml": '"calmer" = "calm"\n'}))

    page = web_pages(compiled, "frame")["calmer.xhtml"].decode()

    assert '<meta http-equiv="refresh" content="0; url=calm.xhtml"/>' in page
    assert '<a href="calm.xhtml">Keeping calm</a>' in page


def test_the_document_of_a_renamed_chapter_keeps_its_name_in_the_ebook() -> None:
    """Bookmarks of reading programs are kept by file: a chapter has the file of its first name, and all links lead into that."""
    old = tiny_sources().texts["chapters/guide.toml"], '"calmer" = "calm"\n"calmest" = "calm"\n'
    compiled = compile_tiny(changed(**{"chapters/guide.toml": old[0], "chapters/renamed.toml": old[1]}))
    rendering = ebook_rendering(compiled.book, None, {src: src for src in compiled.figures})
    made = {unit: serialise(root) for unit, _, root in ebook_documents(compiled.templates, rendering, None)}

    assert "calmer.xhtml" in Spine(compiled, compiled.templates, None).units
    assert "calm.xhtml" not in Spine(compiled, compiled.templates, None).units
    assert 'href="calmer.xhtml#calm"' in made["counting"]
    assert 'href="calmer.xhtml' not in made["calm"]


def test_sources_of_other_programs_are_renamed_where_they_stand() -> None:
    """A key that Zotero gave or that was made of an address, and the whole that parts name, are renamed where they stand."""
    item = {"type": "book", "author": [{"family": "Ode"}], "issued": {"date-parts": [[2020]]}, "publisher": "P"}
    zotero = [
        {"id": "http://zotero.org/1", "citation-key": "odeCells", "title": "Cells", **item},
        {"id": "http://zotero.org/2", "title": "Marrow", **item},
    ]
    part = "@book{whole, title={W}, publisher={P}, year=1999, author={Lee}}\n@inbook{part, title={T}, crossref = {whole}}\n"
    files = {"references.json": json.dumps(zotero, indent=1), "references.bib": part}
    texts = changed(**{f"chapters/{name}": text for name, text in files.items()}).texts
    for old, new in (("odeCells", "ode-1"), ("ode2020marrow", "ode-2"), ("whole", "all")):
        texts = changed_texts(texts, renaming(texts, old, new))

    assert [each.get("citation-key", each["id"]) for each in json.loads(texts["chapters/references.json"])] == ["ode-1", "ode-2"]
    assert "@book{all," in texts["chapters/references.bib"]
    assert "crossref = {all}" in texts["chapters/references.bib"]


def test_a_pdf_has_old_names_for_its_places() -> None:
    """In the tree of names of a PDF the old name of a place leads to the same point as the new one."""
    facts = SimpleNamespace(anchors=(Anchor("new", 0, 10, 20, 0),), ids=(), numbers=SimpleNamespace(pages=(3,)))

    tree = _names([SimpleNamespace(base=16, facts=facts)], [("old", "new")])[DESTINATIONS]  # type: ignore[list-item]

    assert tree.count(b"[19 0 R/XYZ 10 20 0]") == 2
    assert b"(old)" in tree


# ---------------------------------------------------------------- on the disk


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The tiny guide on the disk."""
    return project_at(tmp_path)


def test_a_dry_run_shows_the_differences_alone(project: Path) -> None:
    """With --dry-run the lines before and after are shown, and no file is touched."""
    before = {path: path.read_bytes() for path in project.rglob("chapters/**/*.*")}

    shown = renamed(project, "nadir", "low", dry=True)

    assert "-:::{entry} nadir\n+:::{entry} low\n" in shown
    assert {path: path.read_bytes() for path in project.rglob("chapters/**/*.*")} == before


def test_what_does_not_build_is_not_written(project: Path) -> None:
    """Where the guide would not build with the new name, nothing is changed on the disk."""
    from studyguide.sources.diagnostics import BuildFailed

    with pytest.raises(BuildFailed):
        renamed(project, "calm", "glossary")
    assert (project / "chapters" / "02-calm.md").exists()


def test_other_characters_stay_as_they_are(project: Path) -> None:
    """Ends of lines and a byte order mark of a file are those of before."""
    path = project / "chapters" / "02-calm.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    said = renamed(project, "sec-do", "sec-act")

    assert said.splitlines()[-1] == "sec-do → sec-act: 3 places."
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.count(b"\r\n") == data.count(b"\n")
    assert b"{#sec-act}\r\n" in data


def test_all_is_written_or_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails in the middle, every file is as it was before."""
    paths = [project / CHAPTER, project / GLOSSARY]
    before = [path.read_bytes() for path in paths]
    replace, tried = files.replace, []

    def failing(path: Path, data: bytes) -> bool:
        tried.append(path)
        if len(tried) == 2:
            raise OSError(28, "no space left", str(path))
        return replace(path, data)

    monkeypatch.setattr(files, "replace", failing)
    with pytest.raises(OSError, match="no space"):
        write_change(project, renaming(tiny_sources().texts, "neutropenia", "low count"))
    assert [path.read_bytes() for path in paths] == before


def test_an_edit_of_another_text_is_refused() -> None:
    """An edit whose characters do not stand at its place changes nothing."""
    with pytest.raises(EditRefused, match=r"x.md:1:1: here “ab” must be changed by hand"):
        edited("xy", [Edit(Span("x.md", 1, 1, 2), "c", "ab")])
    assert differences({"x.md": "ab\n"}, TextChange((Edit(Span("x.md", 1, 1, 2), "c", "ab"),))) == (
        "--- x.md\n+++ x.md\n@@ -1 +1 @@\n-ab\n+c\n"
    )
