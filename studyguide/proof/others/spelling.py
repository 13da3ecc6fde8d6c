"""Spelling: hunspell with British and medical dictionaries and the project's own list; codespell for known misspellings."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from studyguide.proof.others.prose import words
from studyguide.proof.others.tools import PATIENCE, Tools, package_version, required
from studyguide.proof.report import CheckResult, Finding, MissingTool, Outcome, measured

DICTIONARIES = ("en_GB", "en_med_glut")
REMEDY = "install it with your system's packages (Debian: apt-get install hunspell hunspell-en-gb hunspell-en-med)"


def check_spelling(sources: Sequence[Path], tools: Tools, list_file: Path | None = None) -> CheckResult:
    """Find words in Markdown and SVG sources that no dictionary knows.

    `list_file` (default: chapters/words.txt) holds the project's own words, one a line. In it, a word in small letters stands
    for itself in any case, a word with a capital for itself alone; `#` begins a remark. A word of the list that no source uses
    is a finding too: left there, it could one day hide a misspelling.
    """
    return measured("Spelling", lambda: _spell(sources, tools, list_file or tools.root / "chapters" / "words.txt"))


def _spell(sources: Sequence[Path], tools: Tools, list_file: Path) -> Outcome:
    version = hunspell_version(required(tools.hunspell, "hunspell", REMEDY))
    used: dict[str, list[str]] = {}
    for source in sources:
        for word in words(source.read_text(encoding="utf-8"), source.suffix):
            used.setdefault(word.text, []).append(f"{_shown(source, tools.root)}:{word.line}:{word.column}")
    own = read_list(list_file)
    findings = [
        Finding(used[word][0], "spelling", f"“{word}” is in no dictionary, nor in {list_file.name} ({len(used[word])} times)")
        for word in unknown_words(used, tools)
        if not {word, word.lower()} & own
    ]
    present = used.keys() | {word.lower() for word in used}
    findings += [Finding(_shown(list_file, tools.root), "unused", f"no source uses “{word}”") for word in sorted(own - present)]
    return Outcome(findings, version, f"{len(sources)} files, {len(used):,} different words")


def read_list(list_file: Path) -> set[str]:
    """The words of a list, without remarks; none, if there is no list."""
    if not list_file.is_file():
        return set()
    lines = list_file.read_text(encoding="utf-8").splitlines()
    return {word for line in lines if (word := line.partition("#")[0].strip())}


def unknown_words(candidates: Iterable[str], tools: Tools) -> list[str]:
    """Those words that hunspell does not know, in the order of the alphabet."""
    command = [str(required(tools.hunspell, "hunspell", REMEDY)), "-i", "UTF-8", "-d", ",".join(DICTIONARIES), "-l"]
    text = "\n".join(sorted(candidates))
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=True)
    return sorted(set(done.stdout.split()))


def hunspell_version(hunspell: Path) -> str:
    """The version of hunspell, if it has both dictionaries: it silently does without one that is missing."""
    listed = subprocess.run([str(hunspell), "-D"], capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False)
    for name in DICTIONARIES:
        if not re.search(rf"[/\\]{name}$", listed.stdout + listed.stderr, re.MULTILINE):
            raise MissingTool(f"the dictionary {name} is missing: {REMEDY}")
    shown = subprocess.run([str(hunspell), "--version"], capture_output=True, encoding="utf-8", check=False).stdout
    found = re.search(r"Hunspell ([\d.]+)", shown)
    return f"hunspell {found[1] if found else '?'}"


def check_misspellings(files: Sequence[Path], tools: Tools) -> CheckResult:
    """Look for known misspellings in any text files, code and documentation too."""
    return measured("Misspellings", lambda: _misspellings(files, tools))


def _misspellings(files: Sequence[Path], tools: Tools) -> Outcome:
    if not tools.codespell:
        raise MissingTool("codespell is missing: ./guide check installs it")
    command = [sys.executable, "-m", "codespell_lib", "--disable-colors", *(_shown(file, tools.root) for file in files)]
    done = subprocess.run(command, cwd=tools.root, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    lines = [re.fullmatch(r"(?P<where>.+?:\d+): (?P<message>.+ ==> .+)", line) for line in done.stdout.splitlines()]
    findings = [Finding(line["where"], "misspelling", line["message"]) for line in lines if line]
    if done.returncode and not findings:
        raise RuntimeError(f"codespell failed: {done.stderr.strip()[-500:]}")
    return Outcome(findings, f"codespell {package_version('codespell')}", f"{len(files)} files")


def _shown(path: Path, root: Path) -> str:
    """The path as a person in the project's folder would type it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
