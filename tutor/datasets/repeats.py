"""Texts that say what an earlier one says. Left in, a test would ask for what was learnt by heart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

GRAM = 5
"""Words in a run. So many in the same order are hardly ever an accident."""


def new(texts: Iterable[str], most: float = 0.2) -> Iterator[bool]:
    """For each text whether at most this share of all its runs of five words stood in earlier ones."""
    seen: set[tuple[str, ...]] = set()
    for text in texts:
        words = text.split()
        grams = {tuple(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)}
        yield len(grams & seen) <= most * len(grams)
        seen |= grams
