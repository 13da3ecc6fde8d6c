"""Wording: the fixed words of a guide in its language: catalogues (gettext PO), and what CLDR says of dates, numbers and lists.

A catalogue is named by its language tag: `styles/words/de.po`. English as it is written in Britain is the source: what stands
there names the message in all others. A guide may have a word of its own for any message in `chapters/wording.po`.
"""

from __future__ import annotations

import datetime
import gettext
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from studyguide.sources.numerals import DECIMAL, figures

if TYPE_CHECKING:
    from babel import Locale

Key = tuple[str, str]
"""What names a message: its context, or “”, and the words of the source."""
NBSP = "\u00a0"
DAY_FIRST, MONTH_FIRST = re.compile(r"(?<!\S)(\d{1,2}\S*) (?=\D)"), re.compile(r"(?<=\D) (?=\d{1,2}\b(?!\d))")


@dataclass(frozen=True)
class Wording:
    """The words of a language (a tag of BCP 47). A message that has none is said in the words of the source.

    A message holds several texts where its plural has several forms, of which `plural` chooses one (an expression of gettext).
    `numerals` are the figures of its numbers, a key of `numerals.DECIMAL`.
    """

    language: str = "en-GB"
    messages: Mapping[Key, tuple[str, ...]] = field(default_factory=dict, repr=False)
    plural: str = "(n != 1)"
    numerals: str = "latn"

    def gettext(self, message: str) -> str:
        """A message in the words of the language."""
        return self.messages.get(("", message), (message,))[0]

    def pgettext(self, context: str, message: str) -> str:
        """A message that is said otherwise elsewhere."""
        return self.messages.get((context, message), (message,))[0]

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form of a message for a count."""
        return self.messages.get(("", one), (one, many))[_form(self.plural)(count)]

    def long_date(self, day: str | datetime.date) -> str:
        """“2026-11-23” as “23 November 2026”, with no line end between day and month. Raises ValueError for no ISO date."""
        from babel.dates import format_date

        date = datetime.date.fromisoformat(str(day))
        text = format_date(date, "long", locale=locale(self.language))
        return self.figures(MONTH_FIRST.sub(NBSP, DAY_FIRST.sub(rf"\1{NBSP}", text, count=1), count=1))

    def short_date(self, year: int, month: int = 0, day: int = 0) -> str:
        """A year, a month or a day, as references have it: 2026, Mar 2026, 5 Mar 2026. English months have three letters."""
        from babel.dates import format_skeleton

        if not month:
            return str(year)
        text = format_skeleton("yMMMd" if day else "yMMM", datetime.date(year, month, day or 1), locale=locale(self.language))
        return text.replace("Sept", "Sep") if self.language.startswith("en") else text

    @property
    def page_reference(self) -> tuple[str, str]:
        """What stands before and behind the number of a page that a link leads to; no line ends there."""
        before, after = self.gettext("(p. %(page)s)").replace(" ", NBSP).split("%(page)s")
        return f" {before}", after

    def number(self, text: str) -> str:
        """A number that is written as in English, with the signs of the language: 1,234.5 as 1.234,5."""
        group, point = separators(self.language, self.numerals)
        return self.figures(text.translate({ord(","): group, ord("."): point}))

    def figures(self, text: object) -> str:
        """A text or a number with the figures of the guide, and no other change."""
        return figures(str(text), self.numerals)

    def listed(self, items: Iterable[str]) -> str:
        """Words as a list without an “and”."""
        return self.pgettext("between the items of a list", ", ").join(items)

    @property
    def percent(self) -> str:
        """What stands between a number and the sign of percent: nothing, or a space that does not break."""
        return percent_space(self.language)

    def isolated(self, text: str) -> str:
        """A text that keeps its own direction among words from right to left (Unicode Standard Annex 9, 2.7)."""
        return f"\u2066{text}\u2069" if self.direction == "rtl" else text

    @property
    def script(self) -> str:
        """The script that the language is written in (ISO 15924), “” where CLDR knows none."""
        from babel.core import get_global

        tongue = locale(self.language)
        likely = get_global("likely_subtags").get(str(tongue).partition("_")[0], "")
        return tongue.script or (likely.split("_")[1] if likely.count("_") > 1 else "")

    @property
    def bibliographic_language(self) -> str:
        """The language as libraries write it (ISO 639-2/B): eng, ger, fre."""
        import langcodes

        return langcodes.get(self.language).to_alpha3(variant="B")

    @property
    def own_name(self) -> str:
        """The language as those who read it call it: Deutsch, français."""
        return str(locale(self.language).get_display_name())

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """“rtl” where the language is written from right to left."""
        return "rtl" if locale(self.language).text_direction == "rtl" else "ltr"


def message(words: str) -> str:
    """The same: marks words in a table as a message, which is said by `gettext` where it is printed."""
    return words


@cache
def _form(plural: str) -> Callable[[int], int]:
    return gettext.c2py(plural)


@cache
def locale(language: str) -> Locale:
    """What CLDR knows of a language, or of one that its tag begins with; of one that it does not know, what holds everywhere."""
    from babel import Locale, UnknownLocaleError

    for tag in beginnings(language):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("root")


@cache
def separators(language: str, numerals: str = "latn") -> tuple[str, str]:
    """What stands between groups of three digits, and before decimals, in the figures of a script."""
    known = locale(language).number_symbols
    latin, symbols = known["latn"], known.get(numerals, {})
    return symbols.get("group") or latin["group"], symbols.get("decimal") or latin["decimal"]


def numerals_of(language: str) -> str:
    """The figures in which CLDR has a language write its numbers, a key of `DECIMAL`."""
    found = locale(language).default_numbering_system
    return found if found in DECIMAL else "latn"


@cache
def percent_space(language: str) -> str:
    """What CLDR has between a number and the sign of percent."""
    pattern = str(locale(language).percent_formats[None].pattern)
    return NBSP if pattern[:-1].endswith((NBSP, "\u202f")) and pattern.endswith("%") else ""


def beginnings(language: str) -> Iterable[str]:
    """A tag, and what is left of it without its last part, and so on (RFC 4647, 3.4)."""
    parts = language.split("-")
    return ("-".join(parts[:length]) for length in range(len(parts), 0, -1))


ENGLISH = Wording()
