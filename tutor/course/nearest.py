"""The valid name that a misspelt one is nearest to."""

from __future__ import annotations

import re
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The same in other letters or with other zeros (CH3, 3: ch03), the most alike, or what begins so. Empty where none
    is near."""
    names = list(known)
    if alike := [name for name in names if _same(word, name)]:
        return alike[0]
    from difflib import get_close_matches  # 3 ms that only a fault costs

    near = get_close_matches(word, names, 1, cutoff) or [name for name in names if word and name.startswith(word)]
    return near[0] if near else ""


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """`; did you mean X?`, to be put behind a sentence, or nothing."""
    near = nearest(word, known, cutoff)
    return f"; did you mean `{near}`?" if near else ""


def _same(word: str, name: str) -> bool:
    wanted, there = (re.sub(r"0*(\d+)", r"\1", text.strip().casefold()) for text in (word, name))
    return there == wanted or (wanted[:1].isdigit() and there.lstrip("abcdefghijklmnopqrstuvwxyz") == wanted)
