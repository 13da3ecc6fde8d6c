"""The container (EPUB OCF 3.3 §4): the same publication gives the same bytes on every machine and in every run.

ebooklib serves as a packer of finished bytes only: its own documents, nav, NCX and package document are never written.
"""

from __future__ import annotations

import io
import zipfile

from ebooklib import epub

from studyguide.epub.package import Package, package
from studyguide.epub.publication import Publication
from studyguide.html import Environment, fill_xml

EPOCH = (1980, 1, 1, 0, 0, 0)
UNIX = 3
PERMISSIONS = 0o644 << 16
STORED = ("image/png", "image/jpeg")


def pack(publication: Publication, env: Environment) -> bytes:
    """The finished EPUB 3.3 file. `env` must find the templates `epub/…`. Raises PackageFailed if it cannot be packed."""
    content = package(publication, env)
    buffer = io.BytesIO()
    writer = FinishedBytesWriter(buffer, content, fill_xml(env, "epub/container.xml").encode())
    writer.process()
    writer.write()
    return buffer.getvalue()


class FinishedBytesWriter(epub.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer, reduced to putting finished bytes into a reproducible zip file."""

    def __init__(self, buffer: io.BytesIO, content: Package, container: bytes) -> None:
        super().__init__(buffer, _container_model(content), {"raise_exceptions": True})
        self._content = content
        self._container = container

    def write(self) -> None:
        """Fixed order: mimetype, container, package document, then the manifest's files."""
        with zipfile.ZipFile(self.file_name, "w") as self.out:
            self._put("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
            self._put("META-INF/container.xml", self._container)
            self._put("EPUB/package.opf", self._content.opf)
            for item in self.book.get_items():
                method = zipfile.ZIP_STORED if item.media_type in STORED else zipfile.ZIP_DEFLATED
                self._put(f"EPUB/{item.file_name}", item.get_content(), method)

    def _put(self, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
        entry = zipfile.ZipInfo(name, EPOCH)
        entry.compress_type, entry.create_system, entry.external_attr = method, UNIX, PERMISSIONS
        self.out.writestr(entry, data, compresslevel=9)


def _container_model(content: Package) -> epub.EpubBook:
    book = epub.EpubBook()
    for file in content.files:
        book.add_item(epub.EpubItem(uid=file.id, file_name=file.name, media_type=file.media_type, content=file.data))
    book.spine = [book.get_item_with_id(file.id) for file in content.spine]
    return book
