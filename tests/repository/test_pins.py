"""The pinned packages: every one with digests, none with the address of a registry."""

import json
import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
PINS = sorted(REQUIREMENTS.glob("*.txt"))


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.name)
def test_python_packages_are_pinned_with_digests(path):
    """Each package has one exact version and at least one digest; the file has no address and no option but digests."""
    text = path.read_text(encoding="utf-8")
    packages = re.split(r"\n(?! )", text.strip())

    assert all(re.match(r"[\w.\[\]-]+==\S+ ", package) and "--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert not re.search(r"(?:^|\s)-(?!-hash=)", text)


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.name)
def test_every_list_says_where_it_comes_from(path):
    """Each list of pins has the short list it was made from beside it, and pins everything on that list."""
    wanted = [line for line in path.with_suffix(".in").read_text(encoding="utf-8").splitlines() if line and line[0] not in "#-"]
    pinned = path.read_text(encoding="utf-8").lower()

    assert all(re.search(rf"^{re.escape(name.split('==')[0].lower())}==", pinned, re.MULTILINE) for name in wanted)


def test_sets_agree_on_versions():
    """A package that stands in several lists has the same version in each, so that one environment can hold them all."""
    versions: dict[str, set[str]] = {}
    for path in PINS:
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            versions.setdefault(name, set()).add(version)

    assert [name for name, found in versions.items() if len(found) > 1] == []


def test_node_packages_are_pinned_with_digests():
    """Each Node package, down to the last dependency, has a version and a digest, and none has an address."""
    lock = json.loads((REQUIREMENTS / "node" / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for path, package in lock["packages"].items() if path]

    assert packages
    assert all("version" in package and "integrity" in package and "resolved" not in package for package in packages)
