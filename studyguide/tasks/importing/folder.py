"""The folder of a foreign book: its texts, and where its pictures lie."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studyguide.art.photographs import pixels_across

TEXTS = {
    *(".md", ".markdown", ".qmd", ".Rmd", ".rmd", ".yml", ".yaml", ".toml", ".bib", ".csl", ".txt", ".csv", ".ipynb", ".rst"),
    *(
        ".py",
        ".r",
        ".R",
        ".rs",
        ".js",
        ".ts",
        ".java",
        ".c",
        ".cpp",
        ".h",
        ".go",
        ".sh",
        ".sql",
        ".html",
        ".css",
        ".json",
        ".jl",
        ".console",
    ),
}
PICTURES = (".svg", ".jpg", ".jpeg", ".png", ".webp")
SKIPPED = re.compile(r"\.(?!/).*|node_modules|_book|_site|_build|site|venv|__pycache__|_freeze|target")
LARGEST = 4 * 1024**2  # of a text, in bytes
MOST = 20_000  # files


@dataclass(frozen=True)
class ForeignFolder:
    """The files of a book by path relative to its folder: texts, and the places of pictures."""

    texts: Mapping[str, str]
    pictures: Mapping[str, Path]

    def widths(self) -> dict[str, int]:
        """The pixels of the pictures from left to right; 0 of a drawing. Raises OSError."""
        return {name: 0 if path.suffix == ".svg" else pixels_across(path.read_bytes()) for name, path in self.pictures.items()}


def read_folder(root: Path) -> ForeignFolder:
    """Read a folder. Raises OSError."""
    texts: dict[str, str] = {}
    pictures: dict[str, Path] = {}
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        if path.suffix.lower() in PICTURES:
            pictures[name] = path
        elif (path.suffix in TEXTS or path.name == "LICENSE") and path.stat().st_size <= LARGEST:
            text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
            texts[name] = from_notebook(text) if path.suffix == ".ipynb" else text
    return ForeignFolder(texts, pictures)


def _files(root: Path) -> Iterator[Path]:
    count = 0
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if not SKIPPED.fullmatch(name))
        for name in sorted(names):
            path = Path(folder) / name
            if count < MOST and path.is_file():
                count += 1
                yield path


def from_notebook(text: str) -> str:
    """A notebook of Jupyter (nbformat 4) as MyST: its texts, and its code in cells; what the cells gave is left out."""
    try:
        cells = json.loads(text).get("cells", [])
    except (ValueError, AttributeError):
        return ""
    rows = []
    for cell in cells if isinstance(cells, list) else []:
        source = "".join(cell.get("source", ""))
        if cell.get("cell_type") == "markdown":
            rows.append(source)
        elif cell.get("cell_type") == "code" and source.strip():
            fence = "`" * (max([2, *(len(each) for each in re.findall(r"^`{3,}", source, re.MULTILINE))]) + 1)
            rows.append(f"{fence}{{code-cell}}\n{source}\n{fence}")
    return "\n\n".join(rows) + "\n"


ADDRESS = re.compile(
    r"""\]\(\s*<?([^)\s>#]+)|(?:src|href)=["']([^"'#]+)|\{(?:figure|image|include|literalinclude|figure-md)\}[ \t]*(\S+)"""
    r"""|include_graphics\(["']([^"']+)|\{\{<\s*include\s+(\S+)|^\s*:file:\s*(\S+)""",
    re.MULTILINE,
)


def read_beside(path: Path) -> ForeignFolder:
    """A file that stands alone, and the files that it names. Raises OSError."""
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    texts = {path.name: from_notebook(text) if path.suffix == ".ipynb" else text}
    pictures: dict[str, Path] = {}
    for found in ADDRESS.findall(text):
        name = os.path.normpath(next(filter(None, found)))
        there = path.parent / name
        if "://" in name or not there.is_file():
            continue
        if there.suffix.lower() in PICTURES:
            pictures[name] = there
        elif (
            there.suffix in TEXTS and there.stat().st_size <= LARGEST and there.suffix not in (".md", ".qmd", ".Rmd")
        ) or "include" in text:
            texts[name] = there.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return ForeignFolder(texts, pictures)
