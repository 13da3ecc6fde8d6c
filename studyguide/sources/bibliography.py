"""References: CSL data, formatted by citeproc-py in the style `styles/references.csl` (numbered, Vancouver)."""

import html
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from studyguide.sources import schema
from studyguide.sources.diagnostics import Problems, Span

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Not citeproc-py's business: what is not printed, and what is printed as a link.
UNPRINTED = ("grade", "read", "note", "DOI", "PMID", "PMCID", "URL", "accessed")


@dataclass(frozen=True)
class Source:
    """One entry of references.yaml: its CSL data, and where it stands."""

    key: str
    csl: Mapping[str, Any]
    span: Span


def read_references(path: str, text: str, problems: Problems) -> dict[str, Source]:
    """The references by key. The file is a list of CSL-YAML items (https://docs.citationstyles.org/)."""
    data = schema.read_yaml(path, text if text.strip() else "[]", "references", problems)
    found: dict[str, Source] = {}
    lines = {m[1]: i for i, row in enumerate(text.split("\n"), 1) if (m := re.match(r"- id:\s*(\S+)", row))}
    for item in data if isinstance(data, list) else []:
        key = str(item.get("id", "")) if isinstance(item, dict) else ""
        span = Span(path, lines.get(key, 1))
        if key in found:
            problems.error(span, "duplicate-id", f"the reference “{key}” stands here a second time", "give it another id")
        found[key] = Source(key, item, span)
    return found


def format_references(sources: Iterable[Source], style: str) -> list[str]:
    """Each reference as an XHTML fragment, in the order given, without its number.

    citeproc-py writes the text; DOI, PubMed number and web address follow as links.
    """
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    listed = list(sources)
    if not listed:
        return []
    parsed = CitationStylesStyle(io.BytesIO(style.encode()), locale="en-GB", validate=False)
    known = CitationStylesBibliography(parsed, CiteProcJSON([_csl(s.csl) for s in listed]), formatter.html)
    for source in listed:
        known.register(Citation([CitationItem(source.key)]))
    return [_tidy(str(row)) + _links(source.csl) for row, source in zip(known.bibliography(), listed, strict=True)]


def _csl(item: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that citeproc-py sorts out; initials of given names lose their points, as Vancouver asks."""
    # citeproc-py's HTML formatter leaves & and < as they are
    kept = {key: _escaped(value) for key, value in item.items() if key not in UNPRINTED}
    for person in kept.get("author", []):
        if "given" in person:
            person["given"] = re.sub(r"[.\s]+", " ", person["given"]).strip()
    return kept


def _escaped(value: Any) -> Any:
    match value:
        case str():
            return html.escape(value, quote=False)
        case dict():
            return {key: _escaped(inner) for key, inner in value.items()}
        case list():
            return [_escaped(inner) for inner in value]
        case _:
            return value


def _tidy(text: str) -> str:
    text = re.sub(r"([.?!])\s*\.(?=\s|$)", r"\1", text)  # a title that ends in its own stop or question mark needs no second one
    return re.sub(r"[ \t\r\n]+", " ", text).strip()  # a no-break space stays


def _links(item: Mapping[str, Any]) -> str:
    """One lasting address, the free text if there is one, and for want of both the page, with the day it was read."""
    parts = []
    if item.get("DOI"):
        parts.append(_link(f"https://doi.org/{item['DOI']}", f"doi:{item['DOI']}"))
    elif item.get("PMID"):
        parts.append(_link(f"https://pubmed.ncbi.nlm.nih.gov/{item['PMID']}/", f"PubMed {item['PMID']}"))
    if item.get("PMCID"):
        parts.append(_link(f"https://www.ncbi.nlm.nih.gov/pmc/articles/{item['PMCID']}/", str(item["PMCID"])))
    if item.get("URL") and not parts:
        parts.append(_link(str(item["URL"]), re.sub(r"^https?://(www\.)?|/$", "", str(item["URL"]))) + _accessed(item))
    return "".join(f" {part}." for part in parts)


def _accessed(item: Mapping[str, Any]) -> str:
    """When a page was read, as Vancouver has it: pages change."""
    parts = item.get("accessed", {}).get("date-parts", [[]])[0]
    if not parts:
        return ""
    year, month, day = (*parts, *(0, 0))[:3]
    return " (accessed " + " ".join([*([str(day)] if day else []), *([MONTHS[month - 1]] if month else []), str(year)]) + ")"


def _link(url: str, text: str) -> str:
    return f'<a class="external" href="{html.escape(url)}">{html.escape(text)}</a>'
