"""What a release was made with, as a software bill of materials: CycloneDX 1.6, JSON, from the pinned requirements."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

from studyguide.publish.release.report import BuildReport, plain

PIN = re.compile(
    r"^([\w.-]+)==([^\s;\\]+)(?: *; *([^\\\n]+?))?(?: *\\)?\n((?: +--hash=sha256:[0-9a-f]{64}(?: *\\)?\n?)*)", re.MULTILINE
)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
NAMESPACE = uuid.UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
"""That of identifiers in RFC 9562, 6.6."""


def bill_of_materials(report: BuildReport, requirements: str) -> bytes:
    """The bill of the libraries that requirements pin, with the SHA-256 of every file of each that may be installed."""
    guide = {"type": "file", "bom-ref": "guide", "name": report.title, "version": report.version}
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{plain(report.identifier)} {report.version} {requirements}')}",
        "version": 1,
        "metadata": {"timestamp": f"{report.date.isoformat()}T00:00:00Z", "component": guide},
        "components": list(_components(requirements)),
    }
    return (json.dumps(bill, ensure_ascii=False, indent=1) + "\n").encode()


def _components(requirements: str) -> Iterator[dict[str, Any]]:
    for name, version, condition, digests in PIN.findall(requirements):
        purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{version}"
        hashes = [{"alg": "SHA-256", "content": digest} for digest in HASH.findall(digests)]
        where = {"scope": "optional", "properties": [{"name": "condition", "value": condition}]} if condition else {}
        yield {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "hashes": hashes, **where}
