"""Pictures: a paragraph that is a picture, `{figure}` and `{image}`, `<img>` and `<figure>`, and those in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from markdown_it.tree import SyntaxTreeNode

from studyguide.markup.foreign.blocks import Rows, Written, fenced, joined, run, split_attributes
from studyguide.markup.foreign.inlines import ForeignPassage, attributes, rule, title_of
from studyguide.markup.foreign.page import ForeignPage
from studyguide.markup.foreign.passage import Pieces, literal, mark, plain, settled
from studyguide.sources.blanks import blank
from studyguide.sources.identifiers import slug

LONGEST = 140  # characters of a text alternative
COLUMN = 700  # pixels that a column holds, 118 millimetres wide: 150 in an inch
ENDINGS = (".svg", ".jpg", ".jpeg", ".png", ".webp")
REMOTE = re.compile(r"(?i)https?://|//")
FIRST_WORDS = re.compile(r"(?i)^(?:an? )?(?:image|picture|figure|photo)(?:graph)? of (?:an? |the )?")
IMAGES = {"image", "softbreak", "hardbreak", "html_inline"}


@dataclass(frozen=True)
class Shown:
    """A picture as its source has it. `caption` is plain words or Markdown of its book; `names` lead to it."""

    address: str
    alt: str = ""
    caption: str = ""
    width: str = ""
    names: tuple[str, ...] = ()
    link: str = ""
    credit: str = ""
    rest: str = ""


@run
def pictures(page: ForeignPage, trees: Sequence[SyntaxTreeNode], at: int) -> tuple[list[Written], int] | None:
    """A paragraph that holds nothing but pictures."""
    tree = trees[at]
    holder = tree.children[0] if tree.type == "paragraph" and tree.children else None
    found = _shown(page, holder) if holder is not None else []
    if not found:
        return None
    line = page.line(tree)
    return [Written(tuple(figure(page, each, line))) for each in found], at + 1


def _shown(page: ForeignPage, holder: SyntaxTreeNode) -> list[Shown]:
    """The pictures of a passage that holds nothing else; none if it does."""
    made: list[Shown] = []
    for node in holder.children:
        if node.type == "image":
            made.append(shown_in(page, node))
        elif node.type == "link" and [child.type for child in node.children] == ["image"]:
            made.append(replace(shown_in(page, node.children[0]), link=str(node.attrs.get("href", ""))))
        elif node.type == "text" and re.fullmatch(r"\s*\{[^{}]*\}\s*", node.content) and made:
            _, attrs = split_attributes(node.content)
            made[-1] = _with(made[-1], attrs)
        elif not (
            node.type in ("softbreak", "hardbreak")
            or (node.type in ("text", "text_special") and not node.content.strip(" \xa0\\"))
        ):
            return []
    return made


def _with(shown: Shown, attrs: Mapping[str, str]) -> Shown:
    """A picture with what stands in braces behind it."""
    names = (*shown.names, *([attrs["id"]] if "id" in attrs else []))
    known = ("id", "fig-alt", "alt", "width")
    rest = " ".join(value for key, value in attrs.items() if key not in known)
    alt = attrs.get("fig-alt") or attrs.get("alt") or shown.alt
    return replace(shown, names=names, alt=alt, width=attrs.get("width") or shown.width, rest=f"{shown.rest} {rest}".strip())


def shown_in(page: ForeignPage, node: SyntaxTreeNode) -> Shown:
    """The picture of a token. In Pandoc what stands in its brackets is the caption, in others the text alternative."""
    attrs = attributes(node)
    words = _words_of(page, node)
    title = str(attrs.pop("title", ""))
    address = str(attrs.pop("src", ""))
    width = str(attrs.pop("width", attrs.pop("style", "")))
    alt = str(attrs.pop("fig-alt", attrs.pop("alt", "")))
    names = (str(attrs.pop("id")),) if "id" in attrs else ()
    rest = " ".join(str(value) for value in attrs.values())
    if page.flavour == "pandoc":
        return Shown(address, alt or title, words, width, names, rest=rest)
    return Shown(address, words or alt, title, width, names, rest=rest)


def _words_of(page: ForeignPage, node: SyntaxTreeNode) -> str:
    """What stands in the brackets of a picture, as it was written for Pandoc and as plain words for others."""
    if page.flavour == "pandoc":
        return node.content
    return (
        plain(
            [
                literal(child.content) if child.type != "softbreak" else literal(" ")
                for child in node.walk()
                if not child.children and child is not node
            ]
        )
        or node.content
    )


def figure(page: ForeignPage, shown: Shown, line: int) -> Rows:
    """A figure of a guide."""
    names = [*page.names(), *shown.names]
    if shown.rest.strip():
        page.tell("attribute", line, shown.address, shown.rest)
    if REMOTE.match(shown.address) or shown.address.startswith("data:"):
        page.tell("remote-picture", line, shown.address, "")
        return _linked(page, shown, names, line)
    name = page.picture(shown.address)
    if not name:
        path = PurePosixPath(page.file(shown.address))
        kind = "picture-format" if path.suffix and path.suffix.lower() not in ENDINGS else "missing-picture"
        page.tell(kind, line, shown.address, path.stem)
        ending = path.suffix.lower() if path.suffix.lower() in ENDINGS else ".png"
        name = f"{slug(path.stem) or 'picture'}{ending}"
    return _figure(page, shown, name, names, line)


def _linked(page: ForeignPage, shown: Shown, names: Sequence[str], line: int) -> Rows:
    """A picture that stands on the web: its words lead to it."""
    for name in names:
        page.label(name, "place")
    words = shown.alt or shown.caption or shown.address
    address = shown.link if REMOTE.match(shown.link) else shown.address
    if not REMOTE.match(address):
        return [settled([literal(words)], lines=True)]
    passage = ForeignPassage(page, words, line)
    from studyguide.markup.foreign.links import _outside

    node = page.trees("x", line)[0].children[0]
    made = [settled(_outside(passage, node, address, [literal(words.replace("\n", " "))]), lines=True)]
    extra = shown.caption if shown.caption and shown.caption != words else ""
    return [*made, "", title_of(page, extra, line)] if extra else made


def _figure(page: ForeignPage, shown: Shown, name: str, names: Sequence[str], line: int) -> Rows:
    alt = FIRST_WORDS.sub("", " ".join(_plain(page, shown.alt, line).split()))
    caption = title_of(page, shown.caption, line) if shown.caption.strip() else ""
    caption_words = " ".join(_plain(page, shown.caption, line).split())
    long = [alt] if len(alt) > LONGEST else []
    short = alt or (caption_words if len(caption_words) <= LONGEST else "")
    if long:
        page.tell("long-alt", line, shown.address)
        short = short[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
    short = (
        short if re.search(r"\w\w", short) and settled([literal(short)], lines=False) == short else _blank_alt(page, short, line)
    )
    if not caption:
        caption = settled([literal(alt)], lines=False) if alt else blank("the caption, one paragraph")
        long = []
    ids = [page.label(each, "fig") for each in names or [page.own_name("fig", PurePosixPath(name).stem)]]
    key = next(filter(None, ids), "") or f"fig-{slug(PurePosixPath(name).stem)}"
    options = [f":id: {key}", f":alt: {short}"]
    if not name.endswith(".svg"):
        options += [f":credit: {shown.credit or page.credit}", *_width(shown.width, page.shelf.widths.get(name, 0))]
    if shown.link and REMOTE.match(shown.link):
        page.tell("attribute", line, shown.link, shown.link)
    description = [settled([literal(text)], lines=True) for text in long] or (
        [blank("in words everything that the picture says")] if name.endswith(".svg") else []
    )
    body = joined([[caption], *([fenced("description", "", description)] if description else [])])
    return fenced("figure", f"figures/{name}", ["", *body], options)


def _blank_alt(page: ForeignPage, words: str, line: int) -> str:
    """A text alternative takes no markup: signs that would be some are left out; without words it is a blank."""
    bare = re.sub(r"[`{}<>*_^~\[\]\\$@|]", " ", words)
    bare = " ".join(bare.split())
    return bare if re.search(r"\w\w", bare) else blank("what is seen, in at most 140 characters")


def _plain(page: ForeignPage, text: str, line: int) -> str:
    """The words of a text without its markup."""
    kinds = ("text", "text_special", "code_inline", "math_inline")
    blocks = []
    for tree in page.trees(text, line):
        leaves = [child for child in tree.walk() if not child.children]
        blocks.append("".join(child.content if child.type in kinds else " " for child in leaves if child.type != "html_inline"))
    return " ".join(blocks) or text


def _width(text: str, pixels: int) -> Rows:
    """The share of the column, in tens: what is said, in per cent or in pixels of a screen; else so that no pixel is coarse."""
    found = re.search(r"(\d+(?:\.\d+)?)\s*(%|\\?(?:textwidth|linewidth)|px|$|;)", text)
    share = 100.0
    if found and found[2] in ("%", "textwidth", "linewidth", "\\textwidth", "\\linewidth"):
        share = float(found[1]) * (1 if found[2] == "%" else 100)
    elif found:
        share = float(found[1]) / COLUMN * 100
    if pixels:
        share = min(share, pixels / COLUMN * 100)
    tens = min(10, max(1, int(share / 10))) * 10
    return [f":width: {tens}%"] if tens < 100 else []


@rule("image")
def _image(passage: ForeignPassage, node: SyntaxTreeNode) -> Pieces:
    return in_a_sentence(passage, node, shown_in(passage.page, node))


def in_a_sentence(passage: ForeignPassage, node: SyntaxTreeNode, shown: Shown) -> Pieces:
    """A picture between words: it stands below them; one on the web is a link."""
    from studyguide.markup.foreign.links import _outside

    page = passage.page
    if REMOTE.match(shown.address):
        passage.tell("remote-picture", node, shown.address)
        words = shown.alt or shown.caption
        return _outside(passage, node, shown.address, [literal(" ".join(words.split()))]) if words else [mark("")]
    passage.tell("inline-picture", node, shown.address)
    waiting, page.waiting[:] = list(page.waiting), []
    page.below.append(figure(page, shown, passage.line))
    page.waiting[:] = waiting
    return []


def chunk_pictures(page: ForeignPage, label: str, options: Mapping[str, str], body: str, line: int) -> Rows:
    """The pictures that a cell only includes: `knitr::include_graphics("x.png")`."""
    found = re.findall(r"""include_graphics\(\s*["']([^"']+)["']""", body)
    if not found:
        return []
    caption, alt = options.get("fig-cap", options.get("fig.cap", "")), options.get("fig-alt", options.get("fig.alt", ""))
    width = options.get("out-width", options.get("out.width", ""))
    names = tuple(filter(None, (label, f"fig:{label}" if label else "")))
    rest = {
        key: value
        for key, value in options.items()
        if key not in ("fig-cap", "fig.cap", "fig-alt", "fig.alt", "out-width", "out.width", "echo")
    }
    return joined(
        [
            figure(page, Shown(each, alt, caption, width, names if not at else (), rest=" ".join(rest.values())), line)
            for at, each in enumerate(found)
        ]
    )
