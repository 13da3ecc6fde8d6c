"""The oracle agrees with the linker, and notices whatever is not as WeasyPrint makes it."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from studyguide.html.pages import PRINTED, Unit
from studyguide.pdf import build
from studyguide.pdf.workers import Here
from studyguide.publish.pdf import print_job
from studyguide.sources.diagnostics import Problems
from studyguide.sources.renditions import RENDITIONS
from tests.oracle.compare import Side, compare
from tests.oracle.rows import Row, _order
from tests.pdf.sample import document, in_one, linked
from tests.tinybook import tiny_book


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """The small book in one piece."""
    return _side(tmp_path_factory.mktemp("oracle"), in_one().data)


def _side(folder: Path, data: bytes) -> Side:
    path = folder / "file.pdf"
    path.write_bytes(data)
    return Side.of(path)


def test_the_linked_file_is_equal(theirs: Side, tmp_path: Path) -> None:
    """The linked file differs from WeasyPrint's in what is meant to differ, and in nothing else."""
    findings, counts = compare(_side(tmp_path, linked().data), theirs)
    assert findings == []
    assert "(0 differ in pixels)" in counts
    assert "18 note" in counts


def test_whatever_the_digest_is_it_looks_the_same(tmp_path: Path) -> None:
    """No two digits of the sources' digest are set otherwise than one by one, as the linker prints them."""
    digits = "0123456789abcdef"
    digest = "".join(f"{one}{other}" for one in digits for other in digits)
    parts = (f'<span class="digits" {PRINTED.digest}="{at}">00000000</span>' for at in range(0, len(digest), 8))
    _, look, metadata = print_job(tiny_book(), RENDITIONS["a4"])
    job = [Unit("unit", document(f'<p class="hash">{" ".join(parts)}</p>'))], look, replace(metadata, digest=digest)
    ours, theirs = (
        _side(tmp_path, build(*job, problems=Problems(), executor=Here(), one_pass=one_pass).data) for one_pass in (False, True)
    )

    assert ours.texts == theirs.texts
    assert digest in ours.texts[0]
    assert ours.pixels == theirs.pixels


@pytest.mark.parametrize(("role", "found"), [("Figure", []), ("Caption", []), ("Table", []), ("P", ["order"])])
def test_a_figure_may_stand_behind_what_follows_it(role: str, found: list[str]) -> None:
    """What floats is read where it was written, though it is painted behind text that follows it; a paragraph is not."""
    ours = [Row("before", ("P",), 1, 1), Row("behind", ("P",), 3, 3), Row("it", (role,), 2, 2)]
    theirs = [Row(row.text, row.roles, place, place) for place, row in enumerate(ours)]

    assert [each.code for each in _order("page 1", list(zip(ours, theirs, strict=True)))] == found


def _elements(pdf: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    return [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == role and "/P" in each]


def _moved(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].contents_add(b"1 0 0 1 2 0 cm", prepend=True)


def _wording(pdf: pikepdf.Pdf) -> None:
    data = pdf.pages[1].Contents.read_bytes()
    start = data.index(b"<", data.index(b"[<"))
    pdf.pages[1].Contents.write(data[: start + 1] + data[start + 5 : start + 9] + data[start + 5 :])


def _destination(pdf: pikepdf.Pdf) -> None:
    pikepdf.NameTree(pdf.Root.Names.Dests)["c2"][3] += 5


def _links(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The links of the first page of a chapter that has some."""
    return next(page.Annots for page in list(pdf.pages)[2:] if "/Annots" in page)


def _no_link(pdf: pikepdf.Pdf) -> None:
    del _links(pdf)[0]


def _moved_link(pdf: pikepdf.Pdf) -> None:
    _links(pdf)[0].Rect[2] += 9


def _other_goal(pdf: pikepdf.Pdf) -> None:
    _links(pdf)[0].Dest = pikepdf.String("c1")


def _outline(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("Something else")


def _role(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "/H2")[0].S = pikepdf.Name.P


def _no_label(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "/Lbl")[-1].S = pikepdf.Name.P


def _divided(pdf: pikepdf.Pdf) -> None:
    """Give the last piece of a paragraph to a paragraph of its own."""
    whole = _elements(pdf, "/P")[0]
    part = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, P=whole.P, Pg=whole.Pg, K=whole.K[-1]))
    del whole.K[-1]
    around = whole.P.K
    around.insert(list(around).index(whole) + 1, part)


def _backwards(pdf: pikepdf.Pdf) -> None:
    table = _elements(pdf, "/TBody")[0]
    table.K = pikepdf.Array(reversed(list(table.K)))


def _alternative(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "/Figure")[0].Alt = pikepdf.String("A circle")


def _unread(pdf: pikepdf.Pdf) -> None:
    """Mark the first text of a page as decoration."""
    data = pdf.pages[1].Contents.read_bytes()
    pdf.pages[1].Contents.write(data.replace(b"/Span<</MCID 0>>BDC", b"/Artifact<</Type/Layout>>BDC", 1))


def _sheet(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox[2] += 1


def _fewer(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


FAULTS: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "a page is moved": (_moved, "pixels"),
    "a letter is another": (_wording, "text"),
    "a name leads elsewhere": (_destination, "destination"),
    "a link is missing": (_no_link, "link"),
    "a link lies elsewhere": (_moved_link, "link"),
    "a link leads elsewhere": (_other_goal, "link"),
    "an entry of the outline has another title": (_outline, "outline"),
    "a heading is none": (_role, "role"),
    "a label is none": (_no_label, "role"),
    "a paragraph is divided": (_divided, "element"),
    "rows are read backwards": (_backwards, "order"),
    "a picture has other words": (_alternative, "alternative"),
    "a text is not read": (_unread, "role"),
    "a sheet has another size": (_sheet, "sheet"),
    "a page is missing": (_fewer, "pages"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_noticed(theirs: Side, tmp_path: Path, fault: str) -> None:
    """A fault that is put into the linked file is found, and called what it is."""
    spoil, rule = FAULTS[fault]
    spoilt = io.BytesIO()
    with pikepdf.open(io.BytesIO(linked().data)) as pdf:
        spoil(pdf)
        pdf.save(spoilt)
    findings, _ = compare(_side(tmp_path, spoilt.getvalue()), theirs)
    assert rule in {finding.code for finding in findings}
