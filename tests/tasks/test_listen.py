"""./guide listen: what is said of a chapter of the finished files, and what is told where there is none."""

from __future__ import annotations

import pytest

from studyguide.publish.ebook import make_epub
from studyguide.publish.names import epub_path, pdf_path
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from studyguide.tasks import listen
from tests.tinybook import tiny_book


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with the finished EPUB and A4 PDF of the small guide."""
    root, name = tmp_path_factory.mktemp("listen"), tiny_book().book.guide.name
    (root / "build").mkdir()
    (root / epub_path(name)).write_bytes(make_epub(tiny_book(), None, root / "pictures"))
    (root / pdf_path(name, REFERENCE)).write_bytes(make_pdf(tiny_book(), RENDITIONS[REFERENCE], root / "cache").data)
    return root


@pytest.fixture
def told(built, monkeypatch, capsys):
    """What the command prints in that folder, and returns."""
    monkeypatch.setattr(listen, "ROOT", built)
    monkeypatch.setattr(listen, "stored_book", lambda _: tiny_book())

    def ask(*words: str) -> tuple[int, str]:
        code = listen.main(["listen", *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return ask


@pytest.mark.parametrize("words", [("counting",), ("counting", "--pdf"), ("glossary",)])
def test_a_part_is_said(told, words):
    """A chapter of either file, and another part of the e-book, with the roles that are announced."""
    code, said = told(*words)
    assert code == 0
    assert "[heading 1]" in said or "[heading 2]" in said
    assert ("neutrophil" in said) == (words[0] in ("counting", "glossary"))


@pytest.mark.parametrize(
    ("words", "hint"),
    [(("countin",), "did you mean “counting”?"), (("zzz", "--pdf"), "there are counting, calm")],
)
def test_a_part_that_is_not_there_is_told(told, words, hint):
    """A slip is understood; else all parts are named."""
    code, said = told(*words)
    assert code != 0
    assert f"There is no “{words[0]}” to listen to: {hint}" in said


def test_before_a_build_the_command_says_what_to_type(told, monkeypatch, tmp_path):
    """Where nothing was built, it names the file, and the lines that make it."""
    monkeypatch.setattr(listen, "ROOT", tmp_path)
    code, said = told("counting")
    assert code != 0
    assert "is not there. It is told of finished files: ./guide epub makes the EPUB" in said
