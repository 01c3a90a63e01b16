"""Where a thing stands: the line of a mistake in an answers file, of a step's key in a lesson, of a function in Python.

For findings about things that a proof only knows by name. Nothing here raises: where a file can't be read or a name is
not in it, the answer is line 1.
"""

from __future__ import annotations

import re
from pathlib import Path

from tutor.authoring.lint import reading
from tutor.course.node import Node, Place

_KEY = re.compile(r"([A-Za-z_]\w*)|\[(\d+)\]")


def answer(file: Path, section: str, name: str) -> int:
    """The line of a mistake, another right answer or an excuse (`equivalent`) in an answers file."""
    return key(_root(file), (section, name))


def step(lesson: Path, step_id: str, path: str = "") -> int:
    """The line of a step, or of what stands in it at `path`: `text`, `whatif[1]`."""
    root = _root(lesson)
    index = step_index(root, step_id)
    if index is None:
        return key(root, ("steps",))
    inside = [int(number) if number else name for name, number in _KEY.findall(path)]
    return key(root, ("steps", index, *inside)) if inside else key(root, ("steps", index))


def definition(file: Path, name: str) -> int:
    """The line of a top-level function or class, or of a method `Class.method`, in a Python file."""
    try:
        names = reading.defined(reading.tree(file))
    except reading.Unreadable:
        return 1
    return names[name].lineno if name in names else 1


def last_line(file: Path) -> int:
    """Where something would be added at the end of a text file."""
    try:
        return max(1, len(reading.text(file).splitlines()))
    except reading.Unreadable:
        return 1


def key(root: Node | None, place: Place) -> int:
    """The line of the key (or of the item of a list) at `place`, or of the deepest thing on the way to it."""
    line = 1
    node = root
    for name in place:
        inside = node.value if node is not None else None
        if isinstance(inside, dict) and name in inside:
            line = node.keys[str(name)].line if node is not None else line
            node = inside[str(name)]
        elif isinstance(inside, list) and isinstance(name, int) and name < len(inside):
            node = inside[name]
            line = node.line
        else:
            break
    return line


def step_index(root: Node | None, step_id: str) -> int | None:
    """Which of the steps of a lesson has this id."""
    steps = root.value.get("steps") if root is not None and isinstance(root.value, dict) else None
    for index, node in enumerate(steps.value if steps is not None and isinstance(steps.value, list) else []):
        given = node.value.get("id") if isinstance(node.value, dict) else None
        if given is not None and given.value == step_id:
            return index
    return None


def _root(file: Path) -> Node | None:
    return reading.document(file)[0]
