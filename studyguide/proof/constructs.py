"""docs/constructs.md: every construct of the format beside a picture of its result, which is made of the text on the page.

A section of the page is an example. A box of text is a section of a chapter of its own in the small guide, or, if it begins with
a head, the whole chapter; behind “At the end of `path`:” it is a text more in that file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studyguide.sources.files import digest

PAGE = "docs/constructs.md"
SMALL = "tests/tiny"
MADE_OF = "Source"
"""The name of the text chunk of a picture that holds the digest of its example."""
EXAMPLE = re.compile(
    r"^(?:At the end of `(?P<path>[^`]+)`:\n\n)?(?P<fence>`{3,})\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
SECTION = re.compile(r"^## ([^{\n]+)\n(.*?)(?=^## [^{\n]+$|\Z)", re.MULTILINE | re.DOTALL)
OBJECTIVE = ":objective: answer"
"""What an example of a question says; its chapter has an objective of its own."""
FIRST = 10
"""The number of the first chapter that an example is, behind those of the small guide."""


@dataclass(frozen=True)
class ConstructExample:
    """A section of the page: its heading, the chapter's text, and what other files have more."""

    title: str
    text: str
    more: Mapping[str, str]

    @property
    def id(self) -> str:
        """The heading in small letters with hyphens: the chapter's id, and a part of the names of section and picture."""
        return re.sub(r"\W+", "-", self.title.lower()).strip("-")

    @property
    def section(self) -> str:
        """The id of the section that the example is."""
        return f"sec-{self.id}"

    @property
    def picture(self) -> str:
        """The file of the picture."""
        return f"docs/pictures/construct-{self.id}.png"

    @property
    def anchor(self) -> str:
        """Where the picture begins: at the section, or at the chapter that an example is."""
        return self.id if self.text.startswith("---\n") else self.section

    @property
    def digest(self) -> str:
        """The text by which a picture tells of what it was made."""
        return digest(repr((self.title, self.text, sorted(self.more.items()))).encode())

    @property
    def chapter(self) -> str:
        """The chapter's source."""
        if self.text.startswith("---\n"):
            return self.text
        head = f"id: {self.id}\ntitle: {self.title}"
        text = f"## {self.title} {{#{self.section}}}\n\n{self.text}"
        if OBJECTIVE in self.text:
            head += f"\nobjectives:\n  - id: {self.id}\n    verb: answer\n    text: this question"
            text = ":::{objectives}\n:::\n\n" + text.replace(OBJECTIVE, f":objective: {self.id}")
        return f"---\n{head}\n---\n{text}"


def construct_examples(page: str) -> Iterator[ConstructExample]:
    """The examples of the page, in order."""
    for title, body in SECTION.findall(page):
        parts = [(found["path"], found["text"]) for found in EXAMPLE.finditer(body)]
        more = {path: text for path, text in parts if path}
        yield ConstructExample(title, "".join(text for path, text in parts if not path), more)


def with_examples(texts: Mapping[str, str], examples: Sequence[ConstructExample]) -> dict[str, str]:
    """The small guide's texts with the examples in them."""
    made = dict(texts)
    for number, each in enumerate(examples, FIRST):
        made[f"chapters/{number}-{each.id}.md"] = each.chapter
        made |= {path: f"{made[path].rstrip()}\n\n{text}" for path, text in each.more.items()}
    return made
