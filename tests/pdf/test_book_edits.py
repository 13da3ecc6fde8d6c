"""Whatever is edited, a build that remembers earlier ones makes what a clean build makes, tells the same, and does no more."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studyguide.publish.store import PARTS, memory
from studyguide.sources import remembered as remembered_module
from studyguide.sources.cache import Cache
from studyguide.sources.remembered import Memory
from tests.pdf.versions_of_tiny import EDITS, FONT, built, edited, first
from tests.tinybook import tiny_sources

STEPS = ("readable_text", "parse_chapter", "head_of", "items_of", "prepare_chapter", "resolve_chapter", "tables_too_wide")
CHAPTER = dict.fromkeys(STEPS, 1)
MADE: dict[str, dict[str, int]] = {
    "a word": {**CHAPTER, "print_document": 3, "finished_document": 3},
    "a paragraph": {**CHAPTER, "print_document": 6, "finished_document": 5},
    "a citation": {**CHAPTER, "print_document": 4, "finished_document": 4},
    "a bibliography entry": {
        "readable_text": 1, "read_references": 1, "format_cited": 1, "print_document": 3, "finished_document": 3,
    },
    "a drawing": {"readable_text": 1, "read_drawing": 1, "live": 1, "print_document": 2, "finished_document": 2},
    "chart data": {
        "readable_text": 1, "draw_chart": 1, "draw_narrow_chart": 1, "live": 1, "with_letters": 1,
        "print_document": 2, "finished_document": 3,
    },
    "a token": {"print_document": 2, "finished_document": 2},
    "a macro": {"compiled": 1, "draw_chart": 1, "draw_narrow_chart": 1, "print_document": 11, "finished_document": 12},
    "a value": {
        "readable_text": 1, "read_values": 1, "resolve_chapter": 2, "tables_too_wide": 1,
        "print_document": 3, "finished_document": 4,
    },
    "a fragment": {
        "readable_text": 1, "parse_fragments": 1, "prepare_entries": 1, "prepare_faq": 1, "prepare_emergency": 1,
        "prepare_chapter": 2, "tables_too_wide": 1, "print_document": 2, "finished_document": 3,
    },
}  # fmt: skip
"""What an edit of the tiny guide costs: how often each step is done. What prints the digest of the sources is printed anew."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures are kept for all edits."""
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def before(folder: Path) -> Callable[[], Memory]:
    """A memory of the first build, and of nothing since, in another process as far as it can tell."""
    shelf = Cache()
    built(first(), folder, Memory(shelf))
    return lambda: Memory(replace(shelf, _memory=dict(shelf._memory)))


@pytest.fixture(scope="module")
def unedited(folder: Path) -> tuple[str, ...]:
    """What the first build makes."""
    return built(first(), folder)


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_ends_as_a_clean_build_does(
    kind: str, before: Callable[[], Memory], unedited: tuple[str, ...], folder: Path
) -> None:
    """After an edit of any kind, book, places, drawings, documents, e-book and mistakes are those of a build without memory."""
    texts, remembered = edited(first(), kind), before()
    assert texts != first()
    assert built(texts, folder, remembered) == built(texts, folder) != unedited
    assert remembered.reused.total() > (10 if kind != "a faulty template" else 0)


@pytest.mark.parametrize("kind", MADE)
def test_an_edit_costs_what_depends_on_it(kind: str, before: Callable[[], Memory], folder: Path) -> None:
    """What is made again is counted; all the rest is found."""
    remembered = before()
    built(edited(first(), kind), folder, remembered)
    assert remembered.made == MADE[kind]
    remembered.made.clear()
    built(edited(first(), kind), folder, remembered)
    assert remembered.made == {}


def test_nothing_changed_makes_nothing(before: Callable[[], Memory], folder: Path) -> None:
    """A second build finds every part, whatever order the sets of another process have."""
    remembered = before()
    built(first(), folder, remembered)
    assert remembered.made == {}
    assert remembered.reused.total() > 50


def test_a_font_is_read_by_what_it_letters(before: Callable[[], Memory], unedited: tuple[str, ...], folder: Path) -> None:
    """With another font the drawings are checked again, and nothing else of the book is made."""
    fonts = {**tiny_sources().blobs, FONT: tiny_sources().blobs["styles/fonts/SourceSans3-Semibold.ttf"]}
    remembered = before()
    assert built(first(), folder, remembered, fonts) == built(first(), folder, fonts=fonts) != unedited
    made = {name for name, count in remembered.made.items() if count}
    drawn = {"draw_chart", "draw_narrow_chart", "read_drawing"}
    assert drawn <= made <= {*drawn, "live", "with_letters", "print_document", "finished_document"}


def test_sequences_of_edits(
    request: pytest.FixtureRequest, tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After every edit of a random sequence, a memory that saw all of it makes what a clean build makes."""
    many = request.config.getoption("--sequences", 0)
    chance, seen = random.Random(None if many else 12), Counter[str]()  # noqa: S311 - nothing secret
    for number in range(many or 2):
        texts, remembered = first(), memory(tmp_path / str(number), "1")
        for _ in range(chance.randint(1, 6)):
            kind = chance.choice(list(EDITS))
            texts = edited(texts, kind)
            seen[kind] += 1
            assert built(texts, folder, remembered) == built(texts, folder), kind
            remembered.forget_unused()
            if chance.random() < 1 / 3:
                _harm(chance, tmp_path / str(number) / PARTS)
                remembered = memory(tmp_path / str(number), "1")
    with capsys.disabled():
        print(f"\n{many} sequences of edits: {dict(seen)}") if many else None  # noqa: T201


def _harm(chance: random.Random, parts: Path) -> None:
    """Take away or cut short a few parts."""
    for path in chance.sample(sorted(path for path in parts.rglob("*") if path.is_file()), 5):
        path.unlink() if chance.random() < 1 / 2 else path.write_bytes(path.read_bytes()[:40])


def test_a_memory_that_overlooks_an_input_is_noticed(
    monkeypatch: pytest.MonkeyPatch, before: Callable[[], Memory], folder: Path
) -> None:
    """If the name of a step did not depend on some word, the outcome would not be that of a clean build."""
    texts = edited(first(), "a word")
    clean, whole = built(texts, folder), remembered_module.named
    monkeypatch.setattr(remembered_module, "named", lambda value: whole(value).replace(b"passes soon.", b"passes."))
    monkeypatch.setattr(remembered_module, "_name", lambda kind, *parts: b"\0".join((kind.encode(), *parts)))
    shelf = Cache()
    built(first(), folder, Memory(shelf))
    assert built(texts, folder, Memory(shelf)) != clean
