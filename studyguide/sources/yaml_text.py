"""YAML 1.2 (core schema, https://yaml.org/spec/1.2.2/), with the place of every key, and faults in plain words.

PyYAML gives the syntax tree. What a word means is decided here: `010` is ten, `10:12` and `no` are text, a date is the text it
was written as, and nothing stands for another thing (no aliases, merges or tags: a few lines of them can stand for gigabytes).
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from studyguide.sources.toml_places import Extents, Path, Places
from studyguide.sources.unreadable import Unreadable

DEEPEST = 20  # lists and tables in each other
DIGITS = 18  # of a whole number: more is a mistake, or the name of something
NOTHING = re.compile(r"|~|null|Null|NULL")
TRUTH = re.compile(r"true|True|TRUE|false|False|FALSE")
WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
SCALARS = {f"tag:yaml.org,2002:{name}" for name in ("str", "null", "bool", "int", "float")}


class WrittenFloat(float):
    """A number with a fraction that knows how it was written: a number 1.10 is printed so."""

    written: str


def load_yaml(text: str) -> tuple[Any, Places, list[tuple[str, int, int]]]:
    """The data of a text, the places of its keys and items, and the keys that stand twice, each with line and column.

    An empty text is None. Raises Unreadable.
    """
    node, read = _tree(text), _Read()
    return (None if node is None else read.value(node, ())), read.places, read.doubled


def yaml_extents(text: str) -> Extents:
    """Where the single values of a YAML text stand, by the keys that lead to them. Raises Unreadable."""
    node, read = _tree(text), _Read()
    if node is not None:
        read.value(node, ())
    return read.values


def _tree(text: str) -> yaml.Node | None:
    """The syntax tree of a text; None of an empty one. Raises Unreadable."""
    try:
        return _Loader(text).get_single_node()
    except yaml.reader.ReaderError as error:
        raise _unprintable(text, error) from error
    except yaml.MarkedYAMLError as error:
        raise _in_plain_words(error, text.split("\n")) from error


class _Loader(yaml.SafeLoader):
    """The syntax tree, no deeper than DEEPEST, and without aliases."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.composer.ComposerError(None, None, "alias", event.start_mark)
        if self.depth > DEEPEST:
            raise yaml.composer.ComposerError(None, None, "too deep", event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def resolve(self, kind: type[yaml.Node], value: str, implicit: Any) -> str:
        """The tag of a node that has none written; what a plain word means is settled when its value is made."""
        plain = kind is yaml.ScalarNode and implicit[0]
        return "plain" if plain else str(super().resolve(kind, value, (False, True)))  # type: ignore[no-untyped-call]


@dataclass
class _Read:
    """What has been read so far: places, and the keys that were there already."""

    places: Places = field(default_factory=dict)
    doubled: list[tuple[str, int, int]] = field(default_factory=list)
    values: Extents = field(default_factory=dict)

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
        match node:
            case yaml.MappingNode():
                return {self.key(key, path): self.value(value, (*path, str(key.value))) for key, value in node.value}
            case yaml.SequenceNode():
                return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
            case _:
                self.values[path] = node.start_mark.index, node.end_mark.index
                return _scalar(node)

    def key(self, node: yaml.Node, path: Path) -> str:
        line, col = node.start_mark.line + 1, node.start_mark.column + 1
        if not isinstance(node, yaml.ScalarNode):
            raise Unreadable(line, col, "a key is a list or a table", "a key is one word, with a colon after it")
        if (*path, node.value) in self.places:
            self.doubled.append((node.value, line, col))
        self.places[(*path, node.value)] = line, col
        return str(node.value)


def _scalar(node: Any) -> Any:
    line, col = node.start_mark.line + 1, node.start_mark.column + 1
    if node.tag == "plain":
        return _plain(node.value, line, col)
    if node.tag == "tag:yaml.org,2002:str":
        return _whole_characters(node.value)
    if node.tag in SCALARS:
        return _plain(node.value, line, col)
    raise Unreadable(line, col, "a value starts with an exclamation mark", "put text that starts with ! between quotation marks")


def _plain(text: str, line: int, col: int) -> Any:
    """The value of a word without quotation marks."""
    if NOTHING.fullmatch(text):
        return None
    if text[0] not in "tTfF0123456789+-.":
        return text
    if TRUTH.fullmatch(text):
        return text[0] in "tT"
    if WHOLE.fullmatch(text):
        if len(text) > DIGITS:
            raise Unreadable(
                line, col, f"a number of {len(text)} digits", "put it between quotation marks if it is a name", len(text)
            )
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if not _fraction(text):
        return text
    number = WrittenFloat(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    number.written = text
    return number


def _fraction(text: str) -> bool:
    return len(text) < 400 and FRACTION.fullmatch(text) is not None


def _whole_characters(text: str) -> str:
    """The text with pairs of half characters, as JSON escapes them, made whole."""
    return re.sub("[\ud800-\udbff][\udc00-\udfff]", lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


# ---------------------------------------------------------------- faults


def _unprintable(text: str, error: yaml.reader.ReaderError) -> Unreadable:
    at = error.position
    line, col = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Unreadable(line, col, f"the character U+{ord(text[at]):04X} cannot be printed", "take it out", 1)


@dataclass(frozen=True)
class _Cause:
    """What PyYAML says (`problem` and `context`), and what an editor did; `opened`: the place is where it began."""

    problem: str
    message: str
    hint: str
    context: str = ""
    opened: bool = False


QUOTES = "put text that holds a colon between quotation marks"
STARS = "put text that starts with * or & between quotation marks"
INDENT = "indent the keys of one table alike, and put - before each item of a list"
CAUSES = (
    _Cause("^alias$", "a value starts with * or &", STARS),
    _Cause("", "a value starts with * or &", STARS, "an (alias|anchor)"),
    _Cause("^too deep$", "lists and tables are nested too deeply", f"at most {DEEPEST} levels"),
    _Cause(r"'\\t'", "a tab stands here", "indent with spaces, not with tabs"),
    _Cause("'[@`]'", "a value starts with @ or `", "put it between quotation marks"),
    _Cause("'[%]'", "a value starts with a per cent sign", "put it between quotation marks"),
    _Cause("", "a line starts with a per cent sign", "put it between quotation marks", "directive"),
    _Cause("mapping values", "a second colon stands in one line", QUOTES),
    _Cause("sequence entries", "a list item stands behind a key", "put each item on a line of its own, below the key"),
    _Cause("expected ':'", "a colon is missing after this key", "write key: text", "simple key", opened=True),
    _Cause(
        "end of stream|separator", "this quotation mark is never closed", "close it at the end of the text", "quoted", opened=True
    ),
    _Cause("escape|hexadec", "a backslash in double quotation marks means something else", r"use single ones: 'a\b'"),
    _Cause("stream end|document|block|'<", "this bracket is never closed", "close it with ] or }", "flow", opened=True),
    _Cause("", "a comma or a closing bracket is missing here", "put a comma between two items, and ] or } at the end", "flow"),
    _Cause("", "this line does not fit the lines above it", INDENT, "block (mapping|collection|sequence)"),
    _Cause("document", "a second line of dashes starts another document", "keep one of the two"),
    _Cause("indentation|comment|chomping", "text stands behind the sign | or >", "put the text below it, indented"),
    _Cause("tag|!", "a value starts with an exclamation mark", "put text that starts with ! between quotation marks"),
)


def _in_plain_words(error: yaml.MarkedYAMLError, rows: list[str]) -> Unreadable:
    problem, context = str(error.problem or ""), str(error.context or "")
    cause = next(
        (each for each in CAUSES if re.search(each.problem, problem) and re.search(each.context, context)),
        _Cause("", "this line cannot be read", QUOTES),
    )
    mark, start = error.problem_mark or error.context_mark, error.context_mark
    line, col = _last_words(rows, mark.line, mark.column) if mark else (0, 0)
    if "flow" in context and start and line > start.line and KEY.match(rows[line]):
        cause = next(each for each in CAUSES if "never closed" in each.message and each.context == "flow")
    if cause.opened and start:
        line, col = start.line, start.column
    return _seen_closer(cause, rows, line, col)


KEY = re.compile(r"\s*(- )?[\w-]+:( |$)")


def _seen_closer(cause: _Cause, rows: list[str], line: int, col: int) -> Unreadable:
    """The fault, with what the words around its place tell of it."""
    before, above = rows[line][:col], rows[line - 1] if line else ""
    if "second colon" in cause.message and ":" not in before:
        if above.strip() and not re.search(r":(\s|$)", above):
            return Unreadable(
                line, 1, "a colon is missing in this line", "write key: text, with a space after the colon", len(above)
            )
        return Unreadable(line + 1, 1, "this line is indented more than the lines above it", INDENT, len(before))
    if "does not fit" in cause.message and re.search(r"['\"]", before):
        hint = "write '' for a ' inside single quotation marks, or use the other kind"
        return Unreadable(line + 1, col + 1, "text goes on behind a closing quotation mark", hint)
    return Unreadable(line + 1, col + 1, cause.message, cause.hint)


def _last_words(rows: list[str], line: int, col: int) -> tuple[int, int]:
    """The place, or the end of the last line that has words, where nothing but blank lines follows."""
    while line and not "".join(rows[line : line + 1]).strip():
        line, col = line - 1, len(rows[line - 1].rstrip())
    return line, col
