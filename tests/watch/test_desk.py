"""The desk: what is told to the windows when the guide is saved, broken and mended, and what is made first."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from studyguide.sources.diagnostics import BuildFailed, Problems, Span
from studyguide.sources.folder import Sources
from studyguide.tasks.watch import desk as desks
from studyguide.tasks.watch.desk import Desk
from studyguide.tasks.watch.stream import Stream, as_event
from tests.tinybook import changed, tiny_sources
from tests.watch.asked import PaperPrinter

CHAPTER = "chapters/01-counting.md"
TEXT = tiny_sources().texts[CHAPTER]
GOOD = tiny_sources()
EDITED = changed(**{CHAPTER: TEXT.replace("right cells", "wrong cells")})
BROKEN = changed(**{CHAPTER: TEXT.replace("{term}", "{trem}", 1)})
TWO_LINES_MORE = changed(**{CHAPTER: TEXT.replace("Count the right cells.", "Count the right cells.\n\nOne by one.")})


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Nobody waits for idleness, and the lints have one thing to say."""
    told = Problems()
    told.warning(Span("chapters/02-calm.md", 3), "quarrel", "so it seems")
    monkeypatch.setattr(desks, "IDLE", 0)
    monkeypatch.setattr(desks, "lints", lambda book, root: tuple(told.found))


class SlowPrinter(PaperPrinter):
    """A printer to whom something happens while it reads or makes pages."""

    meanwhile = staticmethod(lambda: None)
    fails = False

    def read(self):
        """Read, and let it happen."""
        try:
            return super().read()
        finally:
            self.meanwhile()

    def show(self, book, name, seen=None):
        """Fail, if it is to fail."""
        if self.fails:
            problems = Problems()
            problems.error(Span(CHAPTER, 52), "wide-table", "it fits nowhere")
            raise BuildFailed(problems, book.sources.texts)
        return super().show(book, name, seen)


def worked(folder, *sources: Sources, printer: Any = None, looked: tuple[str, ...] = ()) -> tuple[Any, list[dict[str, Any]]]:
    """A desk for which each of the sources was saved in turn, and what it told when each was shown."""
    told: list[dict[str, Any]] = []
    desk = Desk(folder, printer or PaperPrinter(list(sources)), told_lines(folder).append)

    async def work() -> None:
        for number in range(len(sources)):
            if number:
                desk.saved(1)
            await desk.take()
            await desk.make()
            for name in looked:
                desk.look(name)
            told.append(desk.state())

    asyncio.run(work())
    return desk, told


LINES: dict[Any, list[str]] = {}


def told_lines(folder) -> list[str]:
    """What the person at the terminal was told."""
    return LINES.setdefault(folder, [])


def test_a_save_is_shown_with_its_place(tmp_path):
    """Another edition is told, with the place at which it differs; the rendition that is looked at has its pages."""
    _, (first, second) = worked(tmp_path, GOOD, EDITED)

    assert (first["number"], first["changed"], first["messages"]) == (1, None, [])
    assert (second["number"], second["changed"]) == (2, {"path": CHAPTER, "line": 14, "column": 11, "length": 0})
    assert (second["renditions"]["a4"]["made"], second["renditions"]["a4"]["fresh"]) == (2, True)
    assert second["renditions"]["phone"]["made"] == 0
    assert (first["glimpse"], second["glimpse"]) == (None, {"rendition": "a4", "page": 1, "number": 2})
    assert [line.split("  ")[1] for line in told_lines(tmp_path)] == [f"{CHAPTER}:14:11"]


def test_a_desk_is_named_without_the_guide(tmp_path):
    """What asyncio writes of a desk at every save is a line, however long the guide is."""
    desk, _ = worked(tmp_path, GOOD)

    assert len(repr(desk)) < 100


def test_mistakes_stand_over_the_last_good_edition_until_they_are_mended(tmp_path):
    """What is broken is told with excerpt and hint, and where it stood when it was good; number and pages stay. It goes again."""
    desk, (good, broken, mended) = worked(tmp_path, GOOD, BROKEN, GOOD)

    (mistake,) = broken["messages"]
    assert (mistake["place"]["line"], mistake["code"], mistake["hint"]) == (11, "unknown-role", "did you mean “term”?")
    assert mistake["excerpt"][0].startswith(" 11 | ")
    assert mistake["was"]["line"] == 11
    assert [state["number"] for state in (good, broken, mended)] == [1, 1, 1]
    assert broken["renditions"] == good["renditions"] == mended["renditions"]
    assert mended["messages"] == []
    assert len(desk.printer.shown) == 1
    assert told_lines(tmp_path)[-1].endswith("the guide  is as it was, without a mistake")


def test_half_of_a_save_is_no_mistake(tmp_path):
    """What was read while it was saved anew is not told."""
    printer = SlowPrinter([GOOD, BROKEN])
    desk, _ = worked(tmp_path, GOOD, printer=printer)
    before = desk.stream.state
    printer.meanwhile = lambda: desk.saved(2)
    asyncio.run(desk.take())

    assert desk.stream.state is before


def test_what_cannot_be_laid_out_is_told_until_it_can(tmp_path):
    """A mistake that only pages show is told; documents are of the new edition, the pages of the one before."""
    printer = SlowPrinter([GOOD, EDITED])
    desk, _ = worked(tmp_path, GOOD, printer=printer)
    printer.fails = True
    asyncio.run(desk.take())
    asyncio.run(desk.make())
    failed = desk.state()
    printer.fails, printer.sources = False, [TWO_LINES_MORE]
    asyncio.run(desk.take())
    asyncio.run(desk.make())

    assert [(each["code"], each["place"]["line"]) for each in failed["messages"]] == [("wide-table", 52)]
    assert (failed["number"], failed["renditions"]["a4"]["made"], failed["renditions"]["a4"]["fresh"]) == (2, 1, False)
    assert (desk.state()["messages"], desk.state()["renditions"]["a4"]["made"]) == ([], 3)


def test_what_is_looked_at_is_made_first(tmp_path):
    """After a save, the rendition that is looked at is made before the others that were looked at; nobody's is never made."""
    desk, _ = worked(tmp_path, GOOD, EDITED, looked=("letter", "phone"))
    asyncio.run(desk.make())

    assert [name for name, _ in desk.printer.shown] == ["a4", "phone", "letter", "a4"]


def test_the_table_of_chapters_counts(tmp_path):
    """Each chapter has its words, its questions, and the number of things that are to be said of it."""
    _, (_, state) = worked(tmp_path, GOOD, GOOD)

    rows = {row["unit"]: row for row in state["chapters"]}
    assert [rows["counting"][name] for name in ("number", "title", "questions", "errors", "warnings")] == [
        "1",
        "Counting",
        3,
        0,
        0,
    ]
    assert [rows["faq"][name] for name in ("words", "questions", "path")] == [10, 0, "chapters/faq.md"]
    assert (rows["calm"]["warnings"], rows["counting"]["words"] > rows["calm"]["words"] > 40) == (1, True)
    assert [each["message"] for each in state["findings"]] == ["so it seems"]


def test_a_window_is_told_the_last_state_only():
    """A window that opens gets the state as it is; one that is slow gets no old ones."""
    stream = Stream({"number": 1})

    async def listened() -> list[bytes]:
        window = stream.listen()
        got = [await anext(window)]
        for number in (2, 3, 4):
            stream.tell({"number": number})
        got.append(await anext(window))
        await window.aclose()  # type: ignore[attr-defined]
        return got

    assert asyncio.run(listened()) == [as_event({"number": 1}), as_event({"number": 4})]
