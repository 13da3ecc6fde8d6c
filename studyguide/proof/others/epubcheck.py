"""EPUBCheck: the W3C's validator of EPUB files."""

import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from studyguide.proof.finished import FinishedGuide, of_each_epub
from studyguide.proof.others.tools import PATIENCE, Tools, required
from studyguide.proof.report import Outcome, finding
from studyguide.sources.diagnostics import Diagnostic

# Messages that are facts about a good book, not faults. Every other one counts, down to the rank of “usage”: EPUBCheck
# ranks a misspelt SVG attribute (RSC-025) no higher.
FACTS = frozenset({"CSS-028"})  # “use of a font-face declaration”
UNSEEN = re.compile(r'Resource "[^"]*\.pls" is listed in the manifest, but no reference to it was found')
"""What is said of lexicons: EPUBCheck does not follow `<link rel="pronunciation">`. That the documents have it, `heard` asks."""


@of_each_epub
def check(guide: FinishedGuide, epub: Path) -> Outcome:
    """The EPUB against EPUB 3.3; every message of any rank is a finding, except those in `FACTS` and `UNSEEN`."""
    report = _report(epub, guide.tools)
    seen = len(report["items"])
    return Outcome(read_report(report), str(report["checker"]["checkerVersion"]), f"{epub.name}: {seen} files", looked=seen)


def _report(epub: Path, tools: Tools) -> dict[str, Any]:
    """EPUBCheck's own JSON report on a file."""
    java, jar = required(tools.java, "Java"), required(tools.epubcheck, "EPUBCheck")
    with tempfile.TemporaryDirectory() as folder:
        json_file = Path(folder) / "report.json"
        # The first compiler stage only: the run is over before the second pays.
        command = [str(java), "-XX:TieredStopAtLevel=1", "-jar", str(jar), "-u", "-q", "--json", str(json_file), str(epub)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if not json_file.is_file():
            raise RuntimeError(f"EPUBCheck wrote no report on {epub}: {done.stderr.strip()[-500:]}")
        report: dict[str, Any] = json.loads(json_file.read_text(encoding="utf-8"))
        return report


def read_report(report: dict[str, Any]) -> list[Diagnostic]:
    """The findings in EPUBCheck's JSON: one for each place of each message that counts."""
    book = str(report["checker"]["filename"])
    messages = (message for message in report["messages"] if message["ID"] not in FACTS)
    counting = [message for message in messages if not UNSEEN.match(str(message["message"]))]
    return [_finding(book, message, place) for message in counting for place in message["locations"] or [{}]]


def _finding(book: str, message: dict[str, Any], place: dict[str, Any]) -> Diagnostic:
    """A message at one of its places; EPUBCheck gives -1 for a line or column that it does not know."""
    line, column = (max(place.get(key, 0), 0) for key in ("line", "column"))
    rule = f"{message['ID']} {message['severity'].lower()}"
    return finding(f"{book}:{place.get('path', '')}", rule, str(message["message"]), line, column)
