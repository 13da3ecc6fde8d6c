"""The two EPUB files of a guide: the same words, drawings that are live in one and pictures in the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from studyguide.art.raster import PictureFailed
from studyguide.html.pictured import put_pictures
from studyguide.proof.epub.opened import NAMES, OpenedBook, text
from studyguide.proof.epub.profiles import PROFILES, judge
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others.tools import Tools
from studyguide.publish import epubs
from studyguide.publish.epubs import kindle_identifier, make_epubs
from studyguide.publish.names import epub_paths, wants_kindle
from studyguide.sources.diagnostics import BuildFailed
from studyguide.sources.messages import show
from tests.tinybook import changed, compile_tiny, tiny_book, tiny_sources

GUIDE = "chapters/guide.toml"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, bytes]:
    """Both files of the small guide."""
    return make_epubs(tiny_book(), None, tmp_path_factory.mktemp("pictures"))


def without_drawings(data: bytes) -> bytes:
    """A document with nothing in the place of its drawings and pictures."""
    root: Any = etree.fromstring(data)
    for node in root.xpath("//s:svg | //h:figure/h:img", namespaces=NAMES):
        node.getparent().remove(node)
    return bytes(etree.tostring(root))


def test_both_files_say_the_same(made):
    """Every document of one is in the other, and differs in its drawings alone, whose names are the pictures' alternatives."""
    live, pictured = (OpenedBook.read(made[key]).pages for key in ("epub", "kindle"))
    assert [*live] == [*pictured]
    for name, page in live.items():
        assert without_drawings(page.data) == without_drawings(pictured[name].data)
        assert [svg.get("aria-label") for svg in page.find("//s:svg")] == pictured[name].find("//h:figure/h:img/@alt")
    assert any(page.find("//s:svg") for page in live.values())


def test_one_has_pictures_where_the_other_has_live_words(made):
    """The file for Kindle has no SVG and none of its fonts; each file holds all that the readers need that it is for."""
    names = {key: {*OpenedBook.read(data).files} for key, data in made.items()}
    assert names["epub"] ^ names["kindle"] == {"EPUB/fonts/sourcesans3-regular.ttf", "EPUB/images/ruler.png"}
    assert [(name, judge(made[profile.file], profile)) for name, profile in PROFILES.items()] == [(name, ()) for name in PROFILES]
    assert {found.code for found in judge(made["epub"], PROFILES["kindle"])} == {"no-svg"}


def test_each_has_an_identifier_of_its_own(made):
    """That of the second is made of the first, which it names; contents for old readers bear it too."""
    first, second = (OpenedBook.read(made[key]) for key in ("epub", "kindle"))
    own, other = ([text(node) for node in book.package("o:metadata/dc:identifier")] for book in (first, second))
    assert other == [f"urn:uuid:{kindle_identifier(own[0].removeprefix('urn:uuid:'))}"]
    assert (first.meta("dcterms:isFormatOf"), second.meta("dcterms:isFormatOf")) == ([], own)
    assert other[0] in OpenedBook.read(made["kindle"]).files["EPUB/toc.ncx"].decode()


@pytest.mark.parametrize(("said", "wanted"), [("", True), ("kindle = true\n", True), ("kindle = false\n", False)])
def test_a_guide_may_do_without(tmp_path: Path, said: str, wanted: bool):
    """`kindle = false` leaves it out of what is made, and of what tasks promise."""
    text = said + tiny_sources().texts[GUIDE]
    (tmp_path / "chapters").mkdir()
    (tmp_path / GUIDE).write_text(text, "utf-8")
    assert wants_kindle(tmp_path) is wanted
    assert ("kindle" in epub_paths("tiny", kindle=wants_kindle(tmp_path))) is wanted
    assert compile_tiny(changed(**{GUIDE: text})).book.guide.kindle is wanted


def test_what_is_not_made_is_not_judged(tmp_path: Path, made):
    """Where there is no second file, the readers that it is for are not asked, and their names are not told as asked."""
    root = tmp_path / "build"
    root.mkdir()
    (root / "tiny.epub").write_bytes(made["epub"])
    guide = FinishedGuide(Tools(tmp_path), root / "tiny.epub")
    assert [*guide.epubs] == ["epub"]
    (root / "tiny-kindle.epub").write_bytes(made["kindle"])
    assert [*guide.epubs] == ["epub", "kindle"]


def test_a_drawing_that_cannot_be_painted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It is an error with the name of its file, and no EPUB is made."""

    def fail(*_: object) -> bytes:
        raise PictureFailed("nothing can be seen in the drawing")

    monkeypatch.setattr(epubs, "figure_png", fail)
    with pytest.raises(BuildFailed) as caught:
        make_epubs(tiny_book(), None, tmp_path)
    (found,) = caught.value.problems.errors
    assert show(found, {}).startswith("chapters/figures/ruler.svg:1: error[bad-svg]: nothing can be seen in the drawing")


def test_a_drawing_twice_in_a_document():
    """Each drawing becomes the picture of the figure that it stands in, and what comes behind it stays."""
    page = """<html xmlns="http://www.w3.org/1999/xhtml"><figure id="a"><svg xmlns="http://www.w3.org/2000/svg" aria-label="One"/>
<figcaption>1</figcaption></figure><figure id="b"><svg xmlns="http://www.w3.org/2000/svg" aria-label="Two"/></figure></html>"""
    root = etree.fromstring(page)
    assert put_pictures(root, {"a": "images/x.png", "b": "images/x.png"})
    assert [(img.get("src"), img.get("alt"), (img.tail or "").strip()) for img in root.iter("{*}img")] == [
        ("images/x.png", "One", ""),
        ("images/x.png", "Two", ""),
    ]
    assert not put_pictures(root, {})
