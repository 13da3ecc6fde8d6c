"""Quotation marks of a language, as CLDR has them."""

import icu

KINDS = range(4)  # of ULocaleDataDelimiterType: outer ones, inner ones
NO_BREAK_SPACE = "\u00a0"


def quotation_marks(language: str) -> tuple[str, ...]:
    """What opens and closes a quotation, and one in it, by a language tag; French leaves a space within («\u00a0mot\u00a0»)."""
    locale = icu.Locale.forLanguageTag(language)
    data = icu.LocaleData(locale.getName())
    opening, closing, inner, inmost = (str(data.getDelimiter(kind)) for kind in KINDS)
    if locale.getLanguage() == "fr" and locale.getCountry() != "CH":
        return f"{opening}{NO_BREAK_SPACE}", f"{NO_BREAK_SPACE}{closing}", "“", "”"
    return opening, closing, inner, inmost
