"""The server: what a client sends and is answered, in the terms of the protocol. It makes no decision about the guide."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from studyguide.book.occurrences import Occurrence
from studyguide.sources.consequences import Mistake
from studyguide.sources.diagnostics import BuildFailed, Span
from studyguide.tasks.editing.edits import EditRefused, TextChange, by_path
from studyguide.tasks.lsp import navigation
from studyguide.tasks.lsp.checking import NO_SOURCES, CheckedGuide, GuideChecker
from studyguide.tasks.lsp.completion import Suggested, WritingPlace, suggested
from studyguide.tasks.lsp.hover import about
from studyguide.tasks.lsp.overlay import is_source
from studyguide.tasks.lsp.places import Texts, before, path_of, range_of, rows_of, told, uri_of

PAUSE = 0.25
"""Seconds without a key pressed after which the guide is compiled."""
REST = 1.5
"""Seconds after that, after which the text is read as `./guide lint:text` reads it."""
TRIGGERS = ["`", "{", "<", "|", ",", ":", '"', " "]
WATCHED = ("chapters/**", "styles/**")


class GuideServer(LanguageServer):
    """A server for the guide below a root; documents elsewhere are none of its business."""

    def __init__(self, root: Path, version: str) -> None:
        super().__init__("studyguide", version, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.root = root.resolve()
        self.checker = GuideChecker(self.root)
        self.checked = CheckedGuide()
        self._doubts: tuple[tuple[Mistake, ...], Texts] = ((), {})
        self._shown: set[str] = set()
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    # ------------------------------------------------------------ texts

    def path(self, uri: str) -> str:
        """The path within the project of a document; “” of one outside."""
        return path_of(self.root, uri)

    def open_texts(self) -> dict[str, str]:
        """The texts that stand in the editor by path, as they are now."""
        named = {self.path(uri): document for uri, document in self.workspace.text_documents.items()}
        return {path: document.source for path, document in named.items() if is_source(path)}

    def texts(self) -> dict[str, str]:
        """All texts: those in the editor as they are now, others as they were when the guide was last compiled."""
        now = {path: "\n".join(rows_of(text)) for path, text in self.open_texts().items()}
        return {**self.checked.sources.named, **now}

    def uri(self, path: str) -> str:
        """The address of a file, as the client writes it if it has it open."""
        return next((uri for uri in self.workspace.text_documents if self.path(uri) == path), uri_of(self.root, path))

    def place(self, document: types.TextDocumentIdentifier, position: types.Position) -> tuple[str, int, int]:
        """Path, line and column from 1 of a position."""
        path = self.path(document.uri)
        rows = rows_of(self.texts().get(path, ""))
        row = rows[position.line] if position.line < len(rows) else ""
        return path, position.line + 1, before(position, row, self.workspace.position_codec) + 1

    def range(self, span: Span) -> types.Range:
        """A place as the protocol has it."""
        return range_of(span, rows_of(self.texts().get(span.path, "")), self.workspace.position_codec)

    def location(self, span: Span) -> types.Location:
        """The place of a name."""
        return types.Location(self.uri(span.path), self.range(span))

    # ------------------------------------------------------------ checking

    def begin(self) -> None:
        """Compile now, and again whenever something changed."""
        self._task = asyncio.get_running_loop().create_task(self._keep_checking())
        self.change()

    def change(self) -> None:
        """Note that something changed."""
        self._changed.set()

    async def _keep_checking(self) -> None:
        while True:
            await self._changed.wait()
            while self._changed.is_set():
                self._changed.clear()
                await asyncio.sleep(PAUSE)
            await self._check()
            if not await self._changes_within(REST):
                await self._doubt()

    async def _changes_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _check(self) -> None:
        checked = await asyncio.to_thread(self.checker.check, self.open_texts())
        broken = checked.sources is NO_SOURCES  # then what was read before still answers questions
        self.checked = replace(checked, sources=self.checked.sources) if broken else checked
        found, texts = self._doubts
        same = (each for each in found if texts.get(path := each.diagnostic.span.path) == self.checked.sources.texts.get(path))
        self._show((*self.checked.mistakes, *same))

    async def _doubt(self) -> None:
        if self.checked.sound:
            checked = self.checked
            self._doubts = await asyncio.to_thread(self.checker.doubts, checked), checked.sources.texts
            if not self._changed.is_set():
                self._show((*checked.mistakes, *self._doubts[0]))

    def _show(self, mistakes: Sequence[Mistake]) -> None:
        """Send what there is to tell of each file, and nothing for those of which nothing is left."""
        found = told(mistakes, self.checked.sources.texts, self.root, self.workspace.position_codec)
        for path in sorted(self._shown | found.keys()):
            params = types.PublishDiagnosticsParams(self.uri(path), found.get(path, []))
            self.text_document_publish_diagnostics(params)
        self._shown = set(found)


def server(root: Path, version: str) -> GuideServer:
    """A server that answers."""
    made = GuideServer(root, version)
    made.feature(types.INITIALIZED)(initialized)
    for name in CHANGES:
        made.feature(name)(partial(changed))
    made.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=TRIGGERS))(complete)
    made.feature(types.TEXT_DOCUMENT_HOVER)(hover)
    made.feature(types.TEXT_DOCUMENT_DEFINITION)(define)
    made.feature(types.TEXT_DOCUMENT_REFERENCES)(refer)
    made.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)(prepare_rename)
    made.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))(rename)
    return made


# ---------------------------------------------------------------- notifications


async def initialized(ls: GuideServer, params: types.InitializedParams) -> None:
    """Compile the guide, and ask to be told of what changes outside of the editor."""
    ls.begin()
    workspace = ls.client_capabilities.workspace
    files = workspace.did_change_watched_files if workspace else None
    if files and files.dynamic_registration:
        watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        asked = types.Registration("watched", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        await ls.client_register_capability_async(types.RegistrationParams([asked]))


def changed(ls: GuideServer, params: object) -> None:
    """A document was opened, changed, saved or closed, or a file changed on the disk."""
    ls.change()


CHANGES = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_SAVE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
)


# ---------------------------------------------------------------- questions


Asking = types.HoverParams | types.DefinitionParams | types.ReferenceParams | types.PrepareRenameParams | types.RenameParams


def complete(ls: GuideServer, params: types.CompletionParams) -> types.CompletionList:
    """What may stand where somebody is writing."""
    path, line, col = ls.place(params.text_document, params.position)
    rows = rows_of(ls.texts().get(path, ""))
    row = rows[line - 1] if line <= len(rows) else ""
    place = WritingPlace(path, rows, line - 1, row[: col - 1], row[col - 1 :], ls.checked.known)
    begun, found = suggested(place) if is_source(path) else (0, [])
    typed = ls.range(Span(path, line, col - begun, begun))
    return types.CompletionList(ls.checked.sources is NO_SOURCES, [_item(each, typed, i) for i, each in enumerate(found)])


def _item(each: Suggested, typed: types.Range, place: int) -> types.CompletionItem:
    return types.CompletionItem(
        each.label,
        kind=types.CompletionItemKind[each.kind],
        detail=each.detail or None,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, each.more) if each.more else None,
        sort_text=f"{place:05}",
        text_edit=types.TextEdit(typed, each.text),
        insert_text_format=types.InsertTextFormat.Snippet if each.snippet else types.InsertTextFormat.PlainText,
    )


def _asked(ls: GuideServer, params: Asking) -> Occurrence | None:
    """The name that a question is about."""
    return navigation.name_at(ls.texts(), *ls.place(params.text_document, params.position))


def hover(ls: GuideServer, params: types.HoverParams) -> types.Hover | None:
    """What is known of a name."""
    what = _asked(ls, params)
    text = about(ls.checked.known, what) if what else ""
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), ls.range(what.span)) if what and text else None


def define(ls: GuideServer, params: types.DefinitionParams) -> list[types.Location]:
    """Where a name is given."""
    what = _asked(ls, params)
    return [ls.location(each.span) for each in navigation.given(ls.texts(), what)] if what else []


async def refer(ls: GuideServer, params: types.ReferenceParams) -> list[types.Location]:
    """Where a name is used, and where it is given, if that was asked, too."""
    what = _asked(ls, params)
    found = await asyncio.to_thread(navigation.places_of, ls.texts(), what) if what else []
    return [ls.location(each.span) for each in found if params.context.include_declaration or not each.defines]


def prepare_rename(ls: GuideServer, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """The name that would be changed."""
    what = _asked(ls, params)
    return types.PrepareRenamePlaceholder(ls.range(what.span), what.text) if what else None


async def rename(ls: GuideServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The change that gives a name another, everywhere. Raises JsonRpcInvalidParams with the reason why not."""
    what = _asked(ls, params)
    if what is None:
        return None
    if not ls.checked.sound:
        raise JsonRpcInvalidParams("Mend the mistakes first: a name that stands in what cannot be read would keep its old form.")
    try:
        change = await asyncio.to_thread(navigation.renamed, ls.texts(), what, params.new_name)
    except (EditRefused, BuildFailed) as refused:
        raise JsonRpcInvalidParams(str(refused)) from refused
    return types.WorkspaceEdit(document_changes=list(_changes(ls, change)))


Change = types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile


def _changes(ls: GuideServer, change: TextChange) -> Iterator[Change]:
    """A change as the protocol has it: files that are new, then edits, then files that get another path."""
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    for path, text in change.added.items():
        yield types.CreateFile(uri_of(ls.root, path))
        yield _edit(uri_of(ls.root, path), [types.TextEdit(start, text)])
    for path, edits in by_path(change.edits).items():
        yield _edit(ls.uri(path), [types.TextEdit(ls.range(each.span), each.text) for each in edits])
    for old, new in change.moved.items():
        yield types.RenameFile(ls.uri(old), uri_of(ls.root, new))


def _edit(uri: str, edits: list[types.TextEdit]) -> types.TextDocumentEdit:
    return types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri), [*edits])
