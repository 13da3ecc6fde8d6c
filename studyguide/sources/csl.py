"""CSL items (https://docs.citationstyles.org/en/stable/specification.html) in one form, however a reference manager wrote them.

Texts are the characters that were written; a name is a family name with its particles, a given name, a suffix, or a literal; a
date is `{"date-parts": [[year, month, day]]}`, two of them for a span of time, or `{"literal": …}`.
"""

import datetime
import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from studyguide.sources.formats import DOI_ADDRESS, bare_doi

NAMES = frozenset(
    (
        *(
            "author",
            "chair",
            "collection-editor",
            "compiler",
            "composer",
            "container-author",
            "contributor",
            "curator",
            "director",
        ),
        *(
            "editor",
            "editor-translator",
            "editorial-director",
            "executive-producer",
            "guest",
            "host",
            "illustrator",
            "interviewer",
        ),
        *("narrator", "organizer", "original-author", "performer", "producer", "recipient", "reviewed-author", "script-writer"),
        *("series-creator", "translator"),
    )
)
DATES = frozenset(("accessed", "available-date", "container", "event-date", "issued", "original-date", "submitted"))
OWN = frozenset(("grade", "read", "categories", "custom"))  # no texts
TITLES = frozenset(
    (
        *(
            "title",
            "title-short",
            "container-title",
            "container-title-short",
            "collection-title",
            "volume-title",
            "volume-title-short",
        ),
        *("part-title", "original-title", "reviewed-title", "event-title"),
    )
)
"""Texts that hold markup; in an abstract or a note it means nothing."""
PRINTED_DATES = frozenset(("issued", "accessed"))
YEARS = range(1400, 2201)  # of the works that are cited: Gutenberg, and a slip of the finger
SEASONS = ("spring", "summer", "autumn", "winter")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Fault = tuple[tuple[str | int, ...], str, str]  # the key, what is wrong, and what to do
Item = Mapping[str, Any]


def normal_item(item: Item) -> tuple[dict[str, Any], list[Fault]]:
    """A checked item (`schemas/references.json`) in the one form, and what in it has no meaning."""
    made: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, value in item.items():
        if key in OWN:
            made[key] = value
        elif key in NAMES:
            made[key] = [_name(name) for name in value]
            faults += [fault for at, name in enumerate(value) for fault in _doubled(key, at, name)]
        elif key in DATES:
            made[key] = _date(key, value, faults)
        else:
            made[key] = written(value)
            faults += [((key,), message, hint) for message, hint in _markup_faults(made[key]) if key in TITLES]
    if address := made.get("DOI") or (made.get("URL", "") if DOI_ADDRESS.match(made.get("URL", "")) else ""):
        made["DOI"] = bare_doi(address)
    return made, faults


def written(value: object) -> str:
    """A text, or a number as it was written."""
    return str(getattr(value, "written", value)).strip()


def _name(name: Mapping[str, Any]) -> dict[str, str]:
    """A name whose particle stands before the family name, as it is printed and sorted."""
    made = {
        key: written(value) for key, value in name.items() if key in ("family", "given", "literal", "suffix", "dropping-particle")
    }
    if particle := written(name.get("non-dropping-particle", "")):
        made["family"] = f"{particle}{'' if particle[-1] in APOSTROPHES else ' '}{made.get('family', '')}".strip()
    if made.keys() & {"family", "literal"}:
        return made
    return {"literal": " ".join(made[part] for part in ("dropping-particle", "given", "suffix") if part in made)}


def _doubled(key: str, at: int, name: Mapping[str, Any]) -> Iterator[Fault]:
    """What a name says beside its literal, which is the whole name."""
    beside = [part for part in name if part in NAME_PARTS and "literal" in name]
    if beside:
        yield (key, at, beside[0]), f"“literal” is a whole name already, and “{beside[0]}” is not printed", WHOLE_NAME


NAME_PARTS = frozenset(("family", "given", "suffix", "non-dropping-particle", "dropping-particle"))
WHOLE_NAME = "write either “literal” alone, or “family” and “given”"
APOSTROPHES = "'’-"


# ---------------------------------------------------------------- dates


def _date(key: str, value: Any, faults: list[Fault]) -> dict[str, Any]:
    parts, rest = _parts(value)
    for i, part in enumerate(parts or ()):
        if key in PRINTED_DATES and (complaint := _no_date(part)):
            faults.append(
                ((key, "date-parts", i) if isinstance(value, dict) else (key,), complaint, "write 2026-11-23, 2026-11 or 2026")
            )
            return {"literal": ""}
    if parts is None and not rest.get("literal"):
        faults.append(((key,), f"“{key}” has no date", "write 2026-11-23, 2026-11 or 2026"))
    return {**({"date-parts": parts} if parts else {}), **rest}


def _parts(value: Any) -> tuple[list[list[int]] | None, dict[str, Any]]:
    """The dates of a date variable, and what else it says: season, circa, or literal where there are none."""
    match value:
        case dict():
            return _of_table(value)
        case [*items] if items and all(isinstance(each, dict) for each in items):  # CSL-YAML: [{year, month, day}]
            return [_of_keys(each) for each in items][:2], _manner(items[0])
        case list():  # [2026, 5, 1]
            return _of_lists(value if any(isinstance(each, list) for each in value) else [value]), {}
        case _:
            return _of_text(written(value))


def _of_table(value: Mapping[str, Any]) -> tuple[list[list[int]] | None, dict[str, Any]]:
    if "date-parts" in value:
        return _of_lists(value["date-parts"]), _manner(value)
    if "year" in value:
        return [_of_keys(value)], _manner(value)
    parts, rest = _of_text(written(value.get("raw") or value.get("edtf") or value.get("literal") or ""))
    return parts, {**rest, **_manner(value)}


def _of_lists(value: Any) -> list[list[int]] | None:
    lists = [[_int(part) for part in each if written(part)] for each in value if isinstance(each, list) and each]
    return [each for each in lists if each][:2] or None


def _of_keys(value: Mapping[str, Any]) -> list[int]:
    return [_int(value[key]) for key in ("year", "month", "day") if written(value.get(key, ""))]


def _manner(value: Mapping[str, Any]) -> dict[str, Any]:
    """Season and circa, as CSL has them."""
    found: dict[str, Any] = {}
    if season := written(value.get("season", "")).lower():
        number = (
            _int(season) if season.isdigit() else SEASONS.index(season.replace("fall", "autumn")) + 1 if _is_season(season) else 0
        )
        found |= {"season": number % 20 or number} if 1 <= (number % 20 or number) <= 4 else {}
    if written(value.get("circa", "")).lower() not in ("", "0", "false"):
        found["circa"] = True
    return found


def _is_season(word: str) -> bool:
    return word.replace("fall", "autumn") in SEASONS


def _int(part: Any) -> int:
    text = written(part)
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else 0


DAY, MONTH_NAME, YEAR = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?", r"(?P<n>[A-Za-z]{3,9})\.?", r"(?P<y>\d{4})"
WRITTEN_DATES = [
    re.compile(pattern)
    for pattern in (
        rf"{YEAR}(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?(?:T.*)?(?P<q>[?~%]?)",  # EDTF, level 0 and its marks of doubt
        rf"{MONTH_NAME},? {YEAR}",
        rf"{DAY} {MONTH_NAME},? {YEAR}",
        rf"{MONTH_NAME} {DAY},? {YEAR}",
        rf"{YEAR},? {MONTH_NAME}(?: {DAY})?",
        rf"{YEAR}/(?P<m>\d\d?)(?:/(?P<d>\d\d?))?",
        rf"(?P<m>\d\d?)/{YEAR}",
    )
]


def _of_text(text: str) -> tuple[list[list[int]] | None, dict[str, Any]]:
    """A date in words or EDTF; one that is neither is printed as it stands."""
    if re.fullmatch(r"-?\d{1,6}", text):
        return [[int(text)]], {}
    ends = (
        [end.strip() for end in re.split(r"/(?=\d{4})|/$|/(?=\.\.$)", text, maxsplit=1)]
        if re.match(r"\d{4}\S*/", text)
        else [text]
    )
    found = [_one(end) for end in ends if end not in ("", "..")]
    if not found or not all(found):
        return None, {"literal": text} if text else {}
    parts = [part for part, _ in filter(None, found)]
    manner = found[0][1] if found[0] else {}
    return parts, manner


def _one(text: str) -> tuple[list[int], dict[str, Any]] | None:
    for pattern in WRITTEN_DATES:
        if found := pattern.fullmatch(text):
            groups = found.groupdict()
            month = _month(groups["n"]) if groups.get("n") else int(groups.get("m") or 0)
            if month is None:
                return ([int(groups["y"])], {"season": _season(groups["n"])}) if _is_season(groups["n"].lower()) else None
            if 21 <= month <= 24:  # EDTF: seasons
                return [int(groups["y"])], {"season": month - 20}
            parts = [
                int(groups["y"]),
                *([month] if month or groups.get("m") else []),
                *([int(groups["d"])] if groups.get("d") else []),
            ]
            return parts, {"circa": True} if groups.get("q") else {}
    return None


def _season(word: str) -> int:
    return SEASONS.index(word.lower().replace("fall", "autumn")) + 1


def _month(word: str) -> int | None:
    starts = [
        i for i, month in enumerate(MONTHS, 1) if word[:3].title() == month and FULL_MONTHS[i - 1].startswith(word.lower()[:9])
    ]
    return starts[0] if starts else 9 if word.lower() == "sept" else None


FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def _no_date(parts: list[int]) -> str | None:
    """Why year, month and day are no date."""
    year, month, day = (*parts, 1, 1)[:3]
    if year not in YEARS:
        return f"a year is {YEARS[0]} to {YEARS[-1]}, not {year}"
    try:
        datetime.date(year, month, day)
    except ValueError:
        return f"there is no date {'-'.join(map(str, parts))} in the calendar"
    return None


# ---------------------------------------------------------------- markup

TAG = re.compile(r"</?[A-Za-z][^<>]*>")
OPENING = {
    "<i>": ("<i>", "</i>"),
    "<b>": ("<b>", "</b>"),
    "<sup>": ("<sup>", "</sup>"),
    "<sub>": ("<sub>", "</sub>"),
    '<span class="nocase">': ("", ""),
    '<span class="smallcaps">': ('<span class="smallcaps">', "</span>"),
    '<span style="font-variant:small-caps;">': ('<span class="smallcaps">', "</span>"),
    "<sc>": ('<span class="smallcaps">', "</span>"),
}
"""The markup of CSL texts, and what is printed for it."""


OPENS, CLOSES, APOSTROPHE = re.compile(r"(?<![^\s(\[{—–/“‘«])([\"'])(?=\S)"), re.compile(r"\""), re.compile(r"'")


def curled(text: str) -> str:
    """A text with typographic quotation marks and apostrophes, as CSL asks; a decade ('90s) has an apostrophe."""
    text = re.sub(r"(?<!\w)'(?=\d\d(s|\b))", "’", text)
    text = OPENS.sub(lambda mark: "“" if mark[1] == '"' else "‘", text)
    return APOSTROPHE.sub("’", CLOSES.sub("”", text))


def marked_up(text: str) -> str:
    """A text as XHTML: the markup of CSL kept, all else only characters, quotation marks as they are printed."""
    text = "".join(piece if i % 2 else curled(piece) for i, piece in enumerate(re.split(f"({TAG.pattern})", text)))
    made, end = [], 0
    closing: list[str] = []
    for found in TAG.finditer(text):
        opened = OPENING.get(_tag(found[0]))
        made.append(html.escape(text[end : found.start()], quote=False))
        if opened:
            made.append(opened[0])
            closing.append(opened[1])
        elif found[0].startswith("</") and closing:
            made.append(closing.pop())
        else:
            made.append(html.escape(found[0], quote=False))
        end = found.end()
    return "".join([*made, html.escape(text[end:], quote=False), *reversed(closing)])


def without_markup(text: str) -> str:
    """The words of a text."""
    return TAG.sub("", text)


def _markup_faults(text: str) -> Iterator[tuple[str, str]]:
    """Markup that is none of CSL's, or that is not closed."""
    opened: list[str] = []
    for found in TAG.finditer(text):
        name = re.match(r"</?([A-Za-z]+)", found[0])
        kind = name[1].lower() if name else ""
        if found[0].startswith("</"):
            if not opened or opened.pop() != kind:
                yield f"{found[0]} closes what is not open", "write <i>…</i>"
                return
        elif _tag(found[0]) in OPENING:
            opened.append(kind)
        else:
            yield f"{found[0]} is no markup of a reference", 'there are <i>, <b>, <sup>, <sub> and <span class="nocase">'
            return
    if opened:
        yield f"<{opened[-1]}> is never closed", f"write </{opened[-1]}> behind it"


def _tag(text: str) -> str:
    """An opening tag in its usual form."""
    return re.sub(r"\s*([:;=])\s*", r"\1", re.sub(r"\s+", " ", text)).replace('small-caps"', 'small-caps;"').replace("'", '"')
