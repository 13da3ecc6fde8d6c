"""A bank in every format: files by name, and what an editor is told of them."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studyguide.html import Environment, fill_xml
from studyguide.html.qti import version_2, version_3
from studyguide.html.units import failures_reported
from studyguide.publish.archive import archived
from studyguide.publish.banks.gift import gift, pictured
from studyguide.publish.banks.items import BankItem, ItemSection, bank_items, figure
from studyguide.publish.compiled import Compiled
from studyguide.sources.config import Guide
from studyguide.sources.diagnostics import Problems
from studyguide.sources.messages import counted

PLUGIN = "@@PLUGINFILE@@/"  # where Moodle keeps the files of a question


@dataclass(frozen=True)
class QtiFormat:
    """What a package of a version of QTI says of itself."""

    manifest: str
    schema: str
    version: str
    item: str
    test: str


QTI_2 = QtiFormat(
    "http://www.imsglobal.org/xsd/imscp_v1p1", "QTIv2.1 Package", "1.0.0", "imsqti_item_xmlv2p1", "imsqti_test_xmlv2p1"
)
QTI_3 = QtiFormat(
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1", "QTI Package", "3.0.0", "imsqti_item_xmlv3p0", "imsqti_test_xmlv3p0"
)


@dataclass(frozen=True)
class MadeBank:
    """The files of a bank: for Moodle, as packages of QTI 2.1 and 3.0, as text in GIFT; and what there is to say of them."""

    moodle: bytes
    qti_2: bytes
    qti_3: bytes
    gift: bytes
    said: tuple[str, ...]

    @property
    def files(self) -> tuple[bytes, ...]:
        """The files, in the order of `bank_paths`."""
        return self.moodle, self.qti_2, self.qti_3, self.gift


def bank(compiled: Compiled) -> MadeBank:
    """The questions of a guide as a bank. Raises BuildFailed with what is wrong in a template."""
    guide, env = compiled.book.guide, compiled.templates.env
    with failures_reported(Problems(), compiled.sources.texts):
        items = bank_items(compiled)
        old = _documents(env, guide, items)
        new = {name: version_3(data) for name, data in old.items()}
        return MadeBank(
            moodle=_moodle(env, guide, items),
            qti_2=_package(env, guide, items, QTI_2, old),
            qti_3=_package(env, guide, items, QTI_3, new),
            gift=gift(guide, items).encode(),
            said=_said(items),
        )


def _moodle(env: Environment, guide: Guide, items: Sequence[BankItem]) -> bytes:
    shown = fill_xml(env, "banks/moodle.xml", guide=guide, sections=_sections(items, _for_moodle))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + shown).encode()


def _documents(env: Environment, guide: Guide, items: Sequence[BankItem]) -> dict[str, bytes]:
    """The items and the test of QTI 2.1, by the names of their files."""
    texts = {f"{each.name}.xml": fill_xml(env, "banks/qti-item.xml", guide=guide, item=_for_qti(each)) for each in items}
    test = fill_xml(env, "banks/qti-test.xml", guide=guide, sections=_sections(items, _for_qti))
    return {name: version_2(text) for name, text in {**texts, "test.xml": test}.items()}


def _package(env: Environment, guide: Guide, items: Sequence[BankItem], form: QtiFormat, made: Mapping[str, bytes]) -> bytes:
    manifest = fill_xml(env, "banks/manifest.xml", guide=guide, format=form, sections=_sections(items, _for_qti))
    pictures = {name: data for item in items for name, data in item.pictures.items()}
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return archived({"imsmanifest.xml": (head + manifest).encode(), **made, **pictures}, guide.date)


def _sections(items: Sequence[BankItem], shown: Any) -> list[dict[str, Any]]:
    """The items as a template gets them, below their chapters."""

    def section(item: BankItem) -> ItemSection:
        return item.section

    groups = itertools.groupby(items, section)
    return [{"name": each.name, "title": each.title, "entries": [*map(shown, group)]} for each, group in groups]


def _for_qti(item: BankItem) -> dict[str, Any]:
    """An item with what QTI wants to know of it: the pairs of its key, both sides of a match by names that differ."""
    pairs = [pair for pair in item.pairs if pair.left]
    sides = sorted(item.pairs, key=lambda pair: pair.words.casefold())
    return {
        **vars(item),
        "figure": figure(item.number),
        "matched": [f"{pair.name} r{pair.name}" for pair in pairs],
        "share": f"{1 / len(pairs):.6g}" if pairs else "0",
        "sides": [{"name": f"r{pair.name}", "right": pair.right} for pair in sides],
    }


def _for_moodle(item: BankItem) -> dict[str, Any]:
    """An item with its pictures in Base64, and with the address that Moodle has for them."""
    files = [(name, base64.b64encode(data).decode()) for name, data in item.pictures.items()]
    stem = item.stem
    for name in item.pictures:
        stem = stem.replace(f'src="{name}"', f'src="{PLUGIN}{name}"')
    return {**vars(item), "stem": stem, "files": files, "figure": figure(item.number)}


def _said(items: Sequence[BankItem]) -> tuple[str, ...]:
    left = [item.name for item in pictured(items)]
    told = [f"{counted(len(items), 'question')} for Moodle and QTI"] if items else ["the guide has no questions"]
    return (*told, *([f"not in GIFT, which has no pictures: {', '.join(left)}"] if left else []))
