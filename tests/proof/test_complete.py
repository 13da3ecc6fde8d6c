"""The finished files are there, and are those of the sources as they are now."""

from __future__ import annotations

import shutil

import pytest

from studyguide.proof import complete, finished
from studyguide.proof.complete import stale
from studyguide.proof.finished import FinishedGuide
from studyguide.proof.others.tools import Tools
from studyguide.sources.messages import show
from studyguide.sources.renditions import REFERENCE, RENDITIONS


@pytest.fixture
def guide(project, tmp_path, monkeypatch) -> FinishedGuide:
    """A copy of the finished tiny guide, of which only the reference rendition was made."""
    monkeypatch.setattr(finished, "RENDITIONS", {REFERENCE: RENDITIONS[REFERENCE]})
    shutil.copytree(project, tmp_path / "project")
    root = tmp_path / "project"
    return FinishedGuide(Tools(root), root / "build" / "tiny.epub")


def test_all_is_there(guide):
    """Nothing is said where every file is there."""
    assert complete.check(guide).findings == []
    assert complete.check(guide).looked == 3


@pytest.mark.parametrize(("data", "said"), [(None, "not there"), (b"", "empty, or no {}"), (b"x", "empty, or no {}")])
@pytest.mark.parametrize("kind", ["PDF", "EPUB", "Kindle"])
def test_a_file_is_missing(guide, kind, data, said):
    """A file that is not there, is empty or is something else is named."""
    path = {"PDF": guide.reference.path, "EPUB": guide.epub, "Kindle": guide.kindle}[kind]
    path.unlink() if data is None else path.write_bytes(data)
    [found] = complete.check(guide).findings
    assert show(found, {}) == f"{path.name}: error[missing-file]: the file is {said.format(path.suffix[1:].upper())}"


def test_a_rendition_that_was_not_made(guide, monkeypatch):
    """Every rendition that the guide has must be there."""
    monkeypatch.setattr(finished, "RENDITIONS", RENDITIONS)
    assert len(complete.check(guide).findings) == len(RENDITIONS) - 1


def test_other_sources():
    """A source that was changed, added or taken away since the book was made is named."""
    made, now = {"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "4", "d": "5"}
    assert [(found.span.path, found.code) for found in stale(made, now)] == [("b", "stale"), ("c", "stale"), ("d", "stale")]
