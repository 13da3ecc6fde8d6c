"""Spelling: hunspell with the dictionaries of the guide and its own list of words; codespell for known misspellings."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others.prose import SourceWord, words
from studyguide.proof.others.tools import PATIENCE, Tools, package_version, required
from studyguide.proof.report import MissingTool, Outcome, finding
from studyguide.sources.dictionaries import dictionary
from studyguide.sources.dictionaries import names as names_of

REMEDY = "./guide doctor has the lines that install it, with its dictionaries"


SOURCES = ("chapters/*.md", "chapters/figures/*.svg")
TEXTS = ("*.md", "docs/*.md", "chapters/*.md", "studyguide/**/*.py", "styles/**/*.css", "dodo.py")
OWN = "chapters/words.txt"


def check_spelling(guide: FinishedGuide) -> Outcome:
    """Find words in Markdown and SVG sources that no dictionary knows.

    chapters/words.txt holds the project's own words, one a line. In it, a word in small letters stands for itself in any case, a
    word with a capital for itself alone; `#` begins a remark. A word of the list that no source uses is a finding too: left
    there, it could one day hide a misspelling.
    """
    hunspell = required(guide.tools.hunspell, "hunspell", REMEDY)
    names = dictionaries(guide.root, installed(hunspell))
    version = hunspell_version(hunspell, names)
    sources, own = _files(guide.root, SOURCES), read_list(guide.root / OWN)
    used: dict[str, list[SourceWord]] = {}
    places: dict[str, str] = {}
    for source in sources:
        for word in words(source.read_text(encoding="utf-8"), source.suffix):
            used.setdefault(word.text, []).append(word)
            places.setdefault(word.text, source.relative_to(guide.root).as_posix())
    findings = [
        finding(
            places[word],
            "spelling",
            f"“{word}” is in no dictionary, nor in words.txt ({len(at)} times)",
            at[0].line,
            at[0].column,
        )
        for word, at in ((word, used[word]) for word in unknown_words(used, guide.tools, names))
        if not {word, word.lower()} & own
    ]
    unused = sorted(own - used.keys() - {word.lower() for word in used})
    findings += [finding(OWN, "unused", f"no source uses “{word}”") for word in unused]
    return Outcome(findings, version, f"{len(sources)} files, {len(used):,} different words", looked=len(used))


def dictionaries(root: Path, there: Container[str]) -> tuple[str, ...]:
    """The names of the dictionaries that know the words of a guide: that of its language, and those that guide.toml adds.

    Raises MissingTool where none of the language is `there`.
    """
    settings = tomllib.loads((root / "chapters" / "guide.toml").read_text(encoding="utf-8"))
    language = settings["language"]
    own = next((name for name in names_of(language) if name in there), "")
    if not own:
        package = dictionary(language).name
        raise MissingTool(f"hunspell has no dictionary of “{language}” ({package}); ./guide doctor has the line that installs it")
    return (own, *settings.get("dictionaries", ()))


def _files(root: Path, patterns: Sequence[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in root.glob(pattern))


def read_list(list_file: Path) -> set[str]:
    """The words of a list, without remarks; none, if there is no list."""
    if not list_file.is_file():
        return set()
    lines = list_file.read_text(encoding="utf-8").splitlines()
    return {word for line in lines if (word := line.partition("#")[0].strip())}


def unknown_words(candidates: Iterable[str], tools: Tools, names: Iterable[str]) -> list[str]:
    """Those words that hunspell does not know, in the order of the alphabet."""
    command = [str(required(tools.hunspell, "hunspell", REMEDY)), "-i", "UTF-8", "-d", ",".join(names), "-l"]
    text = "\n".join(sorted(candidates))
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=True)
    return sorted(set(done.stdout.split()))


def installed(hunspell: Path) -> frozenset[str]:
    """The names of the dictionaries that hunspell has."""
    listed = subprocess.run([str(hunspell), "-D"], capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False)
    return frozenset(re.findall(r"[/\\]([^/\\\n]+)$", listed.stdout + listed.stderr, re.MULTILINE))


def hunspell_version(hunspell: Path, names: Iterable[str]) -> str:
    """The version of hunspell, if it has all dictionaries: it silently does without one that is missing."""
    there = installed(hunspell)
    for name in names:
        if name not in there:
            raise MissingTool(f"the dictionary {name} is missing: {REMEDY}")
    shown = subprocess.run([str(hunspell), "--version"], capture_output=True, encoding="utf-8", check=False).stdout
    found = re.search(r"Hunspell ([\d.]+)", shown)
    return f"hunspell {found[1] if found else '?'}"


def check_misspellings(guide: FinishedGuide) -> Outcome:
    """Look for known misspellings in the project's texts, code and documentation too."""
    if not guide.tools.codespell:
        raise MissingTool("codespell is missing: ./guide check installs it")
    files = [path.relative_to(guide.root).as_posix() for path in _files(guide.root, TEXTS)]
    command = [sys.executable, "-m", "codespell_lib", "--disable-colors", *files]
    done = subprocess.run(command, cwd=guide.root, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    lines = [re.fullmatch(r"(.+?):(\d+): (.+ ==> .+)", line) for line in done.stdout.splitlines()]
    findings = [finding(line[1], "misspelling", line[3], int(line[2])) for line in lines if line]
    if done.returncode and not findings:
        raise RuntimeError(f"codespell failed: {done.stderr.strip()[-500:]}")
    return Outcome(findings, f"codespell {package_version('codespell')}", f"{len(files)} files", looked=len(files))
