"""All files of the site by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studyguide.art.cover import CoverText, cover_svg
from studyguide.art.fonts import guide_fonts, reduced, web_font
from studyguide.art.raster import cover_jpeg
from studyguide.epub.access_told import access_told
from studyguide.html import fill
from studyguide.html.units import failures_reported
from studyguide.publish.compiled import Compiled
from studyguide.publish.epubs import kindle_identifier
from studyguide.publish.site.front import COVER, SiteFile, atom, front_page, onix, opds, site_file
from studyguide.publish.site.search import scripts, search_index
from studyguide.publish.site.web_edition import READ, WebEdition, file_name
from studyguide.sources.diagnostics import Problems

UPRIGHT, BOLD = "normal", 700
FACES = {
    ("Guide Serif", 400, UPRIGHT),
    ("Guide Serif", 400, "italic"),
    ("Guide Serif", BOLD, UPRIGHT),
    ("Guide Mono", 400, UPRIGHT),
}
FACES |= {("Guide Sans", weight, UPRIGHT) for weight in (400, 600, BOLD)} | {("Guide Mono", 400, UPRIGHT)}
"""The faces that pages need; a browser leans what it has no italic of."""


@dataclass(frozen=True)
class Download:
    """A finished file: which one it is, its name, its bytes, its pages if it has any."""

    key: str
    name: str
    data: bytes
    pages: int = 0


def site(compiled: Compiled, downloads: Mapping[str, Download]) -> dict[str, bytes]:
    """The site by the names of its files. `downloads` are the finished files by what they are. Raises BuildFailed."""
    book, env = compiled.book, compiled.templates.env
    with failures_reported(Problems(), compiled.sources.texts):
        files = tuple(site_file(each.key, each.name, each.data, each.pages) for each in downloads.values())
        told = access_told(downloads["epub"].data)
        edition = WebEdition(compiled)
        read = edition.files()
        entries = [entry for _, entries in book.glossary for entry in entries]
        search = fill(env, "site/search.html", guide=book.guide, top="../", here="read")
        news = file_name(book.news.id) if book.news else ""
        pages = {
            "index.html": front_page(env, book, files, told, news).encode(),
            "atom.xml": atom(env, book.guide, files),
            "onix.xml": onix(env, book.guide, told, kindle_identifier(book.guide.identifier) if "kindle" in downloads else ""),
            "opds.json": opds(book.guide, files),
            **{READ + name: data for name, data in read.items()},
            f"{READ}search.html": search.encode(),
            f"{READ}search-index.js": search_index(edition.pages, entries),
            **{READ + name: data for name, data in scripts().items()},
        }
        return {**pages, **_look(compiled, pages), **{file.address: downloads[file.key].data for file in files}, **_sums(files)}


def _look(compiled: Compiled, pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """Style sheet, fonts with the letters that the pages have, cover, and the picture that stands for the site in a tab."""
    env, fonts, texts = compiled.templates.env, guide_fonts(compiled.sources.blobs), compiled.sources.texts
    letters = "".join(sorted({letter for name, page in pages.items() if name.endswith(".html") for letter in page.decode()}))
    faces = [web_font(reduced(face, letters)) for face in fonts if (face.family, face.weight, face.style) in FACES]
    cover = cover_svg(CoverText.of(compiled.book.guide), fonts, env, art=compiled.art)
    sheet = fill(env, "site/fonts.css", faces=faces) + texts["styles/epub.css"] + texts["styles/site.css"]
    return {
        "site.css": sheet.encode(),
        "icon.svg": texts["styles/templates/site/icon.svg"].encode(),
        "cover.jpg": cover_jpeg(cover, fonts, COVER),
        **{f"fonts/{face.file_name}": face.data for face in faces},
    }


def _sums(files: tuple[SiteFile, ...]) -> dict[str, bytes]:
    """SHA-256 of every file to download, in the format of sha256sum."""
    return {"files/SHA256SUMS": "".join(f"{file.digest}  {file.name}\n" for file in files).encode()}
