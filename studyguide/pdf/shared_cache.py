"""A cache that machines share: any place that fsspec can write to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studyguide.sources.cache import LIMIT, Cache


@dataclass(frozen=True, init=False)
class SharedCache(Cache):
    """Results by key under a URL: `s3://bucket/folder`, `file:///mnt/shared`, or whatever else fsspec knows.

    A result is written under another name and moved, as in a folder. Nothing is ever taken away: others may still need it, and
    the owner of the place knows how long to keep things.
    """

    url: str = ""

    def __init__(self, url: str) -> None:
        super().__init__(Path(url))  # a folder only in that other processes see what is in it
        object.__setattr__(self, "url", url.rstrip("/"))

    def _read(self, name: str) -> bytes | None:
        files, path = self._place(name)
        try:
            data: bytes = files.cat_file(path)
        except FileNotFoundError:
            return None
        return data

    def _write(self, name: str, data: bytes) -> None:
        files, path = self._place(name)
        folder = path.rpartition("/")[0]
        part = f"{folder}/.{name}.{uuid.uuid4().hex}"
        files.makedirs(folder, exist_ok=True)
        try:
            files.pipe_file(part, data)
            files.mv(part, path)
        except BaseException:
            if files.exists(part):
                files.rm_file(part)
            raise

    def trim(self, limit: int = LIMIT) -> int:
        """Forget nothing."""
        return 0

    def _place(self, name: str) -> tuple[Any, str]:
        """The file system (fsspec keeps one for each process) and the path in it."""
        from fsspec.core import url_to_fs

        files, root = url_to_fs(self.url)
        return files, f"{root}/{name.rpartition('-')[2][:2]}/{name}"
