"""A house rule: nothing of what `dltutor author new` writes for the author's eyes is left in a course for learners.

The templates themselves say what that is: it stands between `@HERE@` and `@END@`, which the scaffold drops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tutor.authoring.lint import reading
from tutor.authoring.lint.finding import Finding
from tutor.authoring.scaffold import TEMPLATES
from tutor.course.node import Node, Place, spell

WORDS = 6
"""So many words of a note tell it from all that an author writes, also where its end was changed."""

_NOTE = re.compile(r"@HERE@(.*?)@END@", re.DOTALL)


@cache
def notes() -> tuple[str, ...]:
    """How each note to the author begins, in the order of the templates."""
    texts = [(TEMPLATES / name).read_text("utf-8") for name in ("course/course.yaml", "chapter/lesson.yaml")]
    return tuple(" ".join(note.split()[:WORDS]) for text in texts for note in _NOTE.findall(text))


def findings(file: Path, address: str = "", wanted: frozenset[int] | None = None) -> Iterator[Finding]:
    """Each text of a lesson, or of `course.yaml`, in which a note stands; of the steps with the `wanted` indices."""
    root, _ = reading.document(file)
    for place, node in _texts(root, ()) if root is not None else ():
        if wanted is not None and not (place[0] == "steps" and place[1] in wanted):
            continue
        text = " ".join(node.value.split())
        if note := next((each for each in notes() if each in text), ""):
            say = f"`{spell(place)}` still says `{note}`, as it was scaffolded; write your own text there"
            yield Finding(file, node.line, "placeholder", f"{address}: {say}" if address else say, "house")


def _texts(node: Node, place: Place) -> Iterator[tuple[Place, Node]]:
    if isinstance(node.value, str):
        yield place, node
    elif isinstance(node.value, dict | list):
        inside = node.value.items() if isinstance(node.value, dict) else enumerate(node.value)
        for name, each in inside:
            yield from _texts(each, (*place, name))
