"""The stages, one after the other, in a folder that holds nothing but sources."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from contextlib import nullcontext
from pathlib import Path

import pytest

from studyguide.pdf import cluster
from studyguide.pdf.compile import CompileFailed
from studyguide.publish import pdf
from studyguide.publish.names import bank_paths, cards_paths, finished, paper_path
from studyguide.publish.release.index import read_index
from studyguide.publish.store import BOOK, PAGES, reference_pages, stored_book
from studyguide.sources.diagnostics import Diagnostic, Span
from studyguide.sources.folder import digests
from studyguide.sources.project import GUIDE
from studyguide.tasks import clean, stages, twice
from studyguide.tasks.border import CheckFailed, ExpectedFailure
from studyguide.tasks.record import TaskFiles
from tests.tinybook import ROOT


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sources of the tiny guide, and its book."""
    path = tmp_path_factory.mktemp("stages")
    shutil.copytree(ROOT / "tests" / "tiny" / "chapters", path / "chapters")
    shutil.copytree(ROOT / "styles", path / "styles")
    disk = TaskFiles(path)
    stages.write_book(disk)
    assert (disk.read, [*disk.written]) == (digests(path), [BOOK])
    return path


def test_every_page_of_the_preview_is_made_and_no_link_is_dead(root: Path) -> None:
    """The web pages of all chapters and of the rest link only to each other, to files and to ids that are there."""
    disk = TaskFiles(root)
    for unit in ("frame", *(chapter.id for chapter in stored_book(root).book.chapters)):
        stages.write_html(disk, unit)
    assert disk.read.keys() == {BOOK}

    folder = root / "build" / "html"
    pages = {path.name: path.read_text("utf-8") for path in folder.glob("*.xhtml")}
    assert {"contents.xhtml", "counting.xhtml", "calm.xhtml", "glossary.xhtml"} <= pages.keys()
    ids = {name: set(re.findall(r'\bid="([^"]+)"', text)) for name, text in pages.items()}
    links = [(name, link) for name, text in pages.items() for link in re.findall(r'(?:href|src)="([^":]+)"', text)]
    assert len(links) > 50
    for name, link in links:
        file, _, anchor = link.partition("#")
        assert (folder / (file or name)).is_file(), (name, link)
        assert not anchor or anchor in ids[file or name], (name, link)


def test_the_reference_pdf_leaves_the_map_of_its_pages_for_the_epub(root: Path) -> None:
    """The A4 PDF is written with its page map, from which the EPUB takes its page numbers; both note what they read and wrote."""
    disk = TaskFiles(root)
    stages.write_pdf(disk, "a4")
    assert ([*disk.read], [*disk.written]) == ([BOOK], ["build/tiny-a4.pdf", PAGES])

    disk = TaskFiles(root)
    stages.write_epub(disk)

    assert ([*disk.read], [*disk.written]) == ([BOOK, PAGES], ["build/tiny.epub", "build/tiny-kindle.epub"])
    (said,) = disk.said
    assert said.startswith(f"{len(reference_pages(root).labels)} page numbers of build/tiny-a4.pdf, unchanged since")


def test_what_was_published_under_another_name_is_told(root: Path) -> None:
    """The book's task names books in build/ that are not of this guide."""
    (root / "build" / "old.epub").touch()

    stages.write_book(disk := TaskFiles(root))

    assert disk.said[0].startswith("of an earlier name: build/old.epub; ./guide clean")
    (root / "build" / "old.epub").unlink()


def test_a_cluster_that_is_not_there_is_expected(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address at which nobody answers is told in words, and nothing is written."""

    def connect(address: str) -> None:
        raise cluster.ClusterUnavailable(f"nobody answers at {address}")

    monkeypatch.setattr(cluster, "connect", connect)
    disk = TaskFiles(root)

    with pytest.raises(ExpectedFailure, match="nobody answers at tcp://x:1"):
        stages.write_pdf(disk, "phone", "tcp://x:1")
    assert disk.written == {}


@pytest.mark.parametrize(("unit", "path"), [("calm", "chapters/02-calm.md"), ("glossary", "chapters/glossary.md"), ("?", "")])
def test_a_unit_that_cannot_be_laid_out_has_a_file(root: Path, monkeypatch: pytest.MonkeyPatch, unit: str, path: str) -> None:
    """When the layout engine breaks down over a unit, the failure names the file that the unit comes from."""

    def build(*_: object, **__: object) -> None:
        raise CompileFailed(unit, "ZeroDivisionError: x")

    monkeypatch.setattr(pdf, "build", build)

    with pytest.raises(CompileFailed, match=rf"the unit “{re.escape(unit)}” cannot be laid out: Zero") as failed:
        stages.write_pdf(TaskFiles(root), "phone")
    assert failed.value.span == Span(path, 0)


def test_a_release_is_a_folder_of_its_version(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds what has the guide's name now, nothing that an earlier name or release left, and is the same each time."""
    (tmp_path / BOOK).parent.mkdir(parents=True)
    shutil.copy(root / BOOK, tmp_path / BOOK)
    monkeypatch.setattr("studyguide.pdf.finish.page_count", lambda data: 7 * data.endswith(b".pdf"))
    monkeypatch.setattr("studyguide.publish.release.statement.access_told", lambda _: {})
    (tmp_path / "chapters").mkdir()
    shutil.copy(root / "chapters" / "guide.toml", tmp_path / "chapters")
    made = (*finished("tiny", ua2=False), *cards_paths("tiny"), *bank_paths("tiny"), paper_path("tiny", "worksheet"))
    for below in ("site", "papers"):
        (tmp_path / "build" / below).mkdir(parents=True)
    for path in (*made, "build/older.epub", "build/site/index.html"):
        (tmp_path / path).write_text(path)
    (tmp_path / "CHANGELOG.md").write_text("## 1.0 – 2026-01-02\n\n- All is new.\n")
    (folder := tmp_path / "build" / "release" / "1.0").mkdir(parents=True)
    (folder / "stray.pdf").touch()

    stages.write_release(TaskFiles(tmp_path))

    names = {*(Path(path).name for path in made), "tiny-site.zip", "ACCESSIBILITY.md"}
    (first,) = read_index(folder)
    assert {path.name for path in folder.iterdir()} == {*names, "NOTES.md", "sbom.cdx.json", "build-report.json", "SHA256SUMS"}
    assert first.sums == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.name != "SHA256SUMS"
    }
    assert first.report
    assert {file.name: (file.pages, file.size) for file in first.report.files}.items() >= {
        Path(path).name: (7 * path.endswith(".pdf"), len(path)) for path in made
    }.items()
    with zipfile.ZipFile(folder / "tiny-site.zip") as archive:
        assert archive.namelist() == ["tiny-site/index.html"]
    assert (folder / "NOTES.md").read_text("utf-8").endswith("First edition, version 1.0, 2026-01-02\n\n- All is new.\n")
    stages.write_release(TaskFiles(tmp_path))
    assert read_index(folder) == (first,)

    (tmp_path / "CHANGELOG.md").unlink()
    (tmp_path / cards_paths("tiny")[1]).write_text("#separator:tab\n")
    stages.write_release(TaskFiles(tmp_path))
    gone = {"NOTES.md", *(Path(path).name for path in cards_paths("tiny"))}
    assert {path.name for path in folder.iterdir()} == {*names, "sbom.cdx.json", "build-report.json", "SHA256SUMS"} - gone


def test_a_second_build_needs_nothing_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a copy of the sources in another folder the same files come, byte for byte; a file that differs is named."""
    shutil.copytree(ROOT / "tests" / "tiny" / "chapters", tmp_path / "guide" / "chapters")
    for name in ("dodo.py", "pyproject.toml"):
        shutil.copy(ROOT / "examples" / "brot" / name, tmp_path / "guide")
    monkeypatch.setenv(GUIDE, str(tmp_path / "guide"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        twice.build_elsewhere(tmp_path / "guide", tmp_path / name, ("questions",))
    made = {path: (tmp_path / "one" / path).read_bytes() for path in bank_paths("tiny")}

    twice.hold_to_copy(made, tmp_path / "two")

    with pytest.raises(
        ExpectedFailure, match=r"these files have other bytes: build/none\.pdf, build/tiny-questions-moodle\.xml\."
    ):
        twice.hold_to_copy({**made, "build/tiny-questions-moodle.xml": b"", "build/none.pdf": b""}, tmp_path / "two")


@pytest.mark.parametrize("found", [(), (Diagnostic(Span("build/tiny.epub", 0), "dead", "a fault"),)])
def test_a_check_is_as_good_as_its_report(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], found: tuple[Diagnostic, ...]
) -> None:
    """The report of all checks is printed, and the task fails with what they found."""
    monkeypatch.setattr("studyguide.proof.everything.check_everything", lambda *_, **__: ("the report", found, ("Spelling",)))

    with pytest.raises(CheckFailed) if found else nullcontext() as failed:
        stages.check(TaskFiles(root))
    assert capsys.readouterr().out == "the report\n"
    assert failed is None or failed.value.problems.found == list(found)
    with pytest.raises(CheckFailed) if found else pytest.raises(ExpectedFailure, match=r"not made: Spelling\. What is"):
        stages.check_whole(TaskFiles(root))


def test_a_release_leaves_no_check_out(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for less is told so before anything is made."""
    monkeypatch.setenv("STUDYGUIDE_WITHOUT", "Spelling,veraPDF ua1")
    with pytest.raises(ExpectedFailure, match=r"STUDYGUIDE_WITHOUT asks for that: Spelling,veraPDF ua1\. Unset it\."):
        stages.may_release(TaskFiles(root))


def test_all_that_was_made_is_cleared(tmp_path: Path) -> None:
    """Files, folders and links in build/ go; what a link leads to stays; a project without build/ is clean already."""
    stages.clear(tmp_path)
    (tmp_path / "kept").mkdir()
    (tmp_path / "build" / "deep").mkdir(parents=True)
    (tmp_path / "build" / "deep" / "x.pdf").touch()
    (tmp_path / "build" / "x.epub").touch()
    (tmp_path / "build" / "link").symlink_to(tmp_path / "kept")

    stages.clear(tmp_path)

    assert list((tmp_path / "build").iterdir()) == []
    assert (tmp_path / "kept").is_dir()


def test_clean_takes_all_away_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files, folders and what is hidden go from build/, which stays; a folder that is not there is clean."""
    monkeypatch.setattr(clean, "ROOT", tmp_path)
    (tmp_path / "build" / ".cache").mkdir(parents=True)
    (tmp_path / "build" / "tiny.epub").touch()

    assert (clean.main(["clean"]), list((tmp_path / "build").iterdir())) == (0, [])
    (tmp_path / "build").rmdir()
    assert clean.main(["clean"]) == 0
    assert capsys.readouterr().out == "All that was made is gone from build/.\n" * 2
