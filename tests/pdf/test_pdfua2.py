"""PDF/UA-2: the tiny guide's A4 pages as PDF 2.0. That the reference validator agrees is proven in tests/validators."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from studyguide.pdf.link import ElementTargets
from studyguide.pdf.pdfua2 import GIVEN_UP, NAMESPACE, put_in_part_2
from studyguide.proof.pdf.same_pages import differences
from studyguide.publish.pdf import make_pdf
from studyguide.sources.look import Look, renditions
from studyguide.sources.renditions import REFERENCE, RENDITIONS, UA2
from tests.tinybook import tiny_book


@pytest.fixture(scope="module")
def files(layouts) -> tuple[bytes, bytes]:
    """The tiny guide on A4, as PDF/UA-1 and as PDF/UA-2."""
    return make_pdf(tiny_book(), RENDITIONS[REFERENCE], layouts).data, make_pdf(tiny_book(), UA2, layouts).data


@pytest.fixture
def made(files) -> Iterator[pikepdf.Pdf]:
    """The second of them, opened."""
    with pikepdf.open(io.BytesIO(files[1])) as pdf:
        yield pdf


def parts(element: Any) -> list[Any]:
    """The elements right below one."""
    kids = element.get("/K", ())
    all_kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in all_kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def tree(pdf: pikepdf.Pdf) -> list[Any]:
    """All elements of the structure tree, in order."""
    found = [pdf.Root.StructTreeRoot.K]
    for element in found:
        found += parts(element)
    return found


def typed(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """The elements of a type."""
    return [element for element in tree(pdf) if str(element.S) == f"/{kind}"]


def test_it_is_no_rendition_for_everybody(files):
    """A4 and PDF/UA-2 differ in what they claim alone, both are made from the same layout, and the first stays what it is."""
    assert UA2.id not in RENDITIONS
    assert renditions(Look())[UA2.id] is UA2
    assert [data[:8] for data in files] == [b"%PDF-1.7", b"%PDF-2.0"]
    assert [b"<pdfuaid:part>2</pdfuaid:part>" in data and b"<pdfuaid:rev>2024<" in data for data in files] == [False, True]


def test_nothing_is_in_it_that_pdf_2_has_given_up(made):
    """There is no information dictionary, no list of procedures and no table of glyphs; what it says of itself is in XMP."""
    keys = {key for each in made.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream) for key in each.keys()}  # noqa: SIM118 - of a stream, too
    assert not keys & {"/CIDSet", "/CharSet", "/ProcSet", "/Info"}
    assert "/Info" not in made.trailer
    assert made.open_metadata()["dc:title"] == tiny_book().book.guide.full_title


def test_types_are_in_their_namespace(made):
    """Types of PDF 2.0 are in its namespace, and the others in none; for programs without namespaces there is a role map."""
    (namespace,) = made.Root.StructTreeRoot.Namespaces
    assert str(namespace.NS) == NAMESPACE
    wrong = [str(e.S) for e in tree(made) if (e.get("/NS") == namespace) is (str(e.S)[1:] in GIVEN_UP)]
    assert (wrong, typed(made, "Note")) == ([], [])
    assert set(dict(made.Root.StructTreeRoot.RoleMap)) == {"/Aside", "/FENote"}


def test_a_footnote_and_its_call_know_each_other(made):
    """A footnote is a FENote that refers to its call, and the call to it; a note in the margin is an Aside."""
    notes, calls = typed(made, "FENote"), [each for each in typed(made, "Reference") if "/Ref" in each]
    assert notes
    assert [note.Ref[0].Ref[0].objgen for note in notes] == [note.objgen for note in notes]
    assert {call.objgen for call in calls} == {note.Ref[0].objgen for note in notes}
    assert {str(note.A.NoteType) for note in notes} == {"/Footnote"}
    assert typed(made, "Aside")


def test_contents_captions_and_lists(made):
    """Each entry of the contents names its place; a caption ends or begins a group; who has labels says of which kind."""
    assert all(entry.Ref[0].S for entry in typed(made, "TOCI"))
    around = [(str(each.P.S), [str(part.S) for part in parts(each.P)].index("/Caption")) for each in typed(made, "Caption")]
    assert {kind for kind, _ in around} <= {"/Sect", "/Table", "/Figure"}
    labelled = [each for each in typed(made, "L") if any(part.S == "/Lbl" for item in parts(each) for part in parts(item))]
    assert {str(each.A.ListNumbering) for each in labelled} >= {"/Description", "/Decimal"}


def test_destinations_are_structural(made):
    """Links, bookmarks and names lead to elements, the bookmark of a heading to the heading; old viewers find the old place."""
    links = [link for page in made.pages for link in page.obj.get("/Annots", ()) if link.get("/A", {}).get("/S") != "/URI"]
    assert links
    assert {(str(link.A.S), "/Dest" in link, str(link.A.SD[1])) for link in links} == {("/GoTo", False, "/XYZ")}
    names = list(made.Root.Names.Dests.Names)
    named = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    assert all(link.A.SD[0].objgen == named[str(link.A.D)].SD[0].objgen for link in links)
    first = made.Root.Outlines.First
    assert [str(part) for part in first.A.D][1:] == [str(part) for part in first.A.SD][1:]
    assert {str(each.SD[0].S) for each in named.values()} > {"/Sect", "/P"}


def lose_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].obj.Contents = pdf.make_stream(b"")


def lead_elsewhere(pdf: pikepdf.Pdf) -> None:
    link = next(link for page in pdf.pages for link in page.obj.get("/Annots", ()) if "/D" in link.A)
    link.A.D = pikepdf.String("elsewhere")


def read_backwards(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root.StructTreeRoot.K
    root.K = pikepdf.Array(list(root.K)[::-1])


def name_elsewhere(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.Dests.Names[1] = pdf.Root.Names.Dests.Names[3]


def call_otherwise(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("Another")


FAULTS = {
    lose_a_page: "page-bytes",
    lead_elsewhere: "page-links",
    read_backwards: "reading-order",
    name_elsewhere: "names",
    call_otherwise: "outline",
}


def test_it_shows_and_reads_what_a4_does(files, made):
    """Nothing that is shown, read or linked differs between the two files."""
    with pikepdf.open(io.BytesIO(files[0])) as wanted:
        assert list(differences("tiny", wanted, made)) == []


@pytest.mark.parametrize(("fault", "code"), FAULTS.items(), ids=FAULTS.values())
def test_a_difference_is_found(files, made, fault, code):
    """Each difference that was seeded is found, and nothing else is."""
    fault(made)
    with pikepdf.open(io.BytesIO(files[0])) as wanted:
        assert [found.code for found in differences("tiny", wanted, made)] == [code]


def changed(tree: tuple[Any, ...]) -> tuple[Any, ...]:
    """A structure as PDF/UA-2 has it. An element is its type and what is in it: elements, and the numbers of contents."""
    pdf = pikepdf.new()

    def element(told: Any, parent: Any) -> Any:
        if isinstance(told, int):
            return told
        made = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name(f"/{told[0]}"), P=parent))
        made.K = pikepdf.Array([element(each, made) for each in told[1:]])
        return made

    def told(made: Any) -> Any:
        return made if isinstance(made, int) else (str(made.S)[1:], *map(told, made.K))

    pdf.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=pikepdf.Array()))
    pdf.Root.Outlines, pdf.Root.StructTreeRoot = pikepdf.Dictionary(), pikepdf.Dictionary()
    pdf.Root.StructTreeRoot.K = element(("Document", tree), pdf.Root.StructTreeRoot)
    put_in_part_2(pdf, ElementTargets({}, ()))
    result: tuple[Any, ...] = told(pdf.Root.StructTreeRoot.K)[1]
    return result


STRUCTURES = {
    "a formula with its number is a paragraph": (("Div", ("Formula", 0), 1), ("P", ("Formula", 0), 1)),
    "a group of blocks stays one": (("Div", ("P", 0), ("P", 1)), ("Div", ("P", 0), ("P", 1))),
    "a figure ends with its caption": (("Div", ("Figure", 0), ("Caption", 1)), ("Sect", ("Figure", 0), ("Caption", 1))),
    "a footnote": (("P", ("Reference", 0), ("Note", 1)), ("P", ("Reference", 0), ("FENote", 1))),
    "a note in the margin": (("Sect", ("P", 0), ("Note", 1)), ("Sect", ("P", 0), ("Aside", 1))),
    "a note in a cell, where no Aside may stand": (("TD", ("Div", ("Note", 0))), ("TD", ("Div", ("FENote", 0)))),
}


@pytest.mark.parametrize(("told", "wanted"), STRUCTURES.values(), ids=STRUCTURES)
def test_kinds_of_structures(told, wanted):
    """Each kind of structure that PDF/UA-2 has otherwise becomes what it wants; whatever else there is stays as it was."""
    assert changed(told) == wanted
