"""Small books made by hand: one without a fault, and what is needed to seed faults into copies of it."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import weasyprint

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:6f1cf6d2-2f3b-5e9e-9d3c-0d5f3b1f0a11</dc:identifier>
    <dc:title>A book of one page</dc:title>
    <dc:language>en</dc:language>
    <dc:date>2026-01-01</dc:date>
    <meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessMode">visual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">structuralNavigation</meta>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityFeature">alternativeText</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">One page with a heading, a paragraph and a described picture.</meta>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="one" href="one.xhtml" media-type="application/xhtml+xml" properties="svg"/>
  </manifest>
  <spine><itemref idref="one"/><itemref idref="nav" linear="no"/></spine>
</package>
"""
NAVIGATION = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
  <head><title>Contents</title></head>
  <body><nav epub:type="toc" role="doc-toc" aria-label="Contents"><h1>Contents</h1>
    <ol><li><a href="one.xhtml#start">One page</a></li><li><a href="nav.xhtml">Contents</a></li></ol></nav></body>
</html>
"""
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
  <head><title>One page</title></head>
  <body><section epub:type="chapter" role="doc-chapter" aria-labelledby="start"><h1 id="start">One page</h1>
    <p>A paragraph.</p>
    <p><svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="A blue square" viewBox="0 0 9 9" width="9" height="9">
      <rect width="9" height="9" fill="#00f"/></svg></p>
    </section></body>
</html>
"""
FILES = {
    "META-INF/container.xml": CONTAINER,
    "EPUB/package.opf": PACKAGE,
    "EPUB/nav.xhtml": NAVIGATION,
    "EPUB/one.xhtml": PAGE,
}


def write_epub(path: Path, changes: Mapping[str, Sequence[tuple[str, str]]] | None = None) -> Path:
    """A small EPUB without a fault; `changes` replaces text in its files: {file: [(old, new), …]}."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, whole in FILES.items():
            text = whole
            for old, new in (changes or {}).get(name, ()):
                assert old in text, f"{old!r} is not in {name}"
                text = text.replace(old, new)
            archive.writestr(name, text)
    return path


HTML = """<!DOCTYPE html><html lang="en"><head><title>A book of one page</title>
<style>@page {{ size: A5 }} @font-face {{ font-family: Guide; src: url({font}) }} * {{ font-family: Guide }}</style></head>
<body><h1 id="top">One page</h1><p>A paragraph, and <a href="#second">a link</a>.</p><h2 id="second">Second</h2>
<p><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><title>A blue square</title>
<rect width="9" height="9" fill="#00f"/></svg></p></body></html>
"""
FONTS = Path(__file__).parents[2] / "styles" / "fonts"


def write_pdf(path: Path, variant: str = "pdf/ua-1") -> Path:
    """A small tagged PDF without a fault, set by WeasyPrint."""
    html = HTML.format(font=(FONTS / "SourceSerif4-Regular.ttf").as_uri())
    weasyprint.HTML(string=html).write_pdf(path, pdf_variant=variant, pdf_tags=True)
    return path
