"""A finished EPUB, opened: what every check of it looks at."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from lxml import etree

from studyguide.proof.epub.stylesheet import Style, parse_styles

FOLDER = "EPUB/"
CHAPTERS = ("chapter", "preface", "appendix", "part")
"""The `epub:type` of what stands in the body as a document of its own."""

NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "e": "http://www.idpf.org/2007/ops",
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "s": "http://www.w3.org/2000/svg",
    "m": "http://www.w3.org/1998/Math/MathML",
}
TYPE = f"{{{NAMES['e']}}}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class ContentDocument:
    """One content document: its name relative to `EPUB/`, its bytes, and its tree."""

    name: str
    data: bytes
    root: Any

    def find(self, path: str) -> list[Any]:
        """Elements by XPath; prefixes: h XHTML, s SVG, m MathML, e epub (attributes)."""
        return list(self.root.xpath(path, namespaces=NAMES))

    def typed(self, value: str) -> list[Any]:
        """Elements whose epub:type holds `value`."""
        return [node for node in self.root.iter(etree.Element) if value in (node.get(TYPE) or "").split()]

    @property
    def chapters(self) -> list[Any]:
        """The chapters in it, of whatever kind, and parts."""
        return [node for kind in CHAPTERS for node in self.typed(kind)]

    def classed(self, name: str) -> list[Any]:
        """Elements of the class `name`."""
        return [node for node in self.root.iter(etree.Element) if name in (node.get("class") or "").split()]

    def target(self, href: str) -> str:
        """A reference from this document as `file.xhtml#id`, relative to `EPUB/`."""
        return f"{self.name}{href}" if href.startswith("#") else href


@dataclass(frozen=True)
class OpenedBook:
    """The parsed parts of a finished file, whoever packed it. Documents that are not XML are left out of `pages`.

    `folder` is that of the package document, “EPUB/” in the guide's own; names of files are relative to it.
    """

    entries: tuple[zipfile.ZipInfo, ...]
    files: dict[str, bytes]
    raw: bytes = field(repr=False)
    folder: str = FOLDER
    package_name: str = "package.opf"

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Open the bytes of an EPUB. Raises zipfile.BadZipFile if they are no zip file."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = tuple(archive.infolist())
            files = {entry.filename: archive.read(entry) for entry in entries}
        roots = _tree(files.get("META-INF/container.xml", b"")).iter("{*}rootfile")
        folder, slash, name = next((root.get("full-path", "") for root in roots), f"{FOLDER}package.opf").rpartition("/")
        return cls(entries, files, data, folder + slash, name)

    def file(self, name: str) -> bytes:
        """The bytes of a file beside the package document, or nothing."""
        return self.files.get(self.folder + name, b"")

    @cached_property
    def content_files(self) -> dict[str, bytes]:
        """The files beside and below the package document, by name."""
        return {name.removeprefix(self.folder): data for name, data in self.files.items() if name.startswith(self.folder)}

    @cached_property
    def opf(self) -> Any:
        """The package document; an empty one if it is missing or broken."""
        return _tree(self.file(self.package_name))

    @cached_property
    def leftwards(self) -> bool:
        """Whether its pages turn from right to left."""
        return any(spine.get("page-progression-direction") == "rtl" for spine in self.opf.iter("{*}spine"))

    @cached_property
    def ncx(self) -> Any:
        """The NCX; an empty one if it is missing or broken."""
        named = (href for href, item in self.manifest.items() if item.get("media-type") == "application/x-dtbncx+xml")
        return _tree(self.file(next(named, "toc.ncx")))

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest's items by href."""
        return {item.get("href", ""): item for item in self.package("o:manifest/o:item")}

    @cached_property
    def spine(self) -> tuple[str, ...]:
        """The names of the documents in reading order."""
        names = {item.get("id"): href for href, item in self.manifest.items()}
        return tuple(names.get(ref.get("idref"), "") for ref in self.package("o:spine/o:itemref"))

    @cached_property
    def broken(self) -> dict[str, str]:
        """Documents of the spine that are no well-formed XML, each with the parser's words."""
        return {name: error for name in self.spine if (error := _fault(self.file(name)))}

    @cached_property
    def pages(self) -> dict[str, ContentDocument]:
        """The well-formed documents of the spine, in reading order."""
        whole = (name for name in self.spine if name not in self.broken)
        return {name: ContentDocument(name, self.file(name), etree.fromstring(self.file(name))) for name in whole}

    @cached_property
    def nav(self) -> ContentDocument:
        """The navigation document; an empty one if it is missing."""
        marked = (href for href, item in self.manifest.items() if "nav" in (item.get("properties") or "").split())
        name = next(marked, "nav.xhtml")
        return self.pages.get(name) or ContentDocument(name, self.file(name), etree.Element("html"))

    @cached_property
    def styles(self) -> dict[str, tuple[Style, ...]]:
        """The style sheets by name."""
        return {name: parse_styles(self.file(name)) for name in self.manifest if name.endswith(".css")}

    @cached_property
    def places(self) -> dict[str, tuple[int, int]]:
        """Every place that a link can point to, with its position: (document in the spine, element in the document)."""
        found: dict[str, tuple[int, int]] = {}
        for number, name in enumerate(self.spine):
            found[name] = (number, -1)
            page = self.pages.get(name)
            for index, node in enumerate(page.root.iter(etree.Element) if page else ()):
                if node.get("id"):
                    found[f"{name}#{node.get('id')}"] = (number, index)
        return found

    @cached_property
    def elements(self) -> dict[str, Any]:
        """The element at each place `file.xhtml#id`."""
        return {f"{page.name}#{node.get('id')}": node for page in self.pages.values() for node in page.find("//*[@id]")}

    def package(self, path: str) -> list[Any]:
        """Elements of the package document by XPath, prefixes o and dc."""
        return list(self.opf.xpath(path, namespaces=NAMES))

    def meta(self, name: str, refines: str | None = None) -> list[str]:
        """The values of `<meta property=name>`; with `refines` those that refine that id."""
        return [
            text(meta)
            for meta in self.package("o:metadata/o:meta[@property]")
            if meta.get("property") == name and (refines is None or meta.get("refines") == f"#{refines}")
        ]

    def content(self) -> Iterator[ContentDocument]:
        """The documents that hold the book: all but cover and contents."""
        yield from (page for page in self.pages.values() if page is not self.nav and not page.typed("cover"))


def text(node: Any) -> str:
    """The text of an element in one line, without soft hyphens."""
    return " ".join("".join(node.itertext()).replace("\u00ad", "").split())


def _tree(data: bytes) -> Any:
    return etree.Element("broken") if _fault(data) else etree.fromstring(data)


def _fault(data: bytes) -> str:
    try:
        etree.fromstring(data)
    except etree.XMLSyntaxError as error:
        return str(error)
    return ""
