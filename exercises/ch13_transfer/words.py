"""Vectors of words, learnt from sentences that nobody labelled; and a network that reads sentences with vectors."""

from collections.abc import Callable, Iterable

import torch
from cbow_loss import cbow_loss
from torch import Tensor, nn
from torch.nn import functional as F

import tutor.chapters
from tutor import live
from tutor.datasets import docstrings

from ch10_attention.masked_mean import masked_mean

PAD, UNK = docstrings.PADDING, docstrings.UNKNOWN


def vocabulary(sentences: Iterable[str], min_count: int = 3) -> dict[str, int]:
    """An id for each word that stands in the sentences often enough, the most frequent first, behind two signs."""
    return {"<pad>": PAD, "<unk>": UNK} | docstrings.vocabulary(sentences, min_count)


def pretrain(
    ids: Tensor,
    size: int,
    *,
    batches: int = 1500,
    width: int = 64,
    window: int = 6,
    negatives: int = 5,
    look: Callable[[int, Tensor], None] = lambda batch, vectors: None,
) -> Tensor:
    """Learns a vector for each of `size` words with your cbow_loss, from sentences `ids` (N, T): (size, width).

    A place is drawn from all that hold a word, a frequent word less often than it stands there, since a "the" teaches
    little; around it are up to `window` words on either side. The wrong words are drawn by their frequency to the power
    3/4. The vectors that are returned have length 1, those of `<pad>` and `<unk>` are 0. `look` is called now and then.
    """
    counts = torch.bincount(ids.flatten(), minlength=size).float()
    counts[[PAD, UNK]] = 0
    rows, columns = (counts[ids] > 0).nonzero(as_tuple=True)
    share = (counts / counts.sum())[ids[rows, columns]]
    drawn = torch.multinomial((1e-3 / share).sqrt().clamp(max=1), batches * 1024, replacement=True)
    offsets = torch.tensor([offset for offset in range(-window, window + 1) if offset])
    padded = F.pad(ids, (window, window), value=PAD)
    E = (torch.rand(size, width) - 0.5).div(width / 2).requires_grad_()
    O = torch.zeros(size, width, requires_grad=True)
    optimizer = torch.optim.Adam([E, O], lr=1e-2)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, batches)
    for batch, chosen in enumerate(live.batches(drawn.split(1024), total=batches)):
        row, column = rows[chosen], columns[chosen]
        ctx = padded[row[:, None], column[:, None] + window + offsets]  # (B, 2 * window)
        neg = torch.multinomial(counts**0.75, len(chosen) * negatives, replacement=True).view(-1, negatives)  # (B, K)
        loss = cbow_loss(E, O, ctx, ids[row, column], neg)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if batch % 10 == 0:
            live.log(loss=loss.item())
        if batch % 250 == 249:
            look(batch + 1, unit(E.detach()))
    return unit(E.detach())


def unit(E: Tensor) -> Tensor:
    """The vectors, each with length 1, so that only their directions count; those of the two signs are 0."""
    return F.normalize(E, dim=1).index_fill(0, torch.tensor([PAD, UNK]), 0.0)


def nearest(word: str, vectors: Tensor, ids: dict[str, int], count: int = 6) -> list[tuple[str, float]]:
    """The words whose vectors have the largest cosine with that of `word`; vectors (V, D) have length 1."""
    words = list(ids)  # in the order of the ids
    cosines = vectors @ vectors[ids[word]]  # (V,)
    cosines[[PAD, UNK, ids[word]]] = -1
    best = cosines.topk(count)
    return [(words[i], cosine) for i, cosine in zip(best.indices.tolist(), best.values.tolist(), strict=True)]


class Average(nn.Module):
    """Reads sentences (B, T) and says the mean of their words' vectors (B, D): your masked_mean of chapter 10."""

    def __init__(self, vectors: Tensor) -> None:
        super().__init__()
        self.vectors = nn.Parameter(vectors.clone())  # (V, D)

    def forward(self, ids: Tensor) -> Tensor:
        return masked_mean(F.embedding(ids, self.vectors), ids != PAD)


class Reader(nn.Module):
    """A body that reads, and a head that decides."""

    def __init__(self, vectors: Tensor, classes: int) -> None:
        super().__init__()
        self.body = Average(vectors)
        self.head = nn.Linear(vectors.shape[1], classes)

    def forward(self, ids: Tensor) -> Tensor:
        return self.head(self.body(ids))
