# Made from solutions/ch11_translation/token_f1.py by `dltutor author stubs`; edit that file. [517a513b]
"""How many words of a translation are right, wherever they stand."""

from collections import Counter


def token_f1(hyp: list[str], ref: list[str]) -> float:
    """The F1 of the words of one translation, whatever their order.

    A word that stands a times in `hyp` and b times in `ref` counts min(a, b)
    as matches. Of all matches,

        precision = matches / words of hyp,  recall = matches / words of ref,
        F1 = 2 · precision · recall / (precision + recall)

    hyp: the words of the translation. ref: those of the right one. Both
      are left as they are, and either may be empty.
    Returns a float from 0 to 1. Two empty sentences give 1; two sentences
    without a common word, or with one of them empty, give 0.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print(token_f1(["le", "le", "chat"], ["le", "chat", "et", "le", "chien"]))
    print("expected: 0.75")
