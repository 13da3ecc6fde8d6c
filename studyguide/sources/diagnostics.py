"""Diagnostics: what is wrong in the sources, where, and what to do about it.

Stages report into one `Problems` collector and go on, so that an editor sees every mistake at once. A code is a word, declared
once in `CODES` with one sentence; `docs/diagnostics.md` is generated from that table.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypedDict, Unpack

WHOLE_FILE = (0, 1 << 30)
"""The lines of a file of which nothing was understood."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place: path relative to the project, line and column from 1 (0: unknown), length in characters.

    Columns count code points. Of a finished file the path says the page or the document in it, too.
    """

    path: str
    line: int
    col: int = 0
    length: int = 0

    def __getstate__(self) -> tuple[str, int, int, int]:  # of the tens of thousands in a book: four times as fast as dataclasses'
        return self.path, self.line, self.col, self.length

    def __setstate__(self, state: tuple[str, int, int, int]) -> None:
        put = object.__setattr__
        path, line, col, length = state
        put(self, "path", path)
        put(self, "line", line)
        put(self, "col", col)
        put(self, "length", length)


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """Something that is called by a name: its kind (“reference”, “value”, “term”; of an id its prefix, “sec”), and the name."""

    kind: str
    text: str

    @classmethod
    def of_id(cls, key: str) -> "Name":
        """The name that an id is: `fig-ruler` is one of the kind “fig”."""
        return cls(key.partition("-")[0], key)


def place_in(path: str) -> str:
    """The kind of name that the places go by at which a file prints a list."""
    return f"place in {path}"


ANY_NAME = "*"
"""In the place of a kind of name: names of all kinds may be missing, since nothing is known of what a file was to hold."""
PAIR = "pair"
"""The kind of name by which the two ends of one piece of markup go, where they do not find each other."""


def use_of(kind: str, path: str = "") -> str:
    """The kind of name that something of a kind is for what is to use it, in a file or anywhere: `needs` of what is unused."""
    return f"use of a {kind} {path}".strip()


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One mistake: where, its code, what is wrong (lower case, no full stop), and a hint that says what to do.

    `needs` is the name that is missing, if one is. `lost` are the first and the last line of what was left unread because of the
    mistake, `hides` the kinds of names that may be missing because of it, or `ANY_NAME`: see `consequences.py`.
    """

    span: Span
    code: str
    message: str
    hint: str = ""
    severity: str = "error"
    needs: Name | None = field(default=None, compare=False)
    lost: tuple[int, int] | None = field(default=None, compare=False)
    hides: tuple[str, ...] = field(default=(), compare=False)


class Ties(TypedDict, total=False):
    """What ties a diagnostic to others, as `Diagnostic` has it."""

    needs: Name | None
    lost: tuple[int, int] | None
    hides: tuple[str, ...]


@dataclass
class Problems:
    """The collector that every stage reports into."""

    found: list[Diagnostic] = field(default_factory=list)
    _known: set[Diagnostic] = field(default_factory=set)

    def error(self, span: Span, code: str, message: str, hint: str = "", **ties: Unpack[Ties]) -> None:
        """Report an error; the build goes on looking for more, but writes nothing."""
        self._add(Diagnostic(span, code, message, hint, **ties))

    def warning(self, span: Span, code: str, message: str, hint: str = "") -> None:
        """Report something an editor should look at; the build goes on."""
        self._add(Diagnostic(span, code, message, hint, "warning"))

    def _add(self, diagnostic: Diagnostic) -> None:
        if diagnostic.code not in CODES:
            raise KeyError(f"diagnostic code {diagnostic.code!r} is not declared in CODES")
        if diagnostic not in self._known:
            self._known.add(diagnostic)
            self.found.append(diagnostic)

    def take(self, told: Iterable[Diagnostic]) -> None:
        """Report what was told to another collector."""
        for diagnostic in told:
            self._add(diagnostic)

    def lose(self, since: int, path: str, lines: tuple[int, int]) -> None:
        """Say that the first mistake in a file among those after the first `since` cost these lines: they were left unread."""
        for at in range(since, len(self.found)):
            if self.found[at].span.path == path:
                self.found[at] = replace(self.found[at], lost=self.found[at].lost or lines)
                return

    def hide(self, path: str, line: int, kind: str) -> None:
        """Say that names of a kind may be missing because of the mistakes in a line."""
        self.found = [
            replace(each, hides=(*each.hides, kind)) if (each.span.path, each.span.line) == (path, line) else each
            for each in self.found
        ]

    @property
    def errors(self) -> list[Diagnostic]:
        """The errors, in the order of path and line."""
        return sorted(d for d in self.found if d.severity == "error")

    @property
    def warnings(self) -> list[Diagnostic]:
        """The warnings, in the order of path and line."""
        return sorted(d for d in self.found if d.severity == "warning")


class StageFailed(Exception):
    """Raised where a stage cannot go on because of one mistake; its caller reports that, and goes on with what else there is."""

    code = "stage"

    def __init__(self, span: Span, message: str, hint: str = "") -> None:
        super().__init__(f"{span.path}:{span.line}: {message}")
        self.span, self.message, self.hint = span, message, hint

    def report_to(self, problems: Problems) -> None:
        """Put the mistake into the collector."""
        problems.error(self.span, self.code, self.message, self.hint)


class BuildFailed(Exception):
    """Raised where a stage cannot go on because the collector holds errors. `texts` are those that a report quotes, by path."""

    def __init__(self, problems: Problems, texts: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{len(problems.errors)} errors")
        self.problems = problems
        self.texts = texts or {}


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest word of a small list, such as that of all roles, or nothing."""
    near = nearest(word, known, 0.6)
    return f"did you mean “{near}”?" if near else ""


def slip_of(name: str, known: Iterable[str]) -> str:
    """A hint that names that of many names of which this one may be a slip of the pen; or nothing: it may have been taken away.

    Names that begin alike up to a hyphen, as ids of one kind do, are compared without that.
    """
    names = sorted(known)
    prefix = "-".join([*name.split("-", 1)[:-1], ""])
    alike = [other.removeprefix(prefix) for other in names if other.startswith(prefix)]
    if not alike:
        prefix, alike = "", names
    near = nearest(name.removeprefix(prefix), alike, SLIP)
    return f"did you mean “{prefix}{near}”?" if near else ""


def nearest(word: str, known: Iterable[str], alike: float) -> str:
    """The word of many that one is nearest to, if so much of both is alike; letters that changed places are the likelier slip."""
    near = difflib.get_close_matches(word, sorted(known), n=9, cutoff=alike)
    return next((other for other in near if sorted(other) == sorted(word)), near[0] if near else "")


SLIP = 0.75  # of the letters of two names; one letter wrong, left out or exchanged with its neighbour in a word of four


CODES: dict[str, str] = {
    "absolute": "A passage speaks of every case and names no source.",
    "ambiguous-target": "A reference names a heading by words that others have too.",
    "bad-abbreviation": "An abbreviation is written without its expansion.",
    "bad-bibtex": "A BibTeX file, or an entry of it, cannot be read.",
    "bad-caption": "A figure's caption is missing or longer than one paragraph.",
    "bad-catalogue": "A catalogue of words cannot be read, or does not have a right one for every message.",
    "bad-check": "The arithmetic behind :check: is not arithmetic, or does not come out.",
    "bad-citation": "A citation lists keys in a way that cannot be read.",
    "bad-comparator": "A value's comparators do not fit its number.",
    "bad-csv": "The table of a chart cannot be read.",
    "bad-formula": "A formula is more than one paragraph.",
    "bad-id": "An id is not written in small letters, digits and hyphens, lacks the prefix of its kind, or is not free.",
    "bad-include": "A fragment that is more than a paragraph or a list is asked for in a sentence.",
    "bad-index": "An index mark has more than two levels.",
    "bad-json": "A JSON file cannot be read.",
    "bad-language": "A language mark is not a language.",
    "bad-ledger": "The ledger of flashcards cannot be read.",
    "bad-link": "A link leads neither to the web nor to a mail address.",
    "bad-option": "An option has a value that it cannot have.",
    "bad-package": "What the EPUB is packed from breaks a rule that no reading system could repair.",
    "bad-pair": "A line of a matching question has no partner.",
    "bad-path": "A figure is asked for that does not stand in chapters/figures.",
    "bad-picture": "A figure's file is not a photograph that every rendition can use.",
    "bad-svg": "A figure's file is not a drawing that every rendition can use.",
    "bad-span": "A merged cell reaches out of its table or over another cell, or is empty; or its mark is not understood.",
    "bad-table": "A table does not start with its rows.",
    "bad-template": "A template of the design does not work.",
    "bad-tex": "A formula in TeX cannot be read.",
    "bad-title": "A title holds more than text and roles.",
    "bad-toml": "A data file (.toml) cannot be read.",
    "bad-value": "A key of a data file has a value that it cannot have.",
    "bad-wish": "A test cannot be made of the guide as it was asked for.",
    "bad-yaml": "A data file (.yaml) or a front matter cannot be read.",
    "bare-value": "The number of a value is written a second time, as bare figures.",
    "change-log": "The change log does not agree with the version or the date of the guide.",
    "left-over-value": "A place still says what a value was before it was changed.",
    "blank": "Something that ./guide new left for a person to write is not written yet.",
    "chapter-order": "A preface stands behind a chapter, or a chapter behind an appendix.",
    "circular-title": "A title takes its words from a title that takes them from it.",
    "coarse-picture": "A photograph has too few pixels for the size at which it is printed.",
    "comparator-contradicted": "The words around a value say another comparator than the value has.",
    "comparator-twice": "The words around a value say the comparator that is printed with it.",
    "control-character": "A file holds a character that cannot be seen, or that reorders others.",
    "coverage": "A topic or a correction that the guide promises is not found in it.",
    "dead-link": "A link leads nowhere or cannot be clicked.",
    "deep-nesting": "Lists or quotations stand in each other too deeply.",
    "disk": "A file cannot be read or written.",
    "drawing-differs": "A drawing does not say what its sources say.",
    "duplicate-id": "An id stands twice.",
    "duplicate-key": "A key of a data file stands twice.",
    "duplicate-number": "Two chapters have one number.",
    "duplicate-option": "An option of a directive stands twice.",
    "duplicate-source": "Two keys of the references name the same source.",
    "duplicate-term": "A word is a name of two glossary entries.",
    "duplicate-text": "A file holds the whole of its text twice.",
    "empty-directive": "A directive has no content.",
    "empty-markup": "A heading, list item, quotation, definition, note, link or row holds no words.",
    "empty-role": "A role has no content.",
    "empty-section": "Nothing stands below a heading.",
    "fence-length": "A box that holds another one has no more colons than it.",
    "future-date": "A day that must have come already lies in the future.",
    "heading-level": "A heading is of a level that chapters do not have, or leaves one out.",
    "incomplete-reference": "A reference lacks what a reader needs to find it.",
    "internal": "The program itself is at fault; what it knows of the fault is kept in build/log.",
    "item-absolutes": "Absolute words are commoner in wrong options than in right ones.",
    "item-cue": "A word of the stem stands in the right option only.",
    "item-difficulty": "A question does not say how hard it is, although others do.",
    "item-duplicate": "Two questions ask much the same.",
    "item-letters": "The right answers stand at some letters oftener than at others.",
    "item-level": "A question does not say whether it asks to recall, to understand or to apply.",
    "item-longest": "The right answer is the longest option too often.",
    "item-matching": "A matching question has no spare partner.",
    "item-negative": "A question asks for what is not so.",
    "item-true-false": "There are too many true-or-false questions, or too few of them are true.",
    "late-note": "A footnote stands on a later page than its call.",
    "layout": "WeasyPrint complains about a page.",
    "long-alt": "A figure's text alternative is longer than 140 characters.",
    "low-contrast": "A colour is too near to that of the page on which it stands.",
    "merge-conflict": "A file holds two versions of a passage, as a merge left them.",
    "misplaced-block": "A block stands where it could not be printed right.",
    "misplaced-directive": "A directive stands where it means nothing.",
    "lost-text": "Words of the source, or a footnote, are on no page of a PDF, or there more than once.",
    "missing-answer": "A question has no explanation.",
    "missing-argument": "A directive lacks the text after its name.",
    "missing-box": "An option of a question does not start with a box.",
    "missing-check": "A calculation has no checked arithmetic.",
    "missing-choices": "A question has no choices.",
    "missing-description": "A figure has no long description.",
    "missing-figure": "A figure's file does not exist.",
    "missing-file": "A file that every guide needs does not exist.",
    "missing-glyph": "A character is in no font of the rendition.",
    "missing-key": "A key of a data file is missing.",
    "missing-option": "A directive lacks an option that it needs.",
    "missing-reason": "A choice of a question has no reason.",
    "missing-review-date": "A value that may change has no day of review.",
    "missing-stem": "A question asks nothing.",
    "no-alt": "A picture in the PDF has no text alternative.",
    "no-front-matter": "A file does not start with its front matter.",
    "no-objectives": "A chapter has a place for objectives but no objectives.",
    "no-words": "There are no words for the language of the guide.",
    "not-a-question": "The FAQ holds text before its first question.",
    "not-an-entry": "The glossary holds something that is not an entry.",
    "not-utf-8": "A file is not UTF-8 text.",
    "note-in-note": "A footnote calls a footnote.",
    "objectives-nowhere": "A chapter's objectives are printed nowhere.",
    "one-country": "A value of one country stands alone where others have another, or no text that shows it names that country.",
    "one-right-answer": "A single-best-answer question has no right option, or several.",
    "option-count": "A single-best-answer question has too few or too many options.",
    "outside-page": "Something is printed beyond the edge of its page.",
    "outside-project": "A file leads out of the project.",
    "page-figures": "A printed page number is set in figures of different widths.",
    "page-numbers": "The page numbers change each other without end.",
    "paper-overflow": "What must stand on one page does not fit it.",
    "quarrel": "A sentence contradicts a page that the reader has not seen.",
    "ragged-table": "A row of a table has more or fewer cells than its head.",
    "raised-figures": "Raised or lowered figures would be read as part of the number beside them.",
    "raw-html": "A chapter holds HTML.",
    "review-due": "A date-sensitive value has not been looked at in time.",
    "same-option": "Two options of a question say the same.",
    "silent-cell": "A cell of a table is empty, or holds a dash alone.",
    "silent-range": "A dash between two numbers is not heard.",
    "stray-file": "A file in chapters or styles is no part of the guide.",
    "stray-markup": "Markup is not understood where it stands.",
    "stylesheet": "WeasyPrint does not understand something in a style sheet.",
    "text-after-choices": "Text stands after the choices of a question.",
    "too-large": "A file, or a line of it, is larger than anything that a guide needs.",
    "surroundings": "Something outside of the project fails, such as a cluster or a process that the system ended.",
    "two-spellings": "A word is spelt in two ways.",
    "uncited-claim": "A passage names no source.",
    "uncited-number": "A number with a unit that needs one has no source.",
    "unknown-language": "A code block names a language whose code is not known.",
    "unclosed-directive": "A directive is never closed.",
    "unexpected-argument": "A directive has text after its name that it does not take.",
    "unexpected-body": "A directive has content that it does not take.",
    "unexpected-markup": "Markup stands in a text that takes none, or more than its place can show.",
    "unexplained-abbreviation": "An abbreviation is used before it is explained.",
    "unit-spelling": "A unit is not written as everywhere else.",
    "unknown-country": "A country or body is not declared in guide.toml.",
    "unknown-directive": "A directive does not exist.",
    "unknown-font": "A font that the guide asks for is nowhere found.",
    "unknown-form": "A value is asked for in a form that it does not have.",
    "unknown-fragment": "A fragment is not in safety.md.",
    "unknown-key": "A key of a data file does not exist.",
    "unknown-kind": "A kind of question does not exist.",
    "unknown-note": "A footnote has no text.",
    "unknown-objective": "A question names an objective that its chapter does not have.",
    "unknown-option": "A directive has no such option.",
    "unknown-reference": "A source is not among the references.",
    "unknown-role": "A role does not exist.",
    "unknown-section": "A question names a section that its chapter does not have.",
    "unknown-target": "A cross reference leads nowhere.",
    "unknown-term": "A term is not in the glossary.",
    "unknown-value": "A value is not in values.toml.",
    "unsigned": "A version that is not a draft has not been signed by those who must check it.",
    "unsupported-markup": "A construct of Markdown is no part of the format.",
    "untested-objective": "No question tests an objective.",
    "unprinted-result": "The result of a :check: does not stand in the text beside it.",
    "unused-fragment": "A fragment is never included.",
    "unused-note": "A footnote is never called.",
    "unused-other-number": "A line of other-numbers.txt tells no number of the text apart.",
    "unused-reference": "A reference is never cited.",
    "unused-term": "A glossary term is never used.",
    "unused-value": "A value is never shown.",
    "version-tag": "The version of the guide and the tag of its commit do not agree.",
    "weak-alt": "A text alternative says that it is a picture instead of what it shows.",
    "weak-number": "A number rests on sources of the lowest grade alone.",
    "wide-table": "A table fits a rendition neither as a table nor as records.",
    "workshop": "A sentence speaks of how the guide was made.",
    "wrong-type": "A key of a data file has a value of another type.",
}
