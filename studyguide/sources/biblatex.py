"""What entries of BibTeX and BibLaTeX (§2.1 to §2.3 of its manual) are as CSL items: kinds, fields, names, LaTeX."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from studyguide.sources.bibtex_text import MONTHS, BibEntry, BibField
from studyguide.sources.diagnostics import did_you_mean, slip_of
from studyguide.sources.unreadable import Unreadable

KINDS = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legal": "treaty",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "report",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
NAMES = {
    **{name: name for name in ("author", "editor", "translator")},
    "director": "director",
    "bookauthor": "container-author",
    "organizer": "organizer",
}
TEXTS = {
    **dict.fromkeys(("journal", "journaltitle", "booktitle"), "container-title"),
    **dict.fromkeys(("shortjournal", "journalabbrev"), "container-title-short"),
    **dict.fromkeys(("publisher", "institution", "school", "organization"), "publisher"),
    **dict.fromkeys(("address", "location"), "publisher-place"),
    **dict.fromkeys(("keywords", "keyword"), "keyword"),
    **dict.fromkeys(("language", "langid"), "language"),
    "abstract": "abstract",
    "annotation": "annote",
    "annote": "annote",
    "chapter": "chapter-number",
    "edition": "edition",
    "eventtitle": "event-title",
    "grade": "grade",
    "issue": "issue",
    "note": "note",
    "pages": "page",
    "pagetotal": "number-of-pages",
    "part": "part-number",
    "read": "read",
    "series": "collection-title",
    "shorttitle": "title-short",
    "title": "title",
    "type": "genre",
    "venue": "event-place",
    "version": "version",
    "volume": "volume",
    "volumes": "number-of-volumes",
}
LITERAL = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmcid": "PMCID", "pmid": "PMID", "url": "URL"}
DATES = {"date": "issued", "eventdate": "event-date", "origdate": "original-date", "urldate": "accessed"}
READ = (
    *("archiveprefix", "booksubtitle", "crossref", "day", "eid", "entrysubtype", "eprint", "eprinttype", "howpublished"),
    *("journalsubtitle", "month", "number", "subtitle", "year"),
)
LOOKALIKES = (
    *("annotator", "booktitleaddon", "callnumber", "editora", "editortype", "eissn", "elocation-id", "eventtitleaddon", "isbn13"),
    *(
        "issuesubtitle",
        "issuetitle",
        "journal-iso",
        "journaltitleaddon",
        "keywords-plus",
        "langidopts",
        "mainsubtitle",
        "numpages",
    ),
    *("art_number", "origlanguage", "origlocation", "origpublisher", "sorttitle"),
)
"""Fields that are not printed, and no slips of those that are, though they look it."""
KNOWN = (*NAMES, *TEXTS, *LITERAL, *DATES, *READ, *LOOKALIKES)
IN_PERIODICAL = {"article-journal", "article-magazine", "article-newspaper", "periodical"}
IN_SERIES = {"book", "chapter", "paper-conference"}
PREPRINTS = {"arxiv": "https://arxiv.org/abs/", "hal": "https://hal.science/", "jstor": "https://www.jstor.org/stable/"}
Placed = dict[str, tuple[Any, BibField]]


def csl_item(
    entry: BibEntry, others: Mapping[str, BibEntry], faults: list[Unreadable]
) -> tuple[dict[str, Any], dict[str, BibField]]:
    """An entry as a CSL item, and of each key the field that it comes from; it may take fields from `others`, by key."""
    fields = _inherited(entry, others, faults)
    for name, field in [*fields.items()]:
        if name not in KNOWN and len(name) > 4 and (meant := slip_of(name, KNOWN)):
            faults.append(Unreadable(*field.place, f"unknown key “{name}”", meant, len(name)))
            fields[meant.split("“")[1].split("”")[0]] = field  # so that it is not missed, too
    kind = _kind(entry, fields, faults)
    made: Placed = {}
    for name, field in fields.items():
        key = TEXTS.get(name) or NAMES.get(name) or LITERAL.get(name) or DATES.get(name)
        if key and field.text.strip() and (key not in made or name in ("journaltitle", "title")):
            made[key] = (_value(name, field.text), field)
    for extra in (_titles, _numbers, _issued, _eprint, _published):
        extra(kind, fields, made)
    kind = "webpage" if kind == "document" and "URL" in made and "publisher" not in made else kind
    item = {"id": entry.key, "type": kind, **{key: value for key, (value, _) in made.items()}}
    return item, {key: field for key, (_, field) in made.items()}


def _inherited(entry: BibEntry, others: Mapping[str, BibEntry], faults: list[Unreadable]) -> dict[str, BibField]:
    """The fields of an entry, with those of the entry that its `crossref` names; the title of a whole is the book of its part."""
    if "crossref" not in entry.fields:
        return dict(entry.fields)
    named = entry.fields["crossref"]
    parent = others.get(named.text.strip())
    if parent is None:
        faults.append(Unreadable(*named.place, f"there is no entry “{named.text}”", did_you_mean(named.text, others)))
        return dict(entry.fields)
    renamed = {"title": "booktitle", "subtitle": "booksubtitle", "author": "bookauthor"}
    given = {renamed.get(name, name): field for name, field in parent.fields.items() if name not in ("crossref", "shorttitle")}
    return {**given, **entry.fields}


def _kind(entry: BibEntry, fields: Mapping[str, BibField], faults: list[Unreadable]) -> str:
    kind = entry.kind.lower()
    sub = fields["entrysubtype"].text.lower() if "entrysubtype" in fields else ""
    if kind in ("article", "suppperiodical") and sub in ("magazine", "newspaper"):
        return f"article-{sub}"
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or "use @misc for what fits nowhere else"
        faults.append(Unreadable(*entry.place, f"“@{entry.kind}” is no kind of source", hint, len(kind) + 1))
    return KINDS.get(kind, "document")


def _value(name: str, text: str) -> Any:
    if name in NAMES:
        return names(text)
    if name in LITERAL:
        return literal(text)
    words = plain(text)
    if name == "pages":
        return re.sub(r"\s*[–—-]+\s*", "-", words)
    return int(words) if name == "grade" and words.isdigit() else words


def _titles(kind: str, fields: Mapping[str, BibField], made: Placed) -> None:
    """A title with its subtitle."""
    for part, whole in (("subtitle", "title"), ("booksubtitle", "container-title"), ("journalsubtitle", "container-title")):
        if part in fields and whole in made:
            words, field = made[whole]
            made[whole] = (f"{words}{' ' if words[-1:] in '?!:' else ': '}{plain(fields[part].text)}", field)


def _numbers(kind: str, fields: Mapping[str, BibField], made: Placed) -> None:
    """The number of a journal's issue, of a book in its series, of a report, or of an article that has no pages."""
    if "eid" in fields:
        made.setdefault("page", (plain(fields["eid"].text), fields["eid"]))
    if "number" in fields and (words := plain(fields["number"].text)):
        key = "issue" if kind in IN_PERIODICAL else "collection-number" if kind in IN_SERIES else "number"
        made.setdefault(key, (words, fields["number"]))


def _issued(kind: str, fields: Mapping[str, BibField], made: Placed) -> None:
    """The year, with month and day if they are told."""
    if "issued" in made or "year" not in fields:
        return
    year, month = (plain(fields[name].text) if name in fields else "" for name in ("year", "month"))
    day = plain(fields["day"].text) if "day" in fields else ""
    number = MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in MONTHS else int(month) if month.isdigit() else 0
    parts = [year, *([f"{number:02}"] if number else []), *([f"{int(day):02}"] if number and day.isdigit() else [])]
    made["issued"] = ("-".join(parts) if re.fullmatch(r"\d{4}", year) else year, fields["year"])


def _eprint(kind: str, fields: Mapping[str, BibField], made: Placed) -> None:
    """Where else the text stands: PubMed, arXiv."""
    if "eprint" not in fields:
        return
    where = next((fields[name].text.strip().lower() for name in ("eprinttype", "archiveprefix") if name in fields), "arxiv")
    number, field = literal(fields["eprint"].text), fields["eprint"]
    if where in ("pubmed", "pmid", "medline"):
        made.setdefault("PMID", (number, field))
    elif where in ("pmc", "pmcid"):
        made.setdefault("PMCID", (number, field))
    elif where in PREPRINTS and "DOI" not in made:
        made.setdefault("URL", (PREPRINTS[where] + number, field))


def _published(kind: str, fields: Mapping[str, BibField], made: Placed) -> None:
    """An address that stands where BibTeX had no field for it."""
    for name in ("howpublished", "note"):
        if name in fields and (found := re.search(r"https?://[^\s{}]+", literal(fields[name].text))):
            made.setdefault("URL", (found[0].rstrip(".,;"), fields[name]))


# ---------------------------------------------------------------- names and LaTeX


def names(text: str) -> list[dict[str, str]]:
    """The people of a name field; one in braces is an organisation, and “others” are et al."""
    from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

    found = []
    for person in split_multiple_persons_names(re.sub(r"\s+", " ", text.strip())):
        if person.strip().lower() == "others":
            found.append({"literal": "et al"})
        elif re.match(r"\s*(family|given|prefix|suffix)\s*=", person):
            found.append(_of_pairs(person))
        elif re.fullmatch(r"\{.*\}", person.strip()) and _one_group(person.strip()):
            found.append({"literal": plain(person)})
        else:
            parts = parse_single_name_into_parts(person, strict=False)
            found.append(_name(*(plain(" ".join(each)) for each in (parts.first, parts.von, parts.last, parts.jr))))
    return found


def _of_pairs(person: str) -> dict[str, str]:
    """A name in BibLaTeX's other form: family=Berg, given=Carla, prefix=van den."""
    pairs = dict(re.findall(r"(?<!\w)(family|given|prefix|suffix)\s*=\s*([^,]*)", person))
    return _name(*(plain(pairs.get(key, "")) for key in ("given", "prefix", "family", "suffix")))


def _one_group(text: str) -> bool:
    """Whether the first brace is closed by the last."""
    depth = 0
    for i, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return i == len(text) - 1
    return False


def _name(given: str, particle: str, family: str, suffix: str) -> dict[str, str]:
    keyed = {"family": family, "given": given, "non-dropping-particle": particle, "suffix": suffix}
    return {key: value for key, value in keyed.items() if value}


def literal(text: str) -> str:
    """A text that is no prose, such as an address: without braces and the backslashes that LaTeX wants."""
    text = re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", text.strip())
    text = re.sub(r"\\textless(?![A-Za-z])\s*", "<", re.sub(r"\\textgreater(?![A-Za-z])\s*", ">", text))
    text = re.sub(r"\\(?:textunderscore|_)(?:\{\})?", "_", text)
    return re.sub(r"[{}]", "", re.sub(r"\\([%#&$~{}])", r"\1", text)).strip()


def plain(text: str) -> str:
    """A text without LaTeX: letters with their accents, signs, and italics, bold, raised and lowered as CSL has them."""
    if len(dollars := [*re.finditer(r"(?<!\\)\$", text)]) % 2:  # one without its partner is money
        text = f"{text[: dollars[-1].start()]}\\{text[dollars[-1].start() :]}"
    text = MATHS.sub(lambda maths: RAISED.sub(_raised, maths[0]), re.sub(r"(?<!\\)%", r"\\%", text))
    words = text if not re.search(r"[\\{}$~`']|--", text) else _latex().latex_to_text(text.replace("\\url", ""))
    return re.sub(r"\s+", " ", words.replace("\u00a0", " ")).strip()


MATHS = re.compile(r"\$[^$]*\$|\\ensuremath\{[^$]*\}")
RAISED = re.compile(r"([_^])(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\s{}$]))")


def _raised(found: re.Match[str]) -> str:
    return f"\\text{'sub' if found[1] == '_' else 'super'}script{{{found[2] or found[3]}}}"


MARKUP = {
    **dict.fromkeys(("emph", "textit", "mkbibemph", "mkbibitalic"), "i"),
    **dict.fromkeys(("textbf", "mkbibbold"), "b"),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), "sup"),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), "sub"),
}


@cache
def _latex() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
    from pylatexenc.latexwalker import get_default_latex_context_db as walker_context
    from pylatexenc.macrospec import std_macro

    words = get_default_latex_context_db()
    words.add_context_category(
        "csl",
        prepend=True,
        macros=[
            *(MacroTextSpec(name, f"<{tag}>%s</{tag}>") for name, tag in MARKUP.items()),
            MacroTextSpec("mkbibquote", "“%s”"),
            MacroTextSpec("enquote", "“%s”"),
        ],
    )
    walker = walker_context()
    walker.add_context_category(
        "csl", prepend=True, macros=[std_macro(name, False, 1) for name in (*MARKUP, "mkbibquote", "enquote")]
    )

    class LatexReader(LatexNodes2Text):  # type: ignore[misc]
        """Reads with the commands above."""

        def latex_to_text(self, latex: str) -> str:
            from pylatexenc.latexwalker import LatexWalker

            nodes, _, _ = LatexWalker(latex, latex_context=walker, tolerant_parsing=True).get_latex_nodes()
            return str(self.nodelist_to_text(nodes))

    return LatexReader(latex_context=words, math_mode="text", strict_latex_spaces=False, keep_comments=True)
