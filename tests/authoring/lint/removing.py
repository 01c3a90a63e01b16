"""Takes one thing out of a YAML or Python file and leaves the rest as it stands, to see who notices."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import yaml

Place = tuple[str | int, ...]


class Yaml:
    """A YAML text that things are taken out of, one at a time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = yaml.compose(text, Loader=yaml.CSafeLoader)
        self.data = yaml.load(text, Loader=yaml.CSafeLoader)

    def without(self, place: Place) -> str:
        """The text without the key or list item at `place`; asserts that nothing else has changed."""
        spans = self._spans(place[:-1])
        names = list(spans)
        at = names.index(place[-1])
        start, end = spans[place[-1]]
        if at + 1 < len(names):
            end = spans[names[at + 1]][0]
        else:
            start, end = self._before(spans[names[at - 1]][1] if at else start), self._before(end)
            end -= self.text[end - 1 : end] == "\n" and self.text[start - 1 : start] != "\n"
        text = self.text[:start] + self.text[end:]
        if len(names) == 1:  # an empty list or mapping is written out, since nothing at all would be null
            empty = "[]" if isinstance(place[-1], int) else "{}"
            outer, inner = self.node(place[:-1]).start_mark.index, self.node(place[:-1]).end_mark.index
            text = f"{self.text[:outer].rstrip()} {empty}\n{self.text[self._before(inner) :]}"
        assert yaml.load(text, Loader=yaml.CSafeLoader) == self._data_without(place), place
        return text

    def _before(self, index: int) -> int:
        """The end of the line before, where nothing but an indent stands between: the marks of YAML are generous."""
        start = self.text.rfind("\n", 0, index) + 1
        return start if not self.text[start:index].strip(" ") else index

    def node(self, place: Place) -> Any:
        """The node at `place`."""
        node: Any = self.root
        for name in place:
            node = node.value[name] if isinstance(name, int) else next(v for k, v in node.value if k.value == name)
        return node

    def _spans(self, place: Place) -> dict[str | int, tuple[int, int]]:
        """Where each entry of the mapping or list at `place` begins and ends."""
        node = self.node(place)
        if isinstance(node, yaml.MappingNode):
            return {key.value: (key.start_mark.index, value.end_mark.index) for key, value in node.value}
        return {number: (item.start_mark.index, item.end_mark.index) for number, item in enumerate(node.value)}

    def _data_without(self, place: Place) -> Any:
        """The data with everything on the way to `place` copied, and what is there left out."""

        def copied(data: Any, way: Place) -> Any:
            inside: Any = list(data) if isinstance(data, list) else dict(data)
            if len(way) == 1:
                del inside[way[0]]
            else:
                inside[way[0]] = copied(inside[way[0]], way[1:])
            return inside

        return copied(self.data, place)


def functions(text: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Each top-level function whose name begins so, and the text without it."""
    lines = text.splitlines(keepends=True)
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith(prefix):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            yield node.name, "".join(lines[: first - 1] + lines[node.end_lineno :])
