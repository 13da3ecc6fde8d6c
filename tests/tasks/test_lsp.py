"""The language server, asked by a client over its pipes, about a copy of the tiny guide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from studyguide.publish.compiled import compile_sources
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.remembered import Memory
from studyguide.tasks.lsp import checking
from studyguide.tasks.lsp.completion import WritingPlace, suggested
from studyguide.tasks.lsp.known import KnownNames
from studyguide.tasks.lsp.navigation import names_in
from studyguide.tasks.lsp.overlay import laid_over
from tests.project import Project
from tests.tasks.language_client import Editor, written
from tests.tinybook import ROOT, tiny_book

CHAPTER, VALUES, GLOSSARY = "chapters/01-counting.md", "chapters/values.toml", "chapters/glossary.md"
REFERENCES, SAFETY = "chapters/references.yaml", "chapters/safety.md"
OPENED = "See {ref}`fig-ruler`"
"""Where the tests write: at the start of a line of the chapter."""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor with the first chapter open. At the end the server goes in peace; nothing in it broke down."""
    editor = Editor.of(Project.at(tmp_path_factory.mktemp("lsp") / "guide"))
    editor.open(CHAPTER)
    yield editor
    code, errors = editor.close()
    assert code == 0
    assert {row for row in errors.split("\n") if row.startswith("ERROR")} <= MALFORMED


@pytest.fixture
def text(editor: Editor) -> Iterator[str]:
    """The chapter, without mistakes; it is put back after the test."""
    text = (editor.project.root / CHAPTER).read_text("utf-8")
    yield text
    editor.type(CHAPTER, text)


def line_of(text: str, words: str) -> int:
    """The line, from 0, that holds some words."""
    return next(i for i, row in enumerate(text.split("\n")) if words in row)


TYPED = {
    "a term": ("See {term}`nowhere`", "unknown-term 22:11-18"),
    "beyond the first plane of Unicode": ("😀 \U0001d4d0 See {ref}`nowhere`", "unknown-target 22:16-23"),
    "a role that is not closed": ("See {cite}`book-a", "stray-markup 22:4-11"),
    "a character that cannot be seen": ("See\u200b", "control-character 22:3-4"),
}


@pytest.mark.parametrize(("row", "mistake"), TYPED.values(), ids=TYPED)
def test_a_mistake_is_told_at_its_characters_and_goes_when_mended(editor: Editor, text: str, row: str, mistake: str) -> None:
    """What is typed is compiled unsaved; its mistakes stand at columns of UTF-16, and are taken back when they are mended."""
    editor.type(CHAPTER, text.replace(OPENED, f"{row}\n{OPENED}"))
    editor.await_mistakes(CHAPTER, mistake)

    editor.type(CHAPTER, text)
    editor.await_mistakes(CHAPTER)


def test_a_change_of_one_file_is_told_in_another(editor: Editor, text: str) -> None:
    """A value that loses its name in one unsaved file is missing in others, open or not; when it is back, all is well again."""
    values = (editor.project.root / VALUES).read_text("utf-8")
    editor.open(VALUES, values.replace("[anc.severe]", "[anc.deep]"))
    editor.await_mistakes(CHAPTER, "unknown-value 21:118-133")

    editor.tell("textDocument/didClose", textDocument={"uri": editor.uri(VALUES)})
    editor.await_mistakes(CHAPTER)


def test_doubts_come_when_the_writer_rests(editor: Editor, text: str) -> None:
    """After a while without a key pressed the warnings of the lints come, too, each at its place."""
    editor.type(CHAPTER, text.replace(OPENED, f"Some web pages are wrong.\n\n{OPENED}"))

    editor.await_mistakes(CHAPTER, "bare-value 63:11-14", "quarrel 21:0-171", severity=2)


MALFORMED = {"ERROR:pygls.protocol.json_rpc:Unable to deserialize message", "ERROR:pygls.server:Unable to handle message"}
"""What the server says of a message that is none."""
BEGUN = "‸"
"""Before what is typed already of a name."""
COMPLETED = {
    "values with what they print": ("{value}`‸an", "anc.severe", "anc.severe", "500/µL · Severe neutropenia"),
    "forms of a value": ("{value}`anc.severe|‸bo", "both", "both", "500/µL (0.5\xa0×\xa010⁹/L)"),
    "forms within a table": ("{value}`anc.severe\\|‸ba", "bare", "bare", "500/µL"),
    "terms": ("{term}`‸neu", "neutropenia", "neutropenia", None),
    "other names of terms, behind words": ("{term}`low <‸A", "ANC", "ANC>", "absolute neutrophil count"),
    "sources behind a comma": ("{cite}`book-a, ‸p", "paper-b", "paper-b", "Brown & Clark. Counting cells. 2021"),
    "ids": ("{ref}`‸fig", "fig-ruler", "fig-ruler", "Figure 1.1 · The ruler of counts."),
    "ids behind words": ("😀 {ref}`the table <‸ta", "tab-limits", "tab-limits>", "Table 1.1"),
    "fragments": ("{include}`‸", "fever", "fever", "a temperature of 38.0\xa0°C or more"),
    "entries of the index": ("{index}`‸nad", "nadir", "nadir", None),
    "abbreviations": ("{abbr}`‸A", "ANC (absolute neutrophil count)", "ANC (absolute neutrophil count)", None),
    "roles": ("{‸te", "term", "term}`$1`", None),
    "boxes with their fence": ("::::{‸red", "red-flag", "red-flag}\n$0\n::::", "Red flag"),
    "what may stand between backquotes": ("```{‸co", "code-block", "code-block}\n$0\n```", None),
    "options of code": ("```{code-block} python\n:‸li", "linenos", "linenos: ", None),
    "options": (":::{question} q-new\n:‸le", "level", "level: ", None),
    "what an option may be": (":::{question} q-new\n:kind: ‸si", "single", "single", None),
    "objectives of the chapter": (
        ":::{question} q-new\n:objective: ‸c",
        "compute",
        "compute",
        "calculate an absolute neutrophil count",
    ),
    "sections of the chapter": (":::{question} q-new\n:section: ‸", "sec-count", "sec-count", "Section 1.1 · The count"),
    "pictures": ("::::{figure} ‸", "figures/ruler.svg", "figures/ruler.svg", None),
}


@pytest.mark.parametrize(("typed", "label", "put", "detail"), COMPLETED.values(), ids=COMPLETED)
def test_names_are_completed(editor: Editor, text: str, typed: str, label: str, put: str, detail: str | None) -> None:
    """Half a name is completed from the last good book, with what it means; it replaces what was typed of it, and no more."""
    editor.type(CHAPTER, text.replace(OPENED, f"{typed.replace(BEGUN, '')}\n{OPENED}"))
    head, _, begun = typed.rpartition("\n")[2].partition(BEGUN)
    line, start = 22 + typed.count("\n"), len(head.encode("utf-16-le")) // 2
    end = start + len(begun)

    items = editor.about("completion", CHAPTER, line, end)["items"]

    item = next(each for each in items if each["label"] == label)
    assert item["textEdit"] == {"range": span(line, start, end), "newText": put}
    assert item.get("detail") == detail


def span(line: int, start: int, end: int) -> dict[str, dict[str, int]]:
    """A range in one line, as the protocol has it."""
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}


KNOWN = {
    "a value": ("anc.severe", "**500/µL (0.5\xa0×\xa010⁹/L)** · Severe neutropenia", f"{VALUES} 6:1-11"),
    "a term by another name": ("anc>", "**absolute neutrophil count** (ANC)", f"{GLOSSARY} 5:11-36"),
    "a source": ("book-a", "Ames AB. A book about blood.", f"{REFERENCES} 0:6-12"),
    "a figure": ("fig-ruler", "Figure 1.1 · The ruler of counts.", f"{CHAPTER} 37:5-14"),
    "a chapter": ("calm`", "Chapter 2 · Keeping calm", "chapters/02-calm.md 1:4-8"),
}


@pytest.mark.parametrize(("name", "told", "place"), KNOWN.values(), ids=KNOWN)
def test_a_name_is_explained_and_found(editor: Editor, text: str, name: str, told: str, place: str) -> None:
    """Over a name stands what it means; from it the way goes to the place where it is given."""
    line = line_of(text, name)
    at = text.split("\n")[line].index(name) + 1

    assert editor.about("hover", CHAPTER, line, at)["contents"]["value"].startswith(told)
    (found,) = editor.about("definition", CHAPTER, line, at)
    path, where = place.split(" ")
    assert (found["uri"], written(found["range"])) == (editor.uri(path), where)


def test_every_use_of_a_name_is_found_and_changed(editor: Editor, text: str) -> None:
    """All places of a value are found and renamed; an id leaves its old address; a name that cannot be is refused in words."""
    editor.await_mistakes(CHAPTER)
    places = {(CHAPTER, "21:118-128"), (SAFETY, "5:45-55"), (VALUES, "6:1-11")}
    uses = editor.about("references", CHAPTER, 21, 120, context={"includeDeclaration": True})
    change = editor.about("rename", CHAPTER, 21, 120, newName="anc.deep")["documentChanges"]

    assert {(each["uri"], written(each["range"])) for each in uses} == {(editor.uri(path), where) for path, where in places}
    assert {(each["textDocument"]["uri"], written(edit["range"])) for each in change for edit in each["edits"]} == {
        (editor.uri(path), where) for path, where in places
    }
    fig = editor.about("rename", CHAPTER, 22, 12, newName="fig-scale")["documentChanges"]
    assert (fig[0]["kind"], fig[0]["uri"]) == ("create", editor.uri("chapters/renamed.toml"))
    assert "cannot name a value" in editor.about("rename", CHAPTER, 21, 120, newName="no name")["message"]


def test_a_question_that_makes_no_sense_ends_nothing(editor: Editor, text: str) -> None:
    """After places that are not there, documents of others, and methods that nobody knows, the server answers as before."""
    assert editor.about("hover", CHAPTER, 10**6, 10**6) is None
    assert editor.about("definition", "../elsewhere.md", 0, 0) == []
    assert editor.about("completion", "chapters/nowhere.md", 3, 3)["items"] == []
    assert editor.about("completion", "README.md", 0, 0)["items"] == []
    assert editor.ask("guide/unheard-of")["code"] == -32601
    editor.tell("textDocument/didChange", textDocument={"uri": 1})
    assert editor.about("hover", CHAPTER, 21, 120)["contents"]["value"].startswith("**500/µL")


DATA_FILES = {
    "the source of a value": (VALUES, 'source = ["book-a", "pa', "pa", "paper-b"),
    "the country of a value": (VALUES, 'where = ["', "", "UK"),
    "what a correction rests on": ("chapters/coverage.toml", 'E1 = { at = "sec-count", cites = ["', "", "book-a"),
    "the place of a correction": ("chapters/coverage.toml", 'E1 = { at = "se', "se", "sec-count"),
    "the value of a correction": ("chapters/coverage.toml", 'E1 = { at = "sec-count", value = "an', "an", "anc.severe"),
    "a value in a chart": ("chapters/figures/new.toml", 'label = "{value}`an', "an", "anc.severe"),
    "a value in the line of emergencies": ("chapters/guide.toml", 'emergency-line = "{value}`fe', "fe", "fever.call"),
    "the source of a chart": ("chapters/figures/new.toml", 'source = ["', "", "book-a"),
    "nothing in a label": (VALUES, 'label = "', "", None),
    "nothing in a sentence": (CHAPTER, "A sentence: and", "", None),
}


@pytest.mark.parametrize(("path", "row", "begun", "name"), DATA_FILES.values(), ids=DATA_FILES)
def test_names_are_completed_in_data_files(path: str, row: str, begun: str, name: str | None) -> None:
    """In values, charts, corrections and guide.toml names are completed where they may stand, and nothing elsewhere."""
    known = replace(KnownNames.of(tiny_book().book, tiny_book().sources.texts, Memory()), places={"UK": "British"})

    length, found = suggested(WritingPlace(path, [row], 0, row, "", known))

    assert (length, name in [each.label for each in found] if name else found == []) == (len(begun), True)


def test_the_head_of_a_chapter_is_completed_with_keys_that_it_lacks() -> None:
    """Within the head of a chapter its keys are suggested, but for those that are there; below the head none is."""
    rows = ["---", "id: calm", "ti", "---", "ti"]
    inside = suggested(WritingPlace(CHAPTER, rows, 2, "ti", "", KnownNames()))[1]

    assert {"title", "objectives", "checked"} <= {each.label for each in inside}
    assert "id" not in {each.label for each in inside}
    assert suggested(WritingPlace(CHAPTER, rows, 4, "ti", "", KnownNames()))[1] == []


def test_a_compiler_that_breaks_down_is_told_and_works_again(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody expected becomes a mistake of the code “internal”; names stay known, and the next check is a good one."""
    checker = checking.GuideChecker(editor.project.root)
    good = checker.check({})
    with monkeypatch.context() as patch:
        patch.setattr(checking, "compile_sources", lambda *_: 1 // 0)
        broken = checker.check({})

    assert [each.diagnostic.code for each in broken.mistakes] == ["internal"]
    assert broken.known.values.keys() == good.known.values.keys() != set()
    assert checker.check({}).sound


UNFINISHED = {
    "sources": (REFERENCES, "- id: book-a\n  title: A: B"),
    "sources with a form feed": (REFERENCES, "- id: book\f-a\n"),
    "values": (VALUES, '[anc.severe\nlabel = "'),
    "values with a list that goes astray": (VALUES, "a = [ ="),
    "values with a list that another bracket ends": (VALUES, "[a]\nsource = [}\n"),
    "a chapter without its head": (CHAPTER, "Words {cite}`book-a`"),
    "a head that is not closed": (CHAPTER, "---\nid: counting\ntitle: {"),
    "a glossary": (GLOSSARY, "---\nid: glossary\n---\n:::{entry}\n"),
}


@pytest.mark.parametrize(("path", "text"), UNFINISHED.values(), ids=UNFINISHED)
def test_names_of_half_a_file_break_nothing(path: str, text: str) -> None:
    """A file that cannot be read while somebody writes it has the names that can be made out, or none."""
    assert {each.span.path for each in names_in({path: text}, path)} <= {path}


def test_a_chapter_that_was_never_saved_is_part_of_the_guide(editor: Editor) -> None:
    """A text of the editor may be that of a file that is not on the disk; one that is no source changes nothing."""
    text = (ROOT / "tests" / "tiny" / "chapters" / "02-calm.md").read_text("utf-8")
    new = text.replace("id: calm", "id: rest").replace("sec-do", "sec-rest").replace(" q-", " q-rest-")
    problems = Problems()
    laid = laid_over(editor.project.root, {"chapters/03-rest.md": new.replace("\n", "\r\n"), "README.md": "no source"}, problems)

    assert [chapter.id for chapter in compile_sources(laid, problems).book.chapters] == ["counting", "calm", "rest"]
    assert "README.md" not in laid.texts
    with pytest.raises(BuildFailed):
        compile_sources(laid_over(editor.project.root, {"chapters/03-rest.md": "no head"}, problems), problems)
