"""Plain words for what the parsers of data files say: what an editor sees wrong in the file, and what to do about just that."""

import re

Words = tuple[tuple[str, str, str], ...]  # pattern of what a parser says, message, hint

TOML: Words = (
    (
        r"Cannot (declare|mutate).*|Cannot overwrite.*|Duplicate inline.*",
        "this name stands here a second time",
        "keep one of the two",
    ),
    (
        r"Expected newline or end of document.*",
        "there is more on this line than one value",
        'write 4000 for 4,000; put words between " and "',
    ),
    (
        r"Illegal character '\\n'|Unterminated string",
        "a quotation mark is opened and not closed",
        "close it on the same line, with the same mark",
    ),
    (r"Unclosed array", "a list is opened and not closed, or a comma is missing in it", "write [first, second]"),
    (
        r"Unclosed inline table|.*inline table.*",
        "a brace is opened and not closed, or a comma is missing",
        "write {name = value, name = value}",
    ),
    (
        r"Invalid value",
        "this is not a value",
        'words stand between straight quotation marks ("…"), a date is 2026-01-31, a number 4000',
    ),
    (r"Expected '=' after a key.*", "a name is not followed by an equals sign", "write name = value"),
    (r"Expected '\]+' at the end of a table.*", "the name in brackets is not closed", "write [name] on a line of its own"),
    (
        r"Invalid statement|Invalid initial character for a key part",
        "this line is neither a name with its value nor a heading",
        "write name = value, or [name]",
    ),
    (
        r"Unescaped '\\\\' in a string",
        "a backslash means something in quotation marks",
        "write \\\\ for one, or put the words between ' and '",
    ),
    (
        r"Invalid hex value.*|Escaped character.*",
        "a character is given by a number that no character has",
        "type the character itself",
    ),
    (r"Found invalid character.*|Illegal character.*", "a character stands here that cannot", "delete it"),
    (r"Invalid date.*", "there is no such day", "write a day as 2026-01-31"),
)

YAML: Words = (
    (r"found character '\\t'.*", "a tab stands here", "indent with spaces"),
    (r"found character '([@`%])'.*", "a text cannot begin with “{0}”", "put it between quotation marks"),
    (r"found character.*", "a character stands here that cannot", "put the text between quotation marks"),
    (
        r"mapping values are not allowed here",
        "a colon stands where no name can end",
        "put a text that holds a colon between quotation marks; look whether the line above is indented alike",
    ),
    (r"could not find expected ':'", "a name is not followed by a colon", "write name: value"),
    (
        r"found unexpected end of stream|.*quoted scalar.*",
        "a quotation mark is opened and not closed",
        "close it with the same mark",
    ),
    (
        r"expected ',' or '[\]}]'.*",
        "a bracket is opened and not closed, or a comma is missing",
        "write [first, second], {name: value, name: value}",
    ),
    (r"expected <block end>.*", "this line does not go on from those above", "indent it as its neighbours are"),
    (r"expected .*", "this line does not go on from those above", "indent it as its neighbours are"),
    (
        r"found unknown escape character '(.*)'",
        "a backslash means something between these quotation marks",
        "write \\\\ for one, or put the text between ' and '",
    ),
    (
        r"aliases.*|found undefined alias.*|.*anchor.*|.*alias.*",
        "a text cannot begin with * or &",
        "put it between quotation marks",
    ),
    (r".*tag.*", "a text cannot begin with an exclamation mark", "put it between quotation marks"),
    (
        r".*block scalar.*|.*indentation.*",
        "the lines below | or > are not indented alike",
        "indent each of them by the same spaces",
    ),
    (r"special characters are not allowed", "a character stands here that cannot be printed", "delete it"),
)


def plain_toml(said: str) -> tuple[str, str]:
    """Message and hint for what the parser of `.toml` files says."""
    return _plain(re.sub(r" \(at .*", "", said), TOML)


def plain_yaml(said: str) -> tuple[str, str]:
    """Message and hint for what the parser of `.yaml` files and front matter says."""
    return _plain(said, YAML)


def _plain(said: str, words: Words) -> tuple[str, str]:
    for pattern, message, hint in words:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return message.format(*found.groups()), hint
    return "this cannot be read from here on", "compare the line with those above it"
