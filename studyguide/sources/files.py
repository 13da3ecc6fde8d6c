"""Files, whole or nothing, and sealed where only this program reads them: the only writer."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

SEAL = 16
"""Bytes of the seal before every kept result."""


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_of(path: Path) -> str:
    """The SHA-256 of the bytes of a file as they are now; “” where there is no file that can be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""


def seal(name: str, data: bytes) -> bytes:
    """The bytes of a result under the seal of its name and its bytes."""
    return _mark(name, data) + data


def unseal(name: str, sealed: bytes) -> bytes | None:
    """The bytes under a seal; None if they are not the whole of what was kept under this name."""
    data = sealed[SEAL:]
    return data if sealed[:SEAL] == _mark(name, data) else None


def _mark(name: str, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=SEAL, key=hashlib.blake2b(name.encode()).digest()).digest()


def keep(path: Path, data: bytes) -> bool:
    """Put a result under its seal at `path`, as `replace` does."""
    return replace(path, seal(path.name, data))


def kept(path: Path) -> bytes | None:
    """The result that was kept at `path`; None if it is not there, or if what is there was not kept there."""
    try:
        return unseal(path.name, path.read_bytes())
    except OSError:
        return None


def required(path: Path) -> bytes:
    """The result that was kept at `path`. Raises OSError if it is not there or not whole."""
    data = kept(path)
    if data is None:
        raise OSError(None, "this is lost or damaged; the same command once more makes it anew", str(path))
    return data


def replace(path: Path, data: bytes, *, durable: bool = True) -> bool:
    """Put `data` at `path` in one step; at any moment the old file or the new one is there.

    Returns whether anything changed: a file that already holds these bytes is left alone, with its time stamp. `durable` waits
    until the disk has the bytes, so that not even a power cut leaves less. Raises OSError, which names the path.
    """
    if digest_of(path) == digest(data):
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, data, durable=durable)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    return True


def replace_all(wanted: Mapping[Path, bytes | None]) -> None:
    """Put all these files in their places, or, where one cannot be written, none; None takes a file away. Raises OSError."""
    before = {path: path.read_bytes() if path.exists() else None for path in wanted}
    done: list[Path] = []
    try:
        for path in sorted(wanted, key=lambda path: wanted[path] is None):  # new ones first: at no moment is anything lost
            done.append(path)
            _put(path, wanted[path])
    except BaseException:
        for path in done:
            _put(path, before[path])
        raise


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        replace(path, data)


def _write(path: Path, data: bytes, *, durable: bool) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
