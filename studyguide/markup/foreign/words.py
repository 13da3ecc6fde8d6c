"""Words: every one of a source stands in what was made of it, or in the list of what was left out.

The words of a source are taken from its text, by other means than those that convert it: what is markup is taken off by
patterns, and all else must be found again. Code is taken as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape

from studyguide.markup.foreign.convert import front_matter
from studyguide.sources.foreign_yaml import read_foreign_yaml, words_in

WORD = re.compile(r"[^\W_]+")
FENCE = re.compile(r"[ \t>]*(?:[-*+] +)?(`{3,}|~{3,})(.*)")
DIRECTIVE = re.compile(r"\s*\{([\w:+-]+)\}")
LITERAL = {
    "code-block",
    "code",
    "code-cell",
    "sourcecode",
    "math",
    "mermaid",
    "raw",
    "literalinclude",
    "prompt",
    "parsed-literal",
    "graphviz",
    "plantuml",
    "r",
    "python",
    "julia",
    "ojs",
    "bash",
    "sql",
}
"""Directives whose text is no Markdown."""
OPTION = re.compile(
    r"\\(?:begin|end)\{(?:equation|displaymath|align|eqnarray|flalign|gather|multline)\*?\}|\\(?:nonumber|notag|[mh]box)\b|\\(?:tag\*?|label)\{[^}]*\}"
    r"|^\s*#\|\s*[\w.-]+:|\{\{#[^}]*\}\}|^\s*:(?:name|label|tags|class|linenos|lineno-start|emphasize-lines|nowrap):.*|^\s*:[\w-]+:"
)
NAMED_BY = LITERAL | {"solution", "solution-start", "solution-end", "exercise-end", "figure", "image", "include", "csv-table"}
"""Directives behind whose name stands a name or an address."""
SPREAD = re.compile(
    r"<[A-Za-z][\w-]*(?:\s+[\w-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*\s*/?>"
    r"|\{[\w:]+\}`[^`\n]*\n[^`\n]*`|\]\[[^\[\]\n]*\n[^\[\]\n]*\]"
    r"|!?\[[^\[\]\n]*(?:\n[^\[\]\n]+){1,3}\]\([^()\s]*\)"
)
"""Tags, roles and links, which may go over the ends of rows."""
QUOTED = re.compile(r"""(?<![\w.])(?:alt|title|fig-alt|fig-cap|caption|lst-cap|name)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
QUIET = re.compile(
    r"^[ \t>]*:(?:name|label|id|class|nosubs|number-lines|hidden|nonumber|enumerated|open"
    r"|icon|align|figclass|figwidth|number|tags|width|height|scale|widths"
    r"|header-rows|stub-columns|linenos|lineno-start|emphasize-lines|delim|dedent|force|gutter|sync|columns"
    r"|margin|padding|link|link-type|selected|target|row-headers|wide|lines|language):.*$"
)
MARKUP = (
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
    (re.compile(r"\\(?:begin|end)\{(?:equation|displaymath|align|eqnarray|flalign|gather|multline)\*?\}"), " "),
    (re.compile(r"<!--|-->|\{\{#[^}]*\}\}"), " "),
    (re.compile(r"<((?:https?|mailto|ftp):)[^<>\s]*>"), " "),
    (
        re.compile(
            r"</?(?:sub|sup|b|i|em|strong|s|span|a|mark|small|font|del|strike|wbr|cite|var|dfn)(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?>"
        ),
        "",
    ),
    (re.compile(r"\{\{<\s*(?:var|meta|include)\s[^{}]*>\}\}|\{\{<\s*kbd\b"), " "),
    (re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>"), " "),
    (
        re.compile(
            r"\(\\#[\w:-]+\)|\\@?(?:ref|eqref|label|cite[pt]?|nocite|autoref)[({][^)}]*[)}]|\\(?:nonumber|notag|centering|noindent|[mh]box)\b|\\tag\*?\{[^}]*\}"
        ),
        " ",
    ),
    (re.compile(r"\\(?:index|textbf|textit|emph|texttt|footnote|textsc|underline)(?=\{)"), " "),
    (re.compile(r"^[ \t>]*\([\w:. -]+\)=[ \t]*$"), " "),
    (re.compile(r"^[ \t>]*\[[^\]^]+\]:[ \t]*\S+"), " "),
    (re.compile(r"\[\^[^\]\s]+\]:?"), " "),
    (re.compile(r"\]\(\s*<[^<>]*>"), "] "),
    (re.compile(r"\]\(\s*(?:[^()\s]|\([^()\s]*\))*"), "] "),
    (re.compile(r"\]\[[^\]]*\]"), "] "),
    (re.compile(r"https?://[^\s)>\]]+"), " "),
    (re.compile(r"^[ \t>]*:{3,}[ \t]*\{[\w:+-]+\}"), " "),
    (re.compile(r"^[ \t>]*:{3,}[ \t]*[\w-]*"), " "),
    (re.compile(r"^([ \t>]*):[\w-]+:(?=\s|$)"), r"\1"),
    (re.compile(r"^[ \t>]*(?:!!!|\?\?\?\+?)[ \t]*[\w -]+"), " "),
    (re.compile(r"\[![A-Za-z-]+\][+-]?"), " "),
    (re.compile(r"\{(?:eq|ref|numref|doc|prf:ref|cite[\w:]*|download|any|footcite|term)\}`(?:([^`<]*)<[^`]*>|[^`]*)`"), r" \1 "),
    (re.compile(r"\{[\w:+-]+\}(?=`)(?:`([^`<]*)<[^`]*>`)?"), r" \1 "),
    (re.compile(r"\{(?!\{)\s*(?:[#.][^{}]*|[\w-]+=[^{}]*|-)\}"), " "),
    (re.compile(r"(?<![\w.])-?@\{?[\w:.#$%&+?<>~/-]+\}?"), " "),
    (re.compile(r"\[\[([^\]|#]*)(?:#[^\]|]*)?\|"), " "),
    (re.compile(r"(?<![\w:]):[a-z0-9_+-]+:(?![\w`])"), " "),
    (re.compile(r"^[ \t>]*(?:[-*+] )*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\])?"), " "),
    (re.compile(r"\{#[\w:-]+\}|\{-\}"), " "),
    (re.compile(r"^Table:|^ *(?:single|pair|triple|see|seealso): "), " "),
    (re.compile(r"\$\$[ \t]*\([\w:-]+\)"), " "),
)
"""What is markup in the rows of a source, and what of it is words."""
QUOTES = re.compile("`+")
SIGNS = re.compile(r"[*_~^\\\0\u00ad\u200b-\u200f\u2060\ufeff]|&#\d+;")


def words_of(text: str) -> list[str]:
    """The words of a text of a guide, or of what is told."""
    return WORD.findall(SIGNS.sub("", QUOTES.sub(" ", unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)))).casefold())


def source_words(text: str) -> Iterator[tuple[str, int]]:
    """The words of a source, each with its line; those of its head are data, and told by who reads it."""
    _, body = front_matter(text)
    body = SPREAD.sub(_gathered, body)
    opened: list[tuple[str, bool]] = []
    head: list[str] | None = None  # of a cell, as YAML
    for number, row in enumerate(body.split("\n"), 1):
        fence, code, said = FENCE.fullmatch(row), bool(opened) and opened[-1][1], row
        if head is not None:
            head.append(row)
            said = ""
            if row.strip() == "---":
                data = read_foreign_yaml("\n".join(head[:-1])).table()
                said, head = words_in([value for key, value in data.items() if key not in ("tags", "name", "label")]), None
        elif fence and opened and fence[1].startswith(opened[-1][0]) and not fence[2].strip():
            opened.pop()
            said = ""
        elif fence and not code:
            directive = DIRECTIVE.match(fence[2])
            opened.append((fence[1], directive is None or directive[1] in LITERAL))
            said = _bare(fence[2][directive.end() :]) if directive and directive[1] not in NAMED_BY else ""
        elif code:
            head = [] if row.strip() == "---" and FENCE.fullmatch(body.split("\n")[number - 2]) else None
            said = OPTION.sub("", row) if head is None else ""
        else:
            said = "" if QUIET.match(row) else _bare(row)
        yield from ((word, number) for word in words_of(said))


def _gathered(found: re.Match[str]) -> str:
    """What goes over several rows of a source, on the first of them."""
    return " ".join(found[0].split()) + "\n" * found[0].count("\n")


def _bare(row: str) -> str:
    """A row without its markup; what attributes say in quotation marks stays."""
    said = " ".join(a or b for a, b in QUOTED.findall(row))
    for pattern, words in MARKUP:
        row = pattern.sub(words, row)
    return f"{row} {said}"


def missing_words(text: str, made: Iterable[str]) -> list[tuple[str, int]]:
    """The words of a source, with their lines, that stand less often in what was made of it and told."""
    there = Counter(word for each in made for word in words_of(each))
    lost = []
    for word, line in source_words(text):
        if there[word] > 0:
            there[word] -= 1
        else:
            lost.append((word, line))
    return lost
