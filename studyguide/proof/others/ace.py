"""Ace by DAISY: the accessibility checker for EPUB; it opens every document in a browser (Chromium) and runs axe-core in it."""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from studyguide.html.pages import UnitPlace
from studyguide.proof.epub.opened import OpenedBook
from studyguide.proof.finished import FinishedGuide, of_each_epub
from studyguide.proof.others.tools import CHROMIUM_REMEDY, PATIENCE, Tools, node_folder, required
from studyguide.proof.report import Outcome, finding
from studyguide.sources.diagnostics import Diagnostic, Span

WORDS = 40  # characters of an element's text that tell where it stands


@of_each_epub
def check(guide: FinishedGuide, epub: Path) -> Outcome:
    """The EPUB against the EPUB Accessibility rules and WCAG; every violation is a finding, and every document passed over."""
    report = _report(epub, guide.tools)
    version = str(report["earl:assertedBy"]["doap:release"]["doap:revision"])
    seen = {str(document["earl:testSubject"]["url"]) for document in report["assertions"]}
    missed = [name for name in OpenedBook.read(epub.read_bytes()).spine if name not in seen]
    found = [finding(f"{epub.name}:{name}", "passed-over", "Ace did not look at it") for name in missed]
    found += read_report(epub.name, report)
    return Outcome(found, version, f"{epub.name}: {len(seen)} documents", looked=len(seen))


def _report(epub: Path, tools: Tools) -> dict[str, Any]:
    """Ace's own JSON report on a file."""
    chromium = required(tools.chromium, "Chromium", CHROMIUM_REMEDY)
    program = node_folder(tools) / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
    with tempfile.TemporaryDirectory() as folder:
        # Browser and Ace keep settings and logs in the home folder: they get one that is thrown away.
        home = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"), folder)
        environment = {**os.environ, **home, "PUPPETEER_EXECUTABLE_PATH": str(chromium)}
        out = Path(folder) / "report"
        command = [str(tools.node), str(program), "--silent", "--force", "--outdir", str(out), str(epub)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if not (out / "report.json").is_file():
            raise RuntimeError(f"Ace wrote no report on {epub}: {(done.stdout + done.stderr).strip()[-500:]}")
        report: dict[str, Any] = json.loads((out / "report.json").read_text(encoding="utf-8"))
        return report


def read_report(book: str, report: dict[str, Any]) -> list[Diagnostic]:
    """The findings in Ace's JSON report (EARL); a verdict other than “pass” without any is a finding too."""
    findings = []
    for document in report["assertions"]:
        where = f"{book}:{document['earl:testSubject']['url']}"
        for assertion in document["assertions"]:
            test, result = assertion["earl:test"], assertion["earl:result"]
            text = " ".join(str(result["dct:description"]).split())
            snippet = " ".join(str(result.get("html", "")).split())[:120]
            pointed = _place(where, result)
            findings.append(Diagnostic(pointed, f"{test['dct:title']} {test['earl:impact']}", f"{text} {snippet}".strip()))
    verdict = report["earl:result"]["earl:outcome"]
    if verdict != "pass" and not findings:
        findings.append(finding(book, "outcome", f"Ace's verdict is “{verdict}”"))
    return findings


def _place(where: str, result: dict[str, Any]) -> Span:
    """The place of a violation: the ids in Ace's pointers, which are CSS selectors and EPUB CFIs, the innermost first."""
    pointer = result.get("earl:pointer", {})
    css = re.findall(r"#((?:\\.|[\w-])+)", " ".join(pointer.get("css", ())))
    cfi = re.findall(r"\[([^\]]+)\]", " ".join(pointer.get("cfi", ())))
    ids = tuple(dict.fromkeys(name.replace("\\", "") for name in reversed((*css, *cfi))))
    words = " ".join(re.sub(r"<[^>]*>", " ", str(result.get("html", ""))).split())[:WORDS]
    return UnitPlace(where, 0, ids=ids, words=words) if ids or words else Span(where, 0)
