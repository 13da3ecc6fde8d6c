"""Spelt numbers: how a number is written in the words of a language (ICU's rules of CLDR)."""

from functools import cache

import icu

from studyguide.sources.wording import NBSP

PLAIN = "%spellout-numbering"
KINDS = (PLAIN, f"{PLAIN}-verbose", "%spellout-cardinal")
"""Rules for numbers that count; a language may have some of the last kind for each gender and case."""


@cache
def spelt(number: float, language: str) -> tuple[str, ...]:
    """A number in words, in all forms that it has: “fünfhundert”; for no number below nought."""
    if number < 0:
        return ()
    rules = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale.forLanguageTag(language))
    names = (rules.getRuleSetName(place) for place in range(rules.getNumberOfRuleSetNames()))
    made = (rules.format(number, name) for name in names if name in KINDS or name.startswith(KINDS[-1]))
    return tuple(dict.fromkeys(text.replace("\u00ad", "").replace(NBSP, " ").strip() for text in made))
