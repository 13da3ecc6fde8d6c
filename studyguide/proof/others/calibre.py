"""Calibre: its own check of a book, and what becomes of the book on its way to a Kindle and back."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from studyguide.book.hyphens import SOFT_HYPHEN
from studyguide.proof.epub.opened import NAMES, documents, text
from studyguide.proof.others.tools import PATIENCE, Tools, required
from studyguide.proof.report import CheckResult, Finding, Outcome, measured

REMEDY = "install it with your system's packages (Debian: apt-get install --no-install-recommends calibre)"
HOMES = ("HOME", "CALIBRE_CONFIG_DIRECTORY", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")
# Runs inside calibre-debug; nobody but calibre can import calibre.
SCRIPT = """
import json, sys
from calibre.constants import __version__
from calibre.ebooks.oeb.polish.check.main import run_checks
from calibre.ebooks.oeb.polish.container import get_container
errors = run_checks(get_container(sys.argv[-1], tweak_mode=True))
print(json.dumps([__version__, [[error.name or "", error.line or 0, type(error).__name__, error.msg] for error in errors]]))
"""


def check_book(epub: Path, tools: Tools) -> CheckResult:
    """What “Check book” of calibre's editor says of the file; every message of any rank is a finding."""

    def body() -> Outcome:
        with tempfile.TemporaryDirectory() as folder:
            said = _run(["calibre-debug", "-c", SCRIPT, str(epub)], Path(folder), tools)
        version, messages = json.loads(said.splitlines()[-1])
        findings = [Finding(f"{epub.name}:{name}:{line}", rule, message) for name, line, rule, message in messages]
        return Outcome(findings, version, epub.name)

    return measured("Calibre's check", body)


def check_kindle(epub: Path, tools: Tools) -> CheckResult:
    """The file as a Kindle gets it (AZW3), and converted back: not a character and no entry of the contents is lost."""

    def body() -> Outcome:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            kindle, back = folder / "guide.azw3", folder / "back.epub"
            _run(["ebook-convert", str(epub), str(kindle), "--output-profile", "kindle_pw3"], folder, tools)
            _run(["ebook-convert", str(kindle), str(back)], folder, tools)
            before, after = characters(epub), characters(back)
            entries, kept = contents(epub), contents(back)
            detail = f"AZW3 of {kindle.stat().st_size:,} bytes; there and back: {len(after):,} characters, {len(kept)} contents"
        return Outcome([*lost_entries(epub.name, entries, kept), *lost_text(epub.name, before, after)], "", detail)

    return measured("Kindle conversion", body)


def lost_entries(book: str, before: list[str], after: list[str]) -> list[Finding]:
    """What a conversion has changed in the contents of a book."""
    if sorted(before) == sorted(after):
        return [] if before == after else [Finding(book, "kindle-contents", "the contents are in another order")]
    changed = sorted({*before} ^ {*after}) or ["an entry that stands twice"]
    return [Finding(book, "kindle-contents", f"“{entry}” is lost from the contents, or new there") for entry in changed]


def lost_text(book: str, before: str, after: str) -> list[Finding]:
    """The first place where a conversion has changed the characters of a book."""
    if before == after:
        return []
    at = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), min(len(before), len(after)))
    return [Finding(book, "kindle-text", f"“{before[at : at + 40]}” has become “{after[at : at + 40]}”")]


def characters(epub: Path) -> str:
    """The characters of a book in reading order, without space and soft hyphens."""
    said = (str(etree.fromstring(data).xpath("string(h:body)", namespaces=NAMES)) for _, data in documents(epub))
    return "".join("".join(part.split()) for part in said).replace(SOFT_HYPHEN, "")


def contents(epub: Path) -> list[str]:
    """The labels of a book's NCX, in order."""
    with zipfile.ZipFile(epub) as archive:
        ncx = etree.fromstring(archive.read(next(name for name in archive.namelist() if name.endswith(".ncx"))))
    labels: Any = ncx.xpath("n:navMap//n:navLabel", namespaces=NAMES)
    return [text(label) for label in labels]


def _run(command: list[str], folder: Path, tools: Tools) -> str:
    """What a program of calibre prints; its settings and caches go into a folder that is thrown away."""
    program = required(tools.calibre, "Calibre", REMEDY).with_name(command[0])
    environment = {
        **os.environ,
        **dict.fromkeys(HOMES, str(folder)),
        "QT_QPA_PLATFORM": "offscreen",  # no screen
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox",  # Chromium's sandbox refuses the superuser
    }
    done = subprocess.run(
        [str(program), *command[1:]], env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()[-500:]}")
    return done.stdout
