"""./guide new guide FOLDER: a folder that is a guide. It builds at once, and has the program as a package that it pins.

The program is the wheel that `./guide package` made, if there is one, and else the version of the index that this one is; in
another guide it is the one that is pinned there.
"""

from __future__ import annotations

import datetime
import json
import os
import tomllib
import uuid
from collections.abc import Mapping
from pathlib import Path
from string import Template

from studyguide.sources import files
from studyguide.sources.formats import FORMATS
from studyguide.sources.identifiers import ascii_slug
from studyguide.sources.project import INSTALLED, ROOT
from studyguide.tasks.editing.edits import EditRefused
from studyguide.tasks.editing.words import Words, reader, run

SKELETON = Path(__file__).parent / "new_guide"
FILES = {
    "guide": "guide",
    "dodo.py.txt": "dodo.py",
    "pyproject.toml.txt": "pyproject.toml",
    "gitignore.txt": ".gitignore",
    "guide.toml.txt": "chapters/guide.toml",
}
"""The files of the skeleton, and what each is called in the folder; README and first chapter are there in several languages."""
OURS = "en"
"""The language of those for a guide in another one."""
OWN_FONT = {"ar": "Noto Naskh Arabic"}
"""Fonts for languages whose letters those of the design do not have."""
WHEELS = "build/package/studyguide-*.whl"
LONGEST = 40  # letters of a name


def main(words: Words) -> int:
    """Make the folder and print what to do next; returns what the process has to return."""
    names = reader("new guide", 'new guide ../bread --title "Bread" --language en-GB')
    names.add_argument("folder")
    names.add_argument("--title", default="")
    names.add_argument("--language", default="en-GB")
    names.add_argument("--program", default="")
    read = names.parse_args(words)
    return run(lambda: made(Path(os.environ.get("PWD") or ".") / read.folder, read.title, read.language, read.program))


def made(folder: Path, title: str, language: str, program: str = "") -> str:
    """Make it on the disk; returns what is said of it. Raises EditRefused, OSError."""
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EditRefused(f"{folder} is there already, and nothing is written over.")
    if complaint := FORMATS["language"](language):
        raise EditRefused(f"“{language}”: {complaint}.")
    written = texts_of(folder, title, language, program or program_here(folder))
    for name, text in written.items():
        files.replace(folder / name, text.encode())
    (folder / "guide").chmod(0o755)
    return "\n".join([*(str(folder / name) for name in written), f"Now: cd {folder} && ./guide"])


def texts_of(folder: Path, title: str, language: str, program: str) -> Mapping[str, str]:
    """The files of a new guide by name. Without a title it is called as its folder."""
    title = title.strip() or folder.name.replace("-", " ").capitalize()
    words = {
        "name": ascii_slug(folder.name)[:LONGEST].strip("-") or "guide",
        "language": language,
        "date": datetime.datetime.now().astimezone().date().isoformat(),
        "identifier": str(uuid.uuid4()),
        "program": program,
    }
    font = OWN_FONT.get(tongue := language.partition("-")[0], "")
    words["fonts"] = f'\n[fonts]\nserif = "{font}"   # of this computer, or files in styles/fonts\n' if font else ""
    quoted = {name: json.dumps(title, ensure_ascii=False) if name == "guide.toml.txt" else title for name in FILES}
    made = {
        called: text if name == "guide" else Template(text).substitute(words, title=quoted[name])
        for name, called in FILES.items()
        for text in [_skeleton(name)]
    }
    readme, chapter = (_skeleton(_spoken(name, tongue)) for name in ("README.{}.md", "chapter.{}.md"))
    key = chapter.split("id: ")[1].split("\n")[0]
    return {**made, "README.md": Template(readme).substitute(title=title), f"chapters/01-{key}.md": chapter}


def _skeleton(name: str) -> str:
    return (SKELETON / name).read_text("utf-8")


def _spoken(name: str, tongue: str) -> str:
    """The file of a language, or ours."""
    return name.format(tongue if (SKELETON / name.format(tongue)).is_file() else OURS)


def program_here(folder: Path) -> str:
    """What the new guide is to pin, as pip is told it from that folder."""
    if INSTALLED:
        pinned: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["studyguide"]["program"]
        return _from(folder, ROOT / pinned) if (ROOT / pinned).is_file() else pinned
    wheels = sorted(ROOT.glob(WHEELS), key=lambda path: path.stat().st_mtime)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    return _from(folder, wheels[-1]) if wheels else f"studyguide=={version}"


def _from(folder: Path, path: Path) -> str:
    """A file as it is named from a folder; pip takes what begins with a dot for a file."""
    told = Path(os.path.relpath(path.resolve(), folder)).as_posix()
    return told if told.startswith(".") else f"./{told}"
