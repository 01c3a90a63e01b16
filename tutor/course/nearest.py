"""The valid name that a misspelt one is nearest to."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Empty where none is near."""
    from difflib import get_close_matches  # 3 ms that only a fault costs

    names = list(known)
    near = get_close_matches(word, names, 1, cutoff) or [name for name in names if word and name.startswith(word)]
    return near[0] if near else ""


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """`; did you mean X?`, to be put behind a sentence, or nothing."""
    near = nearest(word, known, cutoff)
    return f"; did you mean `{near}`?" if near else ""
