"""Sentences as tensors of ids: the two vocabularies, the padding, the batches."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from vocab import PAD, Vocab

Pair = tuple[str, str]  # English, French


def vocabularies(pairs: Sequence[Pair]) -> tuple[Vocab, Vocab]:
    """The words of both sides. Hand in the training pairs only."""
    return Vocab.build([english.split() for english, _ in pairs]), Vocab.build([french.split() for _, french in pairs])


def ids(vocab: Vocab, sentences: Sequence[str]) -> Tensor:
    """Sentences as one tensor of ids (N, T), padded behind the end."""
    return pad_sequence([torch.tensor(vocab.encode(sentence.split())) for sentence in sentences], True, PAD)


def cut(rows: Tensor) -> Tensor:
    """Without the columns in which there is nothing but padding."""
    return rows[:, : int((rows != PAD).sum(dim=1).max())]


def alike(y: Tensor, size: int = 64) -> list[Tensor]:
    """Batches of sentences of about the same length, in random order: less padding, less work."""
    lengths = (y != PAD).sum(dim=1) + torch.rand(len(y))  # chance decides between equals
    batches = lengths.argsort().split(size)
    return [batches[i] for i in torch.randperm(len(batches)).tolist()]
