"""Inline text: tokens to inline nodes. `ROLES` and `MARKS` are the whole grammar."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup.raised import lowered, raised
from studyguide.markup.reader import SourcePage
from studyguide.nodes.tree import walk
from studyguide.sources.config import FORMS
from studyguide.sources.diagnostics import Span, did_you_mean
from studyguide.sources.formats import language, web_address
from studyguide.sources.identifiers import canonical

Inlines = tuple[n.Inline, ...]
NAMED = re.compile(r"^(?P<text>.+?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)
MARKED = re.compile(r"[*_^~`\[\]{}\\&<]")  # without one of these, a text holds no markup
SHORT = re.compile(r"^(?P<short>.+?)\s*\((?P<expansion>.+)\)$", re.DOTALL)
RAISED = (n.Superscript, n.Subscript)
LINKS = (n.TermUse, n.Citation, n.CrossReference, n.NoteCall, n.Link)  # what is printed as a link
FIGURES = re.compile(r"\d\d")
LEFTOVERS = (  # markup that no rule of the grammar took: pattern, code, message, hint
    (
        re.compile(r"</?[A-Za-z][^<>]*>|<!--|<\?"),
        "raw-html",
        "HTML is not allowed in chapters",
        "use the Markdown of docs/writing.md",
    ),
    (
        re.compile(r"\[\^[^\[\]]*\]"),
        "unknown-note",
        "this footnote has no text",
        "add a paragraph that starts with the same mark and a colon",
    ),
    (re.compile(r"\]\([^()]*\)"), "bad-link", "this is not an address on the web", "inside the guide use {ref}`id`"),
    (
        re.compile(r"^:[a-z-]+:(?=\s)"),
        "stray-markup",
        "this option does not stand where options stand",
        "put it right after the opening line",
    ),
    (re.compile(r"\{[#.a-z][^{}\s]*\}|:::"), "stray-markup", "this markup is not understood here", "see docs/writing.md"),
)


def inlines(page: SourcePage, node: SyntaxTreeNode | None, line: int, last: int = 0) -> Inlines:
    """The inline nodes below a syntax node whose text stands between the given lines."""
    if node is None:
        return ()
    made = _joined(x for child in node.children for x in _inline(page, child, line, last or line))
    for before, after in pairwise(made):
        if isinstance(before, RAISED) != isinstance(after, RAISED) and FIGURES.search(before.plain[-1:] + after.plain[:1]):
            wrong = before if isinstance(before, RAISED) else after
            message = f"a copy of this would say “{before.plain[-12:]}{after.plain[:12]}”"
            page.error(wrong.span, "raised-figures", message, "raise or lower figures, signs and single letters alone: 10^9^/L")
    return made


def words(page: SourcePage, text: str, place: Span) -> str:
    """The characters of a text that takes no markup but raised and lowered figures; any other is an error at its place."""
    if not MARKED.search(text):
        return text
    made = parse_inline(page, text, place.line)
    if any(not isinstance(each, n.Text) for each in made):
        page.error(place, "unexpected-markup", f"“{text}” takes no markup", "write the words alone; figures may be raised: 10^9^")
    return n.plain(made)


def parse_inline(page: SourcePage, text: str, line: int) -> Inlines:
    """The inline nodes of a text that stands on one line, such as a directive's title."""
    paragraphs = page.tree(text).children
    if not paragraphs:
        return ()
    if len(paragraphs) != 1 or paragraphs[0].type != "paragraph":
        page.error(page.span(line, text), "bad-title", "only plain text and roles can stand here")
        return ()
    return inlines(page, paragraphs[0].children[0], line)


def _joined(children: Iterable[n.Inline]) -> Inlines:
    """Neighbouring pieces of plain text as one."""
    out: list[n.Inline] = []
    for child in children:
        if isinstance(child, n.Text) and out and isinstance(out[-1], n.Text):
            out[-1] = n.Text(out[-1].text + child.text, span=out[-1].span)
        else:
            out.append(child)
    return tuple(out)


def _inline(page: SourcePage, node: SyntaxTreeNode, line: int, last: int) -> Inlines:
    if node.type == "inline":
        return inlines(page, node, line, last)
    mark = MARKS.get(node.type)
    if mark is None:
        message = f"“{node.type.replace('_', ' ')}” is not part of the format"
        page.error(line, "unsupported-markup", message, HINTS.get(node.type, ""))
        return ()
    return mark(page, node, line, last)


def _text(page: SourcePage, node: SyntaxTreeNode, line: int, last: int) -> Inlines:
    span = page.span(line, node.content[:24], last)
    for pattern, code, message, hint in LEFTOVERS:
        for found in pattern.finditer(node.content):
            col = span.col + found.start() if span.col else 0
            page.error(Span(span.path, span.line, col, len(found[0])), code, f"{message}: {found[0]}", hint)
    return (n.Text(node.content, span=span),) if node.content else ()


def _wrap(make: type[n.Wrapper]) -> Callable[[SourcePage, SyntaxTreeNode, int, int], Inlines]:
    return lambda page, node, line, last: _wrapped(make, page, node, line, last)


def _raised(make: type[n.Wrapper], signs: Callable[[str], str]) -> Callable[[SourcePage, SyntaxTreeNode, int, int], Inlines]:
    def mark(page: SourcePage, node: SyntaxTreeNode, line: int, last: int) -> Inlines:
        content = "".join(child.content for child in node.children)
        text = words(page, content, place := page.span(line, content, last))
        return (n.Text(signs(text), span=place),) if signs(text) else (make((n.Text(text, span=place),), span=place),)

    return mark


def _wrapped(make: type[n.Wrapper], page: SourcePage, node: SyntaxTreeNode, line: int, last: int, **fields: str) -> Inlines:
    """An element around inlines; it stands where the first of them does."""
    children = inlines(page, node, line, last)
    return (make(children, **fields, span=children[0].span if children else Span(page.path, line)),)


def _link(page: SourcePage, node: SyntaxTreeNode, line: int, last: int) -> Inlines:
    url = str(node.attrs.get("href", ""))
    mail = re.fullmatch(r"mailto:[^\s@]+@[\w.-]+\.\w+(\?\S*)?", url)
    if not mail and (complaint := web_address(url)):
        message = f"“{url}” is not an address on the web: {complaint}"
        page.error(page.span(line, url, last), "bad-link", message, "inside the guide use {ref}`id`")
    made = _wrapped(n.Link, page, node, line, last, url=url)
    for inner in walk(made):
        if isinstance(inner, LINKS) and inner is not made[0]:
            page.error(inner.span, "unexpected-markup", "a link cannot hold another link", "end the link before it")
    return made


def _span(page: SourcePage, node: SyntaxTreeNode, line: int, last: int) -> Inlines:
    lang = str(node.attrs.get("lang", ""))
    unknown = sorted(set(node.attrs) - {"lang"})
    if complaint := f"“{unknown[0]}” is no part of it" if unknown else language(lang):
        message = f"not a language mark: {complaint}"
        page.error(page.span(line, "{", last), "bad-language", message, "write [words]{lang=la}")
    return _wrapped(n.Foreign, page, node, line, last, lang=lang)


def _note(page: SourcePage, node: SyntaxTreeNode, line: int, last: int) -> Inlines:
    label = str(node.meta["label"])
    return (n.NoteCall(label, span=page.span(line, f"[^{label}]", last)),)


def _role(page: SourcePage, node: SyntaxTreeNode, line: int, last: int) -> Inlines:
    name, content = str(node.meta["name"]), node.content.strip()
    span = page.span(line, f"{{{name}}}`", last)
    inner = Span(span.path, span.line, span.col + len(name) + 3 if span.col else 0, len(content))
    role = ROLES.get(name)
    if role is None:
        page.error(span, "unknown-role", f"unknown role “{name}”", did_you_mean(name, ROLES))
        return ()
    if not content:
        page.error(span, "empty-role", f"the role “{name}” has no content")
        return ()
    made = role(page, content, inner)
    return (made,) if made else ()


def _named(content: str) -> tuple[str, str]:
    """“text <target>” as (text, target); a bare target as ("", target)."""
    found = NAMED.match(content)
    return (found["text"], found["target"].strip()) if found else ("", content)


def _term(page: SourcePage, content: str, span: Span) -> n.Inline:
    text, target = _named(content)
    return n.TermUse(canonical(target), words(page, text or target, span), span=span)


def _cite(page: SourcePage, content: str, span: Span) -> n.Inline | None:
    keys = tuple(key.strip() for key in content.split(","))
    if not all(keys):
        page.error(span, "bad-citation", "a key is missing between commas", "write {cite}`first, second`")
        return None
    return n.Citation(keys, span=span)


def _ref(page: SourcePage, content: str, span: Span) -> n.Inline:
    text, target = _named(content)
    return n.CrossReference(canonical(target.removeprefix("#")), words(page, text, span), span=span)


def _value(page: SourcePage, content: str, span: Span) -> n.Inline | None:
    key, _, form = (part.strip() for part in content.partition("|"))
    if form and form not in FORMS:
        page.error(span, "unknown-form", f"unknown form “{form}” of a value", f"the forms are {', '.join(FORMS)}")
        return None
    return n.ValueUse(key, form or "full", span=span)


def _index(page: SourcePage, content: str, span: Span) -> n.Inline | None:
    entry = tuple(words(page, part.strip(), span) for part in content.split(";"))
    if not all(entry) or len(entry) > 2:
        page.error(span, "bad-index", "an index mark is “entry” or “entry; sub-entry”", "write {index}`neutrophil; half-life`")
        return None
    return n.IndexMark(entry, span=span)


def _abbr(page: SourcePage, content: str, span: Span) -> n.Inline | None:
    found = SHORT.match(content)
    if not found:
        message = "an abbreviation needs its expansion"
        page.error(span, "bad-abbreviation", message, "write {abbr}`ANC (absolute neutrophil count)`")
        return None
    return n.Abbreviation(words(page, found["short"], span), words(page, found["expansion"], span), span=span)


def _words(kind: type[n.Words]) -> Callable[[SourcePage, str, Span], n.Inline]:
    return lambda page, content, span: kind(content, span=span)


def _wrapper(kind: type[n.Wrapper]) -> Callable[[SourcePage, str, Span], n.Inline]:
    return lambda page, content, span: kind(parse_inline(page, content, span.line), span=span)


ROLES: dict[str, Callable[[SourcePage, str, Span], n.Inline | None]] = {
    "term": _term,
    "cite": _cite,
    "ref": _ref,
    "value": _value,
    "index": _index,
    "abbr": _abbr,
    "include": lambda page, content, span: n.Include(canonical(content), inline=True, span=span),  # type: ignore[dict-item, return-value]  # gone soon
    **{kind.role: _words(kind) for kind in n.Words.__subclasses__() if kind.role},
    **{kind.role: _wrapper(kind) for kind in n.Wrapper.__subclasses__() if kind.role},
}

MARKS: dict[str, Callable[[SourcePage, SyntaxTreeNode, int, int], Inlines]] = {
    "text": _text,
    "softbreak": lambda page, node, line, last: (n.Text(" "),),
    "hardbreak": lambda page, node, line, last: (n.LineBreak(),),
    "em": _wrap(n.Emphasis),
    "strong": _wrap(n.Strong),
    "sup": _raised(n.Superscript, raised),
    "sub": _raised(n.Subscript, lowered),
    "code_inline": lambda page, node, line, last: (n.Code(node.content, span=page.span(line, node.content, last)),),
    "link": _link,
    "span": _span,
    "footnote_ref": _note,
    "myst_role": _role,
}

HINTS = {"image": "a picture needs the figure directive: :::{figure} figures/name.svg"}
