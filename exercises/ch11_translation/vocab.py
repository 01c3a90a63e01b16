# Made from solutions/ch11_translation/vocab.py by `dltutor author stubs`; edit that file. [4f827390]
"""Words to ids and back, with four ids that are no words."""

from collections import Counter

from torch import Tensor

PAD, SOS, EOS, UNK = range(4)  # padding, start and end of a sentence, a word that nobody knows


class Vocab:
    """The words of one language, each with an id of its own.

    The ids 0 to 3 are PAD, SOS, EOS and UNK, the words have the ids from
    4 on, without a gap, in whatever order. A sentence is a list of words;
    `The` and `the` are two of them.
    """

    def __init__(self, words: list[str]) -> None:
        """words: each of them once; the four signs are put in front."""
        self.words = ["<pad>", "<sos>", "<eos>", "<unk>", *words]
        self.ids = {word: id for id, word in enumerate(self.words)}

    def __len__(self) -> int:
        """How many ids there are, the four signs included."""
        return len(self.words)

    @classmethod
    def build(cls, sentences: list[list[str]], min_count: int = 1) -> "Vocab":
        """The vocabulary of the training sentences, and of no others.

        sentences: lists of words; they are left as they are.
        min_count: a word belongs to the vocabulary if it stands in the
          sentences at least that often, counted over all of them.
        """
        raise NotImplementedError

    def encode(self, words: list[str]) -> list[int]:
        """The id of each word, UNK for a word that has none, and one EOS
        at the end. No SOS.

        The vocabulary does not grow, and `words` is left as it is. An
        empty sentence is [EOS].
        """
        raise NotImplementedError

    def decode(self, ids: list[int] | Tensor) -> list[str]:
        """The words of a sentence, up to the first EOS or to the end.

        ids: a list of ints, or a tensor (T,) of int64; it is left as it is.
        EOS and all behind it, SOS and PAD are no words; UNK is "<unk>".
        """
        raise NotImplementedError


if __name__ == "__main__":
    vocab = Vocab.build([["the", "cat", "sees", "the", "dog"], ["the", "dog", "sleeps"]])
    print(len(vocab), vocab.decode(vocab.encode(["the", "dog", "sees", "the", "horse"])))
    print("expected: 9 ['the', 'dog', 'sees', 'the', '<unk>']")
