r"""Leftovers: what still looks like markup in a paragraph when the grammar has read it, and was not escaped.

It is looked for in the text tokens alone, so `\{abc}` and `&#123;` are words, and what a rule of the grammar took is no leftover.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from markdown_it.token import Token

from studyguide.markup.content import InlineContent
from studyguide.markup.fences import CLOSES_NOTHING
from studyguide.markup.places import AT
from studyguide.sources.characters import NEAR, hidden_runs, name_of
from studyguide.sources.diagnostics import PAIR, Name, Span, use_of

TAKEN = "\0"
"""Stands in the place of every character that the grammar understood."""
NONSPACE = re.compile(r"\S")
ADDRESS = re.compile(r"(?:[a-z]{2,10}://|www\.|(?:[a-z0-9-]+\.)+[a-z]{2,4}/)\S+")
LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Leftover:
    """A kind of markup that the format does not have: how it looks, its code, what is wrong and what to do instead."""

    pattern: str
    message: str
    hint: str
    code: str = "stray-markup"


AFTER_LETTER = (
    r"\\(?:[A-Za-z]{2,}(?=\{)|(?<=[A-Za-z]\\)(?:leq?|geq?|times|cdot|pm|approx|sim|mu|alpha|beta|gamma|delta|rightarrow|to|n)\b)"
)
"""A command of TeX, or a line end of a program, right after a letter, where another word after a backslash is none."""
NO_TEX = "formulas are not written so"
MISREAD = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What the second byte of a character in UTF-8 is in Windows-1252."""
JOINED = "this choice has no empty line before it"
BY_NUMBER = ("sources are not cited by a number", "write {cite}`key`; \\[ for the sign itself")
ROLE_BEFORE = re.compile(r"(?<!\\)\{[ \w-]*\} ?$|:[a-z-]+:$")
ATTRIBUTES = re.compile(r"\{[^{}`\n]*\}(?!`)")
"""What may stand right before and behind a code span, and makes another thing of it in other formats."""
NO_NOTE = "this is no footnote"
NO_OPTION = "this option does not stand where options stand"
DOUBLE_COLON = "this double colon is not understood here"
BY_NAME = "links are not written so"
APART = "the address of a link stands in the link"
IN_LINE = (
    Leftover(
        r"\{[ \w-]*\}+(?: ?`+[^`\n]*`*|[^`{}\n\0]{1,40}`)|:[a-z-]+:`[^`\n]*`",
        "this role is not understood",
        "write {term}`word`, without spaces, with a backquote at each end",
    ),
    Leftover(
        r"(?<!`)(`++)[^`]*+\1(?!`)\{[^{}\n]*\}",
        "code takes no attributes",
        "write `code` alone; {term}`word` for a term",
    ),
    Leftover(r"`+[^`\n]*", "this backquote has no partner", "a role ends with a backquote: {term}`word`; write \\` for the sign"),
    Leftover(
        r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}",
        "the guide has no variables",
        "numbers that stand once are written {value}`key`, texts {include}`name`",
    ),
    Leftover(
        rf"(?s:\\begin\{{(\w+)\*?\}}.*?\\end\{{\1\*?\}})|\\begin\{{[^\\]*(?:\\end\{{[^{{}}\n]*\}}?)?|(?:{AFTER_LETTER}|(?<![A-Za-z\\])\\[A-Za-z]{{2,}})(?:\{{[^{{}}\n]*\}}?)*",
        "a command of TeX stands outside a formula",
        "write the sign itself, or $…$ around the formula; \\\\ for a backslash",
    ),
    Leftover(
        r"\{[#＃][^{}\n]*\}", "an id does not stand here", "write {#sec-words} at the end of a heading, and nothing behind it"
    ),
    Leftover(
        r"[_^]?\{+[^{}\n]*\}*",
        "this markup is not understood here",
        "roles are written {term}`word`; write \\{ for a brace itself",
    ),
    Leftover(
        r"(?:(?<=\?[ \t])|(?<=\?[ \t]{2})):[ \t]+\S[^\n]*",
        "this answer does not stand below its question",
        "write : and the answer on the next line",
    ),
    Leftover(r"\[\^[^\]\n]*\]?", NO_NOTE, "write [^word], without spaces"),
    Leftover(r"\^\[[^\]\n]*\]?", "a footnote cannot be written in the line", "write [^word] here, and [^word]: The note. below"),
    Leftover(r"\[\[[^\]\n]*\]{0,2}", "the guide has no wiki links", "write {term}`word`, {ref}`id`, or \\[ for the sign itself"),
    Leftover(r"(?<![\w\]])\[[#*]?[\w-]*\]_(?!\w)", "this is no footnote", "write [^word] here, and [^word]: The note. below"),
    Leftover(
        r"[(\[]#(?:sec|fig|tab|code|eq|faq|q)-[^)\]\n]*[)\]]",
        "ids are not written so",
        "write {#sec-words} after the words of the heading, {ref}`id` elsewhere",
    ),
    Leftover(
        r"\[(b|i|u|s|url|img|quote|code|size|color|center)(?:=[^\]\n]*)?\](?:[^\n]{0,999}?\[/\1\])",
        "this markup is not understood here",
        "write *emphasis* or **importance**",
    ),
    Leftover(r"'{2,3}(?=\w)[^'\n]+'{2,3}", "the guide marks no words so", "write *emphasis* or **importance**"),
    Leftover(
        r"(?<!\w)(?:xref|image|include|footnote|link|stem|video|audio|kbd|btn|menu|pass|icon)::?[^\s\[\]]*\[[^\]\n]*\]",
        "this markup is not understood here",
        "the markup of the guide is that of docs/writing.md",
    ),
    Leftover(r"<<[\w#-]+(?:,[^<>\n]*)?>>", "references are not written so", "write {ref}`id`"),
    Leftover(
        r"(?<![|\w])\|[A-Za-z][\w-]*(?: [\w-]+)*\|_",
        "the guide has no variables",
        "numbers that stand once are written {value}`key`, texts {include}`name`",
    ),
    Leftover(
        r"(?<=[\w.,!?)\0])::[ \t]*(?=\n|\Z)|(?m:^)[^\W\d][^\n:]{0,60}:: \S[^\n]*",
        DOUBLE_COLON,
        "write one colon",
    ),
    Leftover(r"(?<![\w&#/\0])#[A-Za-z][\w/-]*", "the guide has no tags", "delete it; write \\# for the sign itself"),
    Leftover(
        r"(?<=\w)\\ (?=\w)", "this backslash is not understood here", "write a no-break space itself, or \\\\ for a backslash"
    ),
    Leftover(
        rf"(?:[ÂÃ][{MISREAD}]|â€[{MISREAD}]?)+",
        "these characters stand for another one, whose encoding was mistaken",
        "write that character again, and save the file with the encoding UTF-8",
        "not-utf-8",
    ),
    Leftover(r"\[[^\]\[\n@]*@[^\]\[\n]*\]", "citations are not written so", "write {cite}`key`"),
    Leftover(
        r"\[![A-Za-z]+\][+-]?|(?m:^)\[(?:NOTE|TIP|WARNING|IMPORTANT|CAUTION)\](?=\n|\Z)",
        "boxes are not written so",
        "write :::{note} Title, the text, and ::: below it",
    ),
    Leftover(r"\[(?:TOC|toc|_TOC_)\]", "the contents are made by themselves", "delete this"),
    Leftover(r"\*\[[^\]\n]*\]:", "abbreviations are not explained so", "write {abbr}`RH (relative humidity)`"),
    Leftover(
        r"\]\([^)\n]*\)?", "this is not an address on the web", "write [words](https://…); inside the guide {ref}`id`", "bad-link"
    ),
    Leftover(r"(?m:^)\[[^\]]{1,999}\]:[^\n]*", APART, "write [words](https://…)"),
    Leftover(r"(?:\[[^\[\]\n]*)?\]\[[^\]\n]*\]", BY_NAME, "write [words](https://…) or {ref}`words <id>`"),
    Leftover(r"【[^】\n]*】?|(?<!\w)\[[1-9]\d{0,2}(?:[,;–-] ?\d{1,3})*\](?:\([^)\n]*\))?_?", *BY_NUMBER),
    Leftover(r"!\[", "this picture is not understood", "write :::{figure} figures/name.svg"),
    Leftover(r"\[[ xX]?\](?=\s|$)", "this box is no part of a question here", "write \\[ for the sign itself"),
    Leftover(
        r"(?<![\w/@.-])(?:(?:[a-z]{2,10}://|www\.)[^\s<>]*|(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|int|info|eu|uk|de)/[^\s<>]*)[^\s<>.,;:!?)]",
        "this address is no link",
        "write <https://…> or [words](https://…)",
    ),
    Leftover(
        r"~~++[^~\n]*(?:~~+)?|~\0[^~\n]*\0~",
        "these signs have no partner",
        "write ~~words~~, close to the words; \\~ for the sign itself",
    ),
    Leftover(r"(?<!=)==++[^=\n]++==+", "the guide marks no words so", "write *emphasis* or **importance**"),
    Leftover(r"\+\+[^+\s][^+\n]*\+\+", "the guide marks no words so", "write *emphasis* or **importance**"),
    Leftover(r"\|\|[^|\s][^|\n]*\|\|", "the guide hides no words", "delete the bars"),
    Leftover(
        r"\$\$[^$]*(?:\$\$)?",
        "a displayed formula stands on lines of its own",
        "write an empty line before and behind $$ … $$; in a sentence $…$; \\$ for the sign itself",
    ),
    Leftover(
        r"(?<![A-Za-z])\$(?!\d[^$=^_\\+*/<>\n]* )(?=[^\s$])[^$\n]*[^\s$]\$(?!\d)",
        "this formula is not understood",
        "write $…$, with nothing but spaces or stops around it; \\$ for the sign itself",
    ),
    Leftover(r"\\\Z", "a line break has nothing after it", "delete the backslash"),
    Leftover(
        r"</?[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z-]+=|(?=\s*/?>))|</[A-Za-z]|<!--|-->|<[?!]",
        "HTML is not allowed in chapters",
        "use the Markdown of docs/writing.md",
        "raw-html",
    ),
    Leftover(
        r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d+|#[xX][0-9A-Fa-f]+);|&(?:amp|copy|gt|hellip|lt|mdash|micro|nbsp|ndash|quot|shy|times)\b",
        "this stands for no character",
        "write the character itself",
    ),
    Leftover(
        r"(?<![\w.:]):[a-z][a-z0-9_+-]*:(?![\w:])", "signs are not written by name", "write the sign itself, or leave it out"
    ),
    Leftover(r"(?<![\w.@])@[A-Za-z][\w:-]*", "citations and references are not written so", "write {cite}`key` or {ref}`id`"),
    Leftover(r":::+", "this markup is not understood here", "three colons stand at the start of a line of their own"),
    Leftover(
        r"(?!(?<=[^\W\d])\*\w|(?<=\d)\*[^\W\d])\*+(?:[^*\n]*\*+)?",
        "this star has no partner",
        "write *word* or **word**, close to the word; × for times; \\* for a star",
    ),
    Leftover(
        r"(?<!\w)_++(?=\w)[^_\n]*(?:_++(?!\w))?|(?<=[^\W_])_++(?!\w)",
        "this low line has no partner",
        "write *word*; \\_ for the sign itself",
    ),
    Leftover(r"\^\S[^^\n]*\^(?!\w)|\^[^\s^]*\^?", "this ^ has no partner", "write x^2^ without spaces; \\^ for the sign itself"),
    Leftover(
        r"~\S[^~\n]*~(?!\w)|(?!(?<![^\s(\[–-])~\d[^\s~]*(?:\s|$))~[^\s~]*~?",
        "this ~ has no partner",
        "write H~2~O without spaces; \\~ for the sign itself",
    ),
    Leftover(r"%%[^\n]*", "a comment stands in the line", "write it as <!-- … -->"),
)
BULLETS = "•‣⁃∙‧◦▪▫■□▶▸►●○◆◇⦁·➢➤➔"
"""Signs that word processors set before the items of a list. An o, §, →, tick, box or star is one
where two lines start with it."""
AT_LINE_START = (
    Leftover(
        r"\[[ xX]?\](?=\s|$)[^\n]*(?:\n: [^\n]*)*",
        JOINED,
        "write an empty line before each choice, and : reason right below it",
    ),
    Leftover(r"#{7,}[^\n]*|#{2,6}(?=[^#\s])[^\n]*|#(?=[A-Za-z])[^\n]*", "this is no heading", "write a space after ##"),
    Leftover(r"[-+](?=[A-Za-z])[^\n]*(?:\n[-+](?=[A-Za-z])[^\n]*)*", "this is no list", "write a space after the hyphen"),
    Leftover(
        rf"[{BULLETS}][ \xa0]*[^\n]*(?:\n[{BULLETS}][^\n]*)*"
        r"|(o(?=[ \xa0])|[§→✓✔✗✘☐☑*])[ \xa0]?(?=\w)[^\n*]*(?:\n\1[ \xa0]?(?=\w)[^\n*]*)+",
        "a list is not written so",
        "write a hyphen and a space: - item",
    ),
    Leftover(r"[–—] [^\n]*\n[–—] [^\n]*(?:\n[–—] [^\n]*)*", "a list is not written so", "write a hyphen and a space: - item"),
    Leftover(
        r"\d{1,3}[.)](?=[A-Za-z])[^\n]*(?:\n\d{1,3}[.)](?=[A-Za-z])[^\n]*)*", "this is no list", "write a space after the number"
    ),
    Leftover(
        r"(?<=\n)\d{1,3}[.)] [^\n]*(?:\n\d{1,3}[.)] [^\n]*)*",
        "this is no list",
        "write an empty line before a list, or 2\\. for a number",
    ),
    Leftover(r":(?=[^\s:])(?![a-z-]+:(?:\s|$))[^\n]*(?:\n:[^\n]*)*", "this is no definition", "write a space after the colon"),
    Leftover(
        r": [^\n]*(?:\n: [^\n]*)*|:$",
        "this definition has no term",
        "one line with the term, and : meaning right below it; no line can hold two terms",
    ),
    Leftover(
        r"\. [^\n]*\n\. [^\n]*(?:\n\.+ [^\n]*)*"
        r"|\(?a[.)] [^\n]*\n\(?b[.)] [^\n]*(?:\n\(?[c-z][.)] [^\n]*)*"
        r"|\(?i[.)] [^\n]*\n\(?ii[.)] [^\n]*(?:\n\(?[ivx]+[.)] [^\n]*)*"
        r"|#\. [^\n]*(?:\n#\. [^\n]*)*|\(@[\w-]*\) [^\n]*(?:\n\(@[\w-]*\)[^\n]*)*",
        "this is no list",
        "write 1., a. or i. for the first of two items or more, behind an empty line; \\. or \\) if it is no list",
    ),
    Leftover(r"={1,6} [^\n]*|h[1-6]\. [^\n]*|\.[A-Z][a-z][^\n]*", "this is no heading", "a heading starts with ##"),
    Leftover(
        r"//[ \t][^\n]*|\.\.[ \t]+(?![ \t\w-]+::)[^\n]*",
        "comments are not written so",
        "write a % before it",
    ),
    Leftover(
        r"[¹²³⁰⁴-⁹]+[ \xa0][^\n]*", "a footnote is not written so", "write [^word] in the text, and [^word]: The note. here"
    ),
    Leftover(
        r"\[(?:source|listing|quote|verse|cols|options|role|discrete|[%.#])[^\]\n]*\]$",
        "this markup is not understood here",
        "boxes are written :::{note} Title, the text, and ::: below it",
    ),
    Leftover(
        r":check: [^\n]*|:[a-z-]+:(?=\s|$)(?:[^\n]*\n(?::[a-z-]+:(?=\s|$)|\Z))*", NO_OPTION, "put it right after the opening line"
    ),
    Leftover(
        r"(?:!!!|\?\?\?)\+?[ \t]*[a-z][^\n]*", "boxes are not written so", "write :::{note} Title, the text, and ::: below it"
    ),
    Leftover(r"%[^\n]*", "a comment stands within a paragraph", "put an empty line before it, or write \\% for the sign itself"),
    Leftover(
        r"\([\w:.-]+\)=[ \t]*$", "ids are not written so", "write {#sec-words} after the words of the heading, or :id: in a box"
    ),
    Leftover(r"=+[ \t]*$|-+[ \t]*$|(['+^~\"/])\1{2,}[ \t]*$", "this line is not understood", "a heading starts with ##"),
    Leftover(
        r"\{\|[^\n]*(?:\n[|!][^\n]*)*|\+[-=:+]{2,}\+[ \t]*(?:\n[|+][^\n]*)*|\|[^\n]*(?:\n[|+][^\n]*)*",
        "a table is not written so",
        "write :::{table} Caption, and its rows below",
    ),
    Leftover(
        r"[^\n|]*\S[ \t]+\|[ \t]+[^\n]*(?:\n[^\n]*\|[^\n]*)*",
        "a table is not written so",
        "write :::{table} Caption, and its rows below",
    ),
    Leftover(r"[^\n|]*[^\s|]\|[ \t]*$", "a table is not written so", "write :::{table} Caption, and its rows below"),
    Leftover(
        r"[^\n\t]*\t[^\n]*(?:\n[^\n]*\t[^\n]*)*",
        "a tab stands in the text",
        "a table is written :::{table} Caption; else write a space",
    ),
    Leftover(
        r"\.\.[ \t]+[a-z-]+::[^\n]*(?:\n[ \t]*:[a-z-]+:[^\n]*)*",
        "boxes are not written so",
        "write :::{note} Title, the text, and ::: below it",
    ),
    Leftover(r"@[a-z]+\{[^\n]*", "sources are not written here", "sources stand in references.yaml"),
)
LISTED_BY_LETTERS = re.compile(
    r"\A\(\d{1,3}\)[ \xa0][^\n]*(?:\n\(\d{1,3}\)[ \xa0][^\n]*)+|"
    r"\A\(?(?:[a-z]|[ivx]{1,4})[.)][ \xa0][^\n]*(?:\n\(?[a-z]{1,4}[.)][ \xa0][^\n]*)*"
    r"|\A\(?[A-Z]\)[ \xa0][^\n]*(?:\n\(?[A-Z]{1,4}\)[ \xa0][^\n]*)*"
    r"|\AA\.[ \xa0][^\n]*\nB\.[ \xa0][^\n]*(?:\n[A-Z]\.[ \xa0][^\n]*)*"
    r"|\AI\.[ \xa0][^\n]*\nII\.[ \xa0][^\n]*(?:\n[IVX]{1,4}\.[ \xa0][^\n]*)*"
)
SUSPECT = re.compile(
    rf"[]\[`{{}}*_^~$\\<>&@|\t%=!+:–—#/【{BULLETS}ÂÃâ→§✓✔✗✘☐☑]|''|(?m:^)(?:[-+:.(¹²³⁰⁴-⁹]|\w{{1,4}}[.)]|\?\?\?|o[ \xa0])|www\."
)
"""Something of what the patterns look for: most paragraphs hold nothing of it."""
Kind = tuple[Leftover, re.Pattern[str]]
KINDS: tuple[Kind, ...] = tuple((kind, re.compile(kind.pattern)) for kind in IN_LINE)
LINE_KINDS: tuple[Kind, ...] = tuple((kind, re.compile(f"(?m:^)(?:{kind.pattern})", re.MULTILINE)) for kind in AT_LINE_START)
PAIRED = re.compile(r"\[[^\[\]]*\]|\[[^\[\]()]*\)|\([^\[\]()]*\]")
LONE = Leftover("", "this bracket has no partner", "write \\[ or \\] for the sign itself")
LETTERED = Leftover(
    "", "this is no list", "write a., b. … or i., ii. … with an empty line before the first; \\. or \\) if it is no list"
)
MARKED = {"text_special", "em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close"}
"""Tokens whose `markup` is what they take of the source."""
WINDOWS_PATH = re.compile(r"(?<!\w)[A-Za-z]:\\[\w.-]+(?:\\[\w.-]*)*")
IDS = ("sec", "faq")  # kinds of names that headings give
FAR = 20  # lines between the two ends of what was meant as one emphasis, at most
MANY = 20  # of a kind in a paragraph: more tell nothing new
SHOWN = 60  # characters of a leftover in its message


def check_leftovers(passage: InlineContent, tokens: Iterable[Token], *, lines: bool) -> None:
    """Report whatever in the text of a passage still looks like markup, each mistake once, and signs that cannot be meant.

    `lines`: whether the starts of its lines are those of lines in the file, so that a list or a box may have been meant there.
    """
    pieces = list(_pieces(passage.content, tokens))
    for piece in pieces:
        _check_entity(passage, piece)
    _check_ambiguous(passage, pieces)
    _check_tex(passage, [piece for piece in pieces if piece.token.info == "escape"])
    left = WINDOWS_PATH.sub(lambda found: TAKEN * len(found[0]), unread(passage.content, pieces))
    if SUSPECT.search(left):
        found = _found(left, (*LINE_KINDS, *KINDS) if lines else KINDS, lines=lines)
        for at, length, kind in found or _lone_brackets(passage.content, left):
            shown = passage.content[at : at + length].split("\n")[0].rstrip()
            shown = shown if len(shown) <= SHOWN else shown[: SHOWN - 1] + "…"
            place, needs = passage.span(at, len(shown)), _name_of(kind, passage.content[at : at + length])
            needs = needs or _other_end(passage, at, shown)
            message, hides = f"{kind.message}: {shown}", _hidden(passage.content, at, shown)
            lost = (place.line, place.line) if hides == IDS else None  # what else is wrong with a heading stands behind its id
            lost = LOSES[kind.message](passage, place) if kind.message in LOSES else lost
            passage.page.problems.error(place, kind.code, message, kind.hint, needs=needs, hides=hides, lost=lost)


def _name_of(kind: Leftover, text: str) -> Name | None:
    """By what name a link and its address, or a note and its call, refer to each other from two places: they are one mistake."""
    names = re.findall(r"\[\^?([^\]]*)\]", text) if kind.message in (BY_NAME, APART, NO_NOTE) else []
    name = next(filter(None, names if kind.message == APART else reversed(names)), "" if kind.message != NO_NOTE else "^")
    return Name("link", " ".join(name.casefold().split())) if name else None


def _other_end(passage: InlineContent, at: int, sign: str) -> Name | None:
    """A sign that opens in one paragraph or cell and closes in a later one is one mistake: by what name its two ends go."""
    before, after = passage.content[:at][-1:], passage.content[at + len(sign) :][:1]
    if sign not in ("*", "**", "***", "_", "__", "___"):
        return None
    line, opened = passage.span(at).line, passage.page.opened
    if after.strip() and not before.isalnum():
        opened[sign] = line, Name(PAIR, f"{passage.page.path}:{line}:{at} {sign}")
        return opened[sign][1]
    start, name = opened.pop(sign, (0, None))
    return name if before.strip() and not after.isalnum() and line - start <= FAR else None


def _hidden(content: str, at: int, shown: str) -> tuple[str, ...]:
    """The kinds of names that may be missing because of a leftover: an id that it would give, a fragment that it would use."""
    if re.search(r"\{[#＃]", shown):
        return IDS
    return (use_of("fragment"),) if "include" in content[max(0, at - NEAR) : at + len(shown)] else ()


def _orphaned(passage: InlineContent, place: Span) -> tuple[int, int] | None:
    """The lines of a box whose first line is not there, from its options to the line that closes it, and so closes nothing."""
    path, found = passage.page.path, passage.page.problems.found
    ends = (each.span.line for each in found if each.message == CLOSES_NOTHING and each.span.path == path)
    end = min((line for line in ends if line > place.line), default=0)
    return (place.line, end) if end else None


def _listing_below(passage: InlineContent, place: Span) -> tuple[int, int]:
    """The lines of a listing that two colons announce, as reStructuredText has it, and the line that does."""
    rows = passage.page.lines[place.line :]
    below = list(takewhile(lambda row: not row.strip() or row.startswith(("    ", "\t")), rows))
    return place.line, place.line + len(below)


LOSES = {DOUBLE_COLON: _listing_below, NO_OPTION: _orphaned}
"""Which leftovers cost further lines, and which."""


def unread(content: str, pieces: Iterable["Piece"]) -> str:
    """The content with `TAKEN` for each character that is no literal text; spaces and the ends of rows stay."""
    out, end = [], 0
    for piece in pieces:
        if piece.left:
            out += [NONSPACE.sub(TAKEN, content[end : piece.at]), piece.left]
            end = piece.end
    return "".join([*out, NONSPACE.sub(TAKEN, content[end:])])


@dataclass(frozen=True)
class Piece:
    """A token with its beginning and end in the content, and what it leaves of it as literal text."""

    token: Token
    at: int
    end: int
    left: str = ""


def _pieces(content: str, tokens: Iterable[Token]) -> Iterator[Piece]:
    """The tokens in order. A run of stars or low lines was pushed as several tokens at one place."""
    end, automatic, pictured, linked = 0, False, False, 0
    for token in tokens:
        at = max(end, int(token.meta[AT]))
        left = "" if automatic else _left(content, at, token)
        linked += token.nesting if token.type.startswith("link_") else 0
        if linked:  # an address that is the words of a link
            left = ADDRESS.sub(lambda found: TAKEN * len(found[0]), left)
        if pictured and (attributes := re.match(r"\{[^{}\n]*\}", left)):
            left = TAKEN * attributes.end() + left[attributes.end() :]  # of a picture, which is told of
        end = at + (len(left) or len(token.markup if token.type in MARKED else ""))
        yield Piece(token, at, end, left)
        automatic = token.info == "auto" and token.nesting > 0
        pictured = token.type == "image"


def _left(content: str, at: int, token: Token) -> str:
    """What a token leaves as literal text; an escaped character in lowered and raised ones is taken."""
    if token.type == "text_special":
        return token.content if token.content == token.markup else ""  # a backslash that escapes nothing is a backslash
    if token.type == "code_inline":
        end = _end_of_code(content, at, token.markup)
        return content[at:end] if ROLE_BEFORE.search(content, max(0, at - NEAR), at) or ATTRIBUTES.match(content, end) else ""
    if token.type != "text" or content.startswith(token.content, at):
        return token.content if token.type == "text" else ""
    left, end = [], at
    for character in token.content:
        escaped = content.startswith(f"\\{character}", end) and not character.isalnum()
        left.append(TAKEN * 2 if escaped else character)
        end += 1 + escaped
    return "".join(left)


def _end_of_code(content: str, at: int, quotes: str) -> int:
    closing = re.compile(rf"(?<!`){quotes}(?!`)").search(content, at + len(quotes))
    return closing.end() if closing else len(content)


def _found(left: str, kinds: Iterable[Kind], *, lines: bool) -> list[tuple[int, int, Leftover]]:
    """The leftovers of a text in order. Where two kinds meet, the first of the table is the one that is meant."""
    found: list[tuple[int, int, Leftover]] = []
    if lines and (listed := LISTED_BY_LETTERS.match(left)):
        found.append((0, listed.end(), LETTERED))
    for kind, pattern in kinds:
        for match in islice(pattern.finditer(left), MANY):
            if not any(at < match.end() and match.start() < at + length for at, length, _ in found):
                found.append((match.start(), len(match[0]), kind))
    return sorted(found, key=lambda each: each[0])


def _lone_brackets(content: str, left: str) -> Iterator[tuple[int, int, Leftover]]:
    r"""Square brackets without a partner; an interval may have a round one, `[0, 1)`, and `\[12]` is closed by a bare one."""
    before = ""
    while before != left:
        before, left = left, PAIRED.sub(lambda found: TAKEN * len(found[0]), left)
    for match in re.finditer(r"\[" if "\\[" in content else r"[\[\]]", left):
        yield match.start(), 1, LONE


def _check_entity(passage: InlineContent, piece: Piece) -> None:
    """An entity may not stand for a character that nobody sees."""
    token = piece.token
    if token.type == "text_special" and token.info == "entity" and _is_hidden(passage.content, piece):
        what = "no character" if token.content == LOST else name_of(token.content)
        passage.error(piece.at, len(token.markup), "control-character", f"{token.markup} stands for {what}", "delete it")


def _is_hidden(content: str, piece: Piece) -> bool:
    before, after = content[max(0, piece.at - NEAR) : piece.at], content[piece.end : piece.end + NEAR]
    return any(at <= len(before) < at + length for at, length in hidden_runs(f"{before}{piece.token.content}{after}"))


def _check_ambiguous(passage: InlineContent, pieces: Iterable[Piece]) -> None:
    """Emphasis between digits was meant as “times”, and from one word or number into another as two stars: HLA-B*57:01."""
    text, opened = passage.content, list[Piece]()
    for piece in pieces:
        if piece.token.type in ("em_open", "strong_open"):
            opened.append(piece)
        elif piece.token.type in ("em_close", "strong_close") and opened:
            start = opened.pop()
            before, inner, after = text[: start.at][-1:], text[start.end : piece.at], text[piece.end :][:1]
            if before.isdigit() and inner[:1].isdigit():
                _two_signs(passage, start, "a {} stands between numbers", "write × for times, or \\* for a star")
            elif before.isalnum() and (inner[:1].isdigit() or (after.isalnum() and " " in inner)):
                _two_signs(passage, start, "a {} in a word makes emphasis of what follows", "write \\{} for the sign itself")


def _two_signs(passage: InlineContent, piece: Piece, message: str, hint: str) -> None:
    sign = piece.token.markup
    passage.error(piece.at, len(sign), "stray-markup", message.format(sign), hint.format(sign[0]))


def _check_tex(passage: InlineContent, escapes: Sequence[Piece]) -> None:
    r"""Brackets need no backslash in a sentence: `\(x\)` was meant as a formula, and `\@ref(x)` as a reference."""
    whole = passage.content
    if whole.startswith(("\\[\n", "\\[ ")) and whole.endswith(("\n\\]", " \\]")):
        passage.error(0, 2, "stray-markup", NO_TEX, "write $$ in a line above and below")
    opened: Piece | None = None
    for piece in escapes:
        if piece.token.content == ")" and opened and opened.end < piece.at:
            shown = passage.content[opened.at : piece.end].split("\n")[0]
            passage.error(
                opened.at, len(shown), "stray-markup", f"{NO_TEX}: {shown}", "write $…$, or brackets without backslashes"
            )
        if piece.token.content in ",;!" and whole[: piece.at][-1:].isdigit() and whole[piece.end :][:1].isalpha():
            hint = "write a no-break space itself, or \\\\ for a backslash"
            passage.error(piece.at, 2, "stray-markup", f"{NO_TEX}: \\{piece.token.content}", hint)
        opened = piece if piece.token.content == "(" else None if piece.token.content == ")" else opened
        if piece.token.content == "@" and passage.content.startswith("ref(", piece.end):
            passage.error(piece.at, 5, "stray-markup", "references are not written so: \\@ref(", "write {ref}`id`")
