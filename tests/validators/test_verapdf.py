"""veraPDF closes on faults, and on nothing else."""

from pathlib import Path

import pikepdf
import pytest

from studyguide.proof.others.verapdf import verdicts
from studyguide.publish.papers.exam import exam
from studyguide.publish.papers.sheets_to_use import sheets_to_use
from studyguide.publish.papers.wish import TypedWish
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import UA2
from tests.pdf.test_pdfua2 import tree, typed
from tests.proof.pdf.samples import write_pdf
from tests.test_papers import with_papers
from tests.tinybook import tiny_book


@pytest.mark.parametrize(("variant", "flavour"), [("pdf/ua-1", "ua1"), ("pdf/a-3a", "3a")])
def test_good_file_passes(tmp_path, tools, variant, flavour):
    """A file without a fault passes in the flavour it was made for, after a good number of tests."""
    [result] = verdicts((write_pdf(tmp_path / "good.pdf", variant),), tools, (flavour,)).values()

    assert result.findings == []
    assert int(result.detail.split()[-2].replace(",", "")) > 100


@pytest.fixture(scope="module")
def second(tmp_path_factory) -> Path:
    """The tiny guide's A4 pages as PDF/UA-2."""
    folder = tmp_path_factory.mktemp("second")
    path: Path = folder / "tiny-a4-ua2.pdf"
    path.write_bytes(make_pdf(tiny_book(), UA2, folder / "cache").data)
    return path


def claims_another_edition(pdf):
    with pdf.open_metadata(update_docinfo=False) as packet:
        packet["pdfuaid:rev"] = "2023"


def no_namespace(pdf):
    del pdf.Root.StructTreeRoot.K["/NS"]


def place_on_a_page(pdf):
    link = next(link for page in pdf.pages for link in page.obj.get("/Annots", ()) if "/SD" in link.A)
    link.A.D = [pdf.pages[0].obj, pikepdf.Name.Fit]
    del link.A["/SD"]


def bookmark_to_a_page(pdf):
    del pdf.Root.Outlines.First.A["/SD"]


def first_of(pdf, kind, having="/S"):
    """The first element of a type that has an entry."""
    return next(each for each in tree(pdf) if str(each.S) == kind and having in each)


def entry_without_place(pdf):
    del first_of(pdf, "/TOCI")["/Ref"]


def call_without_note(pdf):
    del first_of(pdf, "/Reference", "/Ref")["/Ref"]


def note_of_no_kind(pdf):
    first_of(pdf, "/FENote").A.NoteType = pikepdf.Name.Remark


def note_of_part_1(pdf):
    note = first_of(pdf, "/Aside")
    note.S = pikepdf.Name.Note
    del note["/NS"]


def terms_without_kind(pdf):
    lists = (each for each in typed(pdf, "L") if str(each.get("/A", {}).get("/ListNumbering")) == "/Description")
    next(lists).A.ListNumbering = pikepdf.Name("/None")


FAULTS_OF_PART_2 = {
    claims_another_edition: "5-5",
    no_namespace: "8.2.5.2-2",
    place_on_a_page: "8.8-2",
    bookmark_to_a_page: "8.8-2",
    entry_without_place: "8.2.5.8-1",
    call_without_note: "8.2.5.14-3",
    note_of_no_kind: "8.2.5.14-4",
    note_of_part_1: "8.2.5.14-1",
    terms_without_kind: "8.2.5.25-1",
}


def test_part_2_passes_whole_and_closes_on_faults(tmp_path, tools, second):
    """The tiny guide passes the whole profile of PDF/UA-2; each fault that was seeded into it is found by its clause, alone."""
    files = {second: ""}
    for fault, rule in FAULTS_OF_PART_2.items():
        path = tmp_path / f"{fault.__name__}.pdf"
        with pikepdf.open(second) as pdf:
            fault(pdf)
            pdf.save(path)
        files[path] = rule
    results = verdicts(tuple(files), tools, ("ua2",))
    codes = {path.stem: ",".join(found.code for found in results[path, "ua2"].findings) for path in files}
    assert codes == {path.stem: rule for path, rule in files.items()}


def test_papers_pass(tmp_path, tools):
    """Tests and sheets to use, which are laid out by themselves, are as accessible and as lasting as the guide's other PDFs."""
    made = {**sheets_to_use(with_papers()), **exam(with_papers(), TypedWish({"seed": "7"})).files}
    files = tuple(tmp_path / Path(path).name for path in made)
    for file, data in zip(files, made.values(), strict=True):
        file.write_bytes(data)

    results = verdicts(files, tools)
    assert len(results) == 2 * len(made) == 16
    assert [found for result in results.values() for found in result.findings] == []


def no_alternative(pdf):
    todo = [pdf.Root.StructTreeRoot]
    while todo:
        element = todo.pop()
        todo += [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        if element.get("/S") == "/Figure":
            del element["/Alt"]


def no_title(pdf):
    del pdf.Root["/Metadata"]


def not_marked(pdf):
    pdf.Root.MarkInfo.Marked = False


def untagged_words(pdf):
    pdf.pages[0].contents_add(b"BT /F1 9 Tf (loose) Tj ET")


def link_outside_the_tree(pdf):
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], Dest="top")
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(link))


def no_language(pdf):
    del pdf.Root["/Lang"]


def no_window_title(pdf):
    del pdf.Root.ViewerPreferences["/DisplayDocTitle"]


FAULTS = {
    no_language: "7.2-33",
    no_window_title: "7.1-10",
    no_alternative: "7.3-1",
    no_title: "7.1-8",
    not_marked: "6.2-1",
    untagged_words: "7.1-3",
    link_outside_the_tree: "7.18.5-1",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory, tools):
    """The rules of PDF/UA that veraPDF finds broken: {file: rules}; all files in one run."""
    folder = tmp_path_factory.mktemp("pdf")
    good = write_pdf(folder / "good.pdf")
    for fault in FAULTS:
        with pikepdf.open(good) as pdf:
            fault(pdf)
            pdf.save(folder / f"{fault.__name__}.pdf")
    results = verdicts(tuple(folder / f"{fault.__name__}.pdf" for fault in FAULTS), tools, ("ua1",)).values()
    return {(finding.span.path.split(".")[0], finding.code) for result in results for finding in result.findings}


@pytest.mark.parametrize(("fault", "rule"), FAULTS.items(), ids=lambda value: getattr(value, "__name__", value))
def test_seeded_fault_is_found(found, fault, rule):
    """Each fault that was seeded into a good file is found by its clause of PDF/UA-1."""
    assert (fault.__name__, rule) in found


def test_fault_of_the_archive_is_found(tmp_path, tools):
    """A file that is accessible but was not made for the archive fails in the archive's flavour."""
    [result] = verdicts((write_pdf(tmp_path / "book.pdf"),), tools, ("3a",)).values()

    assert result.findings
