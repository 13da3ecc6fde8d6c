"""The server: what can be asked for, and what is answered. Nothing that is asked for names a file of the disk."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from studyguide.epub.package import MEDIA_TYPES
from studyguide.html import document_name
from studyguide.publish.ebook import ebook_name
from studyguide.publish.positions import Spot
from studyguide.publish.session import PageArea
from studyguide.sources.diagnostics import BuildFailed, Span
from studyguide.sources.messages import report
from studyguide.tasks.border import described
from studyguide.tasks.watch import told
from studyguide.tasks.watch.desk import Desk, Readable
from studyguide.tasks.watch.edits import sentence
from studyguide.tasks.watch.guard import Guard
from studyguide.tasks.watch.saves import saves
from studyguide.tasks.watch.search import document_of

SCALES = (0.2, 6.0)
"""Pixels in a point, at least and at most: the size of a stamp, and 430 dots in an inch."""
BESIDE = ((0, 0), (-3, 0), (3, 0), (0, -3), (0, 3))
"""Points around a point."""
LONGEST = 500
"""Characters of a text that is looked for."""
TYPES = {**MEDIA_TYPES, "html": "text/html", "js": "text/javascript"}


def application(desk: Desk, window: Mapping[str, bytes], port: int) -> Guard:
    """The server of a desk. `window` are the files of the window by name; what stands at `/` is `window.html`."""
    answers = Answers(desk, window)
    routes = [
        Route("/", answers.window_page),
        Route("/window/{name}", answers.window_file),
        Route("/events", answers.events),
        Route("/page/{rendition}/{page:int}", answers.page),
        Route("/word/page/{rendition}/{page:int}", answers.word_of_page),
        Route("/word/{view}", answers.word_of_document),
        Route("/areas/{rendition}", answers.areas),
        Route("/passage/{view}", answers.passage),
        Route("/{view}/{name:path}", answers.document),
    ]
    failures = {KeyError: _absent, IndexError: _absent, ValueError: _misread, BuildFailed: _failed}
    return Guard(Starlette(routes=routes, lifespan=_working(desk), exception_handlers=failures), port)


@dataclass(frozen=True)
class Answers:
    """What is answered, a method a route. Raises KeyError, IndexError or ValueError where there is no such thing."""

    desk: Desk
    window: Mapping[str, bytes]

    async def window_page(self, request: Request) -> Response:
        """The window itself."""
        return _file("window.html", self.window["window.html"])

    async def window_file(self, request: Request) -> Response:
        """The style sheet or the program of the window."""
        name = request.path_params["name"]
        return _file(name, self.window[name])

    async def events(self, request: Request) -> Response:
        """The state of the guide, now and whenever it changes."""
        return StreamingResponse(self.desk.stream.listen(), media_type="text/event-stream")

    async def page(self, request: Request) -> Response:
        """The picture of a page; who asks for it looks at its rendition first, unless it is but a peek."""
        name, page = request.path_params["rendition"], request.path_params["page"]
        scale = min(max(float(request.query_params.get("scale", "1.5")), SCALES[0]), SCALES[1])
        self.desk.look(name, first="peek" not in request.query_params)
        try:
            data = await asyncio.to_thread(self.desk.printer.picture, name, page, scale)
        except KeyError:
            return Response(status_code=204)  # it is asked for now, and told when it is there
        return Response(data, media_type="image/png", headers={"cache-control": "private, max-age=600"})

    async def word_of_page(self, request: Request) -> Response:
        """Where the word at a point of a page is written; `x` and `y` are parts of its width and height."""
        name, page = request.path_params["rendition"], request.path_params["page"]
        width, height = self.desk.printer.size(name, page)
        x, y = float(request.query_params["x"]) * width, float(request.query_params["y"]) * height
        return _json(told.place(await asyncio.to_thread(self._near, name, page, (x, y))))

    def _near(self, name: str, page: int, at: tuple[float, float]) -> Span | None:
        """Where the word at a point is written, or one beside it: a hand is not that steady."""
        places = (self.desk.printer.place_at(name, page, at[0] + dx, at[1] + dy) for dx, dy in BESIDE)
        return next((place for place in places if place), None)

    async def areas(self, request: Request) -> Response:
        """Where a sentence of a source stands on the pages of a rendition, as parts of their width and height."""
        name, query = request.path_params["rendition"], request.query_params
        path, line, column = query["path"], int(query["line"]), int(query.get("column", "1"))
        columns = sentence(self._readable().book.sources.texts.get(path, ""), line, column)
        near = int(query.get("near", "-1"))
        found = await asyncio.to_thread(self.desk.printer.areas_of, name, path, line, columns, near)
        return _json([_area(each, self.desk.printer.size(name, each.page)) for each in found])

    async def word_of_document(self, request: Request) -> Response:
        """Where the word is written behind the text `before` and within the elements `id` of a document."""
        query = request.query_params
        spot = Spot(tuple(query.getlist("id"))[:20], query.get("before", "")[-LONGEST:], query.get("after", "")[:LONGEST])
        ready = self._readable()
        return _json(told.place(await self.desk.reading(lambda: ready.positions.find(spot))))

    async def passage(self, request: Request) -> Response:
        """The document that shows a place of the sources, and the letters on both sides of the place."""
        query, view = request.query_params, request.path_params["view"]
        read, name = self._reader(view), self._name(view)
        ready, place = self._readable(), (query["path"], int(query["line"]), int(query.get("column", "1")))
        return _json(await self.desk.reading(lambda: _passage(ready, name, read, place)))

    async def document(self, request: Request) -> Response:
        """A file of the EPUB or of the web pages."""
        name, read = request.path_params["name"], self._reader(request.path_params["view"])
        data = await self.desk.reading(lambda: read(name))
        if data is None:
            raise KeyError(name)
        return _file(name, data)

    def _readable(self) -> Readable:
        if self.desk.readable is None:
            raise KeyError("guide")
        return self.desk.readable

    def _reader(self, view: str) -> Callable[[str], bytes | None]:
        """What gives the files of a view by their names."""
        files = self._readable().files
        return {"epub": files.ebook, "web": files.web}[view]

    def _name(self, view: str) -> Callable[[str], str]:
        """What gives the names of the documents of a view by their units."""
        return partial(ebook_name, self._readable().book.book) if view == "epub" else document_name


def _passage(
    ready: Readable, name: Callable[[str], str], read: Callable[[str], bytes | None], place: tuple[str, int, int]
) -> told.Facts | None:
    found = ready.positions.passage(*place)
    if found is None:
        return None
    units = list(ready.book.book.units.values())
    return {"document": document_of(found, units, name, read), "before": found.before, "after": found.after}


def _area(area: PageArea, size: tuple[float, float]) -> told.Facts:
    (left, top, right, bottom), (width, height) = area.box, size
    return {
        "page": area.page,
        "left": left / width,
        "top": top / height,
        "width": (right - left) / width,
        "height": (bottom - top) / height,
    }


def _json(value: object) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), media_type="application/json")


def _file(name: str, data: bytes) -> Response:
    return Response(data, media_type=TYPES.get(name.rpartition(".")[2], "application/octet-stream"))


async def _absent(request: Request, error: Exception) -> Response:
    return PlainTextResponse("there is nothing of this name, or not yet", 404)


async def _misread(request: Request, error: Exception) -> Response:
    return PlainTextResponse("this cannot be understood", 400)


async def _failed(request: Request, error: Exception) -> Response:
    return PlainTextResponse(report(error) if isinstance(error, BuildFailed) else "", 422)


def _working(desk: Desk) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """The work that goes on as long as the server does."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(work) for work in (desk.read(), desk.print(), _noticed(desk))]
        for task in tasks:
            task.add_done_callback(partial(_ended, desk))
        yield
        for task in tasks:
            task.cancel()

    return lifespan


def _ended(desk: Desk, task: asyncio.Task[None]) -> None:
    """Work has ended that never should: that is told, and nothing is served that would grow old in silence."""
    if not task.cancelled() and (error := task.exception()):
        desk.say(described(error, "watch", desk.root)[1] if isinstance(error, Exception) else str(error))
        signal.raise_signal(signal.SIGINT)


async def _noticed(desk: Desk) -> None:
    async for when in saves(desk.root):
        desk.saved(when)
