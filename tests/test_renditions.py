"""The renditions together: what they share is made once."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from studyguide.pdf import compile as compile_
from studyguide.pdf.workers import Workers
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import tiny_book


def test_building_all_lays_nothing_out_twice(layouts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All renditions together lay no unit out twice with the same input, and the two for a printer share every page.

    Pages are known where another test has laid them out; units are not.
    """
    shutil.copytree(layouts, tmp_path, ignore=shutil.ignore_patterns("fragment-*", "facts-*"), dirs_exist_ok=True)
    done: list[tuple[str, str]] = []
    compile_unit = compile_.compile_unit

    def here(_workers, function, jobs, _tell=None):
        if function is compile_unit:
            done.extend((key, job.key) for _, job in jobs)
        return [function(*job) for job in jobs]

    monkeypatch.setattr(Workers, "run", here)
    for key in RENDITIONS:
        make_pdf(tiny_book(), RENDITIONS[key], tmp_path)
    assert max(Counter(job for _, job in done).values()) == 1
    assert {key for key, _ in done} == RENDITIONS.keys() - {"print-bleed"}
