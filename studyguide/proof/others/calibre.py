"""Calibre: its own check of a book, and what becomes of the book on its way to a Kindle and back."""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from studyguide.book.hyphens import SOFT_HYPHEN
from studyguide.proof.epub.opened import NAMES, OpenedBook, text
from studyguide.proof.finished import FinishedGuide, of_each_epub
from studyguide.proof.others.tools import PATIENCE, Tools, required
from studyguide.proof.report import Outcome, finding
from studyguide.sources.diagnostics import Diagnostic

REMEDY = "install it with your system's packages (Debian: apt-get install --no-install-recommends calibre)"
HOMES = ("HOME", "CALIBRE_CONFIG_DIRECTORY", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")
GATED = {"FontAliasing"}
"""A font that a style sheet calls by another name than the font itself, as CSS allows."""
OLD_TYPES = re.compile(r"The file \S+\.(?:ttf|otf|pls) has a MIME type that does not match its extension")
"""What is said of fonts of the core media types of EPUB 3.3 (§3.2) and of lexicons (PLS 1.0), which calibre does not know."""
# Runs inside calibre-debug; nobody but calibre can import calibre.
SCRIPT = """
import json, sys
from calibre.constants import __version__
from calibre.ebooks.oeb.polish.check.main import run_checks
from calibre.ebooks.oeb.polish.container import get_container
container = get_container(sys.argv[-1], tweak_mode=True)
errors = run_checks(container)
said = [[error.name or "", error.line or 0, type(error).__name__, error.msg] for error in errors]
print(json.dumps([__version__, said, len(container.name_path_map)]))
"""


@of_each_epub
def check_book(guide: FinishedGuide, epub: Path) -> Outcome:
    """What “Check book” of calibre's editor says of the EPUB; every message of any rank is a finding, but for `GATED`."""
    with tempfile.TemporaryDirectory() as folder:
        said = _run(["calibre-debug", "-c", SCRIPT, str(epub)], Path(folder), guide.tools)
    version, messages, names = json.loads(said.splitlines()[-1])
    findings = [
        finding(f"{epub.name}:{name}", rule, message, line)
        for name, line, rule, message in messages
        if rule not in GATED and not OLD_TYPES.match(message)
    ]
    return Outcome(findings, version, f"{epub.name}: {names} files", looked=names)


def check_kindle(guide: FinishedGuide) -> Outcome:
    """The EPUB as a Kindle gets it (AZW3), and converted back: not a character and no entry of the contents is lost.

    It is the one for Kindle, if there is one.
    """
    epub = [*guide.epubs.values()][-1]
    with tempfile.TemporaryDirectory() as name:
        kindle, back = Path(name) / "guide.azw3", Path(name) / "back.epub"
        _run(["ebook-convert", str(epub), str(kindle), "--output-profile", "kindle_pw3"], Path(name), guide.tools)
        _run(["ebook-convert", str(kindle), str(back)], Path(name), guide.tools)
        size, before, after = kindle.stat().st_size, OpenedBook.read(epub.read_bytes()), OpenedBook.read(back.read_bytes())
    entries, text = contents(after), characters(after)
    findings = [*lost_entries(epub.name, contents(before), entries), *lost_text(epub.name, characters(before), text)]
    detail = f"AZW3 of {size:,} bytes; there and back: {len(text):,} characters, {len(entries)} contents"
    return Outcome(findings, "", detail, looked=min(len(text), len(entries)))


def lost_entries(book: str, before: list[str], after: list[str]) -> list[Diagnostic]:
    """What a conversion has changed in the contents of a book."""
    if sorted(before) == sorted(after):
        return [] if before == after else [finding(book, "kindle-contents", "the contents are in another order")]
    changed = sorted({*before} ^ {*after}) or ["an entry that stands twice"]
    return [finding(book, "kindle-contents", f"“{entry}” is lost from the contents, or new there") for entry in changed]


def lost_text(book: str, before: str, after: str) -> list[Diagnostic]:
    """The first place where a conversion has changed the characters of a book."""
    if before == after:
        return []
    at = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), min(len(before), len(after)))
    return [finding(book, "kindle-text", f"“{before[at : at + 40]}” has become “{after[at : at + 40]}”")]


def characters(book: OpenedBook) -> str:
    """The characters of a book in reading order, without space and soft hyphens."""
    said = (str(page.root.xpath("string(h:body)", namespaces=NAMES)) for page in book.pages.values())
    return "".join("".join(part.split()) for part in said).replace(SOFT_HYPHEN, "")


def contents(book: OpenedBook) -> list[str]:
    """The labels of a book's NCX, in order."""
    return [text(label) for label in book.ncx.xpath("n:navMap//n:navLabel", namespaces=NAMES)]


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
