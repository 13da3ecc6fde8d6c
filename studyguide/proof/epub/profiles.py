"""Reader profiles: what each family of reading systems needs from the book. The profiles themselves stand in profiles.toml."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.rules import READER_RULES, RULES, Rule
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.report import Outcome, finding
from studyguide.sources.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Profile:
    """A family of readers: its name, the reading systems meant, and its rules, each with the reason that holds for them.

    `file` is the key of the EPUB file that is made for them.
    """

    name: str
    readers: str
    rules: tuple[Rule, ...]
    file: str = "epub"


def _profiles(path: Path) -> Iterator[Profile]:
    known = {**RULES, **READER_RULES}
    for name, data in tomllib.loads(path.read_text("utf-8")).items():
        rules = (Rule(code, reason, known[code].check) for code, reason in data["rules"].items())
        yield Profile(name, data["readers"], tuple(rules), data.get("file", "epub"))


PROFILES = {profile.name: profile for profile in _profiles(Path(__file__).with_suffix(".toml"))}


def judge(data: bytes, profile: Profile, name: str = "") -> tuple[Diagnostic, ...]:
    """What readers of this profile would miss in the EPUB, sorted."""
    return inspect(data, profile.rules, name)


def check(guide: FinishedGuide) -> Outcome:
    """What Kindle, Kobo, Apple Books, KOReader and RMSDK need, each of the file that is for them, if it is made."""
    files = guide.epubs
    asked = [(profile, files[profile.file]) for profile in PROFILES.values() if profile.file in files]
    found = [
        finding(each.span.path, f"{profile.name}/{each.code}", each.message)
        for profile, path in asked
        for each in judge(path.read_bytes(), profile, path.name)
    ]
    return Outcome(found, "", ", ".join(f"{profile.name} ({path.name})" for profile, path in asked), looked=len(asked))
