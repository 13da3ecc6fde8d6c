"""HTML: nodes and book values, through the Jinja templates of `styles/templates`, to XHTML. The home of Jinja.

The same templates make the pages of the PDF and the documents of the EPUB; what differs between them is in `Rendering`, which the
templates know as `r`.
"""

from studyguide.html.failure import TemplateFailed
from studyguide.html.rendering import Rendering, document_name
from studyguide.html.templates import Environment, document, environment, fill, fill_xml

__all__ = ["Environment", "Rendering", "TemplateFailed", "document", "document_name", "environment", "fill", "fill_xml"]
