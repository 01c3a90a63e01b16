# Made from solutions/ch13_transfer/init_from.py by `dltutor author stubs`; edit that file. [93cbf99c]
"""Carry word vectors over to a vocabulary that numbers words otherwise."""

import torch
from torch import Tensor


def init_from(vocab_old: dict[str, int], E: Tensor, vocab_new: dict[str, int], std: float = 0.1) -> Tensor:
    """The first vectors of a new vocabulary: the old ones where there are.

    Args:
        vocab_old: from each word to its id, the number of its row in E.
        E: (V, D), the trained vectors; it may require a gradient. It is
            left as it is.
        vocab_new: from each word to its new id. In both vocabularies the
            ids are 0 to the number of words minus 1, and the words may
            come in any order. Signs such as <pad> are words like others.
        std: the spread of the numbers for words that the old vocabulary
            does not have; at least 0.

    Returns:
        (len(vocab_new), D), a new tensor without a graph, in the dtype of
        E: in the row of a word that both have, its vector from E; in all
        other rows independent random numbers, normal with mean 0 and
        standard deviation std.
    """
    raise NotImplementedError


if __name__ == "__main__":
    E = torch.tensor([[0.0, 0.0], [1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    vocab_old = {"<pad>": 0, "array": 1, "shape": 2, "loss": 3}
    vocab_new = {"<pad>": 0, "loss": 1, "array": 2}
    print(init_from(vocab_old, E, vocab_new))
    print("expected: [[0, 0], [5, 6], [1, 2]]")
