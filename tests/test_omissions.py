"""What a template leaves out of a book stops the build, at the line where it was written."""

from __future__ import annotations

import pytest

from studyguide.html.omissions import passages, unprinted_passages
from studyguide.publish import ebook
from studyguide.publish.ebook import make_epub
from studyguide.publish.pdf import make_pdf, units_of
from studyguide.sources.diagnostics import BuildFailed
from studyguide.sources.renditions import RENDITIONS
from tests.tinybook import changed, compile_tiny, tiny_book, tiny_sources

SHOW = "{{ inline(node.children) }}"
DROPPED = {
    "a word of a paragraph": ("nodes.html", f"<strong>{SHOW}</strong>", "<strong></strong>", "counts {term}"),
    "an item of a list": ("nodes.html", "<li>{{ item(blocks) }}</li>", "<li>{{ item(blocks) if loop.first }}</li>", "2. Second"),
    "a formula": ("nodes.html", "{{ inline(node.children | quiet) }}</p>", "</p>", ":::{formula}"),
    "a caption": ("nodes.html", "{{ inline(node.caption | quiet) }}</caption>", "</caption>", "Limits by source"),
    "a row of a table": ("nodes.html", "row in node.rows | placed", "row in node.rows[1:] | placed", "| Mild |"),
    "a value": ("nodes.html", '{{ voiced(part) if r.medium == "print" else part }}', "", "Call at"),
    "a link": ("nodes.html", f'href="{{{{ node.url }}}}">{SHOW}', 'href="{{ node.url }}">', "counts {term}"),
    "how a word is said": (
        "glossary.html",
        " {{ respelling(entry.say) }}",
        "",
        "{entry} absolute",
    ),
    "a definition": ("glossary.html", "{{ nodes.blocks(entry.definition) }}", "", "The lowest point"),
    "a question of the FAQ": ("faq.html", "{{ nodes.inline(entry.question | quiet) }}", "", "Is it an emergency"),
    "who answers for it": ("matter.html", "{{ guide.disclaimer }}", "", "disclaimer ="),
}


@pytest.mark.parametrize(("template", "old", "new", "line"), DROPPED.values(), ids=DROPPED)
def test_what_a_template_drops_is_told_where_it_is_written(template: str, old: str, new: str, line: str) -> None:
    """A macro that drops what it is given is an error at the line of the words, in print and in the EPUB."""
    path = f"styles/templates/{template}"
    text = tiny_sources().texts[path]
    assert old in text
    compiled = compile_tiny(changed(**{path: text.replace(old, new)}))
    rendition = RENDITIONS["a4"]

    found = unprinted_passages(compiled.book, units_of(compiled, rendition))

    assert {each.code for each in found} == {"lost-text"}
    lines = [tiny_sources().texts[each.span.path].split("\n")[each.span.line - 1] for each in found]
    assert any(line in each for each in lines), lines


def test_what_is_whole_is_no_omission() -> None:
    """Nothing is told of a guide that is printed as it was written."""
    compiled = tiny_book()
    for rendition in RENDITIONS.values():
        assert unprinted_passages(compiled.book, units_of(compiled, rendition)) == []
        assert len(list(passages(compiled.book))) > 80


def test_lines_of_code_are_not_run_together() -> None:
    """Lines of code are said one by one, though the end of one and the beginning of the next may look like a third."""
    chapter = "---\nid: scripts\ntitle: Scripts\n---\n\n```js\nvar it = {\n  greeting() {}\n};\nit.greeting();\n```\n"
    compiled = compile_tiny(changed(**{"chapters/03-scripts.md": chapter}))

    assert unprinted_passages(compiled.book, units_of(compiled, RENDITIONS["a4"])) == []


def test_an_ebook_that_lacks_words_is_not_packed(tmp_path, monkeypatch) -> None:
    """The EPUB is refused before anything is written."""
    monkeypatch.setattr(ebook, "kept_cover", lambda *what: b"")
    path = "styles/templates/faq.html"
    text = tiny_sources().texts[path]
    compiled = compile_tiny(changed(**{path: text.replace("{{ nodes.blocks(entry.answer) }}", "")}))

    with pytest.raises(BuildFailed) as failed:
        make_epub(compiled, None, tmp_path)

    assert ("lost-text", "chapters/faq.md") in [(each.code, each.span.path) for each in failed.value.problems.errors]


def test_what_a_style_sheet_hides_is_not_printed(layouts) -> None:
    """Text that is laid out and cannot be seen is lost text, at its line."""
    path = "styles/content.css"
    hidden = changed(**{path: tiny_sources().texts[path] + "\n.red-flag { visibility: hidden }\n"})

    with pytest.raises(BuildFailed) as failed:
        make_pdf(compile_tiny(hidden), RENDITIONS["a4"], layouts)

    assert {(each.code, each.span.path) for each in failed.value.problems.errors} == {("lost-text", "chapters/02-calm.md")}
