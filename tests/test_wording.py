"""Wording: every word that a reader meets stands in the catalogues, and every catalogue has them all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import etree

from studyguide.sources.wording import Wording
from tests.catalogues import TEMPLATES, WORDS, catalogue, languages, written_anew
from tests.rendered_book import packed, printed
from tests.tinybook import changed, compile_tiny, complaints, tiny_sources

GUIDE, SOURCE = "chapters/guide.toml", "styles/words/en-GB.po"
LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = {"version", "SHA"}  # of the same in every language
SPOKEN = ("alt", "aria-label", "data-title", "data-bookmark")
"""The attributes that are read aloud, or printed elsewhere."""


@pytest.mark.parametrize("language", languages())
def test_every_catalogue_is_whole(language):
    """A catalogue names the messages of the program and its templates, in their order, and has sure words for each."""
    path = WORDS / f"{language}.po"
    if os.environ.get("UPDATE"):
        path.write_bytes(written_anew(language))
    assert path.read_bytes() == written_anew(language), "UPDATE=1 ./guide test tests/test_wording.py puts the new messages in"
    wrong = [each.id for each in catalogue(language) if each.id and (each.fuzzy or not all(each.string or ()))]
    assert not wrong, f"translate these in {path.name}"
    assert complaints(changed(**{GUIDE: _guide(language)})) == ""


def test_no_template_holds_a_word():
    """What stands between the tags of a template, and in what is read aloud of them, is said by messages alone."""
    found = []
    for path in sorted(each for each in TEMPLATES.rglob("*") if each.is_file() and each.suffix != ".css"):
        text = re.sub(rf"\{{#.*?#\}}|{KIND}|\{{%.*?%\}}|\{{\{{.*?\}}\}}", " ", path.read_text("utf-8"), flags=re.DOTALL)
        spoken = [words for name in (*SPOKEN, "title", "label") for words in re.findall(rf'\s{name}="([^"]*)"', text)]
        words = re.findall(r"[^\W\d_]{2,}", " ".join([*spoken, re.sub(r'<[^>]*>|\s[\w:-]+="[^"]*"', " ", text)]))
        found += [(path.name, word) for word in words if word not in UNREAD.get(path.name, ())]
    assert not found


KIND = r"\{% block kind [^%]*%\}\w*\{% endblock %\}"  # of a document: a class of its body
UNREAD = {
    "atom.xml": {"enclosure", "urn", "uuid"},
    "index.html": {"SHA"},
    "manifest.xml": {"test", "xml"},
    "matter.html": {"SHA"},
    "moodle.xml": {"ABCD", "course", "editor", "false", "top", "true"},
    "nodes.html": {"cite"},
    "parts.svg": {"FFFFFF", "url"},
    "qti-item.xml": {"ANSWER", "REASON", "RESPONSE", "SCORE", "TOLD"},
    "onix.xml": {"ED", "UUID", "urn", "uuid"},
    "package.opf": {"textbook", "main", "subtitle"},
}
"""What a program reads between tags."""


def test_no_word_of_the_program_reaches_a_reader():
    """In a language of no Latin letter, all that is printed and read aloud in them is what the authors wrote."""
    rows = tiny_sources().texts[SOURCE].split("\n\n", 1)
    said = re.sub(r'^(msgstr(?:\[\d\])? )(".*")$', lambda row: row[1] + _turned(row[2]), rows[1], flags=re.MULTILINE)
    sources = changed(**{"styles/words/tlh.po": f"{rows[0]}\n\n{said}", GUIDE: _guide("tlh")})
    authors = " ".join(text for path, text in sources.texts.items() if path.startswith("chapters/"))
    written = {*LATIN.findall(authors), *LATIN.findall(authors.lower())}  # respellings are printed in small letters
    compiled = compile_tiny(sources)
    compiled = replace(compiled, book=replace(compiled.book, digest="0" * 64))
    documents = [*printed(compiled), *packed(compiled)]
    assert not [(document.name, word) for document in documents for word in _said(document.text) if word not in written | NAMES]


def _turned(words: str) -> str:
    return re.sub(r"(%\(\w+\)s)|[A-Za-z]", lambda found: found[1] or "ж", words)


def _guide(language: str) -> str:
    return tiny_sources().texts[GUIDE].replace('"en-GB"', f'"{language}"')


def _said(document: str) -> Iterator[str]:
    """The Latin words of a document, but for those of references, whose terms are those of CSL."""
    root = etree.fromstring(document.encode())
    for reference in [each for each in root.iter(etree.Element) if str(each.get("id")).startswith("ref-")]:
        reference.clear()
    for element in root.iter(etree.Element):
        for name in SPOKEN:
            yield from LATIN.findall(element.get(name) or "")
        if not str(element.tag).endswith("}title"):
            yield from LATIN.findall(" ".join(filter(None, (element.text, *(each.tail for each in element)))))


def test_a_language_without_words_is_told():
    """A guide in a language without a catalogue is not published, and its editor is told how to add one."""
    told = complaints(changed(**{GUIDE: _guide("it")}))
    assert "error[no-words]: the guide has no words for the language “it”" in told
    assert "there are ar, de, en-GB, en-US, es, fr; for another language copy styles/words/en-GB.po to styles/words/it.po" in told


FAULTS = {
    'msgid "Glossary"\nmsgstr "Lexikon"': "",
    'msgid "Glossry"\nmsgstr "Lexikon"': "wording.po:1: error[bad-catalogue]: there is no message “Glossry”",
    'msgid "Chapter %(number)s"\nmsgstr "Kap."': "wording.po:1: error[bad-catalogue]: “Chapter %(number)s”: its placeholders",
    'msgid "Glossary"\nmsgstr "Lexikon %"': "wording.po:1: error[bad-catalogue]: “Glossary”: its placeholders are none",
    '#, fuzzy\nmsgid "Glossary"\nmsgstr "Lexikon"': "wording.po:2: error[bad-catalogue]: “Glossary”: it is marked as uncertain",
    'msgid "Glossary"\n\nmsgstr Lexikon': "wording.po:3: error[bad-catalogue]: this is no catalogue of words",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_guide_may_have_a_word_of_its_own(text):
    """What stands in chapters/wording.po is said instead; a faulty message is told at its line, once."""
    told = complaints(changed(**{"chapters/wording.po": text}))
    assert FAULTS[text] in told
    assert told.count("error[") == bool(FAULTS[text])


def test_a_half_translated_catalogue_is_told():
    """A catalogue that lacks words for some messages is one error, which counts them."""
    sources = changed(
        **{GUIDE: _guide("it"), "styles/words/it.po": 'msgid "Glossary"\nmsgstr "Glossario"\n\nmsgid "Index"\nmsgstr ""'}
    )
    told = complaints(sources)
    assert re.search(r"it\.po:4: error\[bad-catalogue\]: \d+ of \d+ messages have no words here: “the glossary”, ", told)
    assert told.count("error[") == 1


PRINTED = {
    "en-GB": ("23\u00a0November 2026", "1,234.5", "5 Mar 2026"),
    "en-US": ("November\u00a023, 2026", "1,234.5", "Mar 5, 2026"),
    "de": ("23.\u00a0November 2026", "1.234,5", "5. März 2026"),
    "fr": ("23\u00a0novembre 2026", "1\u202f234,5", "5 mars 2026"),
    "ar": ("23\u00a0نوفمبر 2026", "1,234.5", "5 مارس 2026"),
}


@pytest.mark.parametrize("language", PRINTED)
def test_dates_and_numbers_are_those_of_the_language(language):
    """Days and numbers are written as CLDR has it for the language, and no line ends between day and month."""
    words = Wording(language)
    assert (words.long_date("2026-11-23"), words.number("1,234.5"), words.short_date(2026, 3, 5)) == PRINTED[language]
