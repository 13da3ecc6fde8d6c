"""./guide: when it sets up, what it installs, how it heals, and what it says. No package is installed here."""

import ast
import importlib.machinery
import subprocess
import sys
import types
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studyguide.sources.programs import PROGRAMS

ROOT = Path(__file__).parents[2]
FAST_PATH = """
import importlib.machinery, importlib.util, sys
loader = importlib.machinery.SourceFileLoader("guide", sys.argv[1])
guide = importlib.util.module_from_spec(importlib.util.spec_from_loader("guide", loader))
before = set(sys.modules)
loader.exec_module(guide)
guide.ROOT, guide.STAMP, guide.PYTHON = sys.argv[2:5]
assert guide.is_ready(("build",))
print(*sorted(set(sys.modules) - before))
"""


@pytest.fixture
def guide(tmp_path, monkeypatch):
    """The program as a module, at work in an empty project; `guide.log` tells what it would have installed."""
    loader = importlib.machinery.SourceFileLoader("guide_under_test", str(ROOT / "guide"))
    module: Any = types.ModuleType(loader.name)
    module.__file__ = loader.path
    loader.exec_module(module)
    (tmp_path / "requirements").mkdir()
    for name in module.ALL:
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    python = tmp_path / ".venv" / "bin" / "python"
    places = {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "PYTHON": python, "STAMP": tmp_path / ".venv" / "stamp"}
    for name, place in places.items():
        monkeypatch.setattr(module, name, str(place))
    module.log = []

    def make_environment():
        module.log.append("environment")
        python.parent.mkdir(parents=True, exist_ok=True)
        python.unlink(missing_ok=True)
        python.symlink_to(sys.executable)

    monkeypatch.setattr(module, "make_environment", make_environment)
    monkeypatch.setattr(module, "install", lambda name, _lock: module.log.append(name))
    monkeypatch.setattr(module, "ensure_pango", lambda: module.log.append("pango"))
    monkeypatch.setattr(module, "offer_check_programs", lambda: module.log.append("programs"))
    return module


def test_first_use_installs_what_a_build_needs(guide):
    """The first use makes the environment, installs the packages of a build and looks for Pango; the second finds it all done."""
    guide.set_up(("build",))

    assert guide.log == ["environment", "build", "pango"]
    assert guide.is_ready(("build",))


def test_tests_add_to_what_is_there(guide):
    """`./guide test` after a build adds its own packages, and leaves the others alone."""
    guide.set_up(("build",))
    guide.log.clear()
    guide.set_up(guide.SETS["test"])

    assert guide.log == [name for name in guide.SETS["test"] if name not in guide.BUILD]
    assert guide.is_ready(("build",))
    assert guide.is_ready(guide.SETS["test"])


def test_check_installs_its_programs_too(guide):
    """`./guide check` installs every set, and what pip cannot install."""
    guide.set_up(guide.SETS["check"])

    assert guide.log == ["environment", *guide.SETS["check"], "pango", "programs"]


def test_renewed_pins_are_installed_afresh(guide, tmp_path):
    """When the pins of the build change, the environment is made anew, so that nothing old stays in it."""
    guide.set_up(guide.SETS["test"])
    guide.log.clear()
    (tmp_path / "requirements" / "build.txt").write_text("build==2\n")

    assert not guide.is_ready(("build",))
    guide.set_up(("build",))
    assert guide.log == ["environment", "build", "pango"]
    assert not guide.is_ready(guide.SETS["test"])


@pytest.mark.parametrize("step", ["make_environment", "install", "ensure_pango", "write_stamp"])
def test_interrupted_set_up_begins_anew(guide, monkeypatch, step):
    """A set-up broken off at any step leaves no stamp, and the next use begins with a new environment."""
    whole = getattr(guide, step)

    def broken(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(guide, step, broken)
    with pytest.raises(KeyboardInterrupt):
        guide.set_up(("build",))
    assert not guide.is_ready(("build",))

    monkeypatch.setattr(guide, step, whole)
    guide.log.clear()
    guide.set_up(("build",))
    assert guide.log == ["environment", "build", "pango"]


def test_interrupted_addition_begins_anew(guide, monkeypatch):
    """An addition broken off half-way counts as no set-up at all: pip may have left half a package."""
    guide.set_up(("build",))
    monkeypatch.setattr(guide, "install", lambda _name, _lock: (_ for _ in ()).throw(KeyboardInterrupt))

    with pytest.raises(KeyboardInterrupt):
        guide.set_up(guide.SETS["test"])

    assert not guide.is_ready(("build",))


def test_another_python_under_the_same_link_is_noticed(guide, tmp_path):
    """After the system's Python was replaced, the environment counts as not made."""
    guide.set_up(("build",))
    other = tmp_path / "python3.99"
    other.touch()
    Path(guide.PYTHON).unlink()
    Path(guide.PYTHON).symlink_to(other)

    assert not guide.is_ready(("build",))


def test_dangling_python_is_noticed(guide, tmp_path):
    """After the system's Python was removed, the environment counts as not made, even though the stamp is there."""
    guide.set_up(("build",))
    Path(guide.PYTHON).unlink()
    Path(guide.PYTHON).symlink_to(tmp_path / "gone")

    assert not guide.is_ready(("build",))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ([], "BUILD"),
        (["pdf:a4"], "BUILD"),
        (["bench", "list"], "BUILD"),
        (["lint"], "TEST"),
        (["test", "-k", "check"], "TEST"),
        (["lint:text"], "BUILD"),
        (["lint:code"], "TEST"),
        (["--quiet", "test", "check"], "TEST"),
        (["oracle:a4"], "ALL"),
        (["lint", "check"], "ALL"),
        (["release"], "ALL"),
    ],
)
def test_tasks_get_what_they_need(guide, typed, names):
    """Each task gets the packages it needs, several tasks what the neediest needs; words for pytest are not taken for tasks."""
    assert guide.needed(typed) == getattr(guide, names)


@pytest.mark.parametrize("typed", [[], ["list"], ["pdf:a4", "epub"], ["test", "-k", "links", "tests/pdf"], ["clean", "-a"]])
def test_words_go_on_word_for_word(guide, monkeypatch, typed):
    """What is typed goes on to the command line in the environment word for word."""

    def hand_over(_program, command):
        raise SystemExit(command)

    monkeypatch.setattr(guide.os, "execv", hand_over)

    with pytest.raises(SystemExit) as handed_over:
        guide.run_command(typed)

    command: Any = handed_over.value.code
    assert command == [guide.PYTHON, "-X", "utf8", "-m", "studyguide.tasks", *typed]


@pytest.mark.parametrize("typed", [["help"], ["--help"], ["-h"]])
def test_help_comes_before_the_set_up(guide, monkeypatch, capfd, typed):
    """Where nothing is set up yet, the help is shown, and nothing is installed for it."""
    monkeypatch.setattr(guide.os, "chdir", lambda _path: None)
    monkeypatch.chdir(ROOT)

    assert guide.main(typed) == 0
    assert "./guide [COMMAND …]" in capfd.readouterr().out
    assert guide.log == []


def test_later_uses_import_next_to_nothing(guide, tmp_path):
    """A use with everything in place imports none of the modules that are slow to load."""
    guide.set_up(("build",))

    command = [sys.executable, "-S", "-c", FAST_PATH, str(ROOT / "guide"), str(tmp_path), guide.STAMP, guide.PYTHON]
    imported = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())

    assert not {"pathlib", "shutil", "subprocess", "typing", "re", "json"} & imported


def test_standard_library_alone():
    """The program imports nothing that would have to be installed first, and what it imports of the project does not either."""
    names: set[str] = set()
    waiting = [ROOT / "guide"]
    while waiting:
        tree = ast.parse(waiting.pop().read_text(encoding="utf-8"))
        found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        found |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        ours = [ROOT / f"{name.replace('.', '/')}.py" for name in found - names if name.startswith("studyguide")]
        waiting += [path for path in ours if path.is_file()]
        names |= found

    assert {name.partition(".")[0] for name in names} - {"studyguide"} <= {"__future__", *sys.stdlib_module_names}


def test_missing_venv_module_gives_the_line_to_run(guide, monkeypatch, capsys):
    """Where Debian's venv package is missing, the program stops with the one line that installs it."""
    monkeypatch.undo()
    failed = subprocess.CompletedProcess([], 1, "ensurepip is not available", "")
    monkeypatch.setattr(guide.os, "chdir", lambda _path: None)
    monkeypatch.setattr(guide, "is_ready", lambda _names: False)
    monkeypatch.setattr(guide, "set_up", lambda _names: guide.make_environment())
    monkeypatch.setattr(guide, "VENV", "/nowhere/.venv")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_options: failed)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(guide, "is_root", lambda: False)

    assert guide.main([]) == 2
    assert f"\n    sudo apt-get install -y python3.{sys.version_info[1]}-venv\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("system", "manager", "line"),
    [
        (
            "linux",
            "apt-get",
            "sudo apt-get update && sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ),
        ("linux", "dnf", "sudo dnf install -y pango harfbuzz"),
        ("darwin", "", "brew install pango"),
    ],
)
def test_missing_pango_gives_the_line_for_this_system(guide, monkeypatch, system, manager, line):
    """Where Pango is missing and may not be installed unasked, the program stops with the one line for this system."""
    monkeypatch.undo()
    monkeypatch.setattr(guide, "has_pango", lambda: False)
    monkeypatch.setattr(guide, "is_root", lambda: False)
    monkeypatch.setattr(guide.sys, "platform", system)
    monkeypatch.setattr("shutil.which", lambda name: name if name == manager else None)

    with pytest.raises(guide.Stop) as stopped:
        guide.ensure_pango()

    assert f"\n    {line}\n" in str(stopped.value)


def test_pango_is_installed_where_no_one_need_be_asked(guide, monkeypatch):
    """The superuser of a Debian gets Pango without a question."""
    monkeypatch.undo()
    ran: list[str] = []
    monkeypatch.setattr(guide, "has_pango", lambda: bool(ran))
    monkeypatch.setattr(guide, "is_root", lambda: True)
    monkeypatch.setattr("shutil.which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(guide, "apt", ran.append)

    guide.ensure_pango()

    assert ran == ["apt-get update && apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"]


@pytest.mark.parametrize("root", [True, False])
def test_programs_of_the_checks_are_installed_or_named(guide, monkeypatch, capsys, root):
    """What only the checks use is installed for the superuser of a Debian; others are told what will be SKIPPED, and go on."""
    monkeypatch.undo()
    ran: list[str] = []
    few = [replace(PROGRAMS[name], names=(sign,), places=()) for name, sign in (("chromium", "chromium"), ("hunspell", "sh"))]
    monkeypatch.setattr("studyguide.sources.programs.PROGRAMS", {program.name: program for program in few})
    monkeypatch.setattr(guide, "is_root", lambda: root)
    monkeypatch.setattr("shutil.which", lambda name, path="": {"apt-get": "apt-get", "sh": "/bin/sh"}.get(name))
    monkeypatch.setattr(guide, "apt", ran.append)

    guide.offer_check_programs()

    line = "apt-get update && apt-get install -y --no-install-recommends chromium"
    assert ran == ([line] if root else [])
    assert ("SKIPPED for want of: chromium" in capsys.readouterr().err) is not root


PIP = """#!/bin/sh
echo "$@" > {folder}/arguments
echo Collecting one
echo "WARNING: slow network"
echo "ERROR: No matching distribution found for one"
exit {status}
"""


@pytest.fixture
def pip(guide, tmp_path, monkeypatch):
    """Runs the installer with a pip that ends with the status given, and tells its arguments."""
    monkeypatch.undo()
    (tmp_path / "one.txt").write_text("one==1 \\\n    --hash=sha256:0\n")
    monkeypatch.setattr(guide, "requirement_file", lambda _name: str(tmp_path / "one.txt"))
    monkeypatch.setattr(guide, "PYTHON", str(tmp_path / "python"))

    def run(name, status):
        (tmp_path / "python").write_text(PIP.format(folder=tmp_path, status=status))
        (tmp_path / "python").chmod(0o755)
        with (tmp_path / "lock").open("w") as lock:
            guide.install(name, lock)
        return (tmp_path / "arguments").read_text().split()

    return run


def test_packages_are_installed_by_digest_as_wheels(pip):
    """Packages are installed only with the digests on the list, and only ready-made: nothing is compiled."""
    arguments = pip("build", 0)

    assert "--require-hashes" in arguments
    assert arguments[arguments.index("--only-binary") + 1] == ":all:"
    assert "--no-deps" not in arguments
    assert "--no-deps" in pip("check-nodeps", 0)


def test_failed_installation_stops_with_pips_reason(guide, pip):
    """When pip fails, the set-up stops with pip's own reason, without its chatter."""
    with pytest.raises(guide.Stop) as stopped:
        pip("build", 1)

    assert "No matching distribution found for one" in str(stopped.value)
    assert "slow network" not in str(stopped.value)


def test_wheels_that_not_every_computer_has_may_fail(pip):
    """A computer for which there is no wheel of Java or Node is set up all the same: its checks look on the PATH."""
    assert pip("check-java", 1)


def test_old_python_hands_over_or_says_so(guide, monkeypatch, capsys):
    """A Python that is too old stops with the version that is needed, if the computer has no newer one."""
    monkeypatch.setattr(guide.os, "chdir", lambda _path: None)
    monkeypatch.setattr(guide, "OLDEST", (3, 99))

    assert guide.main([]) == 2
    assert "needs Python 3." in capsys.readouterr().err
