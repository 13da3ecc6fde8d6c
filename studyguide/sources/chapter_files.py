"""Chapter files: `03-some-words.md`. The number is a chapter's place in the guide, the words are its id."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from studyguide.sources.diagnostics import WHOLE_FILE, Problems, Span
from studyguide.sources.identifiers import RESERVED_NAMES, canonical, is_name

CHAPTER = re.compile(r"chapters/([0-9]{2,})-[^/]+\.md")


@dataclass(frozen=True, slots=True, order=True)
class ChapterFile:
    """A chapter's number, its path, and its id."""

    number: int
    path: str
    id: str


def chapter_id(path: str) -> str:
    """The id of the chapter, or of another file of prose, that stands at a path."""
    name = PurePosixPath(path).stem
    return canonical(re.sub(r"^[0-9]+-", "", name))


def chapter_files(paths: Iterable[str]) -> list[ChapterFile]:
    """The files that are named as chapters, in the order of their numbers; of two with one number, by name."""
    found = ((path, CHAPTER.fullmatch(path)) for path in paths)
    return sorted(ChapterFile(int(name[1]), path, chapter_id(path)) for path, name in found if name)


def check_names(files: Iterable[ChapterFile], taken: Iterable[str], problems: Problems) -> None:
    """Report chapters whose words are no id or one in `taken`, and two with one number."""
    numbers: dict[int, str] = {}
    for file in files:
        if not is_name(file.id):
            hint = "chapters are named 03-some-words.md: small letters of any script, digits, and single hyphens between"
            problems.error(Span(file.path, 0), "bad-id", f"“{file.id}” cannot name a chapter", hint, lost=WHOLE_FILE)
            continue
        first = numbers.setdefault(file.number, file.path)
        if first != file.path:
            hint = "give one of them another number: the chapters stand in the order of their numbers"
            problems.error(Span(file.path, 0), "duplicate-number", f"the number of this chapter is that of {first}", hint)
        if file.id in taken or RESERVED_NAMES.fullmatch(file.id):
            whose = "the guide makes a file of this name itself" if file.id in taken else "Windows opens no file of this name"
            problems.error(Span(file.path, 0), "bad-id", whose, "give the chapter another name")
