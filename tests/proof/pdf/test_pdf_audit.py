"""The PDF audit: a good file passes, and each fault seeded into a copy of it is found by the rule meant for it."""

import pikepdf
import pytest

from studyguide.proof.others.tools import Tools
from studyguide.proof.pdf.audit import audit, check_structure, check_syntax
from studyguide.proof.report import Status
from tests.proof.pdf.samples import write_pdf

FONTS = {"Guide", "Guide-Bold"}  # as WeasyPrint names the faces of the family “Guide”


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A PDF without a fault: set by WeasyPrint, with the page labels that the project adds."""
    path = write_pdf(tmp_path_factory.mktemp("pdf") / "good.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D)])
        pdf.save(path)
    return path


def test_good_file_passes(good, tmp_path):
    """A file without a fault has no findings, in the audit and in its syntax; its fonts are files of the project."""
    for font in FONTS:
        (tmp_path / "styles" / "fonts").mkdir(parents=True, exist_ok=True)
        (tmp_path / "styles" / "fonts" / f"{font}.ttf").touch()
    results = [check_structure([good], Tools(tmp_path)), check_syntax([good], Tools(tmp_path))]

    assert [(result.status, result.findings) for result in results] == [(Status.PASS, ())] * 2


def first_link(pdf):
    return pdf.pages[0].obj.Annots[0]


def elements(pdf, role):
    """The structure elements of a role."""
    todo, found = [pdf.Root.StructTreeRoot], []
    while todo:
        element = todo.pop(0)
        kids = element.get("/K", [])
        todo += [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        if element.get("/S") == role:
            found.append(element)
    return found


def no_language(pdf):
    del pdf.Root["/Lang"]


def not_marked(pdf):
    pdf.Root.MarkInfo.Marked = False


def no_window_title(pdf):
    del pdf.Root.ViewerPreferences["/DisplayDocTitle"]


def no_page_labels(pdf):
    del pdf.Root["/PageLabels"]


def labels_begin_late(pdf):
    pdf.Root.PageLabels.Nums[0] = 1


def dead_link(pdf):
    first_link(pdf).Dest = "nowhere"


def link_to_a_page_of_no_document(pdf):
    first_link(pdf).Dest = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Page)), pikepdf.Name.Fit])


def link_without_target(pdf):
    del first_link(pdf)["/Dest"]


def link_without_text(pdf):
    del first_link(pdf)["/Contents"]


def link_outside_the_tree(pdf):
    copy = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], Dest="top", Contents="top")
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(copy))


def link_without_area(pdf):
    elements(pdf, "/Link")[0].K = pikepdf.Array([2])
    del pdf.pages[0].obj["/Annots"]


def figure_without_text(pdf):
    del elements(pdf, "/Figure")[0]["/Alt"]


def heading_jump(pdf):
    elements(pdf, "/H2")[0].S = pikepdf.Name.H3


def heading_below_the_first(pdf):
    elements(pdf, "/H1")[0].S = pikepdf.Name.H2


def no_tree(pdf):
    del pdf.Root["/StructTreeRoot"]


def no_bookmarks(pdf):
    del pdf.Root["/Outlines"]


def dead_bookmark(pdf):
    pdf.Root.Outlines.First.First.Dest = "nowhere"


def bookmark_without_title(pdf):
    pdf.Root.Outlines.First.Title = ""


def font_not_embedded(pdf):
    font = next(iter(pdf.pages[0].resources.Font.values()))
    descriptor = font.DescendantFonts[0].FontDescriptor
    for key in [key for key in descriptor if str(key).startswith("/FontFile")]:
        del descriptor[key]


def font_of_the_computer(pdf):
    font = next(iter(pdf.pages[0].resources.Font.values()))
    font.BaseFont = pikepdf.Name("/ABCDEF+DejaVu-Sans")


def font_with_a_like_name(pdf):
    font = next(iter(pdf.pages[0].resources.Font.values()))
    font.BaseFont = pikepdf.Name("/ABCDEF+Guidewriter")


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        (no_language, "language"),
        (not_marked, "tagged"),
        (no_window_title, "window-title"),
        (no_page_labels, "page-labels"),
        (labels_begin_late, "page-labels"),
        (dead_link, "link-target"),
        (link_to_a_page_of_no_document, "link-target"),
        (link_without_target, "link-target"),
        (link_without_text, "link-text"),
        (link_outside_the_tree, "link-untagged"),
        (link_without_area, "link-dead"),
        (figure_without_text, "figure-alt"),
        (heading_jump, "heading-level"),
        (heading_below_the_first, "heading-level"),
        (no_tree, "tagged"),
        (no_bookmarks, "bookmarks"),
        (dead_bookmark, "bookmarks"),
        (bookmark_without_title, "bookmarks"),
        (font_not_embedded, "font-embedded"),
        (font_of_the_computer, "font-family"),
        (font_with_a_like_name, "font-family"),
    ],
)
def test_each_seeded_fault_is_found(good, fault, rule):
    """A fault seeded into a good file is found, by its own rule and by no other."""
    with pikepdf.open(good) as pdf:
        fault(pdf)
        found = audit(pdf, "book.pdf", FONTS)

    assert {finding.rule for finding in found} == {rule}


def test_broken_stream_is_a_syntax_fault(good, tmp_path):
    """A stream that cannot be decoded is found by the syntax check."""
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(good) as pdf:
        pdf.pages[0].obj.Contents = pdf.make_stream(b"not deflated", Filter=pikepdf.Name.FlateDecode)
        pdf.save(broken)

    assert check_syntax([broken], Tools(tmp_path)).status is Status.FAIL
