"""Mistakes for programs and for GitHub, as the command line tells them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studyguide.sources.diagnostics import BuildFailed, Diagnostic, Problems, Span
from studyguide.sources.messages import REPEATS
from studyguide.tasks.__main__ import main
from studyguide.tasks.arguments import OUTPUT, Arguments, arguments
from studyguide.tasks.border import BROKEN, FAILED, FORMAT, CheckFailed, told
from tests.project import Project


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (FORMAT, OUTPUT, "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def faulty(tmp_path: Path) -> Project:
    """A project with one mistake, and nothing made of it."""
    project = Project.at(tmp_path / "guide")
    project.write("chapters/02-calm.md", "{term}`nadir`", "{term}`nadri`")
    return project


WORDS = {
    (): Arguments(),
    ("book",): Arguments(("book",)),
    ("book", "--format", "json"): Arguments(("book",), "json"),
    ("--format=json", "pdf:a4", "--one-pass"): Arguments(("pdf:a4", "--one-pass"), "json"),
    ("book", "--format"): Arguments(("book",), ""),
    ("strace", "--", "--format", "json"): Arguments(("strace", "--", "--format", "json")),
    ("test", "-q", "--format", "x"): Arguments(("test", "--", "-q", "--format", "x")),
    ("test", "--", "-q"): Arguments(("test", "--", "-q")),
    ("-q", "test", "-h"): Arguments(("test", "--", "-h"), output="quiet"),
    ("pdf:a4", "test"): Arguments(("pdf:a4", "test")),
    ("--quiet", "epub"): Arguments(("epub",), output="quiet"),
    ("epub", "-q"): Arguments(("epub",), output="quiet"),
    ("--verbose",): Arguments((), output="verbose"),
    ("-v", "book"): Arguments(("book",), output="verbose"),
    ("-v", "1", "book"): Arguments(("-v", "1", "book")),
    ("-v0", "book"): Arguments(("-v0", "book")),
    ("--help",): Arguments(("help",)),
    ("clean", "-h"): Arguments(("help", "clean")),
    ("--help", "clean"): Arguments(("help", "clean")),
    ("--version",): Arguments(("version",)),
}


@pytest.mark.parametrize("args", WORDS, ids=" ".join)
def test_options_may_stand_anywhere(args: tuple[str, ...]) -> None:
    """What goes for all commands is taken from anywhere; what follows -- or `test` is another program's."""
    assert arguments(args) == WORDS[args]


def test_the_environment_may_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of the environment choose for every command, and the command line has the last word."""
    monkeypatch.setenv(FORMAT, "json")
    monkeypatch.setenv(OUTPUT, "quiet")

    assert arguments(["book"]) == Arguments(("book",), "json", "quiet")
    assert arguments(["book", "--format", "plain", "--verbose"]) == Arguments(("book",), "plain", "verbose")
    monkeypatch.setenv(OUTPUT, "loud")
    assert arguments(["book"]).output == "normal"


def test_an_unknown_format_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A format that there is not is told with those that there are, and the shell gets 3."""
    assert main(["book", "--format", "xml"]) == 3
    assert capsys.readouterr().err == "there is no format “xml”; write --format plain or json\n"


def test_programs_read_mistakes_and_nothing_else(faulty: Project) -> None:
    """With --format json every line of the output is an object; plain text is as it was, and both end with 1."""
    machine, person = faulty.run("book", "--format", "json"), faulty.run("book")

    (found,) = map(json.loads, machine.out.splitlines())
    assert (found["path"], found["line"], found["column"], found["length"]) == ("chapters/02-calm.md", 19, 12, 5)
    assert (found["code"], found["severity"], found["hint"]) == ("unknown-term", "error", "did you mean “nadir”?")
    assert (machine.code, machine.err) == (1, "")
    assert (person.code, person.out) == (1, "book …\n")
    assert person.err.startswith("chapters/02-calm.md:19:12: error[unknown-term]: “nadri” is not in the glossary\n")


def test_errors_are_always_shown(faulty: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quiet build tells its errors all the same; in GitHub Actions each is an annotation too."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    quiet = faulty.run("-v0", "book")

    assert "error[unknown-term]" in quiet.err
    annotation = "::error file=chapters/02-calm.md,line=19,col=12,title=unknown-term::“nadri” is not in the glossary"
    assert f"{annotation}%0Ahint: did you mean “nadir”?\n" in quiet.out


def many(count: int) -> BuildFailed:
    """A build that failed for so many mistakes of one code."""
    return BuildFailed(Problems([Diagnostic(Span("chapters/a.md", line + 1), "bad-id", "wrong") for line in range(count)]))


def test_all_repeats_stand_in_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where mistakes are only counted, the last line names a file that holds all of them."""
    assert told(many(REPEATS + 5), "book", tmp_path) == FAILED

    assert capsys.readouterr().err.endswith("all of them: build/log/book.jsonl\n")
    assert len((tmp_path / "build/log/book.jsonl").read_text("utf-8").splitlines()) == REPEATS + 5
    told(many(REPEATS), "book", tmp_path)
    assert "all of them" not in capsys.readouterr().err


def test_a_log_that_cannot_be_kept_is_not_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is no room for the list, the last line says so."""
    (tmp_path / "build").touch()

    told(many(REPEATS + 1), "book", tmp_path)

    assert "all of them: could not be kept in build/log/book.jsonl: not a directory" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "kind"),
    [
        (many(1), FAILED, "bad-id"),
        (OSError(28, "No space left", "build/a.pdf"), FAILED, "disk"),
        (KeyError("x"), BROKEN, "internal"),
        (CheckFailed(Problems([Diagnostic(Span("a.epub", 0), "RSC-005 error", "wrong")])), FAILED, "RSC-005 error"),
    ],
)
def test_whatever_fails_is_an_object(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, code: int, kind: str
) -> None:
    """A mistake, a full disk, a fault of the program and the findings of a check are told to programs alike."""
    monkeypatch.setenv(FORMAT, "json")

    assert told(error, "book", tmp_path) == code
    shown = capsys.readouterr()
    assert (json.loads(shown.out)["code"], shown.err) == (kind, "")


def test_what_a_check_has_printed_is_not_told_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings that stand in the report of a check are not printed a second time."""
    told(CheckFailed(Problems([Diagnostic(Span("a.epub", 0), "dead", "wrong")])), "check", tmp_path)

    assert capsys.readouterr() == ("", "")
