"""Code blocks: fences of backquotes or tildes, and the directive `code-block`."""

import re
from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from studyguide import nodes as n
from studyguide.markup.blocks import BLOCKS, checked_id, line_of
from studyguide.markup.directives import DIRECTIVES, Directive, Fence, made_of, take_apart
from studyguide.markup.highlighting import code_lines, unknown_language
from studyguide.markup.inline import parse_inline
from studyguide.markup.reader import SourcePage
from studyguide.sources.diagnostics import Span

LITERAL = ("code-block", "math")
"""The directives whose text is no Markdown: they alone may stand between backquotes."""
DIRECTIVE = re.compile(r"\{[\w-]+\}")
ATTRIBUTES = re.compile(r"\{\.([\w+#-]+)[^{}]*\}")
"""How others name the language, and what else they say of a block."""
PART = re.compile(r"(\d+)(?:-(\d+))?")


def parse_fence(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block | None:
    """The code between two lines of backquotes or tildes: “```python”, or a directive such as “```{code-block} python”."""
    info, line = tree.info.strip(), line_of(tree, first)
    if not _closed(tree):
        signs = tree.markup
        page.problems.error(
            Span(page.path, line), "unclosed-directive", "this code block is never closed", f"end it with a line {signs}"
        )
        return None
    if DIRECTIVE.match(info):
        return _directive(page, tree, first)
    span = page.span(line, info) if info else Span(page.path, line)
    language, _, rest = info.partition(" ")
    if others := ATTRIBUTES.fullmatch(info):
        page.error(
            span, "unsupported-markup", f"{info} is not how the language of code is written", f"write {tree.markup}{others[1]}"
        )
        return None
    if rest:
        hint = f"write {tree.markup}{{code-block}} {language} and :caption: …, :linenos: or :emphasize-lines: … below it"
        page.error(span, "unexpected-argument", f"behind the language stands “{rest.strip()}”", hint)
        return None
    if not _known(page, language, span) or not _filled(page, tree.content, span):
        return None
    return n.CodeBlock(language, code_lines(tree.content, language), span=Span(page.path, line))


def _closed(tree: SyntaxTreeNode) -> bool:
    """Whether a line closes the fence: Markdown lets it run to the end of what it stands in, and then all its lines are code."""
    start, end = tree.map or (0, 0)
    return end - start == tree.content.count("\n") + 2


def _directive(page: SourcePage, tree: SyntaxTreeNode, first: int) -> n.Block | None:
    fence = take_apart(page, tree, first)
    if fence is None:
        return None
    if fence.name not in LITERAL:
        message = f"{{{fence.name}}} stands between backquotes, as code does"
        box, code = f"boxes start and end with three colons: :::{{{fence.name}}}", f"write {tree.markup}{fence.name} for its code"
        page.error(fence.span, "unsupported-markup", message, box if fence.name in DIRECTIVES else code)
        return None
    made = made_of(fence, DIRECTIVES[fence.name], tree, first)
    return made if isinstance(made, n.Block) else None


def _known(page: SourcePage, language: str, span: Span) -> bool:
    hint = unknown_language(language)
    if hint is not None:
        page.error(span, "unknown-language", f"“{language}” is no language whose code is known", hint)
    return hint is None


def _filled(page: SourcePage, text: str, span: Span) -> bool:
    if not text.strip():
        page.error(span, "empty-directive", "this code block is empty", "write it, or delete it")
    return bool(text.strip())


def _code_block(fence: Fence) -> n.Node | None:
    """A code block with options; one with a caption has a number, and an id."""
    language = fence.argument
    if not _known(fence.page, language, fence.page.span(fence.span.line, language)):
        return None
    caption, key = fence.option("caption"), fence.option("id")
    if bool(caption) != bool(key):
        lacking, there = ("caption", "id") if key else ("id", "caption")
        hides = ("code",) if not key else ()
        message = f"a code block with the option “{there}” needs the option “{lacking}”"
        fence.page.problems.error(fence.span, "missing-option", message, f"add a line :{lacking}: …", hides=hides)
        return None
    count = fence.body.rstrip("\n").count("\n") + 1
    lines = code_lines(fence.body, language, _marked(fence, count))
    if not caption:
        return n.CodeBlock(language, lines, _first(fence), span=fence.span)
    made = parse_inline(fence.page, caption, fence.options["caption"][-1][1])
    key = checked_id(fence.page, "code-", key, fence.at("id"))
    return n.Listing(language, lines, _first(fence), key, made, span=fence.span)


def _first(fence: Fence) -> int:
    """The number of the first line; 0 where lines have none."""
    if fence.option("linenos") not in ("", "true"):
        fence.error("bad-option", "“linenos” takes no text", "write :linenos: alone", at=fence.at("linenos"))
    start = fence.option("lineno-start")
    if start and not re.fullmatch(r"[1-9]\d{0,5}", start):
        fence.error(
            "bad-option", f"“{start}” is not the number of a line", "write :lineno-start: 10", at=fence.at("lineno-start")
        )
        return 0
    return int(start or ("linenos" in fence.options))


def _marked(fence: Fence, count: int) -> tuple[int, ...]:
    text = fence.option("emphasize-lines")
    try:
        found = tuple(_numbers(text))
    except ValueError:
        found = (0,)
    if any(not 0 < number <= count for number in found):
        message = f"“{text}” does not name lines of this code, which has {count}"
        fence.error("bad-option", message, "write :emphasize-lines: 2,4-5", at=fence.at("emphasize-lines"))
        return ()
    return found


def _numbers(text: str) -> Iterator[int]:
    """“2,4-5” as 2, 4, 5. Raises ValueError."""
    for part in filter(None, text.replace(" ", "").split(",")):
        found = PART.fullmatch(part)
        if found is None:
            raise ValueError(part)
        yield from range(int(found[1]), min(int(found[2] or found[1]), int(found[1]) + 10_000) + 1)


OPTIONS = ("caption", "id", "linenos", "lineno-start", "emphasize-lines")
DIRECTIVES["code-block"] = Directive(_code_block, "optional", OPTIONS)
BLOCKS["fence"] = parse_fence
