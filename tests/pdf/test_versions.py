"""What makes the cache forget: the code and the libraries that lay out."""

import ast
from pathlib import Path

from studyguide.pdf import versions
from tests.pdf.sample import ROOT

FOLDER = ROOT / "studyguide" / "pdf"
AROUND = {"cache", "numbers"}
"""Modules that the code imports for other reasons: where results are kept, and what is filled in before a unit is a job."""


def _imports(name):
    """The modules of this package that one of them imports, also within its functions, but not for types alone."""
    tree = ast.parse((FOLDER / f"{name}.py").read_text("utf-8"))
    typing_only = {
        id(node)
        for each in ast.walk(tree)
        if isinstance(each, ast.If)
        for node in ast.walk(each)
        if "TYPE_CHECKING" in ast.dump(each.test)
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in typing_only:
            if node.module == "studyguide.pdf":
                found |= {alias.name for alias in node.names}
            elif node.module.startswith("studyguide.pdf."):
                found.add(node.module.rpartition(".")[2])
    return found


def test_all_code_that_lays_out_is_listed():
    """Every module that a layout or a placed fragment can depend on is in the digest that names them."""
    seen, waiting = set(), {"compile", "place", "emit", "fonts", "weasyprint70"}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        waiting |= _imports(name) - seen - AROUND
    assert seen == set(versions.CODE)


def test_the_digest_depends_on_code_and_environment(monkeypatch):
    """Another library, or one other byte of a module that lays out, gives another digest."""

    def digest():
        versions.versions.cache_clear()
        return versions.versions()

    before = digest()
    assert digest() == before
    with monkeypatch.context() as changed:
        changed.setattr(versions, "environment", lambda: ("Python 4",))
        assert digest() != before
    read = Path.read_bytes
    with monkeypatch.context() as changed:
        changed.setattr(Path, "read_bytes", lambda path: read(path) + b"#" * (path.name == "words.py"))
        assert digest() != before
    assert digest() == before
