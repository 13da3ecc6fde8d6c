"""Layout loses nothing: whatever a chapter holds is printed whole in every rendition, or is an error at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.pdf.gates import expected, gates
from studyguide.proof.pdf.reader import read
from studyguide.proof.pdf.values import Reading
from studyguide.publish.compiled import Compiled
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf, stacked_tables
from studyguide.sources.diagnostics import BuildFailed
from studyguide.sources.messages import report
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import changed, compile_tiny, tiny_sources

CHAPTER, COUNTING = "chapters/02-calm.md", "chapters/01-counting.md"
CONTENT, PRINT, NODES = "styles/content.css", "styles/print.css", "styles/templates/nodes.html"
LAYOUTS = ("a4", "large-print", "phone")
WORD = "Pneumonoultramicroscopicsilicovolcanoconiosisundsoweiterundsofort"
TITLE = f"A guide whose title is as long as some are, and has a {WORD} in it"
CODE = "a_name_of_sixty_letters_without_any_place_where_a_line_may_end"
ADDRESS = f"https://example.org/{'a' * 380}"
PAGES = {"a4": 159, "large-print": 99, "phone": 49}
"""So many sentences are longer than a page, side by side in a table; and twice as many lines."""


def sentences(count: int) -> str:
    """Sentences, every one another."""
    return " ".join(f"Sentence {number} of a long text stands here." for number in range(count))


def table(name: str, head: str, row: str, columns: int) -> str:
    """A table whose cells are all alike."""
    rows = ["| " + " | ".join(f"{cell} {place}" for place in range(columns)) + " |" for cell in (head, row, row)]
    return f":::{{table}} Of {columns} columns\n:id: tab-{name}\n{rows[0]}\n{'|---' * columns}|\n{rows[1]}\n{rows[2]}\n:::"


LONG_WORDS = f"""
## A {{code}}`{CODE[:30]}` {{#sec-long}}

{WORD}, {{code}}`{CODE}`, *stressed {WORD} and {{code}}`{CODE}`*, <{ADDRESS}> and
[{WORD}]({ADDRESS}).[^long] {{index}}`{WORD}; {CODE}`

[^long]: A note with {WORD}, {{code}}`{CODE}` and <{ADDRESS}>

- an item with {{code}}`{CODE}`
  - {WORD}

:::{{note}} A title with {WORD}
{WORD} and {{code}}`{CODE}` and <{ADDRESS}>
:::

:::{{formula}}
{"x" * 70} = {"y" * 90} + z
:::

Term {WORD}
: Its meaning, {{code}}`{CODE}`

> {WORD} in a quotation, {{code}}`{CODE}`

### A heading with {WORD}

:::{{table}} A caption with {{code}}`{CODE}`
:id: tab-words
| {WORD} | {{code}}`{CODE}` |
|---|---|
| a | <{ADDRESS}> |

Notes with {{code}}`{CODE}`.
:::

::::{{note}} A table in a box
{table("boxed", "Granulocytopenia", WORD, 3)}
::::
"""
CALLS = (
    f"\n## Calls {{#sec-calls}}\n\nWords before many sources.{{cite}}`{', '.join(f'key-{number}' for number in range(60))}`\n\n"
)
SOURCES = "".join(f"- {{id: key-{number}, type: book, title: Book {number}, grade: 3}}\n" for number in range(60))
COLUMNS = "\n\n".join(table(f"c{number}", "Granulocytopenia", "1,000–1,500", number) for number in (3, 5, 9, 12))


def tall(count: int) -> str:
    """Rows, boxes and items that are longer than a page."""
    lines = "".join(f"Line {number} of the box.\\\n" for number in range(2 * count - 19))
    return f"""
## Tall {{#sec-tall}}

:::{{table}} A row that is longer than a page
:id: tab-tall
| Name | Text | Remark |
|---|---|---|
| Zero | nothing | x |
| One | {sentences(count)} | {sentences(count)} |
| Two | nothing | z |
:::

:::{{red-flag}}
{lines}The last line of the box.
:::

- {sentences(count)} {sentences(count)} {sentences(count)}
- {sentences(count)}
"""


def compiled(text: str, **files: str) -> Compiled:
    """The tiny guide with a text at the end of its second chapter."""
    chapter = tiny_sources().texts[CHAPTER] + "\n" + text
    return compile_tiny(changed(**{CHAPTER: chapter, **files}))


def finished(book: Compiled, rendition: str, layouts: Path) -> Reading:
    """A PDF, read again."""
    path = layouts / "out.pdf"
    path.write_bytes(make_pdf(book, RENDITIONS[rendition], layouts).data)
    return read(path)


def told(book: Compiled, rendition: str, layouts: Path) -> str:
    """What an editor reads when a PDF cannot be made."""
    with pytest.raises(BuildFailed) as caught:
        make_pdf(book, RENDITIONS[rendition], layouts)
    return report(caught.value)


@pytest.mark.parametrize("rendition", LAYOUTS)
def test_what_is_wide_or_tall_is_printed_whole(rendition: str, layouts: Path) -> None:
    """Long words everywhere, sixty sources, tables of 3 to 12 columns, rows, boxes and items longer than a page: all is there."""
    texts = tiny_sources().texts
    sources = texts["chapters/references.yaml"] + SOURCES
    guide = texts["chapters/guide.toml"].replace('title = "Tiny"', f'title = "{TITLE}"', 1)
    alarm = texts["chapters/emergency.md"].replace("low neutrophils", f"low neutrophils, or {WORD}", 1)
    files = {"chapters/references.yaml": sources, "chapters/guide.toml": guide, "chapters/emergency.md": alarm}
    book = compiled(LONG_WORDS + CALLS + COLUMNS + tall(PAGES[rendition]), **files)
    reading = finished(book, rendition, layouts)

    found = gates(PdfFacts.of(reading, expected(book, RENDITIONS[rendition], reading.names)))
    assert [each for each in found if each.code in {"outside-page", "cut-off", "word-missing", "word-extra"}] == []
    stacked = stacked_tables(book.book, reading.names)
    assert {"tab-words", "tab-boxed", "tab-c12"} <= stacked
    assert "tab-tall" not in stacked


@pytest.mark.parametrize("rendition", ["a4", "phone"])
def test_a_row_longer_than_a_page_has_its_head_on_every_page(rendition: str, layouts: Path) -> None:
    """A row is broken where its page ends, and the head of its table stands on each of its pages; no heading is left alone."""
    pages = finished(compiled(tall(PAGES[rendition]).partition(":::{red-flag}")[0]), rendition, layouts).pages
    texts = [" ".join(" ".join(run.text for run in page.runs).split()) for page in pages]
    with_row = [text for text in texts if "of a long text" in text]

    assert len(with_row) > 2
    assert all("Remark" in text for text in with_row)
    assert "A row that is longer" in with_row[0]


LOST = {
    "a value that no line can hold": (
        "Below {value}`long.text` it ends.",
        "55:15: error[outside-page]: “no end no end", "of the page, in the rendition phone",
    ),
    "a value that no record can hold": (
        ":::{table} Held\n:id: tab-held\n| A | B |\n|---|---|\n| a | {value}`long.text` |\n:::",
        "59:15: error[wide-table]: Table 2.1 reaches ", "even as records: “no end",
    ),
}  # fmt: skip
VALUE = '\n[long.text]\nlabel = "Long"\nvalue = "' + "no\u00a0end\u00a0" * 20 + 'here"\nunit = ""\nsource = ["book-a"]\n'


@pytest.mark.parametrize("name", LOST)
def test_what_cannot_be_printed_whole_is_an_error_at_its_line(name: str, layouts: Path) -> None:
    """Nothing is published where something lies beyond the page; the message names it, line and rendition."""
    text, *wanted = LOST[name]
    values = tiny_sources().texts["chapters/values.toml"] + VALUE
    report = told(compiled(text, **{"chapters/values.toml": values}), "phone", layouts)

    assert all(each in report for each in wanted), report
    assert report.endswith("1 error; nothing was published")


UNSEEN = """
:::{pearl}
Words that are hidden.
:::

:::{pearl}
Words in the colour of their ground.
:::

:::{pearl}
Words that are cut off.
:::

Called.[^here]

[^here]: The words of the note.
"""
HIDING = """figure img { height: 50cm }
.pearl p:not(.label) { display: none }
.pearl + .pearl p:not(.label) { display: block; color: var(--blue-tint) }
.pearl + .pearl + .pearl p:not(.label) { color: inherit; height: 3pt; overflow: hidden }
"""
SMALLER, SHEETS = "cut the paragraph, note or table", "a style sheet in styles/ hides it"
TOLD = {
    f"{COUNTING}:25:11: error[lost-text]: the footnote “One cubic millimetre is one microlitre.” is called nowhere": SMALLER,
    f"{COUNTING}:37:5: error[outside-page]: Figure 1.1 reaches ": "make the drawing lower",
    f"{CHAPTER}:57:1: error[lost-text]: “Words that are hidden.” is printed on no page, in the rendition phone": SMALLER,
    f"{CHAPTER}:61:1: error[lost-text]: “Words in the colour of their ground.” is printed so that nobody can see it": SHEETS,
    f"{CHAPTER}:65:1: error[lost-text]: “Words that are cut off.” is printed so that nobody can see it": SHEETS,
    f"{CHAPTER}:70:10: error[lost-text]: the footnote “The words of the note.” is called nowhere and printed nowhere": SMALLER,
}


def test_what_style_sheets_hide_is_an_error_at_its_line(layouts: Path) -> None:
    """A drawing higher than a page, words hidden, in the colour of their ground or cut off, notes that are none: each is told."""
    texts = tiny_sources().texts
    edits = {CONTENT: texts[CONTENT] + HIDING, PRINT: texts[PRINT].replace("float: footnote", "float: none")}
    report = told(compiled(UNSEEN, **edits), "phone", layouts)

    for message, hint in TOLD.items():
        assert hint in report.partition(message)[2].partition(": error[")[0], report
    assert report.endswith(f"{len(TOLD)} errors; nothing was published")


MOVED = {
    "position: absolute; clip: rect(0, 0, 0, 0)": "lost-text]: “Words of rule 0.” is printed so that nobody can see it",
    "transform: scale(0.05)": "lost-text]: “Words of rule 1.” is printed so that nobody can see it",
    "transform: translate(-999px)": "outside-page]: “Words of rule 2.” reaches ",
    "letter-spacing: -0.6em": "lost-text]: “Words of rule 3.” is printed so that nobody can see it",
    "position: relative; z-index: -1": "lost-text]: “Words of rule 4.” is printed so that nobody can see it",
    "position: relative; top: -16pt": "lost-text]: “Words of rule 5.” is printed over “",
}


def test_what_style_sheets_move_or_squeeze_is_an_error_at_its_line(layouts: Path) -> None:
    """Words that are clipped, scaled, moved, set on each other, painted over or printed over others: each is told in its line."""
    text = "\n\n".join(f":::{{pearl}}\nWords of rule {at}.\n:::" for at in range(len(MOVED)))
    kept = "position: static; transform: none; letter-spacing: normal; clip: auto; z-index: auto; top: auto"
    rules = "".join(f"{'.pearl + ' * at}.pearl p:not(.label) {{ {kept}; {rule} }}\n" for at, rule in enumerate(MOVED))
    report = told(compiled(text, **{CONTENT: tiny_sources().texts[CONTENT] + rules}), "phone", layouts)

    for at, message in enumerate(MOVED.values()):
        assert f"{CHAPTER}:{56 + 4 * at}:1: error[{message}" in report, report
    assert report.endswith(f"{len(MOVED)} errors; nothing was published")


GLYPHS = {
    CHAPTER: ("Keeping calm", "Keeping 冷 calm", "3:16", "“冷” (U+51B7, CJK UNIFIED IDEOGRAPH-51B7)"),
    COUNTING: ("Count the right", "Count &#x2603; the right", "14:7", "“☃” (U+2603, SNOWMAN)"),
    "chapters/glossary.md": (
        "The lowest point.",
        "The ☃ lowest point ☃.",
        "22:5",
        "(U+2603, SNOWMAN); it stands at one more place",
    ),
    "chapters/faq.md": ("A fever with", "A f\u0e01ver with", "8:4", "(U+0E01, THAI CHARACTER KO KAI)"),
    "chapters/guide.toml": ('title = "Tiny"', '# ☃\ntitle = "Tiny \\u2603"', "3:15", "“☃” (U+2603, SNOWMAN)"),
    "chapters/values.toml": ('unit = "°C"', 'unit = "\u0e01C"', "4:9", "(U+0E01, THAI CHARACTER KO KAI)"),
    "chapters/references.yaml": ("title: ", "title: ☃ ", "", "“☃” (U+2603, SNOWMAN)"),
    "chapters/figures/ruler.svg": (">500<", ">☃<", "1:", "“☃” (U+2603, SNOWMAN)"),
    NODES: ("True or false?", "True or ☃ false?", "", "“☃” (U+2603, SNOWMAN)"),
}


@pytest.mark.parametrize("path", GLYPHS)
def test_a_character_of_no_font_is_told_before_anything_is_laid_out(path: str, tmp_path: Path) -> None:
    """The message names line, column, character and where to add a font, once for each character; nothing was laid out."""
    old, new, place, words = GLYPHS[path]
    text = tiny_sources().texts[path]
    assert old in text
    report = told(compiled("", **{path: text.replace(old, new)}), "a4", tmp_path)

    assert f"{path}:{place}" in report
    assert words in report
    assert "name a font that has it in guide.toml, [fonts]" in report
    assert report.count("error[missing-glyph]") == 1
    assert not list(tmp_path.iterdir())


def test_what_is_not_printed_needs_no_glyph(layouts: Path) -> None:
    """A comment, an id or an address may hold any character; an accent that a font has in one glyph may be written as two."""
    guide = "chapters/guide.toml"
    text = "# ☃\n" + tiny_sources().texts[guide]

    make_pdf(compiled("[Words](https://example.org/冷) e\u0301.", **{guide: text}), RENDITIONS["a4"], layouts)


def test_the_text_of_an_ebook_needs_no_glyph(tmp_path: Path) -> None:
    """The text of an EPUB comes in the reader's fonts: a character that none of the guide's has does not stop it."""
    assert make_epub(compiled("In words 冷."), None, tmp_path)


def test_a_dead_link_of_an_ebook_is_told_where_it_is_written(tmp_path: Path) -> None:
    """A link to an id that no document has stops the EPUB, at the line of what it stands in."""
    nodes = tiny_sources().texts[NODES]
    assert '<figure id="{{ node.id }}"' in nodes
    with pytest.raises(BuildFailed) as caught:
        make_epub(compiled("", **{NODES: nodes.replace('<figure id="{{ node.id }}"', "<figure")}), None, tmp_path)

    assert f"{COUNTING}:23:11: error[dead-link]: the EPUB has nothing at “#fig-ruler”" in report(caught.value)
