"""The server of the desk: whom it answers, what it gives, and what it says that a browser may do with it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from studyguide.publish.ebook import make_epub
from studyguide.publish.positions import Positions
from studyguide.publish.screen_files import ScreenFiles
from studyguide.publish.web import web_pages
from studyguide.sources.cache import Cache
from studyguide.tasks.watch.command import window_files
from studyguide.tasks.watch.desk import Desk, Readable
from studyguide.tasks.watch.server import application
from tests.tinybook import ROOT, tiny_book
from tests.watch.asked import PORT, PaperPrinter, asked


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Path:
    """Where pictures are kept, so that each is painted once."""
    folder: Path = tmp_path_factory.mktemp("pictures")
    return folder


@pytest.fixture
def desk(pictures) -> Desk:
    """A desk that has read the tiny guide."""
    book = tiny_book()
    return Desk(pictures, PaperPrinter(), readable=Readable(book, ScreenFiles(book, None, Cache(pictures)), Positions(book), {}))


@pytest.fixture
def app(desk):
    """Its server."""
    return application(desk, window_files(ROOT, ""), PORT)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:4860"}, 200),
        ({"host": "[::1]:4860"}, 200),
        ({"host": "LOCALHOST:4860", "origin": "http://localhost:4860"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"host": ""}, 403),
        ({"host": "127.0.0.1"}, 403),
        ({"host": "127.0.0.1:80"}, 403),
        ({"host": "evil.example:4860"}, 403),
        ({"host": "127.0.0.1.evil.example:4860"}, 403),
        ({"host": "192.168.0.2:4860"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:8000"}, 403),
        ({"origin": "https://127.0.0.1:4860"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_only_its_own_window_is_answered(app, headers, status):
    """By another name than its own, or for another page, nothing is shown: not even the window."""
    assert [asked(app, path, headers=headers).status for path in ("/", "/page/a4/0")] == [status, status]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_nothing_can_be_done_but_look(app, method):
    """Every method but GET is refused, on every path."""
    found = [asked(app, path, method) for path in ("/", "/events", "/page/a4/0", "/epub/counting.xhtml")]

    assert [(answer.status, answer.headers["allow"]) for answer in found] == [(405, "GET")] * 4


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/window/window.html", 200),
        ("/window/../command.py", 404),
        ("/window/%2e%2e/command.py", 404),
        ("/epub/../../pyproject.toml", 404),
        ("/epub/%2e%2e%2f%2e%2e%2fpyproject.toml", 404),
        ("/epub//etc/passwd", 404),
        ("/web/..%5c..%5cguide", 404),
        ("/web/chapters/01-counting.md", 404),
        ("/disk/counting.xhtml", 404),
        ("/chapters/01-counting.md", 404),
        ("/etc/passwd", 404),
        ("/page/a4/2", 404),
        ("/page/a4/-1", 404),
        ("/page/a5/0", 404),
        ("/page/../0", 404),
        ("/page/a4/0?scale=huge", 400),
        ("/word/page/a4/0?x=1", 404),
        ("/areas/a4?path=../../etc/passwd&line=1", 200),
        ("/passage/epub?path=/etc/passwd&line=1", 200),
        ("/passage/epub?path=chapters/01-counting.md&line=one", 400),
    ],
)
def test_no_path_leads_out(app, path, status):
    """What is not one of its own things is not there, however it is written; of other files there is nothing to tell."""
    answer = asked(app, path)

    assert answer.status == status
    assert path.startswith("/window") or len(answer.body) < 100


@pytest.mark.parametrize(
    ("path", "script"),
    [("/", "script-src 'self'"), ("/page/a4/0", "script-src 'self'"), ("/epub/counting.xhtml", "default-src 'none'")],
)
def test_the_browser_is_told_what_it_may_do(app, path, script):
    """Scripts are the window's own; in a document of the guide none runs; nothing is fetched from elsewhere or guessed at."""
    headers = asked(app, path).headers

    policy = headers["content-security-policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert script in policy
    assert ("script-src 'self'" in policy) == (not path.startswith("/epub"))
    assert {"base-uri 'none'", "form-action 'none'"} <= set(policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] == "no-referrer"


def test_refusals_have_the_same_headers(app):
    """What is refused tells a browser no less."""
    assert "content-security-policy" in asked(app, "/", headers={"host": "evil.example"}).headers


def test_documents_are_those_of_the_file(app, pictures):
    """Every file below EPUB/ is, byte for byte, what is packed; no trace of where it was written is in it."""
    with zipfile.ZipFile(io.BytesIO(make_epub(tiny_book(), None, pictures))) as packed:
        names = [name for name in packed.namelist() if name.startswith("EPUB/") and not name.endswith(".opf")]
        assert len(names) > 12
        differ = [name for name in names if asked(app, f"/epub/{name.removeprefix('EPUB/')}").body != packed.read(name)]

    assert differ == []


def test_web_pages_are_those_of_the_build(app):
    """Every web page, style sheet and drawing is what ./guide html writes."""
    made = {name: data for unit in ("frame", "counting", "calm") for name, data in web_pages(tiny_book(), unit).items()}

    assert {name: asked(app, f"/web/{name}").body for name in made} == made


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/page/a4/0?scale=2", "image/png", "a4 0 2"),
        ("/page/phone/1?scale=99", "image/png", "phone 1 6"),
        ("/page/phone/1?scale=0", "image/png", "phone 1 0.2"),
        (
            "/word/page/a4/0?x=0.5&y=0.25",
            "application/json",
            {"path": "chapters/01-counting.md", "line": 100, "column": 25, "length": 4},
        ),
        (
            "/word/page/a4/0?x=0&y=0",
            "application/json",
            {"path": "chapters/01-counting.md", "line": -3, "column": 0, "length": 4},
        ),
        (
            "/areas/a4?path=chapters/01-counting.md&line=1",
            "application/json",
            [{"page": 1, "left": 0.1, "top": 0.1, "width": 0.2, "height": 0.1}],
        ),
        (
            "/word/epub?id=sec-count&before=The%20word%20&after=penia%20means%20lack",
            "application/json",
            {"path": "chapters/01-counting.md", "line": 23, "column": 88, "length": 5},
        ),
        ("/word/epub?before=&after=", "application/json", None),
        (
            "/passage/web?path=chapters/01-counting.md&line=14&column=7",
            "application/json",
            {"document": "counting.xhtml", "before": "counting" + "count", "after": "therightcells"},
        ),
        ("/passage/web?path=styles/print.css&line=1", "application/json", None),
    ],
)
def test_what_can_be_asked_for(app, path, kind, body):
    """Pictures of pages, and places from words and words from places."""
    answer = asked(app, path)
    got = answer.body.decode() if kind == "image/png" else json.loads(answer.body)
    if isinstance(got, dict) and "after" in got and isinstance(body, dict):
        got = {**got, "before": got["before"][-13:], "after": got["after"][:13]}

    assert (answer.status, answer.headers["content-type"], got) == (200, kind, body)


def test_who_asks_for_a_page_is_served_first(app, desk):
    """The rendition of the page that was asked for last is made first; a peek at one is no more than that."""
    for path in ("/page/phone/0", "/page/letter/0?peek=1", "/page/print/0"):
        asked(app, path)

    assert desk.opened == ["print", "phone", "a4", "letter"]


def test_nothing_is_there_before_the_guide_is_read(desk):
    """As long as no good state of the guide was read, there are no documents and no places."""
    app = application(replace(desk, readable=None), {}, PORT)

    paths = ("/epub/counting.xhtml", "/word/epub?after=x", "/passage/web?path=chapters/faq.md&line=1")
    assert [asked(app, path).status for path in paths] == [404, 404, 404]
