"""A YAML value that remembers where it stands in its file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Place = tuple[str | int, ...]
"""Where something stands in a document: `("steps", 3, "target")`."""


@dataclass(slots=True)
class Node:
    """A scalar (`value` is plain data), a list of nodes, or a mapping of names to nodes with `keys` beside it.

    `line` and `column` count from 1. `source` is a scalar's own text; `plain` says that it stands without quotes.
    """

    line: int
    column: int
    value: Any = None
    source: str = ""
    plain: bool = False
    keys: dict[str, Node] = field(default_factory=dict)

    def data(self) -> Any:
        """The plain value, as JSON has it."""
        if isinstance(self.value, dict):
            return {name: node.data() for name, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.data() for node in self.value]
        return self.value

    def walk(self, place: Place) -> tuple[Node, Place]:
        """The node at `place`, or the deepest one on the way to it, and the way that was found."""
        node = self
        found: list[str | int] = []
        for name in place:
            inside = node.value
            if isinstance(inside, list):
                known = isinstance(name, int) and 0 <= name < len(inside)
            else:
                known = isinstance(inside, dict) and name in inside
            if known:
                node = inside[name]
                found.append(name)
        return node, tuple(found)


def spell(place: Place) -> str:
    """`steps[3].target`, as problems write a place."""
    text = ""
    for name in place:
        text += f"[{name}]" if isinstance(name, int) else f".{name}" if text else name
    return text
