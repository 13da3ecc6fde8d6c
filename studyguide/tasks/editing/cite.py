"""`./guide cite FILE`: the sources of an export put into the guide's references, all of them or none."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from studyguide.lint.references import missing_parts
from studyguide.sources import files
from studyguide.sources.characters import check_characters
from studyguide.sources.diagnostics import BuildFailed, Problems, Span
from studyguide.sources.folder import decoded, read_sources
from studyguide.sources.project import ROOT
from studyguide.sources.reference_files import REFERENCE_FILES, REFERENCES, Source, merged, read_references
from studyguide.sources.reference_merge import Merge, SourceChange, merge
from studyguide.tasks.border import ExpectedFailure
from studyguide.tasks.editing.words import Words, reader, run

FORMS = {".json": "json", ".bib": "bib", ".bibtex": "bib", ".yaml": "yaml", ".yml": "yaml"}
SHOWN = 12  # keys of sources that are there already: who has many wants no list
EXPORT = "export CSL JSON, Better CSL YAML or BibLaTeX (.json, .yaml, .bib)"


def main(words: Words) -> int:
    """Merge a file into the references; returns what the process has to return."""
    names = reader("cite", "cite ~/export.json")
    names.add_argument("file", help="what Zotero or another reference manager exports")
    names.add_argument(
        "--overwrite", nargs="+", default=(), metavar="KEY", help="sources that are to become as the file has them"
    )
    wish = names.parse_args(words[1:])
    return run(lambda: "\n".join(cite(ROOT, wish.file, wish.overwrite)))


def cite(root: Path, name: str, overwrite: Collection[str] = ()) -> list[str]:
    """Merge an export into chapters/references.yaml; returns lines that say what was done.

    What the guide has already stays as it is, but for the keys to `overwrite`. Raises BuildFailed, ExpectedFailure where there is
    no such file, OSError; nothing is written then.
    """
    problems = Problems()
    text, export = _exported(name, problems)
    texts = {**read_sources(root, Problems(), ("chapters",)).texts, name: text}
    known = merged((read_references(path, texts[path], problems) for path in REFERENCE_FILES if path in texts), problems)
    if problems.errors:
        raise BuildFailed(problems, texts)
    done = merge(texts.get(REFERENCES, ""), known, export, overwrite, problems)
    if problems.errors:
        raise BuildFailed(problems, texts)
    if done.added or done.made:
        files.replace(root / REFERENCES, done.text.encode())
    return list(_report(done, name, export))


def _exported(name: str, problems: Problems) -> tuple[str, Mapping[str, Source]]:
    """The text of an export, and its sources."""
    path = _found(name)
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise ExpectedFailure(f"{name}: sources cannot be read from a file of this kind; {EXPORT}")
    text = decoded(f"{name}.{form}", path.read_bytes(), problems)
    trial = Problems()
    check_characters(text, Span(name, 1, 1), trial)
    found = read_references(f"{name}.{form}", text, trial)
    problems.take(replace(each, span=replace(each.span, path=name)) for each in trial.found)
    if not found and not problems.errors:
        raise ExpectedFailure(f"{name}: no source stands in this file; {EXPORT}")
    return text, {key: replace(source, span=replace(source.span, path=name)) for key, source in found.items()}


def _found(name: str) -> Path:
    """The file that a person means: seen from where the command was typed, or from the project. Raises ExpectedFailure."""
    path = Path(name).expanduser()
    places = [Path(os.environ.get("PWD") or ".") / path, ROOT / path]
    there = next((place for place in places if place.is_file()), None)
    if there is None:
        raise ExpectedFailure(f"there is no file {name}")
    return there


def _report(done: Merge, name: str, export: Mapping[str, Source]) -> Iterator[str]:
    yield f"{_sources(len(done.added))} added to {REFERENCES}" + (":" if done.added else "")
    for key in done.added:
        lacks = [part for part in missing_parts(export[key]) if part != "grade"]
        yield f"  {{cite}}`{key}`" + (f", which lacks {', '.join(lacks)}" if lacks else "")
    if done.added:
        yield "  give each a grade (3, 2 or 1), and say how much of it was read: docs/writing.md"
    changed = {change.here.key for change in (*done.made, *done.left)}
    same = [key if key == here else f"{key} (as {here})" for key, here in done.there if key != here or here not in changed]
    if same:
        more = f" and {len(same) - SHOWN} more" if len(same) > SHOWN else ""
        yield f"{_sources(len(same))} in the guide already: {', '.join(same[:SHOWN])}{more}"
    for change in done.made:
        yield f"{change.here.key} was changed:"
        yield from _rows(change)
    for change in done.left:
        there = change.here.span
        yield f"{change.here.key} stands otherwise in {there.path}, line {there.line}, and was left as it is:"
        yield from _rows(change)
    if done.left:
        keys = " ".join(change.here.key for change in done.left)
        yield f"to have them as the export has them: ./guide cite {name} --overwrite {keys}"


def _rows(change: SourceChange) -> Iterator[str]:
    for field, old, new in change.fields:
        yield f"  {field}: {old or 'nothing'} → {new}"


def _sources(count: int) -> str:
    return "1 source" if count == 1 else f"{count or 'no'} sources"
