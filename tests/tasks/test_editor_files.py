"""The files for editors in .vscode: made of the program's own tables, and true of what it prints."""

from __future__ import annotations

import json
import os
import re
import tomllib

import jsonschema
import pytest

from studyguide.markup.directives import DIRECTIVES
from studyguide.markup.inline import ROLES
from studyguide.markup.questions import KINDS
from studyguide.sources.diagnostics import Diagnostic, Span
from studyguide.sources.messages import show
from studyguide.sources.yaml_text import load_yaml
from studyguide.tasks.commands import command_of
from studyguide.tasks.lsp.editor_files import editor_files
from tests.tinybook import ROOT

TASKS = json.loads((ROOT / ".vscode" / "tasks.json").read_text("utf-8"))["tasks"]
TINY = ROOT / "tests" / "tiny" / "chapters"


@pytest.mark.parametrize("path", sorted(editor_files()))
def test_files_for_editors_are_up_to_date(path: str) -> None:
    """Schemas and snippets in .vscode are those that the program's tables make; UPDATE=1 writes them anew."""
    if os.environ.get("UPDATE"):
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(editor_files()[path], "utf-8")

    assert (ROOT / path).read_text("utf-8") == editor_files()[path]


def test_every_construct_has_a_snippet() -> None:
    """There is a snippet of every role, every directive and every kind of question."""
    written = "\n".join(
        line for each in json.loads(editor_files()[".vscode/guide.code-snippets"]).values() for line in each["body"]
    )

    assert not [name for name in ROLES if f"{{{name}}}`" not in written]
    assert not [name for name in DIRECTIVES if f":::{{{name}}}" not in written]
    assert not [name for name in KINDS if f":kind: {name}\n" not in written]


DATA = {
    "guide": json.loads(json.dumps(tomllib.loads((TINY / "guide.toml").read_text("utf-8")), default=str)),
    "values": tomllib.loads((TINY / "values.toml").read_text("utf-8")),
    "references": load_yaml((TINY / "references.yaml").read_text("utf-8"))[0],
    "front-matter": load_yaml((TINY / "01-counting.md").read_text("utf-8").split("---\n")[1])[0],
}


@pytest.mark.parametrize("name", DATA)
def test_editors_accept_what_the_compiler_accepts(name: str) -> None:
    """By the schema for editors the data of the tiny guide are right, and are not with a key that there is not."""
    schema = json.loads(editor_files()[f".vscode/schemas/{name}.json"])
    wrong = [{**DATA[name][0], "graed": 1}] if isinstance(DATA[name], list) else {**DATA[name], "titel": "x"}

    jsonschema.Draft7Validator.check_schema(schema)
    assert [each.message for each in jsonschema.Draft7Validator(schema).iter_errors(DATA[name])] == []
    assert [*jsonschema.Draft7Validator(schema).iter_errors(wrong)]


@pytest.mark.parametrize("severity", ["error", "warning"])
@pytest.mark.parametrize("span", [Span("chapters/01-a b.md", 12, 5, 2), Span("chapters/values.toml", 3)])
def test_the_problem_matcher_reads_our_messages(span: Span, severity: str) -> None:
    """A message as the terminal shows it is taken apart into file, line, column, severity, code and words."""
    shown = show(Diagnostic(span, "unknown-term", "no term “x”: none", "", severity), {}).split("\n")[0]

    for task in TASKS:
        pattern = task["problemMatcher"]["pattern"]
        found = re.match(pattern["regexp"], shown)
        assert found
        read = {key: found[group] for key, group in pattern.items() if key != "regexp"}
        column = str(span.col) if span.col else None
        place = {"file": span.path, "line": str(span.line), "column": column}
        assert read == {**place, "severity": severity, "code": "unknown-term", "message": "no term “x”: none"}


def test_tasks_call_commands_that_there_are() -> None:
    """Each task of VS Code calls ./guide with words that it knows."""
    assert [word for task in TASKS for word in task["args"][:1] if command_of(word) is None] == []
