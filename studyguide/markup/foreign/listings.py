"""Code: its language, caption, name and numbers of lines; code that would run is kept as code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.blocks import Rows, attributes_in, block, place
from studyguide.markup.foreign.inlines import title_of
from studyguide.markup.foreign.page import ForeignPage
from studyguide.markup.highlighting import unknown_language
from studyguide.sources.foreign_yaml import read_foreign_yaml, words_in
from studyguide.sources.identifiers import slug

CHUNK = re.compile(r"\{=?\s*([A-Za-z][\w+#-]*)[\s,]*(.*)\}\s*", re.DOTALL)
BRACED = re.compile(r"\{([^{}]*)\}|\{\{([^{}]*)\}\}")
CELL_OPTION = re.compile(r"^(?:#\||//\||--\||%%\|) ?(.*)$")
CHUNK_OPTION = re.compile(r"""([\w.-]+)\s*=\s*("[^"]*"|'[^']*'|[^,]+)""")
LANGUAGES = {
    **dict.fromkeys(
        ("none", "plain", "plaintext", "txt", "output", "no-highlight", "nohighlight", "ascii", "mermaid", "math"), ""
    ),
    **dict.fromkeys(("pseudo", "pseudocode"), ""),
    **dict.fromkeys(("ipython", "ipython3", "py3", "pyodide-python"), "python"),
    **dict.fromkeys(("shell-session", "terminal"), "console"),
    **dict.fromkeys(("vue", "svelte"), "html"),
    **dict.fromkeys(("ojs", "observable"), "js"),
    "asm": "gas",
    "cmd": "batch",
    "golang": "go",
    "jsonc": "json",
    "proto": "protobuf",
    "webr-r": "r",
}
"""What others call a language, and a guide otherwise."""
KNOWN_ATTRIBUTES = {
    "caption",
    "lst-cap",
    "title",
    "id",
    "startFrom",
    "start-line",
    "linenums",
    "hl_lines",
    "name",
    "label",
    "lst-label",
    "filename",
    "file-name",
    "listing",
    "number",
}


@block("fence", "code_block")
def _fence(page: ForeignPage, tree: SyntaxTreeNode) -> Rows:
    from studyguide.markup.foreign.directives import directive

    info = (tree.info or "").strip()
    if re.match(r"\{[\w:-]+\}", info) and page.flavour != "pandoc":
        return directive(page, info, tree.content, page.line(tree) + 1)
    if page.flavour == "pandoc" and (chunk := CHUNK.fullmatch(info)) and not info.startswith("{."):
        return _chunk(page, tree, chunk)
    language, attrs = _said(info)
    content = (
        with_files(page, tree.content, page.line(tree)) if "{{#" in tree.content or "--8<--" in tree.content else tree.content
    )
    if page.flavour == "mdbook" and language == "rust":
        content = _shown(page, content, page.line(tree))
    return listing(page, language, attrs, content, page.line(tree))


def _said(info: str) -> tuple[str, dict[str, str]]:
    """The language of a fence, and what else is said of it, as Pandoc, MkDocs, mdBook and GitHub write it."""
    braces = next((a or b for a, b in BRACED.findall(info)), "")
    bare = BRACED.sub("", info).strip()
    attrs = attributes_in(braces)
    language, *rest = re.split(r"[\s,:]+", bare, maxsplit=1) if bare else [""]
    attrs = {**attributes_in(" ".join(rest)), **attrs}
    if not language and (classes := attrs.pop("class", "").split()):
        language, attrs["class"] = classes[0], " ".join(classes[1:])
    return language, {key: value for key, value in attrs.items() if value}


def _chunk(page: ForeignPage, tree: SyntaxTreeNode, chunk: re.Match[str]) -> Rows:
    """A cell of Quarto or R Markdown, which would run."""
    line, rows = page.line(tree), tree.content.rstrip("\n").split("\n")
    head = [found[1] for row in rows if (found := CELL_OPTION.match(row))]
    options = {key: words_in(value) for key, value in read_foreign_yaml("\n".join(head)).table().items()}
    options |= {key: value.strip("\"'") for key, value in CHUNK_OPTION.findall(chunk[2])}
    body = "\n".join(row for row in rows if not CELL_OPTION.match(row)).strip("\n")
    label = options.pop("label", "") or re.split(r"[\s,=]", chunk[2].strip(), maxsplit=1)[0]
    shown = options.get("echo", "true").lower() not in ("false", "f") and options.get("include", "true").lower() not in (
        "false",
        "f",
    )
    from studyguide.markup.foreign.figures import chunk_pictures

    pictures = chunk_pictures(page, label, options, body, line)
    if page.flavour == "pandoc" and chunk[1] in ("html", "latex", "tex", "openxml") and chunk[0].startswith("{="):
        page.tell("raw-latex" if "tex" in chunk[1] else "raw-html", line, tree.content, tree.content)
        return []
    if not shown:
        page.tell("output", line, body, " ".join([body, *options.values()]))
        return pictures
    captions = {"caption": options.pop("lst-cap", "")} if "lst-cap" in options else {}
    said = {
        key: value for key, value in options.items() if not (pictures and key in ("fig-cap", "fig-alt", "fig.cap", "fig.alt"))
    }
    page.tell("executed", line, body, " ".join([label, *(f"{key} {value}" for key, value in said.items())]))
    made = listing(page, chunk[1], {**captions, **({"id": label} if captions else {})}, body, line)
    return [*made, *([""] if made and pictures else []), *pictures]


def listing(page: ForeignPage, language: str, attrs: Mapping[str, str], text: str, line: int) -> Rows:
    """A code block; with a caption, a numbered one."""
    rows = text.strip("\n").expandtabs(4).split("\n")
    if not any(row.strip() for row in rows):
        return []
    known = language_of(language)
    if language and not known and LANGUAGES.get(language.lower()) != "":
        page.tell("attribute", line, language, language)
    caption = (
        attrs.get("caption")
        or attrs.get("lst-cap")
        or attrs.get("title")
        or attrs.get("filename")
        or attrs.get("file-name")
        or str(page.env.pop("caption", ""))
    )
    page.env["caption"] = ""
    name = attrs.get("id") or attrs.get("name") or attrs.get("label") or attrs.get("lst-label") or ""
    rest = " ".join(f"{value}" for key, value in attrs.items() if key not in KNOWN_ATTRIBUTES)
    if rest.strip():
        page.tell("attribute", line, rest.split()[0], rest)
    place(page) if not caption else None
    return written_code(page, known, _options(page, attrs, caption, name, line, len(rows)), rows)


def language_of(name: str) -> str:
    """The language as a guide knows it; “” if it does not."""
    name = LANGUAGES.get(name.lower(), name.lower())
    return name if name and unknown_language(name) is None else ""


def _options(page: ForeignPage, attrs: Mapping[str, str], caption: str, name: str, line: int, count: int) -> Rows:
    made: Rows = []
    if caption:
        names = page.names(name)
        ids = [page.label(each, "code") for each in names or [page.own_name("code", " ".join(caption.split()[:6]))]]
        made += [f":caption: {title_of(page, caption, line)}", f":id: {next(filter(None, ids), '') or 'code-' + slug(caption)}"]
    start = attrs.get("startFrom") or attrs.get("linenums") or attrs.get("start-line") or ""
    if start.isdecimal() and int(start):
        made += [":linenos:", *([f":lineno-start: {start}"] if start != "1" else [])]
    marked = [part for part in re.split(r"[\s,]+", attrs.get("hl_lines", "")) if re.fullmatch(r"\d+(-\d+)?", part)]
    if marked and all(0 < int(number) <= count for part in marked for number in part.split("-")):
        made.append(f":emphasize-lines: {','.join(marked)}")
    return made


def written_code(page: ForeignPage, language: str, options: Sequence[str], rows: Sequence[str]) -> Rows:
    """Code between two lines of backquotes, more of them than stand at the start of a line in it."""
    longest = max((len(found[1]) for row in rows if (found := re.match(r"\s*(`{3,})", row))), default=2)
    fence = "`" * (longest + 1)
    head = f"{{code-block}} {language}".rstrip() if options else language
    return [f"{fence}{head}", *options, *(row.rstrip() for row in rows), fence]


PUT_IN = re.compile(
    r"\{\{#(?:rustdoc_include|include|playground|playpen)\s+([^\s}:]+)(?::([^\s}]+))?[^}]*\}\}|-{1,}8<-{1,}\s+[\"']([^\"':]+)(?::([^\"']+))?[\"']"
)
MARKER = re.compile(r"ANCHOR(?:_END)?:|--8<-- \[(?:start|end):")
HIDDEN = re.compile(r"[ \t]*#(?: .*)?$")


def with_files(page: ForeignPage, text: str, line: int) -> str:
    """A text with the files of the book that it names put in, or the lines or the part of them that are named."""
    made = []
    for at, row in enumerate(text.split("\n"), 1):
        found = PUT_IN.search(row)
        if found is None:
            made.append(row)
            continue
        address, part = found[1] or found[3], found[2] or found[4] or ""
        source = page.shelf.texts.get(page.file(address))
        if source is None:
            page.tell("included", line + at, address, found[0])
            made.append(row)
        else:
            made += _part(source, part)
    return "\n".join(made)


def _part(source: str, part: str) -> list[str]:
    """The rows of a file between two numbers, or between two marks with a name; the marks are no rows of it."""
    rows = source.rstrip("\n").split("\n")
    if re.fullmatch(r"[\d:]+", part):
        first, *last = part.split(":")
        rows = rows[max(0, int(first or 1) - 1) : int(last[0]) if last and last[0] else (int(first) if not last else None)]
    elif part:
        start = next((at for at, row in enumerate(rows) if re.search(rf"(?:ANCHOR:\s*|start:\s*){re.escape(part)}\b", row)), -1)
        end = next(
            (at for at, row in enumerate(rows) if re.search(rf"(?:ANCHOR_END:\s*|end:\s*){re.escape(part)}\b", row)), len(rows)
        )
        rows = rows[start + 1 : end]
    return [row for row in rows if not MARKER.search(row)]


def _shown(page: ForeignPage, text: str, line: int) -> str:
    """Code of Rust without the rows that mdBook hides, those that begin with # and a space."""
    rows = text.split("\n")
    hidden = [row for row in rows if HIDDEN.fullmatch(row)]
    if hidden:
        page.tell("output", line, "", " ".join(hidden))
    return "\n".join(row for row in rows if not HIDDEN.fullmatch(row))
