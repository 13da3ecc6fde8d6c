"""Dictionaries of hunspell: what that of a language is called, and what brings it. Needs the standard library alone."""

from __future__ import annotations

from studyguide.sources.programs import CHECK, DICTIONARIES, Program

REGIONS = {
    "bg": "BG",
    "bn": "BD",
    "ca": "ES",
    "cs": "CZ",
    "da": "DK",
    "de": "DE",
    "el": "GR",
    "en": "GB",
    "es": "ES",
    "eu": "ES",
    "fr": "FR",
    "gl": "ES",
    "gu": "IN",
    "he": "IL",
    "hi": "IN",
    "hr": "HR",
    "hu": "HU",
    "id": "ID",
    "it": "IT",
    "ko": "KR",
    "lt": "LT",
    "lv": "LV",
    "nb": "NO",
    "ne": "NP",
    "nl": "NL",
    "pl": "PL",
    "pt": "PT",
    "ro": "RO",
    "ru": "RU",
    "sk": "SK",
    "sl": "SI",
    "sr": "RS",
    "sv": "SE",
    "te": "IN",
    "th": "TH",
    "tr": "TR",
    "uk": "UA",
    "vi": "VN",
}
"""The region whose dictionary serves a language that is named without one."""
REGIONAL = ("de", "en", "pt")
"""Languages that Debian has a package a region of."""


def names(language: str) -> tuple[str, ...]:
    """The names under which a dictionary of a language may be installed, the best first."""
    tongue, *parts = language.replace("_", "-").split("-")
    region = next((part for part in parts if len(part) == 2), REGIONS.get(tongue, ""))
    usual = REGIONS.get(tongue, "")
    wanted = ("_".join((tongue, *parts)), *(f"{tongue}_{each}" for each in (region, usual) if each), tongue)
    return tuple(dict.fromkeys(name for name in wanted if name))


def dictionary(language: str) -> Program:
    """The dictionary of a language, as a program that the checks want."""
    tongue = language.partition("-")[0]
    called = next((name for name in names(language) if "_" in name), tongue) if tongue in REGIONAL else tongue
    package = f"hunspell-{called.replace('_', '-').lower()}"
    return Program(
        package,
        f"the words of the language “{language}” for hunspell",
        (CHECK,),
        places=tuple(f"{folder}/{name}.dic" for folder in DICTIONARIES for name in names(language)),
        packages={"apt-get": package, "dnf": f"hunspell-{tongue}"},
    )
