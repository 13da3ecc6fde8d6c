"""HTML in a chapter: each element is refused, with what the format has instead. K<Na and Cl>100 are comparisons."""

import re
from collections.abc import Iterable

from markdown_it.token import Token

from studyguide.markup.content import InlineContent
from studyguide.markup.places import AT
from studyguide.markup.reader import SourcePage
from studyguide.sources.diagnostics import Span

COMPARISON = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)(?:\s+[A-Za-z][A-Za-z0-9-]*)+>")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9-]*)")
BOOLEAN = {
    *(
        "allowfullscreen",
        "async",
        "autofocus",
        "autoplay",
        "checked",
        "controls",
        "default",
        "defer",
        "disabled",
        "hidden",
        "inert",
    ),
    *(
        "itemscope",
        "loop",
        "multiple",
        "muted",
        "nomodule",
        "novalidate",
        "open",
        "playsinline",
        "readonly",
        "required",
        "reversed",
    ),
    *("selected", "nowrap", "compact", "noshade"),
}
"""Attributes of HTML that stand without a value (HTML Standard, §2.3.2)."""
INSTEAD = {
    **dict.fromkeys(("b", "strong"), "write **word**"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "write *word*"),
    **dict.fromkeys(("code", "samp", "tt"), "write {code}`word`"),
    **dict.fromkeys(("s", "del", "strike"), "write ~~word~~"),
    "kbd": "write {kbd}`Ctrl`",
    "u": "write {u}`word`",
    **dict.fromkeys(("ul", "ol", "li"), "a list has lines that start with - or 1."),
    **dict.fromkeys(
        ("table", "tr", "td", "th", "tbody", "thead"),
        "write :::{table} Caption, and its rows below; merged cells in :::{list-table}",
    ),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "a heading starts with ##"),
    **dict.fromkeys(("dl", "dt", "dd"), "write the term on one line, and : meaning right below it"),
    "a": "write [words](https://…), inside the guide {ref}`id`",
    "abbr": "write {abbr}`RH (relative humidity)`",
    "blockquote": "start each line with >",
    "br": "end the line with a backslash",
    "hr": "write *** on a line of its own",
    "img": "a picture needs :::{figure} figures/name.svg",
    "sub": "write H~2~O",
    "sup": "write x^2^",
    "!--": "a comment ends with -->",
}


def check_tags(passage: InlineContent, tokens: Iterable[Token], *, breaks: bool = False) -> None:
    """Report the HTML of a passage: an element once, where it opens. `breaks`: whether `<br>` ends a line, as in a cell."""
    for token in tokens:
        at = int(token.meta[AT])
        if (
            token.type == "html_inline"
            and not is_comment(token.content)
            and not (breaks and is_break(token.content))
            and not _is_comparison(passage.content, at, token.content)
        ):
            refuse(passage.page, token.content, passage.span(at, len(token.content)))


def is_break(html: str) -> bool:
    """Whether a piece of HTML is the end of a line."""
    return BREAK.fullmatch(html) is not None


def is_comment(html: str) -> bool:
    """Whether a piece of HTML is a comment."""
    return html.startswith("<!--") and html.endswith("-->")


def _is_comparison(text: str, at: int, tag: str) -> bool:
    """Whether a tag, by its grammar, is two comparisons: words stand close to it, and in it words that are no attributes."""
    close = text[max(0, at - 1) : at].isalnum() and text[at + len(tag) :][:1].isalnum()
    return close and COMPARISON.fullmatch(tag) is not None and not BOOLEAN.intersection(tag[1:-1].lower().split()[1:])


def refuse(page: SourcePage, html: str, place: Span) -> None:
    """Report a piece of HTML, unless it only closes what was told of where it opened."""
    names = [name.lower() for name in TAG.findall(html)]
    closing = [name[1:] for name in names if name[0] == "/"]
    known = bool(closing) and len(closing) == len(names) and all(name in page.tags for name in closing)
    for name in closing:
        if name in page.tags:
            page.tags.remove(name)
    page.tags += [name for name in names if name[0] != "/" and f"/{name}" not in names]
    if not known:
        first = html.strip().split("\n")[0]
        name = names[0].lstrip("/") if names else "!--" if first.startswith("<!--") else ""
        page.error(
            place,
            "raw-html",
            f"HTML is not allowed in chapters: {first[:60]}",
            INSTEAD.get(name, "use the Markdown of docs/writing.md"),
        )
