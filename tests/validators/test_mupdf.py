"""Pages of the synthetic publication in MuPDF's small engine."""

from PIL import Image

from studyguide.proof.epub.screens import contact_sheet, mutool_screens
from tests.epub.synthetic import publication


def test_mupdf_lays_the_whole_book_out(packed, tmp_path):
    """The small engine shows every document, and a contact sheet holds all its pages."""
    pictures = mutool_screens(packed, tmp_path / "mupdf")
    assert len(pictures) >= len(publication().documents) + 2
    sheet = tmp_path / "sheet.png"
    sheet.write_bytes(contact_sheet(pictures, 6, 120))
    with Image.open(sheet) as opened:
        assert opened.width == 12 + 6 * 132
