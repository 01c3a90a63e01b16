"""Every text of a lesson, as the screens show it, with the faults that keep it from being shown; and its size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tutor.authoring.lint import reading
from tutor.authoring.lint.finding import Fault, Finding
from tutor.authoring.lint.lessons import Read
from tutor.authoring.lint.markup import in_hint, in_line, in_page, in_plain, in_title
from tutor.course.model import STEP_TYPES
from tutor.course.node import Node, Place, spell

MOST_BYTES = 2048
_Looks = Callable[[str], tuple[Fault, ...]]


@dataclass(frozen=True, slots=True)
class Text:
    """One text: what it is called in messages, where it stands, and who looks at it."""

    address: str
    place: Place
    node: Node
    looks: _Looks

    @property
    def value(self) -> str:
        return str(self.node.value)


def findings(read: Read, wanted: frozenset[str] | None, house: bool) -> Iterator[Finding]:
    """Of the chapter's own texts where all steps are wanted, and of those of the wanted steps."""
    try:
        lines = reading.text(read.file).split("\n")
    except reading.Unreadable:
        return
    for text in _texts(read, wanted):
        name = spell(text.place[2:] if text.place[0] == "steps" else text.place)
        for fault in text.looks(text.value):
            if fault.house and not house:
                continue
            line = line_of(lines, text.node, fault.line, fault.piece)
            say = f"{text.address} ({name}): {fault.say}"
            yield Finding(read.file, line, fault.code, say, "house" if fault.house else "sound")
        size = len(text.value.encode("utf-8", "replace"))
        if house and text.place[-1] == "text" and len(text.place) == 3 and size > MOST_BYTES:
            say = f"{text.address}: the text has {size:,} bytes, and {MOST_BYTES:,} is the most; make two steps of it"
            yield Finding(read.file, text.node.line, "long-text", say, "house")


def line_of(lines: list[str], node: Node, number: int, piece: str) -> int:
    """The line in the file of line `number` (from 0) of a text. A text behind `|` is counted, for any other one the
    piece is looked for from its beginning on."""
    start = lines[node.line - 1][node.column - 1 :] if node.line <= len(lines) else ""
    if start.startswith("|"):
        return min(node.line + 1 + number, len(lines))
    needle = piece.split("\n")[0].strip()
    last = node.line + (node.source.count("\n") + len(node.source) // 20 + 2 if start[:1] in (">", '"', "'") else 1)
    return next((at for at in range(node.line, min(last, len(lines) + 1)) if needle in lines[at - 1]), node.line)


def _texts(read: Read, wanted: frozenset[str] | None) -> Iterator[Text]:
    root = read.root.value if read.root is not None else None
    if not isinstance(root, dict):
        return
    if wanted is None:
        for key in ("title", "summary"):
            yield from _one(read.id, (key,), root.get(key), in_plain)
        yield from _each(read.id, ("objectives",), root.get("objectives"), in_plain)
        terms = root.get("terms")
        for index, term in enumerate(terms.value if terms is not None and isinstance(terms.value, list) else []):
            if isinstance(term.value, dict):
                yield from _term(read.id, ("terms", index), term.value)
    steps = root.get("steps")
    for index, step in enumerate(steps.value if steps is not None and isinstance(steps.value, list) else []):
        if isinstance(step.value, dict) and (wanted is None or read.step_id(index) in wanted):
            yield from _step(f"{read.id}/{read.step_id(index)}", ("steps", index), step.value)


def _step(address: str, place: Place, step: dict[str, Node]) -> Iterator[Text]:
    for kind in STEP_TYPES:
        yield from _one(address, (*place, kind), step.get(kind), in_title)
    for key, looks in _TEXTS:
        yield from _one(address, (*place, key), step.get(key), looks)
    yield from _each(address, (*place, "hints"), step.get("hints"), in_hint)
    for key, inside, looks in _PARTS:
        parts = step.get(key)
        for index, part in enumerate(parts.value if parts is not None and isinstance(parts.value, list) else []):
            if isinstance(part.value, dict):
                yield from _one(address, (*place, key, index, inside), part.value.get(inside), looks)


def _term(address: str, place: Place, term: dict[str, Node]) -> Iterator[Text]:
    yield from _one(address, (*place, "term"), term.get("term"), in_plain)
    yield from _each(address, (*place, "also"), term.get("also"), in_plain)
    for key in ("symbol", "means"):
        yield from _one(address, (*place, key), term.get(key), in_line)


def _one(address: str, place: Place, node: Node | None, looks: _Looks) -> Iterator[Text]:
    if node is not None and isinstance(node.value, str):
        yield Text(address, place, node, looks)


def _each(address: str, place: Place, node: Node | None, looks: _Looks) -> Iterator[Text]:
    for index, item in enumerate(node.value if node is not None and isinstance(node.value, list) else []):
        yield from _one(address, (*place, index), item, looks)


def _in_url(url: str) -> tuple[Fault, ...]:
    if match := re.search(r"[\s<>]", url):
        say = f"an address can't hold {match[0]!r}; write it as %{ord(match[0]):02X}"
        return (Fault(0, url, "link", say),)
    return ()


_TEXTS: tuple[tuple[str, _Looks], ...] = (("text", in_page), ("after", in_page), ("why", in_line))
_PARTS: tuple[tuple[str, str, _Looks], ...] = (
    ("choices", "text", in_line),
    ("choices", "why", in_line),
    ("reading", "title", in_title),
    ("reading", "url", _in_url),
)
