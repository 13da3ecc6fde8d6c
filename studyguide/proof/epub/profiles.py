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
    """A family of readers: its name, the reading systems meant, and its rules, each with the reason that holds for them."""

    name: str
    readers: str
    rules: tuple[Rule, ...]


def _profiles(path: Path) -> Iterator[Profile]:
    known = {**RULES, **READER_RULES}
    for name, data in tomllib.loads(path.read_text("utf-8")).items():
        rules = (Rule(code, reason, known[code].check) for code, reason in data["rules"].items())
        yield Profile(name, data["readers"], tuple(rules))


PROFILES = {profile.name: profile for profile in _profiles(Path(__file__).with_suffix(".toml"))}


def judge(data: bytes, profile: Profile, name: str = "") -> tuple[Diagnostic, ...]:
    """What readers of this profile would miss in the EPUB, sorted."""
    return inspect(data, profile.rules, name)


def check(guide: FinishedGuide) -> Outcome:
    """What Kindle, Kobo, Apple Books, KOReader and RMSDK need."""
    data = guide.epub.read_bytes()
    found = [
        finding(each.span.path, f"{name}/{each.code}", each.message)
        for name, profile in PROFILES.items()
        for each in judge(data, profile, guide.epub.name)
    ]
    return Outcome(found, "", ", ".join(PROFILES), looked=len(data))
