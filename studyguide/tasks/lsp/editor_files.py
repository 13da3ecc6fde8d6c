"""What editors are given to know the guide's files by: schemas of its data, and snippets of everything that can be written.

They are made of the tables that the compiler itself reads, so they hold what it holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from itertools import count
from typing import Any

from studyguide.art.chartdata import chart_schema
from studyguide.markup.directives import DIRECTIVES
from studyguide.markup.inline import ROLES
from studyguide.nodes.boxes import BOXES
from studyguide.tasks.editing.new import SKELETONS
from studyguide.tasks.lsp.completion import directive_body

FOLDER = ".vscode"
SCHEMAS = ("coverage", "front-matter", "guide", "references", "values")
OURS = {"format", "toml-type"}
"""Rules of schemas that are the compiler's own."""
NO_LINE_END = r"(?!\n)"
"""What patterns say besides, which editors' engines for regular expressions may not know."""
MARKS = {
    "emphasis": "*${1:words}*",
    "importance": "**${1:words}**",
    "line break": "\\\\\n$0",
    "link": "[${1:words}](https://${2:example.org/})",
    "words in another language": "[${1:words}]{lang=${2:la}}",
    "lowered signs": "~${1:2}~",
    "raised signs": "^${1:9}^",
    "footnote": "[^${1:name}]$0\n\n[^${1:name}]: ${2:The note.}",
    "section with an id": "## ${1:Title} {#sec-${2:words}}\n\n$0",
    "smaller section with an id": "### ${1:Title} {#sec-${2:words}}\n\n$0",
    "list": "- ${1:first}\n- ${2:second}\n",
    "numbered list": "1. ${1:first}\n2. ${2:second}\n",
    "code": "```${1:python}\n$0\n```",
    "quotation": "> ${1:words}\n",
    "definition list": "${1:Term}\n: ${2:Meaning}\n",
    "checked sum": ":check: ${1:2400 * 50 / 100 == 1200}",
}
"""Constructs that have no name in the text."""
CONTENT = {
    "term": "${1:words} <${2:term}>",
    "abbr": "${1:RH} (${2:relative humidity})",
    "index": "${1:entry}; ${2:sub-entry}",
    "ref": "${1:words} <${2:id}>",
    "value": "${1:name}|${2|both,si,limit,bare,bare-si,bare-both,plain|}",
}
"""What stands in a role, where that is more than words."""
FILLED = re.compile(r"\$\{(?P<name>\w+)\}|‹write (?P<blank>[^›]*)›")
NAMED_VALUE = r"^\{value\}`[^`]+`$"
LEFT_OUT = ("abbr", "difficulty")
"""Places of skeletons that may stay empty."""
LANGUAGES = {".md": "markdown", ".toml": "toml", ".yaml": "yaml"}


def editor_files() -> dict[str, str]:
    """The files by path within the project."""
    texts = {name: (resources.files("studyguide.sources") / f"schemas/{name}.json").read_text("utf-8") for name in SCHEMAS}
    schemas = {**{name: json.loads(text) for name, text in texts.items()}, "charts": with_named_numbers(chart_schema())}
    return {
        **{f"{FOLDER}/schemas/{name}.json": _written(for_editors(schema)) for name, schema in sorted(schemas.items())},
        f"{FOLDER}/guide.code-snippets": _written(dict(sorted(snippets()))),
    }


def _written(data: Mapping[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def for_editors(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema in draft 7 of JSON Schema, which editors know, without what only the compiler can judge."""
    head = {"$schema": "http://json-schema.org/draft-07/schema#"}
    made: dict[str, Any] = _for_editors({key: value for key, value in schema.items() if key != "$schema"})
    return head | made


def with_named_numbers(part: Any) -> Any:
    """A schema in which a value may stand by its name wherever a number may, as in charts."""
    if isinstance(part, list | tuple):
        return [with_named_numbers(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    if part.get("type") == "number":
        return {"anyOf": [dict(part), {"type": "string", "pattern": NAMED_VALUE}]}
    return {key: with_named_numbers(value) for key, value in part.items()}


def _for_editors(part: Any) -> Any:
    if isinstance(part, list | tuple):
        return [_for_editors(each) for each in part]
    if isinstance(part, str):
        return part.replace(NO_LINE_END, "").replace("#/$defs/", "#/definitions/")
    if not isinstance(part, dict):
        return part
    day = {"type": "string"} if isinstance(part.get("toml-type"), str) else {}  # as editors' schemas see a date of TOML
    rules = {key: value for key, value in part.items() if key not in OURS or isinstance(value, dict)}
    return day | {key.replace("$defs", "definitions"): _for_editors(value) for key, value in rules.items()}


def snippets() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every construct of the format by name, as VS Code reads snippets."""
    for name, text in MARKS.items():
        yield name, _snippet(name.replace(" ", "-"), text, "markdown")
    for name in ROLES:
        yield f"role {name}", _snippet(name, f"{{{name}}}`{CONTENT.get(name, '$1')}`", "markdown")
    for name in DIRECTIVES:
        label = BOXES[name].label if name in BOXES else name
        yield f"box {name}", _snippet(f":::{name}", f":::{{{directive_body(name, ':::')}", "markdown", label)
    for path in sorted(SKELETONS.iterdir()):
        body = _places(path.read_text("utf-8").rstrip("\n"))
        yield f"new {path.stem}", _snippet(f"new-{path.stem}", body, LANGUAGES.get(path.suffix, "xml"))


def _snippet(prefix: str, text: str, language: str, description: str = "") -> dict[str, Any]:
    told = {"description": description} if description else {}
    return {"scope": language, "prefix": prefix, "body": text.split("\n"), **told}


def _places(skeleton: str) -> str:
    """A skeleton with its blanks as places of a snippet; one name is one place."""
    numbers: dict[str, int] = {}
    fresh = count(1)

    def place(found: re.Match[str]) -> str:
        name = found["name"] or found["blank"]
        if name in LEFT_OUT:
            return ""
        number = numbers.setdefault(name, next(fresh) if name not in numbers else 0)
        return f"${{{number}:{name.replace('}', '')}}}"

    return FILLED.sub(place, skeleton)
