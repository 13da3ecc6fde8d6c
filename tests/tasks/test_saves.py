"""What was read is what was built: no edit is lost, whenever it is saved."""

from __future__ import annotations

import os
import random
import time

import pytest

from studyguide.publish.store import stored_book
from tests.project import Project

SAMPLE = 3
CHAPTER = "chapters/02-calm.md"


@pytest.fixture(scope="module")
def project(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that the tests of this file share."""
    return built.copied(tmp_path_factory.mktemp("saves") / "guide")


def words(project: Project, number: int) -> str:
    """The chapter with other words in it, as many letters as ever."""
    text = (project.root / CHAPTER).read_text("utf-8")
    head, _, _ = text.partition("\nEdit ")
    return f"{head.rstrip()}\n\nEdit {number:06} is the last one.\n"


def test_no_save_is_lost(project: Project, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> None:
    """A chapter that is saved at a random moment of a build, with a time of its own or an old one, is in the book of the next."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    many = request.config.getoption("--saves", 0) or SAMPLE
    late = 0
    for number in range(many):
        path = project.root / CHAPTER
        path.write_text(words(project, 2 * number), "utf-8")
        facts = path.stat()
        with project.start("book") as build:
            time.sleep(chance.uniform(0, 0.9))
            running = build.poll() is None
            path.write_text(words(project, 2 * number + 1), "utf-8")
            if number % 2:
                os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
        held = f"Edit {2 * number + 1:06}" in stored_book(project.root).sources.texts[CHAPTER]
        late += running and not held
        assert project.run("book").code == 0
        assert f"Edit {2 * number + 1:06}" in stored_book(project.root).sources.texts[CHAPTER]
    with capsys.disabled():
        print(f"\n{many} saves, {late} of them after the chapter was read, none lost") if many > SAMPLE else None  # noqa: T201


def test_an_edit_of_the_same_time_and_size_is_seen(project: Project) -> None:
    """A file with other bytes, but with the time and the size that it had, makes the book anew."""
    path = project.root / CHAPTER
    path.write_text(words(project, 1), "utf-8")
    assert project.run("book").code == 0
    facts = path.stat()

    path.write_text(words(project, 2), "utf-8")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))

    assert project.run("book").out.startswith("book …\n")


def test_a_touched_file_makes_nothing_anew(project: Project) -> None:
    """A file with another time and the same bytes leaves everything as it is."""
    assert project.run("book").code == 0
    os.utime(project.root / CHAPTER)

    assert project.run("book").out == "Nothing to do: no chapter has changed\n"


def test_litter_makes_nothing_anew(project: Project) -> None:
    """What editors leave in chapters/ makes nothing anew."""
    assert project.run("book").code == 0
    for name in ("4913", "Thumbs.db", "x.md~", ".02-calm.md.swp"):
        (project.root / "chapters" / name).touch()

    assert project.run("book").out == "Nothing to do: no chapter has changed\n"


def test_a_stranger_is_told_of_at_once_and_as_long_as_it_is_there(project: Project) -> None:
    """A file that is no source stops every build, also one that has nothing else to do, until it is gone."""
    assert project.run("book").code == 0
    (project.root / "chapters" / "03-more.MD").touch()

    told = [project.run("book") for _ in range(2)]

    assert [outcome.code for outcome in told] == [1, 1]
    assert all("chapters/03-more.MD: error[stray-file]" in outcome.err for outcome in told)
    (project.root / "chapters" / "03-more.MD").unlink()
    assert project.run("book").code == 0


@pytest.mark.parametrize("change", ["added", "renamed", "removed"])
def test_the_set_of_sources_counts(project: Project, change: str) -> None:
    """A source that is added, renamed or removed makes the book anew, though no other file has changed."""
    text = "---\nid: {0}\ntitle: More\n---\n## More {{#sec-{0}}}\n\nThere is more to say.\n"
    spare, other = (project.root / "chapters" / name for name in ("03-spare.md", "04-spare.md"))
    spare.write_text(text.format("spare"), "utf-8")
    assert project.run("book").code == 0

    if change == "removed":
        spare.unlink()
    elif change == "renamed":
        spare.rename(other)
    else:
        other.with_stem("04-other").write_text(text.format("other"), "utf-8")

    made = project.run("book")
    assert (made.code, made.out.startswith("book …\n")) == (0, True), made
    for path in (project.root / "chapters").glob("0[34]-*.md"):
        path.unlink()
