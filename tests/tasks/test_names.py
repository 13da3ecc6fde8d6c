"""One name: the guide under another name, title and language, from its sources to the finished files."""

from __future__ import annotations

import zipfile

import pikepdf

from tests.project import Project


def test_another_name_title_and_language(project: Project) -> None:
    """The files bear the new name and say the new title and language; what the old name left is told of, and clean removes it."""
    project.write("chapters/guide.toml", 'name = "tiny"', 'name = "blutarmut"')
    project.write("chapters/guide.toml", 'title = "Tiny"', 'title = "Blut/Armut: ../x"')
    project.write("chapters/guide.toml", 'language = "en-GB"', 'language = "de"')

    made = project.run("pdf:a4", "epub")

    assert (made.code, made.err) == (0, "")
    assert "of an earlier name: build/tiny-a4.pdf, build/tiny-kindle.epub, build/tiny.epub; ./guide clean" in made.out
    assert {"blutarmut-a4.pdf", "blutarmut.epub", "blutarmut-kindle.epub"} < project.finished().keys()
    with pikepdf.open(project.root / "build" / "blutarmut-a4.pdf") as pdf:
        assert (str(pdf.Root.Lang), str(pdf.docinfo.Title).partition(":")[0]) == ("de", "Blut/Armut")
    with zipfile.ZipFile(project.root / "build" / "blutarmut.epub") as epub:
        package = epub.read("EPUB/package.opf").decode()
    assert ">de</dc:language>" in package
    assert ">Blut/Armut: ../x</dc:title>" in package
    assert project.run("pdf:a4", "epub").out.startswith("Nothing to do: build/blutarmut-a4.pdf and 2 more are")

    assert project.run("clean").code == 0
    assert project.kept() == []


def test_a_bad_name_stops_the_build_and_nothing_else(project: Project) -> None:
    """A name that would be a path is told of at its line, nothing is written anywhere, and the tasks can still be listed."""
    before = set(project.root.parent.rglob("*"))
    project.write("chapters/guide.toml", 'name = "tiny"', 'name = "../../x"')

    made = project.run("pdf:a4", "epub")

    assert (made.code, made.err.split(":")[:3]) == (1, ["chapters/guide.toml", "1", "1"])
    assert {path for path in set(project.root.parent.rglob("*")) - before if path.suffix in (".pdf", ".epub")} == set()
    assert project.run("list").code == 0
