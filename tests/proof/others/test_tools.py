"""Finding the programs that the checks use."""

import subprocess
from pathlib import Path

import pytest

from studyguide.proof.others.tools import Tools, find_tools, node_folder, required
from studyguide.proof.others.verapdf import java_library
from studyguide.proof.report import MissingTool


def test_programs_are_found_on_the_path(tmp_path, monkeypatch):
    """A program on the PATH is found, under any of its usual names."""
    program = tmp_path / "chromium-browser"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_tools(tmp_path).chromium == program


def test_what_is_missing_is_said():
    """Asking for a program that is not there names it and says how to get it."""
    with pytest.raises(MissingTool, match=r"Java is missing: \./guide check installs it"):
        required(None, "Java")


def test_node_packages_are_made_once(tmp_path, monkeypatch):
    """The folder of Node packages is made by npm on first use, kept while the pins stay, and made anew when they change."""
    pins = tmp_path / "requirements" / "node"
    pins.mkdir(parents=True)
    (pins / "package-lock.json").write_text("{}")
    npm = tmp_path / "npm"
    npm.write_text(f"#!/bin/sh\necho run >> {tmp_path}/runs\nmkdir node_modules\n")
    npm.chmod(0o755)
    here = Tools(tmp_path, node=Path("/usr/bin/node"), npm=npm)

    folders = [node_folder(here), node_folder(here)]
    (pins / "package-lock.json").write_text('{"changed": 1}')
    folders.append(node_folder(here))

    assert {folder / "node_modules" for folder in folders} == {tmp_path / "build" / "tools" / "node" / "node_modules"}
    assert (tmp_path / "runs").read_text() == "run\nrun\n"


def test_failed_npm_is_a_missing_tool(tmp_path):
    """If npm cannot fetch the packages, the check is skipped with npm's own words, and no half-made folder stays."""
    pins = tmp_path / "requirements" / "node"
    pins.mkdir(parents=True)
    (pins / "package-lock.json").write_text("{}")
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho no network >&2\nexit 1\n")
    npm.chmod(0o755)

    with pytest.raises(MissingTool, match="no network"):
        node_folder(Tools(tmp_path, node=Path("/usr/bin/node"), npm=npm))

    assert not (tmp_path / "build" / "tools" / "node").exists()


@pytest.mark.parametrize("place", ["lib/server/libjvm.so", "lib/server/libjvm.dylib"])
def test_java_library_stands_beside_its_program(tmp_path, place):
    """The Java machine that the bridge loads is the one of the `java` that was found."""
    library = tmp_path / place
    library.parent.mkdir(parents=True)
    library.touch()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()

    assert java_library(Tools(tmp_path, java=tmp_path / "bin" / "java")) == library.resolve()


def test_looking_starts_nothing(tmp_path, monkeypatch):
    """Looking for programs starts none of them."""

    def fail(*_args, **_kwargs):
        raise AssertionError("a program was started")

    monkeypatch.setattr(subprocess, "Popen", fail)

    find_tools(tmp_path)
