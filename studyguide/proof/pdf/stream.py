"""A text as a stream of words in the order in which it is read, with its links and headings; of a source or of a PDF alike."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from studyguide.proof.pdf.geometry import Box

SILENT = re.compile("[\u00ad\u200b-\u200f\u2060\u2066-\u2069\ufeff]")
"""Characters that steer line ends and directions and are not read: soft hyphen, joiners, zero spaces, isolates."""
HYPHEN = "\u2010"  # one glyph of most fonts is this and the hyphen of keyboards; who reads the glyph cannot tell which was meant

END = 12  # characters of a text that are remembered

NUMBER_END = re.compile(r"[\d⁰¹²³⁴-⁹₀-₉][.,%‰°”’\"')\]]*\Z")
"""The end of a number, with what may stand close behind it."""


def runs_on(before: str, call: str) -> bool:
    """Whether a call, or a raised figure, is read as part of the number that stands before it."""
    return call[:1].isdigit() and NUMBER_END.search(before) is not None


@dataclass(frozen=True, slots=True)
class WordPosition:
    """Where a word stands: the page (-1 in a source), the lower and upper end of its ink there, and its language."""

    page: int = -1
    low: float = 0.0
    high: float = 0.0
    lang: str = ""


NOWHERE = WordPosition()


@dataclass(frozen=True, slots=True)
class TextLink:
    """A link in a text: `target` is an id of the document, `address` a place on the web.

    Of a PDF, `areas` are the numbers of its annotations, `ink` is where its text is painted, by page, and `before` the end of
    what is said before it. Of a source, `name` is what it wants the link to be called aloud.
    """

    text: str
    target: str
    address: str
    position: WordPosition
    areas: tuple[int, ...] = ()
    ink: tuple[tuple[int, Box], ...] = ()
    name: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `bookmark` is its entry in the outline, as its source wants it, “” for none; `within` a part it hangs lower."""

    level: int
    text: str
    position: WordPosition
    bookmark: str = ""
    within: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A number or sign that the layout made: of a note, of the call for one, of an item of a list. `before` is said before it."""

    text: str
    position: WordPosition
    before: str = ""


@dataclass(frozen=True, slots=True)
class WordStream:
    """A text. `positions` belong to the words one by one.

    Of a source, `anchors` give for every id the number of the word that follows it, and whether it begins a block. Of a PDF,
    `calls` and `notes` are the labels of footnotes where they are called and where they stand, `lists` those of list items.
    """

    words: tuple[str, ...]
    positions: tuple[WordPosition, ...]
    links: tuple[TextLink, ...]
    headings: tuple[Heading, ...]
    anchors: dict[str, tuple[int, bool]] = field(default_factory=dict)
    calls: tuple[Label, ...] = ()
    notes: tuple[Label, ...] = ()
    lists: tuple[tuple[Label, ...], ...] = ()


@dataclass(slots=True)
class Recording:
    """The text that was added while it was recorded, and where it began."""

    pieces: list[str] = field(default_factory=list)
    position: WordPosition = NOWHERE

    @property
    def text(self) -> str:
        """The pieces as one, with single spaces."""
        return " ".join("".join(self.pieces).split())


class Writer:
    """Makes words of pieces of text. A word goes on from piece to piece until there is a space or a stop.

    `end` is the end of what was said last.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.positions: list[WordPosition] = []
        self.fresh = True
        self.end = ""
        self._word = ""
        self._position = NOWHERE
        self._recordings: list[Recording] = []

    def say(self, text: str, position: WordPosition) -> None:
        """Add a piece of text."""
        text = SILENT.sub("", text).replace(HYPHEN, "-")
        self.end = (self.end + text)[-END:]
        for recording in self._recordings:
            recording.pieces.append(text)
        if text[:1].isspace():
            self._end()
        for number, part in enumerate(text.split()):
            if number:
                self._end()
            self._begin(position)
            self._word += part
        if text[-1:].isspace():
            self._end()

    def stop(self) -> None:
        """End a block, and with it the word."""
        self.say(" ", NOWHERE)
        self.fresh = True

    @property
    def following(self) -> int:
        """The number of the word that is being made, or comes next."""
        return len(self.words)

    @contextmanager
    def recording(self) -> Iterator[Recording]:
        """All text that is added meanwhile."""
        recording = Recording()
        self._recordings.append(recording)
        try:
            yield recording
        finally:
            self._recordings.pop()

    def _begin(self, position: WordPosition) -> None:
        """A piece with something in it."""
        self.fresh = False
        self._position = self._position if self._word else position
        for recording in self._recordings:
            recording.position = position if recording.position is NOWHERE else recording.position

    def _end(self) -> None:
        if self._word:
            self.words.append(self._word)
            self.positions.append(self._position)
            self._word = ""
