"""./guide verify: which edition a file is, whether it is the published one, whether there is a newer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from studyguide.pdf.finish import page_count
from studyguide.publish.epubs import make_epubs
from studyguide.publish.pdf import make_pdf
from studyguide.publish.release.index import SUMS, packed_sums
from studyguide.publish.release.report import NAME, BuildReport, PublishedFile
from studyguide.sources import files
from studyguide.sources.renditions import REFERENCE, RENDITIONS
from studyguide.tasks.verify import main
from tests.tinybook import tiny_book

THIS = "“Tiny: A guide for tests”, First edition, version 1.0, 2026-01-02."
DIGEST = "0123456789abcdef" * 4
UNCHANGED, NONE_NEWER = "It is unchanged: index/1.0/build-report.json lists it by its SHA-256", "No newer edition is there."
NEWER = "A newer edition is there: Second edition, version 2.0, 2027-01-02, in index/2.0/build-report.json."
CHANGED = "It was changed: index/1.0/build-report.json has this edition, and no file of these bytes."


@pytest.fixture(scope="module")
def made(tmp_path_factory, layouts) -> dict[str, bytes]:
    """A PDF, an EPUB and a deck (a stand-in) of the small guide."""
    epubs = make_epubs(tiny_book(), None, tmp_path_factory.mktemp("pictures"))
    pdf = make_pdf(tiny_book(), RENDITIONS[REFERENCE], layouts).data
    return {"tiny-a4.pdf": pdf, "tiny.epub": epubs["epub"], "tiny-kindle.epub": epubs["kindle"], "tiny-cards.apkg": b"PK a deck"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made) -> Path:
    """A folder to be in, with an index of one edition."""
    monkeypatch.chdir(tmp_path)
    listed = tuple(PublishedFile(name, files.digest(data), len(data), page_count(data)) for name, data in made.items())
    published(tmp_path / "index" / "1.0", BuildReport.of(tiny_book().book, {"Python": "3"}, listed))
    return tmp_path


def published(folder: Path, report: BuildReport) -> None:
    """Write what a release writes of its files."""
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(report.packed())
    (folder / SUMS).write_bytes(packed_sums({file.name: file.sha256 for file in report.files}))


def second(report: BuildReport) -> BuildReport:
    """The report of an edition after this."""
    return replace(
        report, edition="Second edition, version 2.0", version="2.0", date=date(2027, 1, 2), sources="f" * 64, files=()
    )


def repacked(epub: bytes, name: str, old: str, new: str) -> bytes:
    """An EPUB in which one part says something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as before, zipfile.ZipFile(out, "w") as after:
        for each in before.infolist():
            data = before.read(each)
            after.writestr(each, data.replace(old.encode(), new.encode()) if each.filename == name else data)
    return out.getvalue()


def told(path: Path, data: bytes, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    """What the command returns and prints of a file."""
    path.write_bytes(data)
    code = main(["verify", path.name, *(words or ("--index", "index"))])
    return code, capsys.readouterr().out.splitlines()


Change = Callable[[bytes], bytes]
FILES: dict[str, tuple[str, str, Change, int, str]] = {
    "the PDF": ("tiny-a4.pdf", "tiny-a4.pdf", bytes, 0, f"{UNCHANGED}."),
    "the EPUB for Kindle": ("tiny-kindle.epub", "tiny-kindle.epub", bytes, 0, f"{UNCHANGED}."),
    "the EPUB": ("tiny.epub", "tiny.epub", bytes, 0, f"{UNCHANGED}."),
    "the deck": ("tiny-cards.apkg", "tiny-cards.apkg", bytes, 0, f"{UNCHANGED}."),
    "an EPUB that was renamed": ("tiny.epub", "mine.epub", bytes, 0, f"{UNCHANGED}, as tiny.epub."),
    "a PDF without its ending": ("tiny-a4.pdf", "tiny.tmp", bytes, 0, f"{UNCHANGED}, as tiny-a4.pdf."),
    "a PDF that was written on": ("tiny-a4.pdf", "tiny-a4.pdf", lambda b: b + b"\n% note\n", 1, CHANGED),
    "a PDF with another byte": ("tiny-a4.pdf", "x.pdf", lambda b: b.replace(b"/Tabs", b"/Tebs", 1), 1, CHANGED),
    "an EPUB that says more": (
        "tiny.epub", "tiny.epub", lambda b: repacked(b, "EPUB/counting.xhtml", "neutrophil", "eosinophil"), 1, CHANGED
    ),
    "an EPUB that calls itself another edition": (
        "tiny.epub", "tiny.epub", lambda b: repacked(b, "EPUB/package.opf", "version 1.0", "version 9.0"), 1, CHANGED
    ),
    "an EPUB of other sources": (
        "tiny.epub", "tiny.epub", lambda b: repacked(b, "EPUB/colophon.xhtml", "01234567", "11111111"), 1,
        "It was made from other sources than the files of this edition in index/1.0/build-report.json.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES.values(), ids=FILES)
def test_a_file_is_told_from_a_changed_one(here, made, capsys, case) -> None:
    """Published files are known by their bytes, whatever they are called; any change is told, and what the file says it is."""
    source, name, change, code, sentence = case
    data = change(made[source])
    assert (data == made[source]) == (code == 0)

    returned, lines = told(here / name, data, capsys)

    assert (returned, lines[-2:]) == (code, [sentence, NONE_NEWER])
    assert lines[0].replace("9.0", "1.0") == f"{name} says that it is {THIS}"
    assert lines[1].startswith("It was made from the sources with the SHA-256 ")


STRANGERS = {
    "a text": (b"Dear all", 1, "it is neither a PDF nor an EPUB"),
    "nothing": (b"", 1, "it is empty"),
    "the head of a PDF": (b"%PDF-1.7\n%", 1, "it is damaged, and cannot be opened"),
    "half an EPUB": (b"PK\x03\x04 and no more", 1, "it is damaged, and cannot be opened"),
    "an archive": (None, 1, "nothing in it says that this program made it"),
    "a PDF of another program": (None, 1, "nothing in it says that this program made it"),
    "a PDF that is locked": (None, 1, "it is locked with a password, as no file of this program is"),
}


def stranger(kind: str) -> bytes:
    """The bytes of a file that is not of this program."""
    out = io.BytesIO()
    if kind == "an archive":
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("x.txt", "x")
        return out.getvalue()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(user="u", owner="o") if "locked" in kind else False)
    return out.getvalue()


@pytest.mark.parametrize("kind", STRANGERS)
def test_what_is_no_edition_is_told_in_a_line(here, capsys, kind) -> None:
    """Wrong, torn and foreign files: one line, which says why."""
    data, code, reason = STRANGERS[kind]

    assert told(here / "it", stranger(kind) if data is None else data, capsys) == (
        code,
        [f"it: it cannot be told which edition it is: {reason}."],
    )


@pytest.mark.parametrize("name", ["tiny-a4.pdf", "tiny.epub"])
def test_a_torn_file_is_told_from_the_one_of_its_name(here, made, capsys, name) -> None:
    """Of a download that broke off it is said that it is damaged, and that the list has other bytes for it."""
    code, lines = told(here / name, made[name][: len(made[name]) // 3], capsys)

    assert code == 1
    assert lines == [
        f"{name}: it cannot be told which edition it is: it is damaged, and cannot be opened.",
        f"It was changed, or is of another edition: index/1.0/build-report.json lists other bytes for {name}.",
    ]


def test_a_newer_edition_is_named(here, made, capsys) -> None:
    """An older file is unchanged all the same, and the newest edition of its guide is named; that of another guide is not."""
    first = BuildReport.read((here / "index/1.0" / NAME).read_bytes())
    published(here / "index" / "2.0", second(first))
    published(here / "index" / "3.0", replace(second(first), identifier="another", version="3.0"))

    assert told(here / "tiny.epub", made["tiny.epub"], capsys)[1][-2:] == [f"{UNCHANGED}.", NEWER]
    (here / "index/1.0" / NAME).unlink()
    (here / "index/1.0" / SUMS).unlink()
    code, lines = told(here / "tiny.epub", made["tiny.epub"], capsys)
    assert (code, lines[-2:]) == (2, ["Whether it is unchanged cannot be told: no list has this edition.", NEWER])


def test_a_list_of_digests_alone_is_enough(here, made, capsys) -> None:
    """Beside a file SHA256SUMS is found by itself; of another program's making, too."""
    (here / SUMS).write_text(f"{files.digest(made['tiny.epub'])} *tiny.epub\n{'0' * 64}  tiny-a4.pdf\n")

    assert (
        told(here / "tiny.epub", made["tiny.epub"], capsys, "--")[1][-1] == "It is unchanged: SHA256SUMS lists it by its SHA-256."
    )
    code, lines = told(here / "tiny-a4.pdf", made["tiny-a4.pdf"], capsys, "--")
    assert (code, lines[-1]) == (1, "It was changed, or is of another edition: SHA256SUMS lists other bytes for tiny-a4.pdf.")


BROKEN = {
    "no list": (lambda f: [each.unlink() for each in (f / NAME, f / SUMS)], "In index there is neither SHA256SUMS nor"),
    "a torn report": (lambda f: (f / NAME).write_text('{"files": ['), "build-report.json is damaged: it is no report that"),
    "a report of something else": (lambda f: (f / NAME).write_text("[1]"), "build-report.json is damaged: it is no report that"),
    "a torn list": (lambda f: (f / SUMS).write_text("12 x"), "SHA256SUMS:1 is damaged: a line is a SHA-256, two spaces and a"),
    "a contradiction": (lambda f: (f / SUMS).write_text(f"{'0' * 64}  tiny.epub"), "do not agree on tiny.epub."),
}


@pytest.mark.parametrize(("damage", "said"), BROKEN.values(), ids=BROKEN)
def test_a_list_that_cannot_be_trusted_is_told(here, made, capsys, damage, said) -> None:
    """A damaged index proves nothing: one line says what is wrong with it."""
    damage(here / "index" / "1.0")

    code, lines = told(here / "tiny.epub", made["tiny.epub"], capsys)

    assert (code, len(lines)) == (2, 1)
    assert said in lines[0]


def test_files_are_told_of_together(here, made, capsys) -> None:
    """Several files are told of one after the other; one that was changed outweighs one that is not known."""
    (here / "tiny.epub").write_bytes(made["tiny.epub"])
    (here / "bad.epub").write_bytes(b"")

    assert main(["verify", "tiny.epub", "none.epub", "--index", "index"]) == 2
    assert capsys.readouterr().out.splitlines()[-1] == "none.epub cannot be read: no such file or directory."
    assert main(["verify", "tiny.epub", "none.epub", "bad.epub", "--index", "index"]) == 1
