"""The workflows: each action is pinned, each job may do what it must and no more, each command is one that there is."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from studyguide.tasks.commands import command_of

WORKFLOWS = sorted((Path(__file__).parents[2] / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"^\s*(?:- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
WRITTEN_BY_US = re.compile(r"^\s*(matrix\.\w+|hashFiles\(.*\))\s*$")
"""Expressions that no stranger can word: they may stand in a script."""
MAY_WRITE = {
    "release.yml": {"publish": {"contents", "id-token", "attestations"}},
    "site.yml": {"site": {"pages", "id-token"}},
}
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    """The jobs of a workflow by name."""
    return dict(yaml.safe_load(path.read_text("utf-8"))["jobs"])


def scripts(path: Path) -> list[str]:
    """What the steps of a workflow run."""
    return [step["run"] for job in jobs(path).values() for step in job["steps"] if "run" in step]


def test_there_are_workflows_for_changes_releases_and_the_site():
    """A change is tested, a tag is released, a release is shown."""
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "release.yml", "site.yml"]


@each_workflow
def test_every_action_is_pinned_by_its_digest(path):
    """A tag can be moved by others; the version stands behind it for people. An action has one digest everywhere."""
    everywhere = [line for each in WORKFLOWS for line in each.read_text("utf-8").splitlines() if "uses:" in line]
    pins = {line.partition("uses: ")[2].partition(" ")[0] for line in everywhere}
    uses = [line for line in path.read_text("utf-8").splitlines() if "uses:" in line]

    assert uses
    assert [line for line in uses if not PINNED.match(line)] == []
    assert len({pin.partition("@")[0] for pin in pins}) == len(pins)


@each_workflow
def test_a_job_may_write_what_it_must(path):
    """By default a workflow reads; a job that writes says what. It ends by itself, and keeps no key in the folder."""
    workflow = yaml.safe_load(path.read_text("utf-8"))
    found = {
        name: {right for right, how in job.get("permissions", {}).items() if how == "write"} for name, job in jobs(path).items()
    }

    assert workflow["permissions"] == {"contents": "read"}
    assert {name: rights for name, rights in found.items() if rights} == MAY_WRITE.get(path.name, {})
    assert all(job["timeout-minutes"] <= 90 for job in jobs(path).values())
    steps = [step for job in jobs(path).values() for step in job["steps"] if "actions/checkout" in step.get("uses", "")]
    assert all(step["with"]["persist-credentials"] is False for step in steps)


@each_workflow
def test_no_script_holds_the_words_of_a_stranger(path):
    """What a branch or a tag is called reaches a script in a variable only, where it is no command."""
    found = [said for script in scripts(path) for said in EXPRESSION.findall(script) if not WRITTEN_BY_US.match(said)]

    assert found == []


@each_workflow
def test_every_command_is_there(path):
    """What follows ./guide is a command of the program."""
    words = [word for script in scripts(path) for word in re.findall(r"(?:\./|python )guide ([\w:]+)", script)]

    assert [word for word in words if command_of(word) is None] == []


def test_a_release_is_published_when_both_machines_agree():
    """Two machines build in folders of different names; what is attested and published is what was compared."""
    release = jobs(next(path for path in WORKFLOWS if path.name == "release.yml"))
    steps = release["publish"]["steps"]
    order = [step.get("uses", step.get("run", "")).split("@")[0].split("\n")[0] for step in steps]

    assert release["publish"]["needs"] == "build"
    assert len(release["build"]["strategy"]["matrix"]["machine"]) == 2
    assert order[1].startswith("diff --recursive release-one release-other")
    assert order[2].endswith("sha256sum --check --strict SHA256SUMS")
    assert order[3] == "actions/attest-build-provenance"
    assert steps[3]["with"]["subject-path"].startswith("release-one/")
    assert "cd release-one/*/" in order[4]
    assert "gh release create" in steps[4]["run"]
