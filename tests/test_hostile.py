"""Hostile sources: nothing of the machine gets into a guide, nothing in a guide runs."""

from __future__ import annotations

import pytest

from studyguide.html.units import Templates, ebook_documents
from studyguide.html.xhtml import serialise
from studyguide.publish import ebook
from studyguide.publish.ebook import ebook_rendering, make_epub
from studyguide.sources.diagnostics import BuildFailed
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

FIGURE = "chapters/figures/ruler.svg"
NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg {NAMESPACES} viewBox="0 0 9 9"><title>t</title>{{}}</svg>\n'

DRAWINGS = {
    "script": "<script>alert(1)</script>",
    "event": '<rect onclick="alert(1)" width="9" height="9"/>',
    "remote picture": '<image href="https://example.org/x.png" width="9" height="9"/>',
    "file picture": '<image xlink:href="file:///etc/passwd" width="9" height="9"/>',
    "remote use": '<use href="https://example.org/x.svg#a"/>',
    "foreign page": "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
    "imported style": "<style>@import url(https://example.org/x.css);</style>",
    "fetched paint": '<rect fill="url(https://example.org/x.svg#a)" width="9" height="9"/>',
    "link": '<a href="javascript:alert(1)"><rect width="9" height="9"/></a>',
    "animation": '<rect width="9" height="9"><animate attributeName="x"/></rect>',
}


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_that_acts_or_reaches_out_is_refused(drawing: str) -> None:
    """Scripts, events, links and anything fetched stop the build."""
    assert "error[bad-svg]" in complaints(changed(**{FIGURE: SVG.format(drawing)}))


@pytest.mark.parametrize(
    "text",
    [
        "<svg",
        SVG.format("").replace("<svg ", "<svg:svg "),
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format("&x;"),
    ],
    ids=["torn", "unbound", "entity"],
)
def test_a_drawing_that_is_not_plain_xml_is_refused(text: str) -> None:
    """Broken XML and entities stop the build; no entity is ever expanded."""
    told = complaints(changed(**{FIGURE: text}))

    assert "error[bad-svg]" in told
    assert "root:" not in told


@pytest.mark.parametrize(
    "path",
    ["../secret.svg", "/etc/passwd", "file:///etc/passwd", "figures/../../x.svg", "https://example.org/x.svg", "figures/x.gif"],
)
def test_a_figure_from_elsewhere_is_refused(path: str) -> None:
    """Only drawings and photographs of the figures folder can be figures."""
    file = "chapters/01-counting.md"
    text = tiny_sources().texts[file].replace("figures/ruler.svg", path)

    assert "error[bad-path]" in complaints(changed(**{file: text}))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<iframe src='https://example.org'>",
        "<img src=x onerror=alert(1)>",
        "<?php ?>",
    ],
)
def test_html_in_a_chapter_is_refused(text: str) -> None:
    """A chapter cannot bring markup of its own."""
    file = "chapters/02-calm.md"

    assert "error[raw-html]" in complaints(changed(**{file: tiny_sources().texts[file] + f"\nText {text} text.\n"}))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//example.org", "../x.md"])
def test_links_lead_to_the_web_only(url: str) -> None:
    """Links with other schemes stop the build."""
    file = "chapters/02-calm.md"
    told = complaints(changed(**{file: tiny_sources().texts[file] + f"\nA [link]({url}).\n"}))

    assert "error[bad-link]" in told


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("styles/references.csl", "</macro>", ""),
        ("styles/references.csl", '<macro name="', '<macro name="x'),
        ("styles/references.csl", "<bibliography", "<bibliographie"),
        ("styles/templates/epub/cover.xhtml", "<body", "<body hre"),
        ("styles/templates/epub/nav.xhtml", "</nav>", ""),
        ("styles/templates/epub/toc.ncx", "</navMap>", ""),
        ("styles/templates/epub/package.opf", "</spine>", ""),
        ("styles/templates/epub/container.xml", "</rootfiles>", ""),
    ],
)
def test_a_torn_design_is_named(path: str, old: str, new: str, tmp_path, monkeypatch) -> None:
    """A style of references or a document of the package that cannot be read stops the build, with its file."""
    monkeypatch.setattr(ebook, "kept_cover", lambda *what: b"")
    assert old in tiny_sources().texts[path]

    with pytest.raises(BuildFailed) as failed:
        make_epub(compile_tiny(changed(**{path: tiny_sources().texts[path].replace(old, new)})), None, tmp_path)

    assert [(each.code, each.span.path) for each in failed.value.problems.errors] == [("bad-template", path)]


def test_a_style_sheet_that_nothing_reads_is_named() -> None:
    """A sheet of another name than those that are read would be ignored, and so is an error."""
    assert "styles/mine.css: error[stray-file]: no rendition reads this style sheet" in complaints(
        changed(**{"styles/mine.css": "p { color: red }"})
    )


def test_markup_characters_in_text_and_data_are_only_characters() -> None:
    """& and < in prose, titles and references come out as text."""
    texts = tiny_sources().texts
    sources = changed(
        **{
            "chapters/02-calm.md": texts["chapters/02-calm.md"].replace("Keeping calm", "Keeping calm & counts < 500"),
            "chapters/references.yaml": texts["chapters/references.yaml"].replace("Counting cells", "Cells & counts < 500"),
        }
    )
    compiled = compile_tiny(sources)
    rendering = ebook_rendering(compiled.book, None, dict.fromkeys(compiled.figures, "images/x.png"))
    pages = {unit: serialise(root) for unit, _, root in ebook_documents(Templates.of(sources, compiled.book), rendering, None)}

    assert "Keeping calm &amp; counts &lt; 500" in pages["calm"]
    assert "Cells &amp; counts &lt; 500" in pages["references"]
