"""The doctor: what is there and what is missing, for whom, and the one line that mends it on each system."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studyguide.proof.others.tools import find_tools
from studyguide.sources.programs import MANAGERS, PANGO, PROGRAMS, as_user
from studyguide.tasks.doctor import Computer, examine
from tests.tinybook import ROOT

HERE = Computer(ROOT, None, ready=True, pango=True, root=False, manager="apt-get", free=9 * 1024**3)


def test_a_computer_that_has_all_it_needs_can_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the programs of the checks a build is possible all the same; each is named, with its command and its line."""
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    monkeypatch.setattr("studyguide.sources.programs.PROGRAMS", PROGRAMS)
    monkeypatch.setattr(Path, "is_file", lambda path: path.suffix in (".ttf", ".otf"))

    text, able = examine(HERE)

    assert able
    assert text.startswith("./guide can build here. 9 things that ./guide check and ./guide pictures can use are missing.\n")
    assert "  MISSING  hunspell, the spelling check\n           wanted by ./guide check\n" in text
    assert "sudo apt-get update && sudo apt-get install -y --no-install-recommends hunspell\n" in text


LACKING = {
    "an old Python": ({"version": (3, 10, 2)}, "MISSING  Python 3.11 or newer: 3.10.2"),
    "no Pango": ({"pango": False}, "sudo apt-get update && sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0"),
    "a full disk": ({"free": 1024}, "MISSING  room on the disk: 0.0 GB free, 2 are enough"),
    "no fonts": ({"folder": Path("/usr")}, "MISSING  fonts of the guide"),
}


@pytest.mark.parametrize("lack", LACKING)
def test_what_a_build_needs_decides(lack: str) -> None:
    """Without one of the things that a build needs, the verdict is no, and the line that mends it stands there."""
    facts, said = LACKING[lack]
    text, able = examine(replace(HERE, **facts))  # type: ignore[arg-type]

    assert not able
    assert text.startswith("./guide cannot build here yet.\n")
    assert said in text


@pytest.mark.parametrize("system", ["apt-get", "dnf", "brew", "winget"])
def test_every_system_has_its_lines(system: str) -> None:
    """On Debian and Ubuntu, Fedora, macOS and Windows each program has a line, but for dictionaries that are not packed there."""
    lines = {name: program.line(system) for name, program in PROGRAMS.items()}

    assert {name for name, line in lines.items() if not line} <= {"hunspell-en-gb", "hunspell-en-med"}
    assert all(line.startswith((MANAGERS[system].split()[0],)) for line in lines.values() if line)
    assert as_user(lines["pango"], root=False).startswith("sudo ") is (system in ("apt-get", "dnf"))


def test_there_is_one_table_of_programs() -> None:
    """What the checks look for is what the doctor looks for, and only Pango is asked of the library that loads it."""
    tools = find_tools(ROOT)
    found = {name: PROGRAMS[name].found() for name in ("chromium", "hunspell", "calibre")}

    assert {name: getattr(tools, name) for name in found} == found
    assert PANGO.found() is None
