"""The cache: what was computed once."""

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


def test_keep(cache):
    """All but the named results are forgotten."""
    for name in ("a-12", "b-12", "c-99"):
        cache.put(name, b"x")
    assert cache.keep(["b-12"]) == 2
    assert cache.get("b-12") == b"x"
    assert cache.get("a-12") is None


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
