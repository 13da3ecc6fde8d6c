"""The EPUB of the tiny guide, from its sources to the finished file."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyguide.epub.publication import PackageFailed, content_digest
from studyguide.proof.epub.inspect import inspect
from studyguide.proof.epub.opened import FOLDER, OpenedBook
from studyguide.proof.epub.profiles import PROFILES, judge
from studyguide.proof.epub.reread import unread
from studyguide.proof.epub.rules.navigation import toc
from studyguide.publish.ebook import make_epub
from studyguide.sources.diagnostics import BuildFailed, Problems
from studyguide.sources.messages import report
from tests.tinybook import changed, compile_tiny, tiny_sources

GUIDE, CHAPTER = "chapters/guide.toml", "chapters/01-counting.md"
EVALUATION = """
[accessibility-evaluation]
evaluator = "Reading Room"
date = 2026-11-25
digest = "{}"
"""


def made(root: Path, **texts: str | None) -> bytes:
    """The EPUB of the tiny guide with files changed."""
    return make_epub(compile_tiny(changed(**texts)), None, root)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A folder that keeps the pictures."""
    path: Path = tmp_path_factory.mktemp("ebook")
    return path


@pytest.fixture(scope="module")
def tiny(root) -> bytes:
    """The EPUB of the tiny guide."""
    return made(root)


def test_it_keeps_every_rule_and_suits_every_reader(tiny):
    """What the templates make of every construct has nothing that a rule, a reader or ebooklib complains of."""
    assert {found.code for found in inspect(tiny)} == {"description"}  # its one drawing is told in fewer than 80 words
    assert [found for profile in PROFILES.values() if profile.file == "epub" for found in judge(tiny, profile)] == []
    assert list(unread(tiny)) == []


def test_a_table_that_does_not_fit_a_phone_can_be_set_in_lines(root, tiny):
    """Long words side by side are too wide for a phone at 200 % text; short ones are not."""
    assert b'<div class="table columns-2 short" id="tab-limits">' in OpenedBook.read(tiny).file("counting.xhtml")

    long = tiny_sources().texts[CHAPTER].replace("| Severe | 500 |", "| Severe1234567 | 500,000,000 |")
    assert b'<div class="table linear" id="tab-limits"' in OpenedBook.read(made(root, **{CHAPTER: long})).file("counting.xhtml")


def test_the_contents_lead_into_the_back_matter(tiny):
    """Answers by chapter, frequent questions and descriptions stand in the contents; the text starts at what cannot wait."""
    book = OpenedBook.read(tiny)
    back = ("answers", "faq", "figure-descriptions")
    below = [label for level, label, href in toc(book.nav) if level > 1 and href.partition(".")[0] in back]
    (start,) = book.nav.find("//h:nav[@e:type='landmarks']//h:a[@e:type='bodymatter']/@href")

    assert below == ["Chapter 1 Counting", "Chapter 2 Keeping calm", "1 Is it an emergency?", "Figure 1.1: The ruler of counts."]
    assert start == "emergency.xhtml#emergency"


def test_an_evaluation_is_stated_for_the_content_that_it_names(root, tiny):
    """The digest that a finished book has may be written into guide.toml, and the book then claims; another content does not."""
    files = {name.removeprefix(FOLDER): data for name, data in OpenedBook.read(tiny).files.items() if name.startswith(FOLDER)}
    guide = tiny_sources().texts[GUIDE] + EVALUATION.format(content_digest(files))
    claimed = OpenedBook.read(made(root, **{GUIDE: guide}))
    assert claimed.meta("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert (claimed.meta("a11y:certifiedBy"), claimed.meta("dcterms:date")) == (["Reading Room"], ["2026-11-25"])

    chapter = tiny_sources().texts[CHAPTER].replace("Limits differ.", "Limits do differ.")
    assert chapter != tiny_sources().texts[CHAPTER]
    assert not OpenedBook.read(made(root, **{GUIDE: guide, CHAPTER: chapter})).meta("dcterms:conformsTo")


def test_a_style_sheet_that_hides_words_is_refused(root):
    """The e-book is not published; the rule is named, with words that it hides."""
    sheet = tiny_sources().texts["styles/epub.css"]
    message = told(root, **{"styles/epub.css": f"{sheet}\n.sec p {{ display: none }}\n"})
    assert f"styles/epub.css:{sheet.count(chr(10)) + 2}:1: error[lost-text]: “.sec p” hides words (display: none)" in message


def told(root: Path, **texts: str | None) -> str:
    """What an editor reads when the EPUB of faulty sources cannot be made."""
    with pytest.raises(BuildFailed) as caught:
        made(root, **texts)
    return report(caught.value)


def test_a_letter_that_no_font_of_the_guide_has_is_told_at_the_drawing(root):
    """A picture that would differ from machine to machine is a diagnostic with the file's name, and nothing is packed."""
    ruler = "chapters/figures/ruler.svg"
    report = told(root, **{ruler: tiny_sources().texts[ruler].replace(">500<", ">重い<")})

    assert f"{ruler}:1:449: error[missing-glyph]: " in report
    assert "nothing was published" in report


def test_a_title_that_no_cover_can_hold_is_told_at_the_guide(root):
    """A word that is wider than the cover is a diagnostic, not a traceback."""
    guide = tiny_sources().texts[GUIDE].replace('title = "', f'title = "{"W" * 200}', 1)

    assert f"{GUIDE}: error[bad-svg]: “WWW" in told(root, **{GUIDE: guide})


@pytest.mark.parametrize("name", ["nav", "cover", "front", "glossary", "index"])
def test_a_chapter_cannot_have_a_name_of_ours(root, name):
    """A chapter with the name of a file that every guide has is a diagnostic."""
    chapter = f"---\nid: {name}\ntitle: Nav\n---\nText.\n"

    assert f"chapters/03-{name}.md: error[bad-id]: " in told(root, **{f"chapters/03-{name}.md": chapter})


def test_what_no_epub_can_hold_is_told():
    """A broken promise of the package is a diagnostic like any other."""
    problems = Problems()
    PackageFailed("two documents have one name").report_to(problems)

    assert [(d.code, d.message) for d in problems.errors] == [("bad-package", "two documents have one name")]


def test_a_broken_template_is_told_at_its_line(root):
    """A name that a template does not know stops the build at the template's file and line."""
    path = "styles/templates/epub/package.opf"
    opf = tiny_sources().texts[path].replace("{{ m.publisher }}", "{{ m.publsher }}")
    line = opf[: opf.index("publsher")].count("\n") + 1

    report = told(root, **{path: opf})
    assert f"{path}:{line}: error[bad-template]" in report
