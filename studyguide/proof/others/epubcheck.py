"""EPUBCheck: the W3C's validator of EPUB files."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studyguide.proof.others.tools import PATIENCE, Tools, required
from studyguide.proof.report import CheckResult, Finding, Outcome, measured

# Messages that are facts about a good book, not faults. Every other one counts, down to the rank of “usage”: EPUBCheck
# ranks a misspelt SVG attribute (RSC-025) no higher.
FACTS = frozenset({"CSS-028"})  # “use of a font-face declaration”


def check_epubs(epubs: Sequence[Path], tools: Tools) -> CheckResult:
    """Validate EPUB files against EPUB 3.3; every message of any rank is a finding, except those in `FACTS`."""
    return measured("EPUBCheck", lambda: _validate(epubs, tools))


def _validate(epubs: Sequence[Path], tools: Tools) -> Outcome:
    reports = [_report(epub, tools) for epub in epubs]
    findings = [finding for report in reports for finding in read_report(report)]
    version = next((str(report["checker"]["checkerVersion"]) for report in reports), "")
    return Outcome(findings, version, ", ".join(epub.name for epub in epubs))


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


def read_report(report: dict[str, Any]) -> list[Finding]:
    """The findings in EPUBCheck's JSON: one for each place of each message that counts."""
    book = str(report["checker"]["filename"])
    findings = []
    for message in report["messages"]:
        if message["ID"] in FACTS:
            continue
        rule = f"{message['ID']} {message['severity'].lower()}"
        findings += [Finding(f"{book}:{_place(place)}", rule, str(message["message"])) for place in message["locations"] or [{}]]
    return findings


def _place(place: dict[str, Any]) -> str:
    """“EPUB/one.xhtml:12:5”; the numbers only where EPUBCheck knows them (it says -1 where not)."""
    numbers = [str(place[key]) for key in ("line", "column") if place.get(key, -1) > 0]
    return ":".join([str(place.get("path", "")), *numbers])
