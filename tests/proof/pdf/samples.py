"""A small PDF made by hand, without a fault."""

from pathlib import Path

import weasyprint

HTML = """<!DOCTYPE html><html lang="en"><head><title>A book of one page</title>
<style>@page {{ size: A5 }} @font-face {{ font-family: Guide; src: url({font}) }} * {{ font-family: Guide }}</style></head>
<body><h1 id="top">One page</h1><p>A paragraph, and <a href="#second">a link</a>.</p><h2 id="second">Second</h2>
<p><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><title>A blue square</title>
<rect width="9" height="9" fill="#00f"/></svg></p></body></html>
"""
FONTS = Path(__file__).parents[3] / "styles" / "fonts"


def write_pdf(path: Path, variant: str = "pdf/ua-1") -> Path:
    """A small tagged PDF without a fault, set by WeasyPrint."""
    html = HTML.format(font=(FONTS / "SourceSerif4-Regular.ttf").as_uri())
    weasyprint.HTML(string=html).write_pdf(path, pdf_variant=variant, pdf_tags=True)
    return path
