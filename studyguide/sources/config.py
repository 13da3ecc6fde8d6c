"""The guide's own facts: guide.toml and values.toml, checked and typed."""

import datetime
import math
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from studyguide.sources import schema
from studyguide.sources.diagnostics import Problems, Span, did_you_mean
from studyguide.sources.look import LARGEST, PAGES, SMALLEST, Look, check_look
from studyguide.sources.relators import RELATORS
from studyguide.sources.wording import ENGLISH, Wording

NBSP = "\u00a0"
Value = float | tuple[float, float] | str
OTHER_UNIT = "write it without a form, or name the other unit in [[unit]] of values.toml"
# The forms of a value without its comparator, for a sentence that says it in words, by the form that has it.
BARE = {"bare": "full", "bare-si": "si", "bare-both": "both", "plain": "limit"}
# full: comparator, number, unit. si: in the other unit that [[unit]] gives. both: full, then si in brackets. limit: comparator
# and number, for a table whose head names the unit. plain: the number alone.
ENDS = {"low": 0, "high": 1}
# One end of a range, without comparator: in the unit, in the other one, without any.
UNITS = {"": "bare", "si-": "bare-si", "plain-": "plain"}
OF_RANGE = {f"{unit}{end}": form for unit, form in UNITS.items() for end in ENDS}
FORMS = ("full", "si", "both", "limit", *BARE, *OF_RANGE)
# Keys of guide.toml that are fields of `Guide` as they stand there.
PLAIN_KEYS = ("name", "title", "language", "version", "home")
# Keys of guide.toml that may be left out or empty: then nothing is printed of them.
OPTIONAL_KEYS = ("subtitle", "edition", "publisher", "description", "disclaimer-title", "disclaimer", "errata")


@dataclass(frozen=True)
class Person:
    """Somebody who made the guide; `role` is a MARC relator code (aut, edt, ill, rev …)."""

    name: str
    file_as: str
    role: str = "aut"

    @property
    def task(self) -> str:
        """What the person did, as the imprint names it."""
        return RELATORS[self.role]


@dataclass(frozen=True)
class Licence:
    """The licence of the text: name, SPDX identifier, address, and what is said of it before its name."""

    name: str
    spdx: str = ""
    url: str = ""
    statement: str = ""

    @property
    def rights(self) -> str:
        """Name, identifier and address."""
        return ", ".join(filter(None, (f"{self.name} ({self.spdx})" if self.spdx else self.name, self.url)))

    @property
    def named(self) -> str:
        """Name and address."""
        return f"{self.name} ({self.url})" if self.url else self.name


@dataclass(frozen=True)
class Subject:
    """A subject heading. `authority` (e.g. “MeSH”) and `code` name it in a scheme, or are both empty."""

    name: str
    authority: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """The same guide in another language, and the address of its site."""

    language: str
    address: str

    @property
    def name(self) -> str:
        """The language as those who read it call it."""
        return Wording(self.language).own_name


@dataclass(frozen=True)
class Evaluation:
    """The verdict of a person or an organisation that one content, known by its digest, meets a conformance statement.

    `credential` says by what they are known to be able to judge, `report` where it can be read (EPUB Accessibility 1.1, 3.5).
    """

    evaluator: str
    date: datetime.date
    digest: str
    statement: str = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    credential: str = ""
    report: str = ""


@dataclass(frozen=True)
class SignOff:
    """One check that a guide needs: the role of the person, what is checked, and by whom and when (name None: by nobody yet)."""

    role: str
    scope: str
    name: str | None = None
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class HouseSpelling:
    """How the guide writes something, and how it does not: `#` stands there for a figure."""

    write: str
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Guide:
    """guide.toml: what the guide is, who made it, how it is published. `name` is what the finished files are called.

    What it may be silent about is an empty text. `numerals` are the figures of its numbers, if not those of its language, `fonts`
    the names of those that it asks for, by “serif” and “sans”; `papers` are the tables of what is printed on its own, by name.
    `kindle` says whether there is a second e-book, for readers that draw no SVG, `ua2` whether A4 is made as PDF/UA-2, too.
    """

    name: str
    title: str
    subtitle: str
    language: str
    edition: str
    version: str
    date: datetime.date
    identifier: str
    home: str
    publisher: str
    description: str
    disclaimer_title: str
    disclaimer: str
    review_status: str
    errata: str
    emergency_line: str
    emergency_span: Span
    people: tuple[Person, ...]
    licence: Licence | None
    subjects: tuple[Subject, ...]
    evaluation: Evaluation | None
    accessibility_contact: str = ""
    translations: tuple[Translation, ...] = ()
    jurisdictions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dated_values: tuple[str, ...] = ()
    spellings: tuple[HouseSpelling, ...] = ()
    same_word: tuple[tuple[str, str], ...] = ()
    known_abbreviations: tuple[str, ...] = ()
    spelt_out: tuple[str, ...] = ()
    sourced_units: tuple[str, ...] = ()
    dictionaries: tuple[str, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    look: Look = field(default_factory=Look)
    smart_quotes: bool = False
    kindle: bool = True
    ua2: bool = False
    numerals: str = ""
    lists: tuple[str, ...] = ()
    fonts: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    places: Mapping[str, Span] = field(default_factory=dict)
    words: Wording = ENGLISH

    @property
    def full_title(self) -> str:
        """Title and subtitle."""
        return ": ".join(filter(None, (self.title, self.subtitle)))

    @property
    def full_edition(self) -> str:
        """Edition and version."""
        said = self.words.listed(
            filter(None, (self.edition, self.words.gettext("version %(number)s") % {"number": self.words.figures(self.version)}))
        )
        return said[:1].upper() + said[1:]

    @property
    def address(self) -> str:
        """`home`, where it is an address and not words."""
        return self.home if self.home.startswith(("http://", "https://")) else ""

    @property
    def newest(self) -> str:
        """The address of the newest edition: the downloads of the site that is at home."""
        return self._place("download")

    @property
    def corrections(self) -> str:
        """The address of what is said of mistakes, there too, if anything is."""
        return self._place("errata") if self.errata else ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses that lead to the guide; none, if it has no home."""
        return tuple(filter(None, (self.address, self.newest, self.corrections)))

    def _place(self, anchor: str) -> str:
        return f"{self.address.partition('#')[0]}#{anchor}" if self.address else ""

    @property
    def draft(self) -> bool:
        """Whether the version says that nobody answers for the text yet."""
        return self.version.endswith("-draft")

    @property
    def signed(self) -> bool:
        """Whether every check that the guide asks for has been made by somebody."""
        return bool(self.sign_offs) and all(sign_off.name for sign_off in self.sign_offs)


@dataclass(frozen=True, slots=True)
class ValueUnit:
    """A unit of values.toml: `written` is its name in full, `other` another unit of which one of it is so many, its `factor`."""

    name: str
    written: str = ""
    other: str = ""
    factor: float = 1


UNREAD = ValueUnit("?", other="?")
"""What stands for a unit that could not be read: it has every form."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as printed: its figures, its unit, and the same in another unit, which follows in brackets.

    `percent` stands before a sign of percent.
    """

    number: str
    unit: str = ""
    alternative: str = ""
    percent: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What no line may end within: number and unit; what stands in brackets, such as the alternative."""
        joint = "" if self.unit[:1] in ("", "/") else self.percent if self.unit[:1] == "%" else NBSP
        start, *brackets = f"{self.number}{joint}{self.unit}".split(" (")
        return (start, *(f"({text}" for text in brackets), *([f"({self.alternative})"] if self.alternative else []))

    @property
    def text(self) -> str:
        """The whole."""
        return " ".join(self.parts)

    @property
    def words(self) -> tuple[str, ...]:
        """The whole, cut at the spaces that are no part of a number and its unit: for lines that hold little."""
        return tuple(self.text.split(" "))


@dataclass(frozen=True)
class Quantity:
    """A number that stands once: `value` is a number, a pair (low, high), or characters.

    `op` holds the comparator that is part of the number (“≥”, “>”, “≤”, “<”), two for the ends of a range, or none. `where` are
    the countries or bodies whose rule it is, `quantity` the name it shares with the rules of others, `spans` the places of keys.
    `measure` is what values.toml says of the unit, if it does.
    """

    key: str
    label: str
    value: Value
    unit: str
    source: tuple[str, ...]
    review_by: datetime.date | None
    span: Span

    op: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    quantity: str = ""
    spans: Mapping[str, Span] = field(default_factory=dict, compare=False)
    words: Wording = field(default=ENGLISH, compare=False, repr=False)
    measure: ValueUnit | None = None

    @property
    def converts(self) -> bool:
        """Whether the number can be shown in another unit, too."""
        return bool(self.measure and self.measure.other)

    def lacks(self, form: str) -> tuple[str, str] | None:
        """Why the value cannot be shown in one of FORMS, and what to write instead; None if it can."""
        if form in OF_RANGE and not isinstance(self.value, tuple):
            return f"“{self.key}” is no range, and so has no form “{form}”", "write it without a form, or as bare"
        if OF_RANGE.get(form, form).endswith(("si", "both")) and not self.converts:
            return f"“{self.key}” has no other unit, and so no form “{form}”", OTHER_UNIT
        return None

    def place(self, key: str) -> Span:
        """Where a key of the value stands, or the value."""
        return self.spans.get(key, self.span)

    def show(self, form: str = "full") -> Amount:
        """The number as printed, by one of FORMS; in the other unit, where [[unit]] names one."""
        if form in OF_RANGE:
            end = self.value[ENDS[form.rpartition("-")[2]]] if isinstance(self.value, tuple) else self.value
            return replace(self, value=end, op=()).show(OF_RANGE[form])
        if form in BARE:
            return replace(self, op=()).show(BARE[form])
        if form == "limit":
            return Amount(self._compared(self.value))
        unit = self.words.isolated(self.unit) if isinstance(self.value, tuple) and self.unit else self.unit
        whole = Amount(self._compared(self.value), unit, percent=self.words.percent)
        if form not in ("si", "both") or not self.measure or not self.measure.other:
            return whole
        converted = _times(self.value, self.measure.factor)
        other = Amount(self._compared(converted), self.measure.other.replace("× ", f"×{NBSP}"))
        return other if form == "si" else replace(whole, alternative=other.text)

    def _to(self, low: str, high: str) -> str:
        """A range in words: a dash between figures is not heard."""
        return self.words.gettext("%(low)s to %(high)s").replace(" ", NBSP) % {"low": low, "high": high}

    def _compared(self, value: Value) -> str:
        """The number with its comparator before it; a range with two of them is “≥ 500 to < 1,000”."""
        ends = value if isinstance(value, tuple) and len(self.op) > 1 else (value,)
        shown = [f"{op}{NBSP}{self._number(end)}" for op, end in zip(self.op, ends, strict=False)]
        if len(shown) > 1:
            return self._to(*map(self.words.isolated, shown))
        return shown[0] if shown else self._number(value)

    def _number(self, value: Value) -> str:
        """A number, or both ends of a range, with the signs of the guide's language; characters as they are."""
        if isinstance(value, str):
            return value
        if isinstance(value, tuple):
            return self._to(*map(self._number, value))
        shown = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}" if value != int(value) else f"{value:,.1f}"
        return self.words.number(shown)


def micro(unit: str) -> str:
    """A unit as it is meant: many keyboards have no µ, and people write u."""
    return re.sub(r"(?<![^/])u(?=[gLlm])", "µ", unit)


def _times(value: Value, factor: float) -> Value:
    match value:
        case (int() | float() as low, int() | float() as high):
            return round(low * factor, 6), round(high * factor, 6)
        case int() | float():
            return round(value * factor, 6)
        case _:  # characters
            return value


def read_guide(path: str, text: str, problems: Problems) -> Guide | None:
    """The guide's configuration, or None where it is too faulty to go on."""
    read = schema.read_toml(path, text, "guide", problems)
    if not read.sound:
        return None
    data = read.content
    seen = data.get("accessibility-evaluation")
    return Guide(
        **{key: data.get(key, "") for key in PLAIN_KEYS},
        **{key.replace("-", "_"): data.get(key, "").strip() for key in OPTIONAL_KEYS},
        identifier=data.get("identifier") or str(uuid.uuid5(uuid.NAMESPACE_URL, f"studyguide:{data['language']}:{data['name']}")),
        date=data["date"],
        review_status=data.get("review", {}).get("status", ""),
        emergency_line=data.get("emergency-line", ""),
        emergency_span=read.span("emergency-line"),
        people=tuple(Person(p["name"], p.get("file-as", p["name"]), p.get("role", "aut")) for p in data.get("people", ())),
        licence=Licence(**data["licence"]) if "licence" in data else None,
        subjects=tuple(Subject(s["name"], s["authority"], s["code"]) for s in data.get("subjects", [])),
        evaluation=Evaluation(**seen) if seen else None,
        accessibility_contact=data.get("accessibility-contact", ""),
        translations=tuple(Translation(t["language"], t["address"]) for t in data.get("translations", ())),
        jurisdictions={code: tuple(words) for code, words in data.get("jurisdictions", {}).items()},
        dated_values=tuple(data.get("dated-values", ())),
        spellings=tuple(HouseSpelling(s["write"], tuple(s["instead-of"])) for s in data.get("spelling", ())),
        same_word=tuple((one.lower(), other.lower()) for one, other in data.get("same-word", ())),
        known_abbreviations=tuple(data.get("known-abbreviations", ())),
        spelt_out=tuple(data.get("spelt-out", ())),
        sourced_units=tuple(data.get("sourced-units", ())),
        dictionaries=tuple(data.get("dictionaries", ())),
        sign_offs=tuple(SignOff(s["role"], s["scope"], s.get("name"), s.get("date")) for s in data.get("sign-off", ())),
        look=_look(read, problems),
        smart_quotes=data.get("smart-quotes", False),
        kindle=data.get("kindle", True),
        ua2=data.get("pdf-ua-2", False),
        numerals=data.get("numerals", ""),
        lists=tuple(data.get("lists", ())),
        fonts=_fonts(data.get("fonts", {})),
        papers=data.get("papers", {}),
        places={".".join(map(str, where)): read.span(*where) for where in read.places},
    )


def _fonts(named: Mapping[str, Any]) -> dict[str, str]:
    """The fonts that a guide names, by where they are named: “serif”, “sans”, “more.0”, “more.1”."""
    more = {f"more.{at}": name for at, name in enumerate(named.get("more", ()))}
    return {use: name for use, name in named.items() if use != "more"} | more


def _look(read: schema.CheckedData, problems: Problems) -> Look:
    """What the guide is to look like. A size that no bound book has, and an accent that cannot be read, are errors."""
    data = read.content.get("look", {})
    page, span = data.get("page"), read.span("look", "page")
    size = PAGES.get(page) if isinstance(page, str) else page and (float(page[0]), float(page[1]))
    if page and size is None:
        hint = did_you_mean(str(page), PAGES) or f"there are {', '.join(PAGES)}, or [width, height] in millimetres"
        problems.error(span, "bad-value", f"“{page}” is no page of a book", hint)
    elif size and not all(low <= length <= high for low, length, high in zip(SMALLEST, size, LARGEST, strict=True)):
        ends = " to ".join(f"{width:g} × {height:g}" for width, height in (SMALLEST, LARGEST))
        problems.error(
            span, "bad-value", f"a page of {size[0]:g} × {size[1]:g} mm cannot be set", f"the bound book has {ends} mm"
        )
        size = None
    look = Look(data.get("accent", ""), size, data.get("cover", True))
    check_look(look, read.span("look", "accent"), problems)
    return look


def read_values(path: str, text: str, problems: Problems) -> dict[str, Quantity]:
    """The numbers that stand once, by their dotted keys."""
    read = schema.read_toml(path, text, "values", problems)
    found: dict[str, Quantity] = {}
    content = dict(read.content)
    units = {UNREAD.name: UNREAD, **(_units(content.pop("unit")) if isinstance(content.get("unit"), list) else {})}
    _collect(content, (), found, read)
    for where in _lists(content, ()):
        problems.hide(path, read.span(*where).line, "value")
    return {key: replace(value, measure=units.get(micro(value.unit))) for key, value in found.items()}


def _units(rows: Sequence[object]) -> dict[str, ValueUnit]:
    """What values.toml says of units, by their names; a row that is none has been told."""
    sound = (row for row in rows if isinstance(row, dict) and isinstance(row.get("name"), str))
    return {
        row["name"]: ValueUnit(row["name"], str(row.get("written", "")), str(row.get("other", "")), float(row.get("factor", 1)))
        for row in sound
    }


def _lists(data: Mapping[str, Any], key: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Where lists of tables stand in the place of tables: what is in them has no name."""
    for part, inner in data.items():
        if isinstance(inner, dict):
            yield from _lists(inner, (*key, part))
        elif isinstance(inner, list) and any(isinstance(each, dict) for each in inner):
            yield (*key, part)


def _listed(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _is_value(value: object) -> bool:
    if isinstance(value, tuple):
        return len(value) == 2 and all(not isinstance(part, str) and _is_value(part) for part in value)
    return isinstance(value, str) or (isinstance(value, int | float) and math.isfinite(value))


def _collect(data: Mapping[str, Any], key: tuple[str, ...], found: dict[str, Quantity], read: schema.CheckedData) -> None:
    if any(field in data and not isinstance(data[field], dict) for field in ("value", "label", "unit", "source")):
        given = tuple(data["value"]) if isinstance(data.get("value"), list) else data.get("value")
        value: Any = given if _is_value(given) else "?"  # the schema has told it
        source, op, where = (_listed(data.get(field, ())) for field in ("source", "op", "where"))
        label, quantity = (str(data.get(field, "")) for field in ("label", "quantity"))
        unit = data["unit"] if isinstance(data.get("unit"), str) else UNREAD.name  # the schema has told it
        name, spans = ".".join(key), {field: read.span(*key, field) for field in data}
        found[name] = Quantity(
            name,
            label=label,
            value=value,
            unit=unit,
            source=source,
            review_by=data.get("review-by"),
            span=read.span(*key),
            op=op,
            where=where,
            quantity=quantity,
            spans=spans,
        )
        return
    for part, inner in data.items():
        if isinstance(inner, dict):
            _collect(inner, (*key, part), found, read)
