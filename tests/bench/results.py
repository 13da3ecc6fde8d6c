"""What was measured, kept by part: a long measurement may be taken in parts, each of which has its own day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.process import Run
from tests.bench.table import Result, book_table, guide_table

GUIDE = "guide"
FOLDER = Path("build/bench")


@dataclass(frozen=True, slots=True)
class Measured:
    """The runs of one part; `about` are the day, the machine and what it was measured with."""

    about: Mapping[str, str]
    runs: Result


def keep(part: str, measured: Measured) -> None:
    """Keep what was measured of a part."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    runs = {name: [asdict(run) for run in found] for name, found in measured.runs.items()}
    (FOLDER / f"{part}.json").write_text(json.dumps({"about": dict(measured.about), "runs": runs}, indent=1), "utf-8")


def kept(parts: Mapping[str, object]) -> dict[str, Measured]:
    """What is kept of some parts, in their order."""
    found = {}
    for part in parts:
        path = FOLDER / f"{part}.json"
        if path.exists():
            facts = json.loads(path.read_text("utf-8"))
            found[part] = Measured(facts["about"], {name: [Run(**run) for run in runs] for name, runs in facts["runs"].items()})
    return found


def document(parts: Mapping[str, Measured], text: str) -> str:
    """The tables with what is to be said of them."""
    about = next(iter(parts.values())).about
    days = "; ".join(f"{part}: {each.about['date']}, load before {each.about['load']}" for part, each in parts.items())
    guide = [guide_table(parts[GUIDE].runs)] if GUIDE in parts else []
    books = [each.runs for part, each in parts.items() if part != GUIDE]
    tables = "\n\n".join([*guide, *([book_table(books)] if books else [])])
    return text.format(**{**about, "days": days, "tables": tables})
