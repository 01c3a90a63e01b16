"""Two edits of one text put together, as a version control system merges two branches, but word by word: the code of
an exercise is often a single line."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise

_PIECE = re.compile(r"\w+|\s+|.")

Edit = tuple[int, int, list[str]]
"""Pieces from .. to of the base, and what stands in their place."""


def merged(base: str, one: str, two: str) -> str | None:
    """`base` with the changes of both `one` and `two`; None where they change the same place, in different ways."""
    pieces = _PIECE.findall(base)
    changes = sorted(_edits(pieces, one) + _edits(pieces, two))
    for edit, later in pairwise(changes):
        if edit != later and _meet(edit, later):
            return None
    out, at, done = [], 0, None
    for edit in changes:
        if edit == done:  # both make it
            continue
        start, end, new = done = edit
        out += [*pieces[at:start], *new]
        at = end
    return "".join([*out, *pieces[at:]])


def _meet(edit: Edit, later: Edit) -> bool:
    """Whether they overlap, or one inserts where the other ends, so that their order would be a guess."""
    (start, end, _), (other, behind, _) = edit, later
    return other < end or (other == end and (start == end or other == behind))


def _edits(base: list[str], text: str) -> list[Edit]:
    pieces = _PIECE.findall(text)
    shorter = min(len(base), len(pieces))
    head = next((at for at in range(shorter) if base[at] != pieces[at]), shorter)
    tail = next((at for at in range(shorter - head) if base[-1 - at] != pieces[-1 - at]), shorter - head)
    old, new = base[head : len(base) - tail], pieces[head : len(pieces) - tail]
    return [
        (head + start, head + end, new[first:last])
        for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
