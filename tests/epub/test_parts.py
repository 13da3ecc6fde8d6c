"""A document that would be too large for reading systems goes on in others, and nothing is lost or misled on the way."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from lxml import etree

from studyguide.epub.agreement import dead_links
from studyguide.epub.parts import LIMIT, in_parts, whole
from studyguide.epub.publication import Document, Landmark, NavPoint, PageMark, Publication
from tests.epub.synthetic import bibliographic

SHELL = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{0}</title></head><body>{1}</body></html>\n'
)
MARK = '<span epub:type="pagebreak" role="doc-pagebreak" id="page--9" aria-label="9"></span>'
OPENER = '<div class="opener"><h1 id="list--title">List</h1></div>'


def shelled(title: str, body: str) -> bytes:
    """A document with a title and a body."""
    return SHELL.format(title, body).encode()


def items(count: int, size: int, before: str = "") -> str:
    """So many items of a list with a text of so many letters, each with a way to the first and to a chapter."""
    text = "word " * (size // 5)
    ways = '<a href="#item-1">first</a><a href="text.xhtml#call-{0}">{0}</a>'
    return "".join(f'<li id="item-{n}">{before if n == count else ""}{text}{ways.format(n)}</li>' for n in range(1, count + 1))


def listed(count: int, size: int = 3000) -> str:
    """A section with an ordered list."""
    body = f'<ol>{items(count, size, MARK)}</ol><p id="end">End.</p>'
    return f'<section id="list" aria-labelledby="list--title">{OPENER}{body}</section>'


@cache
def published(body: str, count: int) -> Publication:
    """A chapter that calls every item, and a document that holds them, in parts."""
    calls = "".join(f'<a id="call-{n}" href="list.xhtml#item-{n}">{n}</a>' for n in range(1, count + 1))
    documents = (
        Document("text.xhtml", "Text", shelled("Text", f"<p>{calls}</p>")),
        Document("list.xhtml", "List", shelled("List", body)),
    )
    nav = (NavPoint("Text", "text.xhtml#call-1"), NavPoint("List", "list.xhtml#list"))
    marks = (PageMark("9", "list.xhtml#page--9"),)
    landmarks = (Landmark("bibliography", "List", "list.xhtml#list"),)
    return in_parts(
        Publication(
            metadata=bibliographic(), documents=documents, nav=nav, landmarks=landmarks, css=b"", cover_jpeg=b"", page_list=marks
        )
    )


def parts(made: Publication) -> dict[str, Any]:
    """The roots of the documents that the list is in now, by their names."""
    return {each.name: etree.fromstring(each.data) for each in made.documents if whole(each.name) == "list.xhtml"}


def leads(points: tuple[NavPoint, ...]) -> list[str]:
    """Where the lines of the contents lead, in order."""
    return [href for point in points for href in (point.href, *leads(point.children))]


def test_what_is_small_stays_as_it_is():
    """Below the limit not a byte changes."""
    assert published(listed(4), 4).documents[1].data == shelled("List", listed(4))


def test_a_long_list_goes_on():
    """Three parts of about the same size hold every item once and in order, count on, and begin with the title."""
    found = parts(made := published(listed(200), 200))
    assert list(found) == ["list.xhtml", "list--2.xhtml", "list--3.xhtml"]
    assert all(len(each.data) < LIMIT for each in made.documents)
    assert [node.get("id") for root in found.values() for node in root.iterfind(".//{*}li")] == [
        f"item-{n}" for n in range(1, 201)
    ]
    assert [root.findtext(".//{*}h1") for root in found.values()] == ["List", "List (2)", "List (3)"]
    for root in list(found.values())[1:]:
        assert root.xpath("string(//@start)") == root.xpath("string(//*[local-name() = 'li']/@id)").removeprefix("item-")
    assert all(each.data.startswith(SHELL[:60].encode()) for each in made.documents)


def test_every_way_leads_where_it_led():
    """Links from, to and between the parts, landmarks, contents and marks of pages find what they name, wherever it is now."""
    made = published(listed(200), 200)
    roots = {each.name: etree.fromstring(each.data) for each in made.documents}
    assert not list(dead_links(roots, ()))
    ids = {f"{name}#{each.get('id')}" for name, root in roots.items() for each in root.iter() if each.get("id")}
    assert {each.href for each in made.landmarks} | {each.href for each in made.page_list} <= ids
    assert [mark.href for mark in made.page_list] == ["list--3.xhtml#page--9"]
    assert leads(made.nav)[1:] == ["list.xhtml#list", "list--2.xhtml", "list--3.xhtml"]
    ends = [name for name, root in parts(made).items() if root.find(".//{*}p") is not None]
    assert ends == ["list--3.xhtml"]


def test_groups_with_lines_of_their_own_are_listed_once():
    """Where a line of the contents leads into a part, that part has no second line."""
    group = '<section id="group-{0}"><h2>{0}</h2><p>{1}</p></section>'
    body = f'<section id="list">{OPENER}{"".join(group.format(n, "word " * 20000) for n in (1, 2, 3, 4))}</section>'
    whole_one = Document("list.xhtml", "List", shelled("List", body))
    lines = tuple(NavPoint(str(n), f"list.xhtml#group-{n}") for n in (1, 2, 3, 4))
    before = replace(
        published(listed(4), 4), documents=(whole_one,), nav=(NavPoint("List", "list.xhtml#list", lines),), page_list=()
    )
    assert leads(in_parts(before).nav) == [
        "list.xhtml#list", "list.xhtml#group-1", "list.xhtml#group-2", "list--2.xhtml#group-3", "list--2.xhtml#group-4",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["u--9ca.xhtml", "part--one.xhtml", "text-2.xhtml", "cover.xhtml"])
def test_no_other_name_is_taken_for_a_part(name):
    """What is no part is a whole of that name."""
    assert whole(name) == name


def test_a_document_with_notes_stays_whole():
    """A note stands in the document that calls it."""
    notes = '<section epub:type="footnotes"><aside id="n">One.</aside></section>'
    assert len(parts(published(f"{listed(200)}{notes}", 200))) == 1
