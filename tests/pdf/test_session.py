"""A session outlives whatever an editor, the disk or the program does, and its files are those of a clean build."""

from __future__ import annotations

import errno
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from studyguide.pdf import Cache
from studyguide.publish import session as session_module
from studyguide.publish.compiled import compile_book
from studyguide.publish.pdf import make_pdf
from studyguide.publish.session import Edition, Session
from studyguide.sources import files
from studyguide.sources.renditions import RENDITIONS
from studyguide.tasks.stages import open_session
from tests.pdf.versions_of_tiny import CALM, COUNT, EDITS, GLOSSARY, Texts, edited, first
from tests.tinybook import ROOT

FEW = 4
ROOM = 48
"""Megabytes by which the memory of a process may differ between two thirds of its edits."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project's folder with the tiny guide and the styles in it."""
    folder = tmp_path_factory.mktemp("guide")
    shutil.copytree(ROOT / "styles", folder / "styles")
    _save(folder, first())
    return folder


@pytest.fixture(scope="module")
def opened(root: Path) -> Session:
    """A session that has seen the guide once."""
    session = open_session(root)
    assert session.refresh().messages == ()
    return session


@pytest.fixture
def session(opened: Session) -> Iterator[Session]:
    """The same; when a test is over, the guide is as it was."""
    yield opened
    _save(opened.root, first())
    assert not opened.refresh().faulty


def _save(root: Path, texts: Texts) -> None:
    """Write what is otherwise, and take away what is not there any more."""
    there = {path.relative_to(root).as_posix(): path for path in (root / "chapters").rglob("*") if path.is_file()}
    for path in there.keys() - texts.keys():
        there[path].unlink()
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        files.replace(root / path, text.encode(), durable=False)


def _edit(session: Session, *kinds: str) -> Edition:
    _save(session.root, edited(first(), *kinds))
    return session.refresh()


def _clean(root: Path) -> bytes:
    return make_pdf(compile_book(root), RENDITIONS["a4"], Cache().folder or root / "build" / "clean").data


def test_an_edit_is_seen_on_its_page(session: Session) -> None:
    """The first page that looks otherwise is the one with the word; there it stands, and its place in the source is told."""
    before = session.edition
    after = _edit(session, "a word")
    page = after.changed["a4"]
    assert after.number == before.number + 1
    assert after.pages == before.pages == {"a4": session.edition.pages["a4"]}
    row = next(number for number, line in enumerate(edited(first(), "a word")[CALM].split("\n"), 1) if "passes soon" in line)
    areas = session.areas_of("a4", CALM, row)
    assert {area.page for area in areas} == {page}
    found = [
        session.place_at("a4", page, (left + right) / 2, (top + bottom) / 2)
        for left, top, right, bottom in (a.box for a in areas)
    ]
    assert {(place.path, place.line) for place in found if place} == {(CALM, row)}
    assert session.picture("a4", page, 1.0).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (CALM, "passes.", "passes early."),
        (COUNT, "## The count", "A paragraph that nobody wrote before.\n\n## The count"),
        (COUNT, "All were counted.", "Each was counted."),
        (GLOSSARY, "The lowest point.", "The very lowest point."),
    ],
)
def test_the_edited_page_is_seen_first(session: Session, path: str, old: str, new: str) -> None:
    """Before all pages are there, the first that is edited is seen as it will be in the file."""
    seen: dict[int, bytes] = {}
    _save(session.root, {**first(), path: first()[path].replace(old, new)})
    edition = session.refresh(seen=lambda page: seen.update({page: session.picture("a4", page, 1.0)}))
    assert seen
    assert {page: session.picture("a4", page, 1.0) for page in seen} == seen
    assert min(seen) == edition.changed["a4"]


def test_nothing_new_is_no_edition(session: Session) -> None:
    """As long as no source changed, there is the same edition, in every rendition that was asked for."""
    assert session.refresh() is session.refresh()


def test_a_mistake_leaves_the_last_good_pages(session: Session) -> None:
    """A mistake is told at its line, the pages and the book before it stay, and when it is mended all is as before."""
    good, picture = session.edition, session.picture("a4", 3, 1.0)
    bad = _edit(session, "an unknown reference")
    assert [(each.diagnostic.span.path, each.diagnostic.code) for each in bad.messages] == [(CALM, "unknown-reference")]
    assert (bad.faulty, bad.pages, bad.book) == (True, good.pages, good.book)
    assert session.picture("a4", 3, 1.0) == picture
    assert _edit(session).messages == ()


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left on device", "build/.cache"), ZeroDivisionError("oh")])
def test_a_failure_is_told(session: Session, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    """A full disk and a fault of the program are messages, too, and the session goes on."""
    with monkeypatch.context() as broken:
        broken.setattr(session_module, "link_pdf", _raising(fault))
        told = _edit(session, "a paragraph").messages
    assert [each.diagnostic.code for each in told] == ["disk" if isinstance(fault, OSError) else "internal"]
    assert not session.refresh().messages
    assert session.edition.changed.keys() == {"a4"}


def _raising(fault: Exception) -> object:
    def fail(*_: object) -> None:
        raise fault

    return fail


def test_what_was_never_shown_is_not_there(session: Session) -> None:
    """A rendition that nobody asked for, and a page beyond the last, are told from all others."""
    with pytest.raises(KeyError):
        session.picture("phone", 0)
    with pytest.raises(IndexError):
        session.picture("a4", session.edition.pages["a4"])


def test_words_of_everything_have_their_place(session: Session) -> None:
    """Most words on the pages of chapters and glossary are known in the sources, and most of these in their own file."""
    shown = session._shown["a4"]
    for unit, path in (("counting", COUNT), ("calm", CALM), ("glossary", GLOSSARY)):
        begin, count = shown.linked.pages.units[unit]
        places = [place for page in range(begin, begin + count) for place in shown.places(page)]
        known = Counter(place.path for place in places if place)
        assert known.total() > 2 / 3 * len(places), unit
        assert known.most_common(1)[0][0] == path


def test_sequences_of_edits_in_one_process(
    session: Session, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After random edits, mistakes and failures in one process its file is that of a clean build, and its memory as before."""
    many = request.config.getoption("--edits", 0)
    chance, seen, memory = random.Random(None if many else 7), Counter[str](), list[float]()  # noqa: S311 - nothing secret
    texts, good, whole = first(), first(), files.replace
    for number in range(many or FEW):
        kind = chance.choice(list(EDITS))
        undone = session.edition.faulty and chance.random() < 3 / 4
        texts = good if undone else edited(texts, kind)
        _save(session.root, texts)
        if fails := chance.random() < 1 / 20:
            monkeypatch.setattr(files, "replace", _raising(OSError(errno.ENOSPC, "No space left on device", "build")))
        edition = session.refresh(seen=lambda page: seen.update(glimpses=session.picture("a4", page, 0.5) > b""))
        monkeypatch.setattr(files, "replace", whole)
        seen["undone" if undone else kind] += 1
        good = good if edition.faulty else texts
        seen["pages"] += bool(edition.changed)
        seen["mistakes"] += edition.faulty
        seen["failures"] += fails
        for page in edition.changed.values():
            assert session.picture("a4", page, 0.5)
        if not edition.faulty and chance.random() < 1 / 10:
            session.write("a4")
        if number % 10 == 0:
            memory.append(_megabytes())
    _save(session.root, edited(first(), "a note", "a value"))
    assert not session.refresh().faulty
    assert session.write("a4").read_bytes() == _clean(session.root)
    third = len(memory) // 3
    if many:
        with capsys.disabled():
            print(f"\n{many} edits in one process: {dict(seen)}; megabytes {memory[::10]}")  # noqa: T201
        assert max(memory[-third:]) < max(memory[third : 2 * third]) + ROOM


def _megabytes() -> float:
    """The memory of this process that is in use; 0 where nobody knows."""
    status = Path("/proc/self/status")
    rows = status.read_text("utf-8").split("\n") if status.exists() else []
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("VmRSS")), 0.0)
