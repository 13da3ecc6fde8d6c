"""The tiny guide with the project's styles in a folder of its own."""

from pathlib import Path

from tests.tinybook import tiny_sources


def project_at(root: Path) -> Path:
    """The folder, in which nothing else is."""
    data = {path: text.encode() for path, text in tiny_sources().texts.items()} | dict(tiny_sources().blobs)
    for path, content in data.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root
