# Made from solutions/ch15_gpt/merge_pair.py by `dltutor author stubs`; edit that file. [9cfb5392]
"""Byte-pair encoding: the two neighbours that meet most often become one
token."""

from collections import Counter
from itertools import pairwise


def most_common(ids: list[int]) -> tuple[int, int]:
    """The two neighbours that stand side by side most often.

    Every place counts, also where two of them overlap: 7 7 7 holds the pair
    (7, 7) twice. Of several that are equally frequent it is the one that
    comes first in the text.

    Args:
        ids: at least two.

    Returns:
        (left, right).
    """
    raise NotImplementedError


def merge_pair(ids: list[int], pair: tuple[int, int], new: int) -> list[int]:
    """Puts one new id in the place of each such pair.

    The text is gone through from left to right; an id that has been merged
    is gone, and can't be half of another pair: of 7 7 7 the pair (7, 7)
    leaves new 7.

    Args:
        ids: the text, of any length; it is left as it is.
        pair: (left, right).
        new: an id that stands nowhere in the text yet.

    Returns:
        A new list. If the pair does not occur, it equals the old one.

    Source: Sennrich et al. 2016, section 3.2.
    """
    raise NotImplementedError


if __name__ == "__main__":
    ids = [ord(letter) - ord("a") for letter in "banana"]
    print(most_common(ids), merge_pair(ids, most_common(ids), 26))
    print("expected: (0, 13) [1, 26, 26, 0]")
