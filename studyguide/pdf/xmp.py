"""What the file says about itself: the XMP packet and the information dictionary, which must agree (ISO 19005-3, 6.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

from studyguide.pdf.model import Metadata
from studyguide.pdf.objects import text_string

PRODUCER = "studyguide"
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
_UA_SCHEMA = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that the file conforms
to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""
"""ISO 19005-3, 6.6.2.3.3: a schema that PDF/A does not know is described in the file."""


def packet(metadata: Metadata) -> bytes:
    """The XMP packet."""
    names = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{names}>\n'
        + "\n".join(_properties(metadata))
        + "\n</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    ).encode()


def _properties(metadata: Metadata) -> Iterable[str]:
    yield "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>"
    yield _UA_SCHEMA
    yield "<dc:format>application/pdf</dc:format>"
    yield from _alternatives("dc:title", full_title(metadata))
    yield from _list("dc:creator", "Seq", metadata.authors)
    yield from _list("dc:language", "Bag", (metadata.lang,))
    yield from _alternatives("dc:description", metadata.subject)
    yield from _list("dc:subject", "Bag", metadata.keywords)
    yield from _list("dc:publisher", "Bag", (metadata.publisher,))
    yield from _alternatives("dc:rights", metadata.rights)
    yield from _plain("dc:identifier", metadata.identifier)
    yield from _plain("dc:source", metadata.digest)
    yield from _plain("pdf:Keywords", "; ".join(metadata.keywords))
    yield from _plain("pdf:Producer", PRODUCER)
    for date in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        yield from _plain(date, metadata.modified)
    yield from _plain("xmpMM:DocumentID", metadata.identifier)
    yield from _plain("xmpMM:InstanceID", f"urn:uuid:{uuid5(NAMESPACE_URL, metadata.digest)}" if metadata.digest else "")
    yield from _plain("xmpMM:VersionID", metadata.edition)
    yield from _plain("xmpRights:Marked", "True" if metadata.rights else "")


def escape(text: str) -> str:
    """Characters for XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(name: str, text: str) -> Iterable[str]:
    return [f"<{name}>{escape(text)}</{name}>"] if text else []


def _alternatives(name: str, text: str) -> Iterable[str]:
    return [f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'] if text else []


def _list(name: str, kind: str, texts: Iterable[str]) -> Iterable[str]:
    items = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts if text)
    return [f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"] if items else []


def full_title(metadata: Metadata) -> str:
    """Title and subtitle in one line, as a window shows it."""
    return f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title


def information(metadata: Metadata) -> bytes:
    """The information dictionary, for readers that do not know XMP."""
    date = "D:" + re.sub(r"[-:TZ]", "", metadata.modified) + "Z" if metadata.modified else ""
    entries = {
        "Title": full_title(metadata),
        "Author": ", ".join(metadata.authors),
        "Subject": metadata.subject,
        "Keywords": "; ".join(metadata.keywords),
        "Producer": PRODUCER,
        "CreationDate": date,
        "ModDate": date,
    }
    return b"<<%s>>" % b"".join(b"/%s%s" % (name.encode(), text_string(text)) for name, text in entries.items() if text)
