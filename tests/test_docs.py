"""The documentation tells what is there."""

from __future__ import annotations

import os
import re
from pathlib import Path

from studyguide.markup.directives import DIRECTIVES
from studyguide.markup.inline import ROLES
from studyguide.markup.questions import KINDS
from studyguide.nodes.boxes import BOXES
from studyguide.sources.diagnostics import CODES
from studyguide.tasks.commands import command_of

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "diagnostics.md"


HEAD = "| code | what it means |\n|---|---|\n"
ROW = "| [`{code}`](diagnostics/{code}.md) | {sentence} |"


def diagnostics_page() -> str:
    """docs/diagnostics.md as it should be: what is written above the table, and the table."""
    rows = "\n".join(ROW.format(code=code, sentence=sentence) for code, sentence in sorted(CODES.items()))
    return f"{TABLE.read_text('utf-8').partition(HEAD)[0]}{HEAD}{rows}\n"


def test_every_diagnostic_is_documented() -> None:
    """docs/diagnostics.md is the table of the program."""
    if os.environ.get("UPDATE"):
        TABLE.write_text(diagnostics_page(), "utf-8")

    assert TABLE.read_text("utf-8") == diagnostics_page()


def test_every_construct_of_the_format_is_documented() -> None:
    """docs/writing.md names every role, box, directive and kind of question."""
    text = (ROOT / "docs" / "writing.md").read_text("utf-8")

    assert not [name for name in (*ROLES, *BOXES, *DIRECTIVES, *KINDS) if name not in text]


def test_every_command_of_the_readme_exists() -> None:
    """The README promises no command that there is not."""
    promised = set(re.findall(r"`\./guide ([\w:-]+)", (ROOT / "README.md").read_text("utf-8")))

    assert [word for word in promised if command_of(word) is None] == []


def test_every_dependency_has_its_reason() -> None:
    """CONTRIBUTING.md says of each library that the project asks for why it is there."""
    import tomllib

    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8").lower()

    assert not [name for name in (re.split(r"[<>=]", d)[0].lower() for d in asked) if name not in told]
