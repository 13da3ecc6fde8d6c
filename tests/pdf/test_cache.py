"""The cache: what was computed once."""

import os
import shutil

import pytest

from studyguide.sources.cache import Cache, key
from studyguide.sources.files import SEAL
from tests.pdf.sample import book, made


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
    assert cache.trim(2 * (SEAL + 3) + 1) == 1
    assert [name for name in ("a-12", "b-12", "c-99") if name in cache] == ["a-12", "c-99"]


def test_nothing_half_written(tmp_path, monkeypatch):
    """A write that fails leaves nothing behind."""
    cache = Cache(tmp_path)
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cache.put("a-12", b"data")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


DAMAGE = {
    "cut short": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "zeros": lambda data: bytes(len(data)),
    "one bit": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "something else": lambda data: b"not ours",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_counts_as_missing(tmp_path, damage):
    """What a crash or a bad disk left of a result is not taken for one, and can be replaced."""
    cache = Cache(tmp_path)
    cache.put("a-12", b"data")
    _damage(tmp_path, damage)
    assert cache.get("a-12") is None
    assert "a-12" not in cache
    cache.put("a-12", b"data")
    assert cache.get("a-12") == b"data"


def test_a_result_under_another_name_counts_as_missing(tmp_path):
    """Two results of which each was put in the place of the other are both made again."""
    cache = Cache(tmp_path)
    cache.put("a-12", b"one")
    cache.put("b-12", b"two")
    one, other = (next(tmp_path.rglob(name)) for name in ("a-12", "b-12"))
    other.write_bytes(one.read_bytes())
    assert (cache.get("a-12"), cache.get("b-12")) == (b"one", None)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The folder of a cache that has seen a build, to be copied, and what was built."""
    folder = tmp_path_factory.mktemp("filled")
    return folder, made(book(2), cache=Cache(folder)).data


@pytest.mark.parametrize("kind", ["", "facts", "fragment", "contents", "objects", "styles", "file"])
def test_a_damaged_cache_changes_no_byte(filled, tmp_path, kind):
    """With results of one kind or of all kinds damaged, a build makes them again and ends with the same bytes."""
    folder, clean = filled
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    _damage(tmp_path, "cut short", kind)
    if kind == "fragment":  # needed only where the placed unit is lost too
        _damage(tmp_path, "cut short", "contents")
    assert made(book(2), cache=Cache(tmp_path)).data == clean


def _damage(folder, damage, kind=""):
    files = [path for path in folder.rglob(f"{kind}*") if path.is_file()]
    assert files
    for path in files:
        path.write_bytes(DAMAGE[damage](path.read_bytes()))


def test_keys():
    """A key depends on every part and on where one ends."""
    assert key("a", "b", "c") != key("a", "bc", "")
    assert key("a", "b") == key("a", b"b")
