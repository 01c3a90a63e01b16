"""Reads one YAML file into nodes that remember where they stand, strictly: the ground floor of every lesson file.

YAML's own surprises are told here, since a value alone doesn't show them any more: a key given twice, `1e-3` (text to
YAML), `1:30` (ninety), `010` (eight), anchors and merges, tags. What *type* a place wants is the matter of `validate`.

The nodes are put together from libyaml's events and not by `yaml.compose`, which hides anchors and recurses at will.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tutor.course.model import Problem
from tutor.course.node import Node, Place, spell
from tutor.course.scalar import describe, read, tag_of
from tutor.course.syntax import place_and_words

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML without libyaml: the same events, about ten times slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

DEEPEST = 24
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Document:
    """One file: its `root` (None where nothing could be read) and the problems found so far."""

    def __init__(self, file: Path, raw: bytes) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._blamed: set[Place] = set()
        text = self._decode(raw)
        self.root = self._compose(text) if text is not None else None

    def report(self, place: Place, code: str, message: str, *, key: bool = False) -> None:
        """Adds a problem at `place`, or at the key itself; a place that was blamed before is not reported again."""
        if self.root is None or self.blamed(place):
            return
        node, _ = self.root.walk(place)
        if key and place:
            parent, _ = self.root.walk(place[:-1])
            node = parent.keys.get(str(place[-1]), node)
        self._add(node.line, node.column, code, message, spell(place))

    def blame(self, place: Place) -> None:
        """What stands at `place` was reported; whatever else is said of it would only be a consequence."""
        self._blamed.add(place)

    def blamed(self, place: Place) -> bool:
        return any(place[:length] in self._blamed for length in range(len(place) + 1))

    def _add(self, line: int, column: int, code: str, message: str, path: str = "") -> None:
        self.problems.append(Problem(self.file, line, column, code, message, path))

    def _decode(self, raw: bytes) -> str | None:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = raw[: error.start].decode("utf-8-sig", errors="replace")
            line, column = _position(before, len(before))
            self._add(line, column, "not-utf-8", "this byte is not UTF-8; save the file as UTF-8 text")
            return None
        for match in _UNPRINTABLE.finditer(text):
            line, column = _position(text, match.start())
            name = f"U+{ord(match.group()):04X}"
            self._add(line, column, "control-character", f"the character {name} can't stand in YAML; delete it")
        return None if self.problems else text

    def _compose(self, text: str) -> Node | None:
        events = yaml.parse(text, Loader=Loader)
        try:
            return self._document(events)
        except yaml.MarkedYAMLError as error:
            self._syntax(error, text)
        except yaml.YAMLError as error:
            self._add(1, 1, "syntax", str(error))
        return None

    def _document(self, events: Iterator[Any]) -> Node | None:
        root = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._mark(
                    event, "second-document", "a second document starts here; a file holds one, so delete this line"
                )
                break
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, ())
        if root is None or (root.value is None and not root.source):
            self._add(1, 1, "empty-file", "the file is empty")
            return None
        return root

    def _node(self, event: Any, events: Iterator[Any], place: Place) -> Node:
        node = _at(event)
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            name = f"anchors and aliases (`{sign}{event.anchor}`)"
            say = f"{name} are not used in lessons; write the value out, or put the text in quotes"
            self._mark(event, "anchor", say, place)
        if getattr(event, "tag", None) is not None:
            self._mark(event, "tag", f"tags (`{event.tag}`) are not used in lessons; delete it", place)
        if len(place) > DEEPEST:
            raise yaml.MarkedYAMLError(problem="nested deeper than any lesson needs", problem_mark=event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(node, event, place)
        elif isinstance(event, yaml.SequenceStartEvent):
            node.value = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                node.value.append(self._node(event, events, (*place, len(node.value))))
        elif isinstance(event, yaml.MappingStartEvent):
            node.value = {}
            while not isinstance(event := next(events), yaml.MappingEndEvent):
                self._pair(node, event, events, place)
        return node

    def _pair(self, mapping: Node, event: Any, events: Iterator[Any], place: Place) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            key = self._node(event, events, (*place, "?"))
            self._node(next(events), events, (*place, "?"))
            self._add(key.line, key.column, "key", "a key must be one word", spell(place))
            return
        key = _at(event)
        name = event.value
        tag = tag_of(event.value, event.implicit)
        inside = (*place, name)
        if tag == "merge":
            self._mark(event, "merge", "merge keys (`<<`) are not used in lessons; write the keys out", place)
        elif tag not in ("str", "value"):
            self._mark(event, "key", f"YAML reads this key as {describe(tag)}; put it in quotes", inside)
        value = self._node(next(events), events, inside)
        if name in mapping.value:
            first = mapping.keys[name].line
            self._mark(event, "duplicate-key", f"`{name}` is given twice (first in line {first}); keep one", inside)
            return
        mapping.value[name] = value
        mapping.keys[name] = key

    def _scalar(self, node: Node, event: Any, place: Place) -> None:
        node.source, node.plain = event.value, event.style is None or event.style == ""
        tag = tag_of(event.value, event.implicit)
        node.value, doubt = read(tag, event.value, node.plain)
        if doubt:
            self._mark(event, "surprise", doubt, place)
            self.blame(place)

    def _mark(self, event: Any, code: str, message: str, place: Place = ()) -> None:
        self._add(event.start_mark.line + 1, event.start_mark.column + 1, code, message, spell(place))

    def _syntax(self, error: yaml.MarkedYAMLError, text: str) -> None:
        lines = text.splitlines()
        line, column, words = place_and_words(error, lines)
        tabbed = [number for number, each in enumerate(lines, 1) if "\t" in each[: len(each) - len(each.lstrip())]]
        if any(abs(number - line) <= 1 for number in tabbed):
            for number in tabbed:
                where = lines[number - 1].index("\t") + 1
                self._add(number, where, "tab", "a tab indents this line; YAML wants spaces")
        else:
            self._add(line, column, "syntax", words)


def _at(event: Any) -> Node:
    return Node(event.start_mark.line + 1, event.start_mark.column + 1)


def _position(text: str, offset: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1
