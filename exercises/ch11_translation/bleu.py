# Made from solutions/ch11_translation/bleu.py by `dltutor author stubs`; edit that file. [17de1d40]
"""BLEU: how many n-grams of the translations stand in the references."""

import math
from collections import Counter


def clipped(hyp: list[str], ref: list[str], n: int) -> tuple[int, int]:
    """How many n-grams of one translation match, and how many it has.

    An n-gram is n words in a row. One that stands a times in `hyp` and b
    times in `ref` counts min(a, b) as matches.

    Returns (matches, total), two ints. A sentence with fewer than n words
    has no n-gram.
    """
    raise NotImplementedError


def bleu(hyps: list[list[str]], refs: list[list[str]], max_n: int = 4) -> float:
    """The BLEU of a whole set of translations, one reference for each.

        p_n = matches of the n-grams / n-grams of the translations,
        BLEU = BP · (p_1 · p_2 · … · p_N)^(1/N),   N = max_n,
        BP = 1 if c > r, else exp(1 − r/c)

    Matches and n-grams are added up over all sentences before they are
    divided; c and r are the words of all translations and of all
    references.

    hyps: the translations, lists of words; any of them may be empty.
    refs: the right one for each, in the same order, none of them empty.
    Both are left as they are.
    max_n: N, at least 1.

    Returns a float from 0 to 1 (papers print it times 100). It is 0 if for
    any n from 1 to N nothing matches, or there is no n-gram.

    Source: Papineni et al. 2002, section 2.3, without smoothing.
    """
    raise NotImplementedError


if __name__ == "__main__":
    hyps = [["le", "petit", "chat", "mange", "la", "pomme"]]
    refs = [["le", "petit", "chat", "noir", "mange", "la", "pomme", "verte"]]
    print(round(bleu(hyps, refs, max_n=2), 4))
    print("expected: 0.6409")
