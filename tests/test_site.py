"""The site: what a page shows, what a search finds, what is told of each file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as Xml  # the files are our own

import pytest

from studyguide.epub.access_told import access_told
from studyguide.html.web_edition import Beside, web_body
from studyguide.html.xhtml import parse
from studyguide.publish.access_words import access_sections, onix_features
from studyguide.publish.ebook import make_epub
from studyguide.publish.site.front import base, citation, front_page, size
from studyguide.publish.site.search import search_index
from studyguide.publish.site.site import Download, site
from studyguide.publish.site.web_edition import WebEdition
from studyguide.sources.config import Guide
from studyguide.sources.wording import ENGLISH, Wording
from tests.tinybook import changed, compile_tiny, tiny_book, tiny_sources

GUIDE = "chapters/guide.toml"
LINK = re.compile(r'(?:href|src)="([^"#:?]*)(?:#([^"]*))?"')


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, bytes]:
    """The site of the small guide; its PDFs are stand-ins."""
    epub = Download("epub", "tiny.epub", make_epub(tiny_book(), None, tmp_path_factory.mktemp("pictures")))
    paper = Download("worksheet", "tiny-worksheet.pdf", b"%PDF-1.7", 3)
    return site(tiny_book(), {"a4": Download("a4", "tiny-a4.pdf", b"%PDF", 12), "epub": epub, "worksheet": paper})


def test_every_link_leads_somewhere(made):
    """Whatever a page names is a file of the site, and a place in it."""
    pages = {name: data.decode() for name, data in made.items() if name.endswith(".html")}
    for name, page in pages.items():
        for path, place in LINK.findall(page):
            target = str((Path("/") / Path(name).parent / path).resolve())[1:] if path else name
            assert target in made, (name, path)
            assert not place or f'id="{place}"' in made[target].decode(), (name, path, place)


def test_no_page_needs_a_script_or_another_host(made):
    """Scripts stand on the page of the search alone; nothing is fetched from elsewhere, and no style or script is in a page."""
    for name, data in made.items():
        page = data.decode() if name.endswith(".html") else ""
        assert ("<script defer" in page) == (name == "read/search.html")
        assert not re.search(r'(?:src|<link[^>]*href)="https?:', page)
        assert " style=" not in page
        assert " onclick=" not in page


def test_the_front_page_is_light(made):
    """With its sheet, its cover and every face that it may ask for it has 300 kB at most: it is opened on the way, too."""
    names = ["index.html", "site.css", "cover.jpg", "icon.svg", *(name for name in made if name.startswith("fonts/"))]

    assert len(names) > 8
    assert sum(len(made[name]) for name in names) <= 300_000


def test_an_answer_waits_in_its_question(made):
    """Each question holds its own answer, closed, with every reason; the page of answers has it too."""
    page = made["read/counting.html"].decode()
    asked = page[page.index('id="q-bands"') : page.index('id="q-always"')]
    assert asked.index("<details") < asked.index("The bands were left out.") < asked.index("</details>")
    assert "The bands were left out." in made["read/answers.html"].decode()
    assert not re.findall(r'id="([^"]+)"(?=.*id="\1")', page, re.DOTALL)


def test_a_term_says_what_it_means(made):
    """Its meaning stands at the word, for pointer, keyboard and margin."""
    assert 'data-meaning="A low number of neutrophils."' in made["read/counting.html"].decode()


def test_nothing_of_a_unit_is_lost():
    """A page of the web edition has all the words of its document, and those of its answers besides."""
    root = parse(
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><section id="a"><h2>One</h2><p>two <b>three</b> four</p>'
        '<section id="b"><h3>Five</h3><p>six</p></section><p>seven</p></section></body></html>',
        "x",
    )
    body = web_body(root, Beside())
    assert re.sub(r"<[^>]+>", " ", body.markup).split() == ["One", "two", "three", "four", "Five", "six", "seven"]
    assert [(each.anchor, each.title) for each in body.passages] == [("a", "One"), ("b", "Five")]
    assert " ".join(each.words for each in body.passages).split().count("six") == 1


def test_the_index_knows_other_names():
    """A passage is found by its words, and by other names of the terms that it speaks of."""
    entries = [entry for _, group in tiny_book().book.glossary for entry in group]
    text = search_index(WebEdition(tiny_book()).pages, entries).decode()
    rows = json.loads(text.removeprefix("window.GUIDE_PASSAGES = ").removesuffix(";\n"))
    (row,) = [row for row in rows if row["page"] == "counting.html#sec-count"]
    assert "absolute neutrophil count" in row["also"]
    assert row["title"].endswith("The count")
    assert row["chapter"] == "Counting"
    assert len({row["id"] for row in rows}) == len(rows)


def test_every_file_is_told_with_its_digest(made):
    """The front page has format, pages, size and SHA-256 of each; the sums stand in a file as well; feeds name them."""
    page = made["index.html"].decode()
    sums = dict(reversed(line.split("  ")) for line in made["files/SHA256SUMS"].decode().splitlines())
    for name, digest in sums.items():
        assert f'href="files/{name}"' in page
        assert digest in page
    assert '<td class="n">12</td>' in page
    links = [each.get("href") for each in Xml.fromstring(made["atom.xml"]).iter("{http://www.w3.org/2005/Atom}link")]  # noqa: S314
    opds = json.loads(made["opds.json"])["publications"][0]["links"]
    assert [link for link in links if str(link).startswith("files/")] == [each["href"] for each in opds]


EVALUATED = {"conformsTo": ("EPUB Accessibility 1.1 - WCAG 2.2 Level AA",), "certifiedBy": ("An organisation",)}
TOLD = {
    "accessibilityHazard=none": ("The publication contains no hazards", ("12", "00", "")),
    "accessibilityHazard=unknown": ("The presence of hazards is unknown", ("12", "25", "")),
    "accessibilityFeature=pageNavigation": ("Page list to go to pages from the print source version", ("09", "41", "")),
    "accessibilityFeature=alternativeText": ("Has alternative text descriptions for images", ("09", "14", "")),
    "accessModeSufficient=textual": ("All content can be read as read aloud speech or dynamic braille", ("09", "52", "")),
    "conformsTo=EPUB Accessibility 1.1 - WCAG 2.2 Level AA": ("WCAG 2 Level AA standard", ("09", "85", "")),
    "certifiedBy=An organisation": ("The publication was certified by An organisation", ("09", "90", "An organisation")),
}


@pytest.mark.parametrize("fact", TOLD)
def test_accessibility_is_told_in_the_words_and_codes_of_everybody(fact: str) -> None:
    """Each fact of the metadata is a statement of the Display Guide and a feature of ONIX, hazards as warnings."""
    name, _, value = fact.partition("=")
    statement, feature = TOLD[fact]
    lines = [line for section in access_sections({name: (value,)}, ENGLISH) for line in section.lines]
    untold = [line for section in access_sections({}, ENGLISH) for line in section.lines]
    assert [line for line in lines if statement in line]
    assert not [line for line in untold if statement in line]
    assert feature in [*onix_features({name: (value,)})]
    assert [*onix_features({})] == []


def test_the_record_for_shops_says_what_the_e_book_says(made: dict[str, bytes]) -> None:
    """Its features are those of the metadata, with the summary in words; an evaluation is part of what is told."""
    features = [
        tuple(part.text for part in each)
        for each in Xml.fromstring(made["onix.xml"]).iter()  # noqa: S314
        if each.tag.endswith("}ProductFormFeature")
    ]
    assert {("09", "10"), ("09", "11"), ("09", "52"), ("12", "00")} <= {*features}
    (summary,) = [each[2] for each in features if each[1:2] == ("00",) and each[0] == "09"]
    assert str(summary).startswith("All of it can be read as text")
    package = f"""<package xmlns="http://www.idpf.org/2007/opf">
    <meta property="dcterms:conformsTo">{EVALUATED["conformsTo"][0]}</meta>
    <meta property="a11y:certifiedBy">An organisation</meta><meta property="dcterms:date">2026-01-02</meta></package>"""
    epub = io.BytesIO()
    with zipfile.ZipFile(epub, "w") as files:
        files.writestr("EPUB/package.opf", package)
    assert access_told(epub.getvalue()) == EVALUATED


def test_papers_are_offered_and_are_no_editions(made: dict[str, bytes]) -> None:
    """A worksheet is for who asks for it; programs that look for the book are shown the book alone."""
    page, paper = made["index.html"].decode(), "files/tiny-worksheet.pdf"
    assert f'<b>With pen and paper</b> <a href="{paper}" download="download">Worksheet</a>' in page
    assert "For the wall" not in page
    assert (
        paper
        not in made["opds.json"].decode() + made["atom.xml"].decode() + page.partition("ld+json")[2].partition("</script>")[0]
    )


def at_home(home: str) -> Guide:
    """The small guide with another `home`."""
    text = re.sub(r"^home = .*$", f'home = "{home}"', tiny_sources().texts[GUIDE], flags=re.MULTILINE)
    return compile_tiny(changed(**{GUIDE: text})).book.guide


@pytest.mark.parametrize(
    ("home", "folder"),
    [
        ("https://example.org/tiny", "https://example.org/tiny/"),
        ("https://example.org/tiny/", "https://example.org/tiny/"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/v1.0/index.html?a=1#top", "https://example.org/v1.0/"),
        ("the shelf", ""),
    ],
)
def test_a_guide_with_a_home_has_addresses(home, folder):
    """`home`, if it is an address, is where the site will be, folder or page; else all is relative."""
    guide = at_home(home)

    assert base(guide) == folder
    assert citation(guide).endswith(f"{home}." if folder else "2026.")


def test_a_guide_in_other_languages_leads_to_them():
    """Each language is named as its readers name it, in that language; a guide without others says nothing of them."""
    table = "".join(f'[[translations]]\nlanguage = "{tag}"\naddress = "https://example.org/{tag}/"\n' for tag in ("de", "ar"))
    guide = compile_tiny(changed(**{GUIDE: tiny_sources().texts[GUIDE] + table}))
    page = front_page(guide.templates.env, guide.book, (), {}, "")

    assert re.findall(r'<a rel="alternate" hreflang="(\w+)" lang="\1" href="([^"]+)">([^<]+)</a>', page) == [
        ("de", "https://example.org/de/", "Deutsch"),
        ("ar", "https://example.org/ar/", "العربية"),
    ]
    assert page.count('<link rel="alternate" hreflang=') == 2
    assert "In other languages" not in front_page(tiny_book().templates.env, tiny_book().book, (), {}, "")


@pytest.mark.parametrize(
    ("length", "language", "said"),
    [(3_300_000, "en-GB", "3.3 MB"), (3_300_000, "de", "3,3 MB"), (640_400, "en-GB", "640 kB"), (4, "en-GB", "1 kB")],
)
def test_sizes_are_said_as_people_read_them(length, language, said):
    """In megabytes or kilobytes of a thousand, with the signs of the language."""
    assert size(length, Wording(language)) == said


def test_the_site_is_the_same_each_time():
    """The same sources give the same pages."""
    assert WebEdition(tiny_book()).files() == WebEdition(tiny_book()).files()
