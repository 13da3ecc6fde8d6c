"""What a finished EPUB says of its accessibility, as a shop or a library reads it (EPUB Accessibility 1.1, 2.2)."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

OPF = "{http://www.idpf.org/2007/opf}"
PACKAGE = "EPUB/package.opf"


def access_told(epub: bytes) -> dict[str, tuple[str, ...]]:
    """What the package says by properties of schema.org, and of an evaluation, by their names (`accessibilityFeature`)."""
    with zipfile.ZipFile(io.BytesIO(epub)) as files:
        root = etree.fromstring(files.read(PACKAGE))
    found: dict[str, tuple[str, ...]] = {}
    for meta in root.iter(f"{OPF}meta"):
        prefix, _, name = str(meta.get("property") or "").partition(":")
        if prefix in ("schema", "a11y") or name == "conformsTo":
            found[name] = (*found.get(name, ()), (meta.text or "").strip())
    return found
