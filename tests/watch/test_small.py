"""What the desk is made of: edits, editors, options, sentences, and the files that a save is made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studyguide.sources.cache import Cache
from studyguide.sources.diagnostics import Span
from studyguide.sources.folder import Sources
from studyguide.sources.remembered import Memory
from studyguide.tasks.watch import command
from studyguide.tasks.watch.command import WatchOptions, WordsNotUnderstood, main, socket_at, watch_options, window_files
from studyguide.tasks.watch.desk import lints
from studyguide.tasks.watch.editors import EDITORS, editor_address
from studyguide.tasks.watch.edits import earlier, edited, sentence
from studyguide.tasks.watch.saves import matters
from tests.tinybook import ROOT, tiny_book


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("one two\nthree", "one two\nthree", None),
        ("one two\nthree four", "one two\nthree five", (2, 7)),
        ("one two", "one twofold", (1, 5)),
        ("one", "one\ntwo", (2, 1)),
        ("one\ntwo", "one", (1, 4)),
        ("one twofold", "one two", (1, 5)),
        ("", "new", (1, 1)),
        ("a µL b", "a µL c", (1, 6)),
    ],
)
def test_the_place_of_an_edit_is_the_word_that_was_changed(old, new, place):
    """Line and column of the first difference, at the start of its word."""
    span = edited(Sources({"x.md": old}, {}), Sources({"x.md": new}, {}))

    assert (span and (span.line, span.col)) == place


def test_an_edit_of_the_text_is_told_before_one_of_the_design():
    """Of several files the first by name; a font has no lines; a file that came or went is an edit."""
    old = Sources({"chapters/a.md": "a", "styles/x.css": "x"}, {"styles/f.ttf": b"1"})

    assert edited(old, Sources({"chapters/a.md": "b", "styles/x.css": "y"}, {})) == Span("chapters/a.md", 1, 1)
    assert edited(old, Sources(old.texts, {"styles/f.ttf": b"2"})) == Span("styles/f.ttf", 0)
    assert edited(old, Sources({"styles/x.css": "x"}, old.blobs)) == Span("chapters/a.md", 1, 1)


@pytest.mark.parametrize(
    ("column", "found"),
    [
        (1, "One here. "),
        (9, "One here. "),
        (11, "Two “there?” "),
        (30, "*Three*! "),
        (35, "Four"),
        (99, "One here. Two “there?” *Three*! Four"),
    ],
)
def test_a_sentence_is_told_by_its_signs(column, found):
    """Full stop, question mark and exclamation mark end one, with the quotes and marks behind them."""
    row = "One here. Two “there?” *Three*! Four"
    first, last = sentence(f"other line.\n{row}", 2, column)

    assert row[first - 1 : last] == found


@pytest.mark.parametrize(
    ("now", "line", "was"),
    [("a\nb\nc", 2, 2), ("a\nx\nb\nc", 4, 3), ("a\nx\nb\nc", 2, 2), ("c", 1, 3), ("a\nb\nc\nd", 4, 3), ("", 1, 1)],
)
def test_a_mistake_is_shown_where_it_stood_in_the_last_good_text(now, line, was):
    """Lines before an edit are counted from the start, lines behind it from the end."""
    assert earlier(Span("x", line), {"x": now}, {"x": "a\nb\nc"}).line == was


@pytest.mark.parametrize("name", EDITORS)
def test_every_editor_is_told_the_place(name):
    """Each address has its path, and takes line and column."""
    address = editor_address(name)

    assert name == "none" or all(part in address for part in ("{path}", "{line}", "{column}"))


def test_any_address_may_be_an_editor():
    """A template of an address is taken as it stands."""
    assert editor_address("my-tool://{path}#{line}") == "my-tool://{path}#{line}"


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ([], WatchOptions(4860, browser=True, editor="")),
        (["--port", "0", "--no-browser"], WatchOptions(0, browser=False, editor="")),
        (["--port=8000", "--editor=zed"], WatchOptions(8000, browser=True, editor=EDITORS["zed"])),
        (["--port", "x"], "--port: “x” is no number from 0 to 65535"),
        (["--port", "70000"], "--port: “70000” is no number from 0 to 65535"),
        (["--editor", "vscod"], "there is no editor “vscod”; did you mean “vscode”?"),
        (["--edit", "zed"], "“--edit” is no option of this command; did you mean “--editor”?"),
        (["--port"], "the option --port needs a value behind it"),
        (["chapters"], "“chapters” is no option of this command"),
    ],
)
def test_the_words_of_the_command_line(words, options):
    """What is asked for, or what cannot be understood, in words."""
    try:
        assert watch_options(words, "none") == options
    except WordsNotUnderstood as reason:
        assert str(reason) == options  # noqa: PT017 - a table of both


def test_a_word_that_is_not_understood_starts_nothing(capsys):
    """The process returns 3, and says where help is."""
    assert main(["watch", "--prot", "1"]) == 3
    assert "./guide help watch" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(capsys, monkeypatch):
    """The process returns 1, and says how to take another one."""
    monkeypatch.setattr(command, "serve", lambda options, listening: None)
    with socket_at(0) as taken:
        taken.listen()
        assert main(["watch", "--port", str(taken.getsockname()[1]), "--no-browser"]) == 1

    assert "./guide watch --port 0" in capsys.readouterr().err


def test_only_this_computer_can_reach_it():
    """The socket is bound to the loopback interface alone."""
    with socket_at(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_the_window_names_folder_editor_and_renditions():
    """The page is filled in; a quote in an address ends no attribute."""
    page = window_files(Path("/home/me/guide"), 'x://{path}"><script>')["window.html"].decode()

    assert 'data-root="/home/me/guide"' in page
    assert "<script>" not in page
    assert '<option value="phone">Phone</option>' in page


def test_the_window_has_no_script_or_style_within():
    """All of it stands in files of their own, so that the policy can forbid what anybody else puts there; all names are there."""
    files = window_files(ROOT, "")
    page, program = files["window.html"].decode(), files["window.js"].decode()

    assert " style=" not in page
    assert " onclick=" not in page
    assert "innerHTML" not in program
    assert "eval(" not in program
    ids = {part.split('"')[0] for part in page.split(' id="')[1:]}
    asked = {part.split("'")[0] for part in program.split("$('")[1:]}
    assert asked <= ids


@pytest.mark.parametrize(
    ("paths", "matter"),
    [
        (["chapters/01-counting.md"], True),
        (["chapters/.01-counting.md.swp"], False),
        (["chapters/4913", "chapters/01-counting.md~"], False),
        (["chapters/.01-counting.md.x1", "chapters/01-counting.md"], True),
        (["styles/print.css"], True),
        (["chapters/figures/ruler.svg"], True),
        (["chapters/#01-counting.md#"], False),
        ([], False),
    ],
)
def test_what_editors_leave_lying_about_is_no_save(paths, matter):
    """Swap files, backups and locks make nothing anew; a file that is put in the place of another does."""
    assert matters(paths) == matter


def test_lints_are_remembered(tmp_path: Path) -> None:
    """What the lints found in a chapter that is as it was before is not looked for again."""
    remembered = Memory(Cache())
    compiled = replace(tiny_book(), remembered=remembered)
    found = lints(compiled, tmp_path)
    made = remembered.made.total()
    assert lints(compiled, tmp_path) == found
    assert remembered.made.total() == made > 0
