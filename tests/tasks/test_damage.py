"""What was written is what is there: whatever happens to a file that was made, the next build makes it again."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.project import Project

SAMPLE = 7
NOTHING = "Nothing to do: build/tiny-a4.pdf and 2 more are up to date; "
KINDS = ("book", "pages-a4", "record", "fragments", "pictures", "parts", "finished")


def _removed(path: Path, others: list[Path]) -> None:
    path.unlink()


def _exchanged(path: Path, others: list[Path]) -> None:
    other = others[0]
    one, two = path.read_bytes(), other.read_bytes()
    path.write_bytes(two)
    other.write_bytes(one)


def _changed(how: Callable[[bytes], bytes]) -> Callable[[Path, list[Path]], object]:
    return lambda path, others: path.write_bytes(how(path.read_bytes()))


DAMAGES: dict[str, Callable[[Path, list[Path]], object]] = {
    "removed": _removed,
    "exchanged": _exchanged,
    "cut short": _changed(lambda data: data[: len(data) // 2]),
    "cut by 300 bytes": _changed(lambda data: data[:-300]),
    "empty": _changed(lambda data: b""),
    "longer": _changed(lambda data: data + b"junk"),
    "one bit": _changed(lambda data: data[:-9] + bytes([data[-9] ^ 4]) + data[-8:]),
    "zeros": _changed(lambda data: bytes(len(data))),
    "of another kind": _changed(lambda data: b'["\xff"]'),
}


def _files(project: Project, kind: str) -> list[Path]:
    build = project.root / "build"
    if kind == "finished":
        return sorted([*build.glob("*.pdf"), *build.glob("*.epub")])
    place = build / ".cache" / kind
    return [place] if place.is_file() else [path for path in sorted(place.rglob("*")) if path.is_file()]


def test_whatever_is_damaged_heals(
    built: Project, tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any kept or finished file, damaged in any way, is made again without a word, and the finished files are as before."""
    chance = random.Random(11)  # noqa: S311 - nothing secret
    clean, seen = built.finished(), Counter[str]()
    for number in range(request.config.getoption("--damages", 0) or SAMPLE):
        project = built.copied(tmp_path / "guide")
        kind, damage = KINDS[number % len(KINDS)], chance.choice(list(DAMAGES))
        path, *others = chance.sample(found := _files(project, kind), len(found))
        DAMAGES[damage](path, others or [other for other in path.parent.iterdir() if other.is_file() and other != path])
        if kind in ("fragments", "pictures"):
            for finished in _files(project, "finished"):
                finished.unlink()
        if kind == "parts":
            (project.root / "build" / ".cache" / "book").unlink()

        made = project.run("pdf:a4", "epub")

        assert (made.code, made.err) == (0, ""), (kind, damage, path)
        assert project.finished() == clean, (kind, damage, path)
        assert project.run("pdf:a4", "epub").out.startswith(NOTHING)
        seen[kind] += 1
        shutil.rmtree(project.root)
    with capsys.disabled():
        print(f"\n{dict(seen)} damages, all healed") if seen.total() > SAMPLE else None  # noqa: T201


@pytest.mark.parametrize("name", ["tiny-a4.pdf", "tiny.epub"])
def test_a_finished_file_that_somebody_changed_is_made_again(project: Project, name: str) -> None:
    """What is released is what was built, not what somebody appended to it."""
    clean = project.finished()
    with (project.root / "build" / name).open("ab") as file:
        file.write(b"junk")

    assert project.run("pdf:a4", "epub").code == 0
    assert project.finished() == clean


def test_a_moved_project_builds_the_same_and_takes_nothing_from_the_old_folder(project: Project) -> None:
    """A project that was renamed has nothing to do; what is then lost is made again, though the old folder is gone."""
    clean = project.finished()
    moved = Project(project.root.rename(project.root.with_name("another name")))

    assert moved.run("pdf:a4", "epub").out.startswith(NOTHING)
    (moved.root / "build" / "tiny-a4.pdf").unlink()
    (moved.root / "build" / "tiny.epub").unlink()
    shutil.rmtree(moved.root / "build" / ".cache" / "pictures")
    shutil.rmtree(moved.root / "build" / ".cache" / "fragments")
    assert moved.run("pdf:a4", "epub").code == 0
    assert moved.finished() == clean


def test_nothing_that_is_kept_names_its_folder(built: Project) -> None:
    """No finished and no kept file holds the path of the project: a copy cannot find its way back to the original."""
    place = str(built.root).encode()

    assert [path for path in built.kept() if place in path.read_bytes()] == []
