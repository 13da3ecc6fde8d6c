"""The front page, and what programs read beside it: feeds, a record for shops, a description for search engines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from studyguide.book.model import Book
from studyguide.html import Environment, fill, fill_xml
from studyguide.html.units import cover_alt
from studyguide.nodes import plain
from studyguide.publish.access_words import access_sections, onix_features
from studyguide.publish.site.readers import FORMATS, MEDIA, PAPERS, READERS
from studyguide.sources.config import Guide
from studyguide.sources.wording import Wording

COVER = (480, 768)
"""Pixels: twice as fine as it is shown, so that all of the front page has 300 kB at most."""
FILES = "files/"
PAGES = (".html", ".htm", ".php")
"""How an address ends that is of a page, and not of a folder."""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
SCHEMA_ROLES = {"aut": "author", "edt": "editor", "ill": "illustrator", "trl": "translator"}


@dataclass(frozen=True)
class SiteFile:
    """A file to download: which one it is, its name, its bytes' length and digest, its pages if it has any."""

    key: str
    name: str
    format: str
    media: str
    length: int
    digest: str
    pages: int = 0

    @property
    def is_edition(self) -> bool:
        """Whether it is the guide, and not a paper that is made of it."""
        return self.key not in PAPERS

    @property
    def address(self) -> str:
        """Where it is, from the front page."""
        return FILES + self.name


def site_file(key: str, name: str, data: bytes, pages: int = 0) -> SiteFile:
    """A finished file as something to download."""
    digest = hashlib.sha256(data).hexdigest()
    return SiteFile(key, name, FORMATS[key], MEDIA.get(key, "application/pdf"), len(data), digest, pages)


def front_page(env: Environment, book: Book, files: Sequence[SiteFile], told: Mapping[str, Sequence[str]], news: str) -> str:
    """The front page. `told` is what the EPUB says of its accessibility, `news` a page of what is new. Raises TemplateFailed."""
    guide = book.guide
    return fill(
        env,
        "site/index.html",
        guide=guide,
        top="",
        here="home",
        base=base(guide),
        cover_alt=cover_alt(book),
        cover_size=COVER,
        readers=_readers(files),
        files=[{**vars(file), "address": file.address, "size": size(file.length, guide.words)} for file in files],
        summary=" ".join(told.get("accessibilitySummary", ())),
        sections=access_sections(told, guide.words),
        printed=any(file.pages for file in files),
        citation=citation(guide),
        emergency_line=plain(book.emergency_line.children) if book.emergency_line else "",
        schema=json.dumps(schema(guide, files, told), ensure_ascii=False).replace("<", "\\u003c"),
        news=news,
    )


def _readers(files: Sequence[SiteFile]) -> Iterator[dict[str, object]]:
    there = {file.key for file in files}
    addresses = {file.key: file.address for file in files} | {"whole": "read/all.html"}
    for reader in READERS:
        key = reader.key if reader.key in addresses else reader.otherwise
        if key in addresses:
            what = reader.what if key == reader.key else FORMATS[key]
            yield {**vars(reader), "what": what, "file": addresses[key], "saved": key in there}


def base(guide: Guide) -> str:
    """The address of the folder of the site, if the guide has one: `home`, without the name of its page, with a stroke behind."""
    if not guide.address:
        return ""
    home = urlsplit(guide.address)
    folder, _, last = home.path.rpartition("/")
    path = folder if last.endswith(PAGES) else home.path.rstrip("/")
    return f"{home.scheme}://{home.netloc}{path}/"


def size(length: int, words: Wording) -> str:
    """How large a file is: 3.3 MB, 640 kB (powers of ten, IEC 80000-13)."""
    shown = f"{length / 1e6:.1f} MB" if length >= 1e6 else f"{max(length, 1000) / 1e3:.0f} kB"
    return words.number(shown)


def citation(guide: Guide) -> str:
    """How the guide is cited: who, what, which edition, by whom, when, where."""
    people = guide.words.listed(person.name for person in guide.people)
    parts = (people, guide.full_title, guide.full_edition, guide.publisher, guide.words.long_date(guide.date), guide.address)
    stop = guide.words.pgettext("at the end of a sentence", ".")
    return " ".join(f"{part}{stop}" for part in parts if part)


def schema(guide: Guide, files: Sequence[SiteFile], told: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """The guide as schema.org has it (Book), with what its EPUB says of its accessibility."""
    people: dict[str, list[dict[str, str]]] = {}
    for person in guide.people:
        people.setdefault(SCHEMA_ROLES.get(person.role, "contributor"), []).append({"@type": "Organization", "name": person.name})
    facts = {
        "@context": "https://schema.org",
        "@type": "Book",
        "name": guide.full_title,
        "identifier": f"urn:uuid:{guide.identifier}",
        "inLanguage": guide.language,
        "bookEdition": guide.full_edition,
        "datePublished": guide.date.isoformat(),
        "description": guide.description,
        "license": guide.licence.url if guide.licence else "",
        "isAccessibleForFree": True,
        "url": base(guide),
        "encoding": [
            {
                "@type": "MediaObject",
                "encodingFormat": file.media,
                "contentUrl": base(guide) + file.address,
                "sha256": file.digest,
            }
            for file in files
            if file.is_edition
        ],
    }
    return {
        **{name: value for name, value in facts.items() if value != ""},
        **people,
        **{name: [*each] for name, each in told.items() if name.startswith("access")},
    }


def atom(env: Environment, guide: Guide, files: Sequence[SiteFile]) -> bytes:
    """The feed of editions (RFC 4287). Raises TemplateFailed."""
    values = {
        "guide": guide,
        "base": base(guide),
        "files": [{**vars(file), "address": file.address} for file in files if file.is_edition],
    }
    return (HEAD + fill_xml(env, "site/atom.xml", **values)).encode()


def onix(env: Environment, guide: Guide, told: Mapping[str, Sequence[str]], other: str = "") -> bytes:
    """The record of the e-book for shops and libraries (ONIX 3.0); `other` is the UUID of that for Kindle.

    Raises TemplateFailed.
    """
    language = guide.words.bibliographic_language
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + fill_xml(env, "site/onix.xml", guide=guide, features=onix_features(told), language=language, other=other)
    ).encode()


def opds(guide: Guide, files: Sequence[SiteFile]) -> bytes:
    """The catalogue that reading programs open (OPDS 2.0): one publication with its files."""
    links = [
        {
            "rel": "http://opds-spec.org/acquisition/open-access",
            "href": base(guide) + file.address,
            "type": file.media,
            "title": file.name,
        }
        for file in files
        if file.is_edition
    ]
    metadata = {
        "@type": "https://schema.org/Book",
        "identifier": f"urn:uuid:{guide.identifier}",
        "title": guide.title,
        "subtitle": guide.subtitle,
        "author": [person.name for person in guide.people if person.role == "aut"],
        "language": guide.language,
        "publisher": guide.publisher,
        "modified": f"{guide.date.isoformat()}T00:00:00Z",
        "description": guide.description,
    }
    cover = {"href": f"{base(guide)}cover.jpg", "type": "image/jpeg", "width": COVER[0], "height": COVER[1]}
    shown = {name: value for name, value in metadata.items() if value}
    catalogue = {
        "metadata": {"title": guide.title},
        "links": [{"rel": "self", "href": f"{base(guide)}opds.json", "type": "application/opds+json"}],
        "publications": [{"metadata": shown, "links": links, "images": [cover]}],
    }
    return (json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n").encode()
