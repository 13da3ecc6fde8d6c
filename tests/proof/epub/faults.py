"""Seeded faults: one table of what may be wrong with an EPUB, and the gate that must find it.

A row is one change of the synthetic book's files. The gates: `rules` (our own, proof.epub.rules), the readers' profiles,
`ebooklib`'s reader, `figures` and `screens` on every ground and the smallest screen, `pages` and `words` against the PDF, and the
programs EPUBCheck, Ace and calibre. tests/proof/epub/test_faults.py seeds the faults of the gates that are ours,
tests/validators/test_epub_faults.py those of the programs, and of Chromium.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PIL import Image

from tests.epub.synthetic import packed, publication

Files = dict[str, bytes]


def picture(width: int, height: int, kind: str, mark: tuple[int, int, int] = (0, 0, 0)) -> bytes:
    """A white picture with one large mark."""
    image = Image.new("RGB", (width, height), (255, 255, 255))
    image.paste(mark, (width // 4, height // 4, width // 2, height // 2))
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


@dataclass(frozen=True)
class Fault:
    """One seeded fault: the gate that must find it, by which rule; the file; what is replaced by what.

    Without `old`, `new` is added to the file; `None` deletes it; bytes are the whole new file. A `fatal` fault hides all others.
    """

    gate: str
    rule: str
    file: str
    old: str = ""
    new: str | bytes | None = ""
    fatal: bool = False

    def goes_with(self, other: Fault) -> bool:
        """Whether both can be put into one book and told apart there."""
        apart = (self.rule, self.file) != (other.rule, other.file) and (self.file, self.old) != (other.file, other.old or None)
        return apart and not self.fatal and not other.fatal

    def seed(self, files: Files) -> None:
        """Put the fault into the files of a book."""
        name = f"EPUB/{self.file}" if not self.file.startswith(("META-INF", "mimetype")) else self.file
        if self.new is None:
            del files[name]
        elif isinstance(self.new, bytes):
            files[name] = self.new
        elif not self.old:
            files[name] = files.get(name, b"") + self.new.encode()
        else:
            assert self.old.encode() in files[name], f"{self.old} is not in {name}"
            files[name] = files[name].replace(self.old.encode(), self.new.encode(), 1)


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img" aria-labelledby="t-1">'
    '<title id="t-1">Dot</title><circle r="9"></circle></svg>'
)
CHAPTER, OPF, NAV, NCX, CSS = "counting.xhtml", "package.opf", "nav.xhtml", "toc.ncx", "book.css"
HEAD = (
    '<thead><tr><th scope="col">Name</th><th scope="col" class="n">From (/µL)</th>'
    '<th scope="col" class="n">To (/µL)</th></tr></thead>'
)
# A heading of the second level, and the same of the fourth.
DEEPER = {
    name: (f"<h2 {rest}</h2>", f"<h4 {rest}</h4>")
    for name, rest in {
        "faq": 'id="faq-contagious-q"><span class="number">1</span> Is a low count contagious?',
        "causes": 'id="sec-drugs-title" data-title="Medicines"><span class="number">2.1</span> Medicines',
    }.items()
}
CAUSES = (
    '<li><a href="causes.xhtml#causes">2 Causes</a>\n<ol>\n'
    '<li><a href="causes.xhtml#sec-drugs">2.1 Medicines</a></li>\n</ol>\n</li>'
)
DRAWING = (
    '<figure aria-labelledby="drawn"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img" {0}>'
    '<rect width="9" height="9" fill="{2}"/><path d="M0 0H9" stroke="{3}"/><text fill="{1}">up</text></svg>'
    '<figcaption><b id="drawn">Figure 9</b></figcaption></figure>'
)
"""A drawing with attributes of its own, and the colours of its words, its ground and its line."""
FAULTS = (
    # container
    Fault("EPUBCheck", "PKG-007", "mimetype", "application/epub+zip", "application/zip", fatal=True),
    Fault("EPUBCheck", "RSC-001", "images/ruler.png", new=None),
    Fault("EPUBCheck", "OPF-003", "ghost.css", new="p { margin: 0 }"),
    Fault("EPUBCheck", "OPF-003", "images/.DS_Store", new="x"),
    Fault("rules", "file-name", OPF, 'href="faq.xhtml"', 'href="FAQ 1.xhtml"'),
    Fault("rules", "encryption", "META-INF/encryption.xml", new="<encryption/>"),
    Fault("EPUBCheck", "OPF-002", "META-INF/container.xml", "EPUB/package.opf", "EPUB/content.opf", fatal=True),
    # package
    Fault("rules", "package", OPF, ' xml:lang="en-GB" dir="ltr"'),
    Fault("EPUBCheck", "NCX-001", NCX, "urn:uuid:6f0d2c1e", "urn:uuid:7f0d2c1e"),
    Fault("rules", "identifier", OPF, "urn:uuid:6f0d2c1e-5a44-5a1f-9b1b-2f5b5d6b7c01", "isbn:9780000000000"),
    Fault("EPUBCheck", "RSC-005", OPF, "2026-11-23T12:00:00Z", "2026-11-23T12:00:00"),
    Fault("rules", "bibliography", OPF, "<dc:publisher>Study Guide Project</dc:publisher>", "<dc:publisher/>"),
    Fault("rules", "bibliography", OPF, 'property="file-as">Reviewer', 'property="file-as" scheme="marc:relators">Reviewer'),
    Fault("EPUBCheck", "RSC-005", OPF, '<meta refines="#subject-1" property="authority">MeSH</meta>'),
    Fault("Ace", "metadata-accessibilitysummary", OPF, 'property="schema:accessibilitySummary"', 'property="schema:description"'),
    Fault("rules", "claim", OPF, 'accessibilityFeature">index<', 'accessibilityFeature">MathML<'),
    Fault("rules", "claim", OPF, 'accessibilityFeature">index<', 'accessibilityFeature">printPageNumbers<'),
    Fault("rules", "claim", "index.xhtml", 'epub:type="index" role="doc-index" ', 'role="region" '),
    Fault(
        "rules",
        "conformance",
        OPF,
        '<meta property="pageBreakSource"',
        '<meta property="dcterms:conformsTo" id="c">WCAG 2.2 AA</meta><meta property="pageBreakSource"',
    ),
    Fault("rules", "claim", OPF, '<meta property="schema:accessModeSufficient">textual</meta>', ""),
    Fault("EPUBCheck", "OPF-027", OPF, "pageBreakSource", "a11y:pageBreakSource"),
    Fault("rules", "page-source", OPF, 'property="pageBreakSource"', 'property="dcterms:source"'),
    Fault("rules", "cover", OPF, '<meta name="cover" content="cover-image"/>', '<meta content="cover-image" name="cover"/>'),
    Fault("rules", "cover", "cover.xhtml", "<img src", "<p>Welcome</p><img src"),
    Fault("rules", "cover", "images/cover.jpg", new=picture(1500, 2400, "JPEG")),
    Fault(
        "EPUBCheck",
        "OPF-015",
        OPF,
        'href="faq.xhtml" media-type="application/xhtml+xml"',
        'href="faq.xhtml" media-type="application/xhtml+xml" properties="scripted"',
    ),
    # navigation
    Fault("rules", "contents", NAV, ">1.2 What a count cannot say<", ">1.2 What counts say<"),
    Fault("rules", "contents", NAV, '<li><a href="faq.xhtml#faq">Questions people ask</a></li>'),
    Fault("EPUBCheck", "NAV-011", NAV, "counting.xhtml#sec-myth", "answers.xhtml#answers-counting"),
    Fault(
        "rules",
        "contents",
        "causes.xhtml",
        "</section>\n</section>",
        '</section>\n<section class="sec level-2" id="sec-new"><h2 id="sec-new-title">More</h2></section></section>',
    ),
    Fault("rules", "visible-contents", OPF, '<itemref idref="nav"/>'),
    Fault("rules", "landmarks", NAV, 'epub:type="bodymatter"', 'epub:type="bodymatter chapter"'),
    Fault("rules", "landmarks", NAV, '<li><a epub:type="index" href="index.xhtml#index">Index</a></li>'),
    Fault("rules", "landmarks", NAV, ' hidden="hidden"'),
    Fault("rules", "page-list", NAV, '<li><a href="counting.xhtml#page--2">2</a></li>'),
    Fault("rules", "page-list", CHAPTER, 'aria-label="2"', 'aria-label="3"'),
    Fault("rules", "page-marker", CHAPTER, 'aria-label="2"></span>', 'aria-label="2">2</span>'),
    Fault("rules", "ncx", NCX, "<text>2.1 Medicines</text>", "<text>Medicines</text>"),
    Fault("rules", "ncx", NCX, 'name="dtb:depth" content="3"', 'name="dtb:depth" content="0"'),
    Fault("EPUBCheck", "RSC-005", OPF, '<spine toc="ncx">', "<spine>"),
    Fault("rules", "guide", OPF, '<reference type="text"', '<reference type="preface"'),
    Fault("EPUBCheck", "RSC-012", CHAPTER, 'href="causes.xhtml#sec-drugs"', 'href="causes.xhtml#sec-medicines"'),
    Fault("EPUBCheck", "RSC-007", CHAPTER, "images/ruler.png", "images/rule.png"),
    # documents
    Fault("EPUBCheck", "RSC-016", CHAPTER, "</h1>", "</h2>", fatal=True),
    Fault("EPUBCheck", "RSC-016", CHAPTER, "Five kinds", "&nbsp;Five kinds", fatal=True),
    Fault("rules", "document", CHAPTER, "<!DOCTYPE html>"),
    Fault("rules", "document", CHAPTER, ' lang="en-GB"'),
    Fault("rules", "document", CHAPTER, "<title>What the numbers mean", "<title>Chapter 1"),
    Fault(
        "Ace",
        "heading-order",
        "answers.xhtml",
        '<h3 id="a-q-bands-title">Question 1.1</h3>',
        '<h5 id="a-q-bands-title">Question 1.1</h5>',
    ),
    Fault("rules", "id", "causes.xhtml", 'id="ix-2"', 'id="ix-1"'),
    Fault("rules", "self-closed", CHAPTER, 'id="ix-1"></span>', 'id="ix-1"/>'),
    Fault("rules", "html", CHAPTER, "<p>The steps", "<p>The steps<table><tr><td>kinds</td></tr></table>"),
    Fault("rules", "html", CHAPTER, "<code>WBC 2.4 L</code>", "<code/>WBC 2.4 L"),
    Fault("rules", "document-size", "faq.xhtml", "Some infections", "word " * 60_000),
    Fault(
        "rules",
        "heading-first",
        "faq.xhtml",
        '<div class="opener">',
        "<p>Welcome to the questions that people ask.</p><div>",
    ),
    Fault("rules", "abbreviation", CHAPTER, "The absolute neutrophil count (<abbr", "The count (<abbr"),
    Fault("rules", "foreign", CHAPTER, 'lang="la" xml:lang="la"', 'lang="la"'),
    Fault("rules", "character", CHAPTER, "Duffy-null", "Duffy\u2011null"),
    Fault("rules", "character", CHAPTER, ">Back</a>", ">\u21a9</a>"),
    Fault("rules", "unit-space", CHAPTER, "38.0\u00a0°C", "38.0 °C"),
    Fault("rules", "active", CHAPTER, "<p>The steps", '<p style="color: red">The steps'),
    Fault("rules", "active", CHAPTER, "<p>The steps", "<script>0</script><p>The steps"),
    Fault("rules", "active", CHAPTER, 'src="images/ruler.png"', 'src="https://example.org/ruler.png"'),
    # semantics
    Fault("rules", "role", CHAPTER, 'role="doc-glossref"', 'role="doc-noteref"'),
    Fault("EPUBCheck", "OPF-088", CHAPTER, 'class="question single"', 'class="question single" epub:type="question"'),
    Fault("EPUBCheck", "RSC-005", CHAPTER, '<aside class="callout key-point"', '<aside role="doc-notice" class="callout"'),
    Fault("EPUBCheck", "RSC-017", CHAPTER, 'role="doc-footnote"', 'role="doc-endnote"'),
    Fault("rules", "label", "glossary.xhtml", ' aria-labelledby="glossary-title"'),
    Fault("EPUBCheck", "RSC-005", "glossary.xhtml", 'aria-labelledby="glossary-title"', 'aria-labelledby="glossary-heading"'),
    Fault(
        "rules",
        "box-label",
        CHAPTER,
        '<h3 class="label" id="counting-box-5-label">Red flag</h3>',
        '<h3 class="label" id="counting-box-5-label"></h3>',
    ),
    # notes
    Fault("rules", "call", CHAPTER, 'leukopenia</a>.<sup class="cite">[', 'leukopenia</a>, below 500<sup class="cite">'),
    Fault(
        "rules",
        "call",
        CHAPTER,
        'lack.<sup class="note-call"><a ',
        'lack in 5%.<a aria-hidden="false" role="doc-noteref">1</a><sup><a ',
    ),
    Fault("rules", "call", CHAPTER, "10⁹/L", "10<sup>9</sup>/L"),
    Fault("rules", "note", CHAPTER, 'href="#fn-counting-1"', 'href="#fn-counting-2"'),
    Fault("rules", "note", CHAPTER, 'href="#fnr-counting-1"', 'href="#sec-units"'),
    Fault("rules", "notes-last", CHAPTER, '<section class="footnotes" epub:type="footnotes" aria-label="Notes">', "<section>"),
    Fault("rules", "notes-last", CHAPTER, "</aside>\n</section>\n</section>", "</aside>\n</section>\n<p>The end.</p></section>"),
    Fault("rules", "glossary-link", "glossary.xhtml", ' id="g-leukopenia"'),
    Fault("rules", "glossary-link", CHAPTER, "glossary.xhtml#g-leukocyte", "glossary.xhtml#g-leukopenia"),
    Fault("rules", "citation", CHAPTER, ' aria-label="Reference 1"'),
    Fault("rules", "citation", CHAPTER, "references.xhtml#ref-msd", "glossary.xhtml#g-leukocyte"),
    Fault("rules", "citation-back", "references.xhtml", 'href="counting.xhtml#cite-1-2"', 'href="counting.xhtml#cite-1-1"'),
    Fault("rules", "index-locator", "index.xhtml", 'href="counting.xhtml#ix-1"', 'href="#ie-medicines"'),
    # questions
    Fault("rules", "answer", CHAPTER, "answers.xhtml#a-q-bands", "answers.xhtml#answers"),
    Fault("rules", "answer", "answers.xhtml", 'href="counting.xhtml#q-case"', 'href="counting.xhtml#q-calc"'),
    Fault(
        "rules",
        "answer-distance",
        CHAPTER,
        '<p class="to-answer">',
        '<section class="answer" id="a-near">1,080</section><p class="to-answer">',
    ),
    Fault(
        "rules",
        "answer-distance",
        CHAPTER,
        '<p class="to-answer">',
        '<details><summary>Answer</summary>B</details><p class="to-answer">',
    ),
    Fault("rules", "rationale", "answers.xhtml", "<p>This is the total.</p>"),
    Fault(
        "rules",
        "rationale",
        "answers.xhtml",
        '<li><p class="option">Lymphocyte</p><p><b>A</b> makes antibodies</p><p>B cells do.</p></li>',
    ),
    # tables
    Fault("rules", "table", CHAPTER, '<th scope="row">Mild', "<th>Mild"),
    Fault("rules", "table", CHAPTER, '<td class="n">499</td></tr>', "</tr>"),
    Fault("rules", "table", CHAPTER, '<b class="number">Table 1.1</b> Names for low counts'),
    Fault(
        "rules",
        "table-width",
        CHAPTER,
        '<th scope="col" class="n">From',
        '<th scope="col"></th><th scope="col"></th><th scope="col" class="n">From',
    ),
    Fault("rules", "table-width", CHAPTER, '<td class="n">499</td>', f'<td class="n">{"499 and fewer " * 20}</td>'),
    Fault("rules", "table-words", CHAPTER, '<td class="n">499</td>', '<td class="n">1234567890123456789012345</td>'),
    Fault("rules", "linear-table", CHAPTER, ' data-label="Share:">40', ">40"),
    Fault("rules", "linear-table", CHAPTER, ' data-label="Share:">40', ' data-label="Work:">40'),
    Fault("rules", "linear-table", CHAPTER, '<td role="cell" data-label="Share:">40', '<td data-label="Share:">40'),
    Fault(
        "rules",
        "linear-table",
        CHAPTER,
        '<td role="cell" data-label="Share:">40',
        '<td role="cell" rowspan="1" data-label="Share:">40',
    ),
    Fault("rules", "linear-table", CHAPTER, ' data-label="Share:">40', ' data-label="Share, Work:">40'),
    Fault("rules", "generated", CSS, 'content: attr(data-label) " "', 'content: attr(title) " "'),
    # figures
    Fault("rules", "alt", CHAPTER, 'alt="A ruler of', 'alt="Image of a ruler of'),
    Fault("rules", "alt", CHAPTER, 'alt="A ruler', f'alt="{"A very long ruler " * 9}'),
    Fault("rules", "alt", CHAPTER, ' aria-labelledby="fig-ruler-caption"'),
    Fault(
        "rules",
        "description",
        "figure-descriptions.xhtml",
        'href="counting.xhtml#fig-ruler-more"',
        'href="counting.xhtml#fig-ruler"',
    ),
    Fault(
        "rules",
        "description",
        "figure-descriptions.xhtml",
        "A horizontal ruler shows",
        "</p></section><section><p>A horizontal ruler shows",
    ),
    *(
        Fault("rules", rule, CHAPTER, "<p>The steps", DRAWING.format(*parts) + "<p>The steps")
        for rule, *parts in (
            ("inline-svg", "", "currentColor", "none", "#2E75B6"),
            ("inline-svg", 'aria-label="A step" width="9"', "currentColor", "none", "#2E75B6"),
            ("drawing-colour", 'aria-label="A step"', "#1A1A1A", "none", "#2E75B6"),
            ("drawing-colour", 'aria-label="A step"', "currentColor", "#E4EFF8", "#2E75B6"),
            ("drawing-colour", 'aria-label="A step"', "currentColor", "none", "#00497F"),
        )
    ),
    # style sheet
    Fault("rules", "css", CSS, new="p { margin }"),
    Fault("rules", "css", CSS, new="@import url(other.css);"),
    Fault("rules", "colour", CSS, new=".key-point { color: #005A9C }"),
    Fault("rules", "colour", CSS, new=".red-flag { border-left: 0.2em solid #8E1B10 }"),
    Fault("rules", "colour", CSS, new=".red-flag { border-left: 0.2em solid #F0A030 }"),
    Fault("rules", "colour", CSS, new=".red-flag { background: #C0281E }"),
    Fault("rules", "colour", CSS, new=".note { background: rgba(200, 220, 255, 0.1) }"),
    Fault("rules", "link-style", CSS, new=".term a { text-decoration: none }"),
    Fault("rules", "reader-setting", CSS, new="p { line-height: 1.5 }"),
    Fault("rules", "reader-setting", CSS, new="li { font-size: 0.9em }"),
    Fault("rules", "reader-setting", CSS, new=".summary { text-align: justify }"),
    Fault("rules", "reader-setting", CSS, new="h1 { font-family: Arial }"),
    Fault("rules", "unit", CSS, new=".note { padding: 12px }"),
    Fault("rules", "unit", CSS, new=".note { margin-left: 3em }"),
    Fault("rules", "unit", CSS, new="figure { float: right; width: 50% }"),
    Fault("rules", "unit", CSS, new=".note { margin: 0 !important }"),
    Fault("rules", "old-engine", CSS, "section, aside, figure,", "section, figure,"),
    Fault("rules", "old-engine", CSS, new=".note { break-inside: avoid }"),
    Fault("rules", "old-engine", CSS, new="div { margin: 0 }"),
    Fault("rules", "generated", CSS, new='.red-flag::before { content: "Danger" }'),
    Fault("rules", "font", CSS, new="@font-face { font-family: X; src: url(x.ttf) }"),
    # what the accessibility metadata speak of is taken away
    Fault(
        "rules",
        "alt",
        CHAPTER,
        'alt="A ruler of neutrophil counts from 0 to 2,000 per microlitre, cut at 500, 1,000 and 1,500."',
        'alt=""',
    ),
    Fault("rules", "claim", CHAPTER, 'alt="A ruler of', 'title="A ruler of'),
    Fault(
        "rules",
        "claim",
        CHAPTER,
        '<a class="describe" href="figure-descriptions.xhtml#desc-fig-ruler" id="fig-ruler-more">Description</a>',
    ),
    Fault("rules", "claim", "figure-descriptions.xhtml", 'id="desc-fig-ruler"'),
    Fault("rules", "table", CHAPTER, HEAD),
    Fault("rules", "table", CHAPTER, ' scope="col">Name', ">Name"),
    Fault("rules", "claim", "faq.xhtml", *DEEPER["faq"]),
    # readers
    Fault("kindle", "no-svg", "title.xhtml", "</section>", f"{SVG}</section>"),
    Fault("kindle", "kindle-mail", "images/ruler.png", new=bytes(51_000_000)),
    Fault("kindle", "two-levels", NAV, CAUSES),
    Fault("kindle", "table-width", CHAPTER, "<tbody>", "<tbody>" + "<tr><th>a</th><td></td><td></td></tr>" * 100),
    Fault("kobo", "kobo-pictures", "images/cover.jpg", new=bytes(3_100_000)),
    Fault("kobo", "character", CHAPTER, "Duffy-null", "Duffy\u2011null"),
    Fault(
        "kobo",
        "heading-first",
        "faq.xhtml",
        '<div class="opener">',
        "<p>Welcome to the questions that people ask.</p><div>",
    ),
    Fault("apple-books", "apple-start", NAV, 'epub:type="bodymatter"', 'epub:type="bodymatter chapter"'),
    Fault("apple-books", "apple-cover", "images/cover.jpg", new=picture(900, 1440, "JPEG")),
    Fault("apple-books", "no-endnotes", CHAPTER, 'epub:type="footnote"', 'epub:type="endnote"'),
    Fault(
        "koreader", "notes-last", CHAPTER, "</aside>\n</section>\n</section>", "</aside>\n</section>\n<p>The end.</p></section>"
    ),
    Fault("koreader", "ncx", NCX, "<text>2.1 Medicines</text>", "<text>Medicines</text>"),
    Fault("rmsdk", "page-targets", NCX, "<pageTarget ", "<pageTarget></pageTarget><pageTarget "),
    Fault("rmsdk", "no-svg", OPF, "</manifest>", '<item id="s" href="images/s.svg" media-type="image/svg+xml"/></manifest>'),
    Fault("rmsdk", "document-size", "faq.xhtml", "Some infections", "word " * 60_000),
    # ebooklib's reader
    Fault("ebooklib", "reread", NCX, "<text>2.1 Medicines</text>", "<text>Medicines</text>"),
    Fault("ebooklib", "reread", OPF, '<itemref idref="text-faq"/>', '<itemref idref="text-faqs"/>'),
    Fault("ebooklib", "reread", "images/ruler.png", new=None),
    # figures on white, sepia and black
    Fault("figures", "contrast", "images/ruler.png", new=picture(1600, 600, "PNG", (0xFF, 0xC0, 0x40))),
    Fault("figures", "contrast", "images/ruler.png", new=picture(1600, 600, "PNG", (0xFA, 0xFA, 0xFA))),
    # the page list against the pages of the PDF
    Fault("pages", "page-list", CHAPTER, 'id="page--2"', 'id="page--9"'),
    Fault("pages", "page-list", CHAPTER, '<span epub:type="pagebreak" role="doc-pagebreak" id="page--2" aria-label="2"></span>'),
    Fault(
        "pages",
        "page-words",
        CHAPTER,
        '<span epub:type="pagebreak" role="doc-pagebreak" id="page--2" aria-label="2"></span>Five kinds are',
        'Five kinds are <span epub:type="pagebreak" role="doc-pagebreak" id="page--2" aria-label="2"></span>',
    ),
    # the words against those of the PDF
    Fault("words", "ebook-missing", CHAPTER, "Limits differ a little from laboratory to laboratory."),
    Fault(
        "words", "ebook-extra", CHAPTER, "<p>A number is a photograph", "<p>A number is a photograph. A number is a photograph"
    ),
    Fault("words", "ebook-missing", CHAPTER, "500/µL</span> (0.5", "50/µL</span> (0.5"),
    Fault("words", "ebook-extra", "answers.xhtml", "The bands were left out.", "Left out were the bands."),
    # the smallest screen at the largest text, on every ground
    Fault("screens", "cut-off", CSS, new=".formula { white-space: nowrap }"),
    Fault("screens", "cut-off", CSS, new="th, td { white-space: nowrap }"),
    Fault("screens", "cut-off", CSS, new="#fig-ruler img { width: 30em; max-width: none }"),
    Fault("screens", "cut-off", CSS, new="body > section > p { min-width: 330px }"),  # seen on 320 pixels alone
    Fault("screens", "contrast", CSS, new="#tab-cut-offs td { color: #999999 }"),
    Fault("screens", "contrast", CSS, new="#tab-cells { border-top: 0.1em solid #DDDDDD }"),
    Fault("screens", "contrast", CSS, new=".key-point { color: #000000 }"),
    Fault("screens", "target", CSS, new=".contents li a { display: inline; padding: 0 }"),
    Fault("screens", "unseen", CSS, new=".key-point { display: none }"),
    Fault("screens", "unseen", CSS, new=".myth { visibility: hidden }"),
    Fault("screens", "unseen", CSS, new=".formula { font-size: 0 }"),
    Fault("screens", "unseen", CSS, new=".summary { opacity: 0 }"),
    Fault("screens", "unseen", CSS, new=".pearl { clip-path: inset(100%) }"),
    Fault("screens", "unseen", CSS, new=".exam-tip { height: 0; overflow: hidden }"),
    Fault("screens", "unseen", CSS, new=".note { transform: scaleX(-1) }"),
    Fault("screens", "unseen", CSS, new="blockquote { direction: rtl }"),
    Fault("screens", "unseen", CSS, new="figure img { display: none }"),
    Fault("screens", "unseen", CHAPTER, "<p>The steps", '<p hidden="hidden">The steps'),
    # EPUBCheck
    Fault("EPUBCheck", "RSC-025", "title.xhtml", "</section>", f"{SVG.replace('viewBox', 'viewbox')}</section>"),
    Fault("EPUBCheck", "OPF-014", "title.xhtml", "</section>", f"{SVG}</section>"),
    Fault("EPUBCheck", "RSC-005", "emergency.xhtml", "<p>", "<p><marquee>Now</marquee> "),
    Fault("EPUBCheck", "RSC-005", OPF, "<dc:language>en-GB</dc:language>"),
    Fault("EPUBCheck", "RSC-007", "causes.xhtml", "<p>", '<p><img src="images/gone.png" alt="gone"/></p><p>'),
    Fault("EPUBCheck", "RSC-012", NAV, "counting.xhtml#sec-myth", "counting.xhtml#sec-gone"),
    Fault("EPUBCheck", "OPF-088", "glossary.xhtml", 'epub:type="glossary"', 'epub:type="glosary"'),
    Fault("EPUBCheck", "RSC-006", "faq.xhtml", "<p>", '<p><img src="https://example.org/x.png" alt="far"/></p><p>'),
    Fault("EPUBCheck", "CSS-008", CSS, new="p { margin: "),
    # Ace by DAISY
    Fault("Ace", "image-alt", CHAPTER, ' alt="A ruler', ' data-was="A ruler'),
    Fault("Ace", "heading-order", "causes.xhtml", *DEEPER["causes"]),
    Fault("Ace", "color-contrast", CSS, new=".key-point p { color: #BBBBBB }"),
    Fault("Ace", "link-name", "faq.xhtml", "<p>", '<p><a href="nav.xhtml"></a>'),
    Fault("Ace", "html-has-lang", "glossary.xhtml", ' lang="en-GB" xml:lang="en-GB"'),
    Fault("Ace", "metadata-accessibilityhazard", OPF, '<meta property="schema:accessibilityHazard">none</meta>'),
    Fault("Ace", "epub-pagesource", OPF, '<meta property="pageBreakSource">', '<meta property="dcterms:source">'),
    # calibre
    Fault("calibre", "CSSError", CSS, new="tr { margin: 0 }"),
    Fault("calibre", "DanglingLink", "faq.xhtml", "<p>", '<p><a href="nowhere.xhtml">there</a>'),
    Fault("calibre", "UnreferencedResource", "spare.css", new="p { margin: 0 }"),
    Fault("calibre", "DuplicateId", "causes.xhtml", "<p>", '<p id="causes">'),
)


GATES = tuple(dict.fromkeys(fault.gate for fault in FAULTS))


def seeded(gate: str) -> tuple[Fault, ...]:
    """The faults that a gate must find."""
    return tuple(fault for fault in FAULTS if fault.gate == gate)


def books(gate: str) -> list[list[Fault]]:
    """The faults of a gate in as few books as can be: a program takes seconds to start."""
    found: list[list[Fault]] = []
    for fault in seeded(gate):
        home = next((book for book in found if all(fault.goes_with(other) for other in book)), None)
        if home is None:
            found.append(home := [])
        home.append(fault)
    return found


@cache
def sound() -> bytes:
    """The synthetic book."""
    return packed(publication())


def rezipped(change: Callable[[Files], None]) -> bytes:
    """The synthetic book with its files changed, zipped again exactly as `pack` does."""
    with zipfile.ZipFile(io.BytesIO(sound())) as archive:
        entries = {info.filename: info for info in archive.infolist()}
        files = {name: archive.read(name) for name in entries}
    change(files)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(entry(name, entries.get(name)), data)
    return buffer.getvalue()


def entry(name: str, like: zipfile.ZipInfo | None) -> zipfile.ZipInfo:
    """An entry of a zip file as `pack` writes it."""
    made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    made.external_attr, made.create_system = 0o644 << 16, 3
    made.compress_type = like.compress_type if like else zipfile.ZIP_DEFLATED
    return made
