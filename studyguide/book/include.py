"""Includes: text that is written once, in chapters/safety.md, and stands in many places with the same words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from studyguide import nodes as n
from studyguide.nodes.tree import rebuild
from studyguide.sources.diagnostics import Name, Problems, slip_of, use_of

N = TypeVar("N", bound=n.Node)
Inlines = tuple[n.Inline, ...]
Blocks = tuple[n.Block, ...]
BETWEEN_ITEMS = n.Text("; ")


def by_name(fragments: Iterable[n.Fragment], problems: Problems) -> dict[str, Blocks]:
    """The blocks of each fragment; a name that stands twice is an error."""
    found: dict[str, Blocks] = {}
    for fragment in fragments:
        if fragment.name in found:
            problems.error(
                fragment.span, "duplicate-id", f"the fragment “{fragment.name}” stands here a second time", hides=("fragment",)
            )
        found[fragment.name] = rebuild(fragment.children, lambda node: _unnested(node, problems))
    return found


def _unnested(node: n.Node, problems: Problems) -> n.Node | None:
    """A node of a fragment; one that asks for a fragment itself is an error."""
    if not isinstance(node, n.Include):
        return node
    problems.error(node.span, "bad-include", f"a fragment includes “{node.name}”", "write its words here, or include both")
    return None


@dataclass
class Includer:
    """Puts fragments in their places, and remembers which were asked for."""

    fragments: Mapping[str, Blocks]
    problems: Problems
    used: set[str] = field(default_factory=set)

    def fill(self, tree: N) -> N:
        """The tree with every include replaced: a block by the fragment's blocks, a role by its words without citations."""
        return rebuild(tree, self._visit)

    def _visit(self, node: n.Node) -> n.Node | tuple[n.Node, ...] | None:
        if isinstance(node, n.Fragment):
            self.problems.error(node.span, "misplaced-directive", "“fragment” has no meaning here", "it stands in safety.md")
            return None
        if not isinstance(node, n.Include):
            return node
        if node.name not in self.fragments:
            message = f"there is no fragment “{node.name}”"
            hint, needs = slip_of(node.name, self.fragments), Name("fragment", node.name)
            self.problems.error(node.span, "unknown-fragment", message, hint, needs=needs, hides=(use_of("fragment"),))
            return None
        self.used.add(node.name)
        blocks = self.fragments[node.name]
        if not node.inline:
            return blocks
        words = in_a_sentence(blocks)
        if words is None:
            hint = "only one paragraph or one list can stand in a sentence: write :::{include} on a line of its own"
            self.problems.error(node.span, "bad-include", f"“{node.name}” is no part of a sentence", hint)
        return words

    def check_used(self, fragments: Iterable[n.Fragment]) -> None:
        """Report fragments that nothing asked for."""
        for fragment in fragments:
            if fragment.name not in self.used:
                message = f"nothing includes the fragment “{fragment.name}”"
                needs = Name(use_of("fragment"), fragment.name)
                self.problems.error(fragment.span, "unused-fragment", message, "include it, or delete it", needs=needs)


def in_a_sentence(blocks: Blocks) -> Inlines | None:
    """A fragment as words: those of its one paragraph, or of its one list with semicolons between the items; else None."""
    match blocks:
        case (n.Paragraph() as paragraph,):
            return n.uncalled(paragraph.children)
        case (n.BulletList() as bullets,):
            items = [in_a_sentence(item) for item in bullets.items]
            parts = [(*((BETWEEN_ITEMS,) if i else ()), *(item or ())) for i, item in enumerate(items)]
            return None if None in items else tuple(word for part in parts for word in part)
        case _:
            return None
