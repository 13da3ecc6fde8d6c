"""References: CSL data, formatted by citeproc-py in the style `styles/references.csl` (numbered, Vancouver)."""

import html
import io
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote

from studyguide.sources.csl import DATES, NAMES, curled, marked_up
from studyguide.sources.diagnostics import Span, StageFailed
from studyguide.sources.reference_files import Source
from studyguide.sources.wording import ENGLISH, Wording, message

STYLE = "styles/references.csl"


def format_references(sources: Iterable[Source], style: str, words: Wording = ENGLISH) -> list[str]:
    """Each reference as an XHTML fragment, in the order given, without its number, with the terms and dates of the language.

    citeproc-py writes the text; DOI, PubMed number and web address follow as links.
    """
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    listed = list(sources)
    if not listed:
        return []
    printed = {name.replace("_", "-") for name in re.findall(r'variable="([^"]+)"', style)}
    items = [
        _csl(source.csl, printed, words) | {"id": f"item{i}"} for i, source in enumerate(listed)
    ]  # citeproc-py folds the case of ids
    try:
        parsed = CitationStylesStyle(io.BytesIO(style.encode()), locale=_locale(words.language), validate=False)
        known = CitationStylesBibliography(parsed, CiteProcJSON(items), formatter.html)
        for item in items:
            known.register(Citation([CitationItem(item["id"])]))
        rows = [str(row) for row in known.bibliography()]
    except Exception as error:  # citeproc-py has no errors of its own for a faulty style
        raise StyleFailed(Span(STYLE, getattr(error, "lineno", 0) or 0), "this is no style for references", NO_STYLE) from error
    return [_tidy(row) + _links(source.csl, words) for row, source in zip(rows, listed, strict=True)]


@cache
def _locale(language: str) -> str:
    """The locale of CSL for a language: its own, or that of most who speak it; American English where CSL knows none."""
    known = json.loads(resources.files("citeproc").joinpath("data/locales/locales.json").read_text("utf-8"))
    dialect: str = known["primary-dialects"].get(language.partition("-")[0], "en-US")
    return language if language in known["language-names"] else dialect


NO_STYLE = "it must be CSL 1.0.2; take back what was changed last"


class StyleFailed(StageFailed):
    """The style of the references cannot be used."""

    code = "bad-template"


def _csl(item: Mapping[str, Any], printed: set[str], words: Wording) -> dict[str, Any]:
    """The variables that the style prints, as citeproc-py takes them; it leaves & and < as they are."""
    made: dict[str, Any] = {"type": item["type"]}
    for key, value in item.items():
        if key in printed and key in NAMES:
            made[key] = [_name(person) for person in value]
        elif key in printed and key in DATES:
            made[key] = _date(value, words)
        elif key in printed:
            made[key] = marked_up(re.sub(r"\s*[–—]+\s*", "–", value) if key == "page" else value)
    return made


CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def _name(person: Mapping[str, str]) -> dict[str, str]:
    """A name; initials and a suffix lose their points, as Vancouver asks. One in Chinese, Japanese or Korean is one word."""
    if CJK.fullmatch(whole := person.get("family", "") + person.get("given", "")):
        return {"literal": whole}
    name = {key: html.escape(curled(value), quote=False) for key, value in person.items()}
    if "given" in name:
        name["given"] = re.sub(r"[.\s]+", " ", name["given"]).strip()
    if "suffix" in name:
        name["suffix"] = name["suffix"].strip(" .,")
    return name


def _date(date: Mapping[str, Any], words: Wording) -> dict[str, Any]:
    """A day, a month or a year as citeproc-py prints it; years, a season or an uncertain date in words.

    Of a span of time within a year, what its ends have in common.
    """
    first, *rest = date.get("date-parts") or [[]]
    last = rest[0] if rest else first
    if not first:
        return {"literal": html.escape(date.get("literal", ""), quote=False)}
    season = [words.gettext(PRINTED_SEASONS[date["season"] - 1])] if date.get("season") else []
    common = [part for i, part in enumerate(first) if first[: i + 1] == last[: i + 1]]
    if common and not season and not date.get("circa"):
        return {"date-parts": [common]}
    shown = [*season, *_words(common, words)] if common else [f"{first[0]}–{last[0]}"]
    return {"literal": " ".join([*([words.gettext("c.")] if date.get("circa") else []), *shown])}


PRINTED_SEASONS = (message("Spring"), message("Summer"), message("Autumn"), message("Winter"))


def _words(parts: list[int], words: Wording) -> list[str]:
    """Day, month and year, as far as they are known: 5 Mar 2026."""
    year, month, day = (*parts, 0, 0)[:3]
    return [words.short_date(year, month, day)]


def _tidy(text: str) -> str:
    # a title that ends in its own stop or question mark needs no second one
    text = re.sub(r"<i>([^<]*)<i>(.*?)</i>", r"<i>\1</i>\2<i>", text).replace(
        "<i></i>", ""
    )  # italics within italics stand upright
    text = re.sub(r"([.?!])((?:</\w+>)*)\s*\.(?=\s|<|$)", r"\1\2", text)
    return re.sub(r"[ \t\r\n]+", " ", text).strip()  # a no-break space stays


def _links(item: Mapping[str, Any], words: Wording) -> str:
    """One lasting address, the free text if there is one, and for want of both the page, with the day it was read."""
    parts = []
    if item.get("DOI"):
        parts.append(_link(f"https://doi.org/{quote(item['DOI'], safe='/:;()._-')}", f"doi:{item['DOI']}"))
    elif item.get("PMID"):
        parts.append(_link(f"https://pubmed.ncbi.nlm.nih.gov/{item['PMID']}/", f"PubMed {item['PMID']}"))
    if item.get("PMCID"):
        parts.append(_link(f"https://www.ncbi.nlm.nih.gov/pmc/articles/{item['PMCID']}/", str(item["PMCID"])))
    if item.get("URL") and not parts:
        parts.append(_link(str(item["URL"]), re.sub(r"^https?://(www\.)?|/$", "", str(item["URL"]))) + _accessed(item, words))
    return "".join(f" {part}." for part in parts)


def _accessed(item: Mapping[str, Any], words: Wording) -> str:
    """When a page was read, as Vancouver has it: pages change."""
    date = item.get("accessed", {})
    parts = (date.get("date-parts") or [[]])[0]
    day = " ".join(_words(parts, words)) if parts else html.escape(date.get("literal", ""), quote=False)
    return " " + words.gettext("(accessed %(date)s)") % {"date": day} if day else ""


def _link(url: str, text: str) -> str:
    return f'<a class="external" href="{html.escape(url)}">{html.escape(text)}</a>'
