"""Code in a finished guide: every character can be copied, no gate has a complaint, and lints keep out of it."""

from __future__ import annotations

import pytest

from studyguide.markup.highlighting import code_lines, unknown_language
from studyguide.proof.pdf.facts import PdfFacts
from studyguide.proof.pdf.gates import expected, gates
from studyguide.proof.pdf.reader import read
from studyguide.publish.pdf import make_pdf
from studyguide.sources.renditions import RENDITIONS
from tests.test_lint import lints, with_text
from tests.tinybook import changed, compile_tiny

LONG = "x" * 90
PROGRAM = f'def mean(values):\n    if not values:\n        raise ValueError("none  given")\n\n    return {LONG}  # < 500/µL'
CHAPTER = f"""---
id: code
title: Code
---

A `span  of "code"` stands here.

```{{code-block}} python
:caption: A program
:id: code-mean
:linenos:
{PROGRAM}
```

- An item:

  ~~~
  plain {{value}}`x` *stars*
  ~~~

## Asking "Why?"

```js
if (x) {{
    configuration['theme'].static_templates.addAllOf('my_template.html');
}}
else {{ // a comment
"use strict"; }}
```
"""


@pytest.mark.parametrize("language", ["python", "c++", "html", "json", "bash", "tex", "rst", "pycon", "diff", "yaml", "text", ""])
def test_no_character_of_code_is_lost(language: str) -> None:
    """Whatever the language makes of a text, its lines say what was written, and none of their pieces is only spaces."""
    text = ">>> a <b>\n\n  {x: 1} # \\frac\t`~`\n+ 1\n\n\n--- \n    'unclosed"

    lines = code_lines(text, language)
    assert [line.text for line in lines] == [row.expandtabs(4).rstrip() for row in text.split("\n")]
    assert all(piece.text.strip() for line in lines for piece in line.pieces)


def test_a_language_is_known_by_its_names() -> None:
    """A language may be called by each name that Pygments has for it; of a slip the nearest is told."""
    assert [unknown_language(name) for name in ("python", "Py", "js", "C++", "text", "")] == [None] * 6
    assert unknown_language("pyhton") == "did you mean “python”?"


def test_code_is_printed_as_it_was_written(tmp_path, layouts) -> None:
    """In a PDF for a phone, where lines are broken, each character and space can be copied, and every gate is content."""
    compiled = compile_tiny(changed(**{"chapters/03-code.md": CHAPTER}))
    rendition = RENDITIONS["phone"]
    (tmp_path / "code.pdf").write_bytes(make_pdf(compiled, rendition, layouts).data)
    facts = PdfFacts.of(read(tmp_path / "code.pdf"), expected(compiled, rendition))
    said = "".join(run.text for _, _, run in facts.runs())

    for row in ("def mean(values):", "    if not values:", "        raise ValueError(", "span  of", "plain {value}`x` *stars*"):
        assert row in said
    assert LONG in said
    assert list(gates(facts)) == []


def test_lints_keep_out_of_code() -> None:
    """Numbers, units, spellings and absolutes in code are no words of the text."""
    words = "leucocyte never below 600/uL, nobody"
    found = lints(with_text(f"`{words}` and\n\n```\n{words}\n```\n"))

    assert {code for code, _ in found} - {code for code, _ in lints(with_text("A text and"))} == set()
    assert {code for code, _ in lints(with_text(words))} >= {"absolute", "unit-spelling"}
