"""What a person sees of a build: on a screen, in a pipe, in CI, without colour, and when it is stopped."""

from __future__ import annotations

import random
import re

import pytest

from tests.project import Outcome, Project
from tests.tasks.screen import Screen, at_terminal

MAKES = re.compile(r"pdf:a4 +\S+ \d+ of about \d+ pages(, \d+ kept)?(, \d+ (s|min) left)?")
STOPPED = "Stopped. Finished files are whole; the next ./guide goes on from here."


@pytest.fixture
def edited(project: Project) -> Project:
    """A built project in which a word was changed since."""
    project.write("chapters/01-counting.md", "Counting", "Counting again")
    return project


def test_a_screen_shows_how_far_it_is_and_what_was_made(edited: Project) -> None:
    """A line a rendition tells pages done and left, and what was kept; a table tells file, pages, size, seconds and reuse."""
    seen = at_terminal(edited, "pdf:a4", "epub")

    lines = seen.screen.shown
    assert seen.code == 0
    assert [line for frame in seen.frames for line in frame if MAKES.match(line)]
    assert [line.split()[0] for line in lines[:3]] == ["book", "pdf:a4", "epub"]
    assert re.fullmatch(r"file +pages +size +seconds +reused +warnings", lines[5])
    assert re.fullmatch(r"build/tiny-a4\.pdf +15 +\S+ [kM]B +\d+\.\d +\d+ % +0", lines[7])
    assert re.fullmatch(r"build/tiny\.epub +\S+ [kM]B +\d+\.\d", lines[8])
    assert re.fullmatch(r"build/tiny-kindle\.epub +\S+ [kM]B +\d+\.\d", lines[9])
    assert re.fullmatch(r"\d+ warnings on the text; \./guide lint:text shows them", lines[10])
    assert re.fullmatch(r"Done in \d+\.\d s\. Open build/tiny-a4\.pdf", lines[11])
    assert max(map(len, lines)) <= 80
    assert (seen.screen.hidden, seen.screen.colours > 0) == (False, True)


def test_a_failure_leaves_the_mistakes_alone(edited: Project) -> None:
    """Where something is wrong, the line that told of progress is gone, and the screen shows the mistakes, each in its place."""
    edited.write("chapters/02-calm.md", "{term}`nadir`", "{term}`nadri`")

    seen = at_terminal(edited, "pdf:a4")

    assert seen.code == 1
    assert seen.screen.shown[0].startswith("chapters/02-calm.md:19:12: error[unknown-term]: “nadri”")
    assert seen.screen.shown[-2:] == [
        "1 error; nothing was published",
        "./guide explain unknown-term shows wrong, right, and why",
    ]


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"CI": "true"}], ids=str)
def test_wishes_are_respected(project: Project, variables: dict[str, str]) -> None:
    """NO_COLOR takes the colours away, a dumb terminal and CI all that is redrawn."""
    seen = at_terminal(project, "html:frame", variables=variables)

    assert (seen.code, seen.screen.colours) == (0, 0)
    redrawn = any("━" in line for line in seen.screen.shown)
    assert redrawn == ("NO_COLOR" in variables)
    assert seen.screen.shown[-1].endswith("Open build/html/contents.xhtml")


def test_a_pipe_gets_plain_lines(project: Project) -> None:
    """What goes into a file or a pipe has no colours and is never redrawn: a line for what is made, and the summary."""
    made = project.run("html:frame")

    assert re.fullmatch(r"html:frame …\n\d+ warnings .*\nDone in \d+\.\d s\. Open build/html/contents\.xhtml\n", made.out)
    assert "\x1b" not in made.out
    assert "\r" not in made.out
    assert made.err == ""


def test_nothing_to_do_is_one_line(project: Project) -> None:
    """A build that has nothing to do says so in one line, and where the files lie; --verbose tells of every task."""
    (line,) = at_terminal(project, "pdf:a4", "epub").screen.shown

    assert re.fullmatch(r"Nothing to do: build/tiny-a4\.pdf and 2 more are up to date; \d+ warnings", line)
    said = project.run("--verbose", "pdf:a4", "epub").out.splitlines()
    assert said == ["book: up to date", "pdf:a4: up to date", "epub: up to date", line]


def test_quiet_is_quiet_but_for_mistakes(project: Project) -> None:
    """--quiet says nothing of what goes well, and every mistake."""
    assert project.run("--quiet", "html:frame") == Outcome(0, "", "")
    project.write("chapters/02-calm.md", "{term}`nadir`", "{term}`nadri`")

    told = project.run("-q", "book")

    assert (told.code, told.out, "error[unknown-term]" in told.err) == (1, "", True)


def test_ctrl_c_is_one_line(edited: Project, request: pytest.FixtureRequest) -> None:
    """Ctrl-C in the middle of a layout, or at any moment, ends in one line, with the cursor there and the code 130."""
    dice = random.Random(5)  # noqa: S311 - moments, no secrets
    moments = [dice.uniform(0, 4) for _ in range(request.config.getoption("--stops", 0))]
    for moment in (None, *moments):

        def stop(elapsed: float, screen: Screen, moment: float | None = moment) -> bool:
            return any(map(MAKES.match, screen.shown)) if moment is None else elapsed > moment

        seen = at_terminal(edited, "pdf:a4", stop=stop)

        lines = [line for line in seen.screen.shown if not re.match(r"book +━|\^C$|$", line)]
        assert not seen.screen.hidden
        assert (seen.code == 0 and moment) or (seen.code, lines) in ((130, [STOPPED]), (130, [f"^C{STOPPED}"])), moment


def test_a_task_that_fails_shows_what_it_printed(project: Project) -> None:
    """What a program printed that a task runs is shown when the task fails, also if the output is turned off."""
    broken = "def task_broken():\n    return {'actions': ['echo why; exit 4']}\n"
    project.write("dodo.py", "\ndef task_book", f"\n{broken}\n\ndef task_book")

    for words in (("broken",), ("-v", "1", "broken"), ("-q", "broken")):
        outcome = project.run(*words)
        assert outcome.code == 1
        assert (outcome.out + outcome.err).count("why\n") == 1
        assert outcome.err.endswith("broken: failed, and returned 4\n")
