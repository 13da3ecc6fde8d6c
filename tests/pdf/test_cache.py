"""The cache: what was computed once."""

import os

import pytest

from studyguide.pdf.cache import Cache, key


@pytest.fixture(params=["memory", "folder"])
def cache(request, tmp_path):
    return Cache(tmp_path / "cache" if request.param == "folder" else None)


def test_put_and_get(cache):
    """What was put in comes out, under its own name only."""
    assert cache.get("a-12") is None
    cache.put("a-12", b"data")
    assert cache.get("a-12") == b"data"
    assert "a-12" in cache
    assert "a-13" not in cache


def test_trim(tmp_path):
    """What was used least recently is forgotten first."""
    cache = Cache(tmp_path)
    for age, name in enumerate(("a-12", "b-12", "c-99")):
        cache.put(name, b"123")
        os.utime(next(tmp_path.glob(f"*/{name}")), (age, age))
    cache.get("a-12")
    assert cache.trim(7) == 1
    assert [name for name in ("a-12", "b-12", "c-99") if name in cache] == ["a-12", "c-99"]


def test_nothing_half_written(tmp_path, monkeypatch):
    """A write that fails leaves nothing behind."""
    cache = Cache(tmp_path)
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cache.put("a-12", b"data")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_keys():
    """A key depends on every part and on where one ends."""
    assert key("a", "b", "c") != key("a", "bc", "")
    assert key("a", "b") == key("a", b"b")
