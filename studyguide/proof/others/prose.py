"""The words that people will read, picked out of a source file with their places: mark-up, keys and addresses are left out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
READ_KEYS = re.compile(r" *(?:- )?(?:title|short-title|text): *(?P<kept>.*)")
READ_OPTIONS = ("alt", "caption", "synonyms")
DIRECTIVE = re.compile(r"^:{3,}(?:\{(?P<name>[\w-]+)\})?(?P<kept>.*)$", re.MULTILINE)
ARGUMENT_IS_NAME = ("code-block", "question", "figure")  # a language, an id, a path: nothing to read
OPTION = re.compile(r"^:(?P<name>[\w-]+):(?P<kept>.*)$", re.MULTILINE)
ROLE = re.compile(r"\{(?P<name>[\w-]+)\}`(?P<kept>[^`<]*)(?P<target><[^`]*>)?`")
NAMES_ONLY = ("cite", "code", "value")  # roles whose whole content is a key, or no words
SPAN = re.compile(r"\[[^\]]*\]\{lang=[^}]*\}")
CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
LISTING = re.compile(
    r"^[ \t>]*(?P<signs>`{3,}|~{3,})[^\n]*\n(?P<options>(?:[ \t>]*:[a-z-]+:[^\n]*\n)*).*?^[ \t>]*(?P=signs)[`~]*[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
ADDRESS = re.compile(r"\]\([^)\s]*\)|<?https?://[^\s>)]*>?|\{#[\w-]+\}|\[\^[\w-]+\]:?")
TAG = re.compile(r"<!--.*?-->|<style.*?</style>|<[^>]*>", re.DOTALL)
TOKEN = re.compile(r"\w+(?:[’']\w+)*")


@dataclass(frozen=True, slots=True)
class SourceWord:
    """A word with its place: line and column counted from 1."""

    text: str
    line: int
    column: int


def words(text: str, suffix: str) -> Iterator[SourceWord]:
    """The words of a source file; `suffix` is “.md” or “.svg”.

    A token with a figure in it (B12, A4) or in capitals throughout (PDF) is a name or an abbreviation, not a word; the
    “'s” of a possessive is left off.
    """
    for number, line in enumerate(_without_markup(text, suffix).split("\n"), 1):
        for token in TOKEN.finditer(line):
            word = token[0].replace("’", "'").removesuffix("'s")
            if word.replace("'", "").isalpha() and not word.removesuffix("s").isupper():
                yield SourceWord(word, number, token.start() + 1)


def _without_markup(text: str, suffix: str) -> str:
    """The same text, as long as before, with blanks for whatever is not read."""
    if suffix == ".svg":
        return ROLE.sub(_role, TAG.sub(_blank, text))
    text = FRONT_MATTER.sub(_front_matter, text)
    text = LISTING.sub(lambda found: _keep(found, "options"), text)
    for pattern, replace in ((DIRECTIVE, _directive), (OPTION, _option), (ROLE, _role)):
        text = pattern.sub(replace, text)
    for pattern in (SPAN, CODE, ADDRESS):
        text = pattern.sub(_blank, text)
    return text


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _keep(found: re.Match[str], group: str = "kept") -> str:
    """Blanks for the whole match but for one group of it."""
    start, end = found.start(group) - found.start(), found.end(group) - found.start()
    blank = _blank(found)
    return blank[:start] + found[group] + blank[end:]


def _front_matter(found: re.Match[str]) -> str:
    lines = [_keep(kept) if (kept := READ_KEYS.fullmatch(line)) else " " * len(line) for line in found[0].split("\n")]
    return "\n".join(lines)


def _choose(when: Callable[[re.Match[str]], bool]) -> Callable[[re.Match[str]], str]:
    return lambda found: _keep(found) if when(found) else _blank(found)


_directive = _choose(lambda found: found["name"] not in ARGUMENT_IS_NAME)
_option = _choose(lambda found: found["name"] in READ_OPTIONS)


def _role(found: re.Match[str]) -> str:
    """`{term}` and its like keep the words shown; a reference without words of its own shows what it points to."""
    is_key = found["name"] in NAMES_ONLY or (found["name"] == "ref" and not found["target"])
    return _blank(found) if is_key else _keep(found)
