"""Inline text: tokens to inline nodes. `ROLES` and `MARKS` are the whole grammar."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from urllib.parse import unquote

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup.content import InlineContent, content_of
from studyguide.markup.leftovers import SUSPECT, check_leftovers
from studyguide.markup.places import AT
from studyguide.markup.quotation import set_quotes
from studyguide.markup.raised import lowered, raised
from studyguide.markup.reader import SourcePage
from studyguide.markup.tags import check_tags, is_break, is_comment
from studyguide.nodes.tree import walk
from studyguide.sources.chapter_files import chapter_id
from studyguide.sources.config import FORMS
from studyguide.sources.diagnostics import Span, did_you_mean
from studyguide.sources.formats import language, web_address
from studyguide.sources.identifiers import canonical

Inlines = tuple[n.Inline, ...]
NAMED = re.compile(r"^(?P<text>.+?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)
SHORT = re.compile(r"^(?P<short>.+?)\s*\((?P<expansion>.+)\)$", re.DOTALL)
MARKED = re.compile(r"[*_^~`\[\]{}\\&<]")  # without one of these, a text holds no markup
UNRAISED = str.maketrans("", "", "^~")
LANG_MARK = re.compile(r"\{\s*lang=(\"?)[A-Za-z0-9-]+\1\s*\}")
SWALLOWED = re.compile(r"\{([a-z-]+)\}$")
QUOTES = re.compile("`+")
ROLE_INSIDE = re.compile(r"\{([a-z-]+)\}(?=[\w`])")
LONGEST_NAME = 40  # of a role: a search further back would read a long paragraph again for each sign
WORD_BEFORE = re.compile(r"[\w-]+\Z")
MORE_QUOTES = "write more of them at each end than stand together in it: {code}```` a ``` b ````"
RAISED = (n.Superscript, n.Subscript)
LINKS = (n.TermUse, n.Citation, n.CrossReference, n.NoteCall, n.Link, n.InternalLink)  # what is printed as a link
LOCATOR = re.compile(r"§|\d+(?:[–-]\d+)?$|[^\s,]+\s+\S|[^\W\d]+\.\d")
"""What is no key but says where in the source before it: “p. 12”, “§ 4”, a further page."""
WITHIN = re.compile(r"(?:(?:\./)?(?P<file>[^/#]+)\.md)?(?:#(?P<id>[^#]+))?")
SPACES = re.compile(" {2,}")
FIGURES = re.compile(r"\d\d")


class Checkbox(n.Inline):
    """`[ ]` or `[x]` before a choice: questions take it away; anywhere else it is an error."""

    mark: str


def inlines(page: SourcePage, holder: SyntaxTreeNode | None, line: int, *, lines: bool = False, cell: bool = False) -> Inlines:
    """The inline nodes of an inline token whose text starts on a line of the file.

    `lines`: whether its lines are lines of a paragraph, at whose starts a list or a box may have been meant.
    `cell`: whether it is one of a table, which stands on one line, so that `<br>` ends a line in it.
    """
    if holder is None or holder.token is None:
        return ()
    passage = content_of(page, holder, line)
    tokens = holder.token.children or []
    if _swallowing(passage, tokens):
        return (n.Text(holder.content),)
    check_tags(passage, tokens, breaks=cell)
    check_leftovers(passage, tokens, lines=lines)
    set_quotes(tokens, page.dialect.quotes)
    return _nodes(passage, holder)


def _swallowing(passage: InlineContent, tokens: Iterable[Token]) -> bool:
    """Whether a backquote has no partner of its own, and has swallowed the words up to the next role, name and all.

    What comes after it in the paragraph cannot be read, so this is its only mistake that is told. The same holds for a role that
    would end within a run of backquotes.
    """
    for token in tokens:
        name, at = token.meta.get("name"), int(token.meta[AT])
        found = SWALLOWED.search(token.content) if token.type in ("myst_role", "code_inline") and name != n.Code.role else None
        if found and found[1] in ROLES:
            hint = f"write {{{name}}}`…` with a backquote at each end" if name else "take it out; write \\` for the sign itself"
            ends = f"the backquote that ends {{{name}}} is missing" if name else "a backquote without a partner stands"
            passage.error(at, len(name) + 3 if name else 1, "stray-markup", f"{ends} before {found[0]}", hint)
            return True
        if name and passage.content.startswith("`", _end_of_role(passage.content, at, token)):
            passage.error(at, len(name) + 3, "stray-markup", f"a backquote stands in {{{name}}}, and would end it", MORE_QUOTES)
            return True
    return False


def _end_of_role(content: str, at: int, token: Token) -> int:
    """Where a role ends that begins at an offset: behind its name, its words, and as many backquotes at each end."""
    quotes = QUOTES.search(content, at)
    return (quotes.end() + len(token.content) + len(quotes[0])) if quotes else at


def _nodes(passage: InlineContent, parent: SyntaxTreeNode) -> Inlines:
    made = _joined(node for child in parent.children for node in _inline(passage, child))
    spaced = any(isinstance(each, n.Text) and SPACES.search(each.text) for each in made)
    if spaced and "<!--" in passage.content:  # a comment leaves the spaces on both sides of it
        made = tuple(replace(each, text=SPACES.sub(" ", each.text)) if isinstance(each, n.Text) else each for each in made)
    for before, after in pairwise(made):
        if isinstance(before, RAISED) != isinstance(after, RAISED) and FIGURES.search(before.plain[-1:] + after.plain[:1]):
            wrong = before if isinstance(before, RAISED) else after
            message = f"a copy of this would say “{before.plain[-12:]}{after.plain[:12]}”"
            hint = "raise or lower figures, signs and single letters alone: 10^9^/L"
            passage.page.error(wrong.span, "raised-figures", message, hint)
            break
    return made


def words(page: SourcePage, text: str, place: Span) -> str:
    """The characters of a text that takes no markup but raised and lowered figures; any other is an error at its place."""
    if not SUSPECT.search(text):
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


def _inline(passage: InlineContent, node: SyntaxTreeNode) -> Inlines:
    mark = MARKS.get(node.type)
    if mark is None:
        what, hint = UNSUPPORTED.get(node.type, (node.type.replace("_", " "), ""))
        passage.error(_at(node), 1, "unsupported-markup", f"{what} is not part of the format", hint)
        return ()
    return mark(passage, node)


def _at(node: SyntaxTreeNode) -> int:
    return int(node.meta.get(AT, 0))


def _text(passage: InlineContent, node: SyntaxTreeNode) -> Inlines:
    return (n.Text(node.content, span=passage.span(_at(node), len(node.content))),) if node.content else ()


def _html(passage: InlineContent, node: SyntaxTreeNode) -> Inlines:
    """A comparison, the end of a line in a cell, or nothing for a comment: all else has been refused."""
    if is_break(node.content):
        return (n.LineBreak(),)
    return () if is_comment(node.content) else _text(passage, node)


def _wrap(make: type[n.Wrapper]) -> Callable[[InlineContent, SyntaxTreeNode], Inlines]:
    return lambda passage, node: _wrapped(make, passage, node)


def _raised(make: type[n.Wrapper], signs: Callable[[str], str]) -> Callable[[InlineContent, SyntaxTreeNode], Inlines]:
    def mark(passage: InlineContent, node: SyntaxTreeNode) -> Inlines:
        (made,) = _wrapped(make, passage, node)
        text = signs(made.plain)
        _check_end(passage, node, text)
        return (n.Text(text, span=made.span),) if text else (made,)

    return mark


def _check_end(passage: InlineContent, node: SyntaxTreeNode, signs: str) -> None:
    """A number right after a raised or lowered one: the sign that ends it was meant to begin another."""
    mark = node.markup
    end = passage.content.find(mark, _at(node))
    if signs and passage.content[end + 1 : end + 2].isdigit():
        hint = f"write x{mark}2{mark}; \\{mark} for the sign itself"
        passage.error(end, 1, "stray-markup", f"a number stands right after {mark}", hint)


def _wrapped(make: type[n.Wrapper], passage: InlineContent, node: SyntaxTreeNode, **fields: str) -> Inlines:
    """An element around inlines; it stands where the first of them does."""
    children = _nodes(passage, node)
    return (make(children, **fields, span=children[0].span if children else passage.span(_at(node))),)


def _link(passage: InlineContent, node: SyntaxTreeNode) -> Inlines:
    url = str(node.attrs.get("href", ""))
    span = _within(passage, node, unquote(url))
    if url and (inside := WITHIN.fullmatch(unquote(url))):
        return _internal(passage, node, inside, span)
    mail = re.fullmatch(r"(?i:mailto):[^\s@]+@[\w.-]+\.\w+(\?\S*)?", url)
    complaint = "" if mail else web_address(url)
    if complaint:
        message = f"“{url}” is not an address on the web: {complaint}"
        passage.page.error(span, "bad-link", message, "inside the guide use {ref}`id`")
    if title := str(node.attrs.get("title", "")):
        message, hint = f"the title of a link is printed nowhere: “{title}”", "write it into the sentence"
        passage.page.error(_within(passage, node, title), "unsupported-markup", message, hint)
    made = _wrapped(n.Link, passage, node, url=url)
    if not n.plain(made).strip() and not complaint:
        passage.page.error(span, "empty-markup", "this link has no words", "write [words](https://…)")
    for inner in walk(made):
        if isinstance(inner, LINKS) and inner is not made[0]:
            passage.page.error(inner.span, "unexpected-markup", "a link cannot hold another link", "end the link before it")
    return made


def _internal(passage: InlineContent, node: SyntaxTreeNode, found: re.Match[str], span: Span) -> Inlines:
    """A link to another file of the guide, a heading there, or one of this chapter, as MyST and mdBook read it."""
    chapter = chapter_id(f"chapters/{found['file']}.md") if found["file"] else ""
    children = _nodes(passage, node)
    if not n.plain(children).strip():
        passage.page.error(span, "empty-markup", "this link has no words", "write words between the brackets, or {ref}`id`")
    for inner in walk(children):
        if isinstance(inner, LINKS):
            passage.page.error(inner.span, "unexpected-markup", "a link cannot hold another link", "end the link before it")
    return (n.InternalLink(children, canonical(found["id"] or ""), chapter, span=span),)


def _within(passage: InlineContent, node: SyntaxTreeNode, needle: str) -> Span:
    """The place of a piece of what stands behind a link or span; where it is written otherwise, that of the whole."""
    at = passage.content.find(needle, _closing(node))
    return passage.span(at, len(needle)) if at >= 0 else passage.span(max(0, _at(node) - 1), 1)


def _closing(node: SyntaxTreeNode) -> int:
    """The offset of the bracket that closes a link or span."""
    return int(node.nester_tokens.closing.meta[AT]) if node.nester_tokens else 0


def _span(passage: InlineContent, node: SyntaxTreeNode) -> Inlines:
    lang = str(node.attrs.get("lang", ""))
    complaint = language(lang)
    if complaint or not LANG_MARK.match(passage.content, _closing(node) + 1):
        message = f"this is not a language mark: {complaint}" if complaint else "this is not a language mark"
        passage.page.error(_within(passage, node, "{"), "bad-language", message, "write [words]{lang=la}")
    return _wrapped(n.Foreign, passage, node, lang=lang)


def _code(passage: InlineContent, node: SyntaxTreeNode) -> Inlines:
    """Literal characters between backquotes; the name of a role right before them has lost its braces."""
    at = _at(node)
    word = WORD_BEFORE.search(passage.content, max(0, at - LONGEST_NAME), at)
    if word and word[0] in ROLES and not passage.content.startswith("{", word.start() - 1):  # one brace alone has been told
        message = f"the braces around “{word[0]}” are missing"
        passage.error(word.start(), len(word[0]), "stray-markup", message, f"write {{{word[0]}}}`{node.content}`")
    inside = ROLE_INSIDE.match(node.content)
    if inside and inside[1] in ROLES:
        hint = f"write {inside[0]}`{node.content[inside.end() :]}`; {{code}}`…` for literal characters"
        passage.error(at, len(node.content) + 2, "stray-markup", f"the backquote stands before {inside[0]}, not behind it", hint)
    return (n.Code(node.content, span=passage.span(at, len(node.content) + 2)),)


def _maths(passage: InlineContent, node: SyntaxTreeNode) -> Inlines:
    from studyguide.markup.tex import TexMistake, read_formula  # slow: only where there is a formula

    at, tex = _at(node), " ".join(node.content.split("\n"))
    try:
        made = read_formula(tex, display=False)
    except TexMistake as mistake:
        start = at + 1 + max(0, mistake.at)
        passage.error(start if mistake.at >= 0 else at, 1, "bad-tex", str(mistake), "write \\$ for the sign itself")
        return ()
    return (n.Maths(tex, made.mathml, made.alt, made.picture, span=passage.span(at, len(node.content) + 2)),)


def _note(passage: InlineContent, node: SyntaxTreeNode) -> Inlines:
    label = str(node.meta["label"])
    return (n.NoteCall(label, span=passage.span(_at(node), len(label) + 3)),)


def _role(passage: InlineContent, node: SyntaxTreeNode) -> Inlines:
    page, name, at = passage.page, str(node.meta["name"]), _at(node)
    span = passage.span(at, len(name) + 3)
    role = ROLES.get(name)
    if role is None:
        page.error(span, "unknown-role", f"unknown role “{name}”", did_you_mean(name, ROLES))
        return ()
    content = node.content.strip()
    if not content:
        page.error(span, "empty-role", f"the role “{name}” has no content")
        return ()
    start = passage.content.find(content.split(" ")[0], at + len(name) + 2)
    made = role(page, content, passage.span(start, len(content)))
    return made if isinstance(made, tuple) else (made,) if made else ()


def _checkbox(passage: InlineContent, node: SyntaxTreeNode) -> Inlines:
    return (Checkbox(node.content, span=passage.span(0, len(node.content) + 2)),)


def _named(content: str) -> tuple[str, str]:
    """“text <target>” as (text, target); a bare target as ("", target)."""
    found = NAMED.match(content)
    return (found["text"], found["target"].strip()) if found else ("", content)


def _term(page: SourcePage, content: str, span: Span) -> n.Inline:
    text, target = _named(content)
    if not text and not MARKED.search(target.translate(UNRAISED)):  # a target with other markup is no term, and told as that
        target = words(page, target, span)
    return n.TermUse(canonical(target), words(page, text, span) or target, span=span)


def _cite(page: SourcePage, content: str, span: Span) -> n.Inline | None:
    keys: list[str] = []
    locators: list[str] = []
    for part in (part.strip() for part in re.split("[,;]", content)):
        if LOCATOR.match(part) and keys:
            locators[-1] = f"{locators[-1]}, {part}" if locators[-1] else part
        else:
            keys.append(part)
            locators.append("")
    if not all(keys) or LOCATOR.match(keys[0]):
        message = "a key is missing between commas" if all(keys) is False else "a key is missing before the place in it"
        page.error(span, "bad-citation", message, "write {cite}`first, second` or {cite}`first, p. 12`")
        return None
    return n.Citation(tuple(keys), locators=tuple(locators) if any(locators) else (), span=span)


def _cite_authors(page: SourcePage, content: str, span: Span) -> Inlines:
    """`{cite:t}`: the authors in the sentence, and the call behind them."""
    call = _cite(page, content, span)
    if not isinstance(call, n.Citation):
        return ()
    if len(call.keys) > 1:
        page.error(span, "bad-citation", "only one source can be a part of the sentence", "write a {cite:t} for each")
    return (n.CitedAuthors(call.keys[0], span=span), n.Text(" "), call)


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
        page.error(span, "bad-index", "an index mark is “entry” or “entry; sub-entry”", "write {index}`yeast; dried`")
        return None
    return n.IndexMark(entry, span=span)


def _abbr(page: SourcePage, content: str, span: Span) -> n.Inline | None:
    found = SHORT.match(content)
    if not found:
        message = "an abbreviation needs its expansion"
        page.error(span, "bad-abbreviation", message, "write {abbr}`RH (relative humidity)`")
        return None
    return n.Abbreviation(words(page, found["short"], span), words(page, found["expansion"], span), span=span)


def _words(kind: type[n.Words]) -> Callable[[SourcePage, str, Span], n.Inline]:
    return lambda page, content, span: kind(content, span=span)


def _wrapper(kind: type[n.Wrapper]) -> Callable[[SourcePage, str, Span], n.Inline]:
    return lambda page, content, span: kind(parse_inline(page, content, span.line), span=span)


ROLES: dict[str, Callable[[SourcePage, str, Span], n.Inline | Inlines | None]] = {
    "term": _term,
    "cite": _cite,
    "cite:t": _cite_authors,
    "ref": _ref,
    "value": _value,
    "index": _index,
    "abbr": _abbr,
    "include": lambda page, content, span: n.Include(canonical(content), inline=True, span=span),  # type: ignore[dict-item, return-value]  # gone soon
    **{kind.role: _words(kind) for kind in n.Words.__subclasses__() if kind.role},
    **{kind.role: _wrapper(kind) for kind in n.Wrapper.__subclasses__() if kind.role},
}

MARKS: dict[str, Callable[[InlineContent, SyntaxTreeNode], Inlines]] = {
    "text": _text,
    "text_special": _text,
    "checkbox": _checkbox,
    "code_inline": _code,
    "math_inline": _maths,
    "html_inline": _html,
    "softbreak": lambda passage, node: (n.Text(" "),),
    "hardbreak": lambda passage, node: (n.LineBreak(),),
    "s": _wrap(n.Strikethrough),
    "em": _wrap(n.Emphasis),
    "strong": _wrap(n.Strong),
    "sup": _raised(n.Superscript, raised),
    "sub": _raised(n.Subscript, lowered),
    "link": _link,
    "span": _span,
    "footnote_ref": _note,
    "myst_role": _role,
}

UNSUPPORTED = {
    "image": ("a picture in the line", "a picture needs the figure directive: :::{figure} figures/name.svg"),
}
