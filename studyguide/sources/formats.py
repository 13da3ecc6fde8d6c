"""Formats: what a text must be to mean something outside the guide: a day, an address, a language, the number of a book.

Each rule takes the text and gives what is wrong with it, in words that follow the name of the key, or nothing.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from studyguide.sources.diagnostics import did_you_mean
from studyguide.sources.relators import RELATORS

Complaint = str | None
NO_LANGUAGE = {"mis", "mul", "qaa", "und", "zxx", "zz", "xx"}  # tags, and regions, that stand for none or for many
HOST_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
TOP_LABEL = re.compile(r"[^\W\d_]{2,63}|xn--[a-z0-9-]{1,59}", re.IGNORECASE)


def day(text: str) -> Complaint:
    """A day of the calendar, as 2026-11-23 (ISO 8601)."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return f"“{text}” is not a date; a date is written 2026-11-23"
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return f"there is no day {text} in the calendar"
    return None


MARKUP = re.compile(r"\*\*|`|</?[A-Za-z][^<>]*>|\]\(")


def plain(text: str) -> Complaint:
    """Words that are printed as they are typed."""
    found = MARKUP.search(text)
    return f"plain words stand here, without markup: {found[0]}" if found else None


def line(text: str) -> Complaint:
    """Words that are printed on one line, or broken where there is room."""
    return "the text goes over several lines" if re.search(r"[\n\r\t\x0b\x0c]", text) else None


def plain_line(text: str) -> Complaint:
    """Both."""
    return line(text) or plain(text)


def web_address(text: str) -> Complaint:
    """An address that a reader can open: http or https, the name of a host in any script, no name or password before it."""
    if found := re.search(r'[\s\x00-\x20\x7f<>"\\^`{|}]|%(?![0-9A-Fa-f]{2})', text):
        sign = "a space" if found[0].isspace() else f"the sign {found[0]}"
        return f"an address cannot hold {sign}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "the address cannot be read"
    if parts.scheme not in ("http", "https"):
        return "an address starts with https://"
    if "@" in parts.netloc:
        return "an address holds no name or password before @"
    if port == 0:
        return "the address cannot be read"
    return _host(host)


def _host(host: str) -> Complaint:
    *labels, top = host.rstrip(".").split(".")
    if not labels or not all(map(HOST_LABEL.fullmatch, labels)) or not TOP_LABEL.fullmatch(top):
        return f"“{host}” is not the name of a place on the web" if host else "the address has no host"
    try:
        host.encode("idna")
    except UnicodeError:
        return f"“{host}” is not the name of a place on the web"
    return None


def address_if_any(text: str) -> Complaint:
    """Words, or an address."""
    return web_address(text) if re.match(r"\s*(\w+://|www\.)", text) else None


def language(tag: str) -> Complaint:
    """A language tag (BCP 47) of which every part is registered, in its usual form: en-GB, zh-Hant, de-CH-1901."""
    import langcodes  # slow to import, and asked once a build

    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag) or not langcodes.tag_is_valid(tag):
        return f"“{tag}” is not a language"
    usual, subtags = langcodes.standardize_tag(tag), set(tag.lower().split("-"))
    if subtags & NO_LANGUAGE:
        return f"“{tag}” is not a language"
    return None if usual == tag else f"“{tag}” is usually written “{usual}”"


def relator(code: str) -> Complaint:
    """A role that has a name in print."""
    if code in RELATORS:
        return None
    near = did_you_mean(code, RELATORS)
    return f"“{code}” is no role that the imprint can name" + (f": {near}" if near else "")


DOI_ADDRESS = re.compile(r"\s*(?:https?://)?(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)


def bare_doi(text: str) -> str:
    """A DOI without what people write before it: “https://doi.org/”, “doi:”."""
    text = (
        re.sub(r"\s*doi\b(?!\.)[\s:]*", "", text, count=1, flags=re.IGNORECASE)
        if re.match(r"\s*doi\b", text, re.IGNORECASE)
        else text
    )
    address = DOI_ADDRESS.match(text)
    return (unquote(text[address.end() :]) if address else text).strip()


def doi(text: str) -> Complaint:
    """A DOI (ISO 26324), or its address."""
    if re.fullmatch(r"10\.[1-9]\d{3,8}(\.\d+)*/\S+", bare_doi(text)):
        return None
    return f"“{text}” is not a DOI: it starts with 10. or https://doi.org/10."


def pmid(text: str) -> Complaint:
    """The number of a record of PubMed."""
    return None if re.fullmatch(r"[1-9]\d{0,8}", text) else f"“{text}” is not a number of PubMed"


def pmcid(text: str) -> Complaint:
    """The number of an article of PubMed Central."""
    return None if re.fullmatch(r"PMC[1-9]\d{0,8}", text) else f"“{text}” is not a number of PubMed Central, as PMC1234567"


def isbn(text: str) -> Complaint:
    """One or more ISBNs (ISO 2108) of 10 or 13 characters, the last of which agrees with the others."""
    bare = re.sub(r"\([^)]*\)|ISBN(-1[03])?:?|[\u2010-\u2015-]", "", text)
    whole = re.sub(r"\s", "", bare)
    numbers = [whole] if len(whole) in (10, 13) else re.split(r"[\s,;]+", bare.strip())
    if not all(re.fullmatch(r"\d{9}[\dXx]|\d{13}", number) for number in numbers):
        return f"“{text}” is not an ISBN"
    wrong = next((number for number in numbers if not _agrees(number)), None)
    return f"“{wrong}” is not an ISBN: its last figure does not agree with the others" if wrong else None


def _agrees(number: str) -> bool:
    figures = [10 if sign in "Xx" else int(sign) for sign in number]
    if len(number) == 10:
        return sum(weight * figure for weight, figure in zip(range(10, 0, -1), figures, strict=True)) % 11 == 0
    return sum(figure * (3 if i % 2 else 1) for i, figure in enumerate(figures)) % 10 == 0


FORMATS: Mapping[str, Callable[[str], Complaint]] = {
    "day": day,
    "line": line,
    "plain": plain,
    "plain-line": plain_line,
    "web-address": web_address,
    "address-if-any": address_if_any,
    "language": language,
    "relator": relator,
    "doi": doi,
    "pmid": pmid,
    "pmcid": pmcid,
    "isbn": isbn,
}
"""The rules by the name that a schema calls them by (`format`)."""
