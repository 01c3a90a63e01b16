"""How every translator of this chapter learns, and is tested."""

from collections.abc import Callable, Sequence

import torch
from exact_match import exact_match
from greedy_decode import greedy_decode
from sentences import Pair, alike, cut, ids
from seq_loss import seq_loss
from shift_right import shift_right
from torch import nn
from vocab import PAD, SOS, Vocab

from tutor import live


def fit(
    model: nn.Module,
    vocabs: tuple[Vocab, Vocab],
    train: Sequence[Pair],
    test: Sequence[Pair],
    *,
    epochs: int,
    rate: float = 8e-3,
    after_epoch: Callable[[int], None] = lambda epoch: None,
    curves: bool = True,
) -> float:
    """Learns from `train` with teacher forcing, 64 sentences at a time, and returns the `accuracy` on `test`.

    The rate rises to `rate` and falls again to almost nothing; gradients longer than 1 are shortened to 1.
    """
    x, y = ids(vocabs[0], [pair[0] for pair in train]), ids(vocabs[1], [pair[1] for pair in train])
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=epochs * -(-len(x) // 64))
    right = 0.0
    for epoch in live.epochs(epochs):
        model.train()
        for rows in live.batches(alike(y)):
            src, wanted = cut(x[rows]), cut(y[rows])  # (B, S), (B, T)
            logits, _ = model(src, shift_right(wanted, SOS))  # (B, T, V)
            loss = seq_loss(logits, wanted, PAD)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
            optimizer.step()
            schedule.step()
            if curves:
                live.log(loss=loss.item())
        if curves or epoch + 1 == epochs:
            right = accuracy(model, vocabs, test)
            live.log(exact=right)
        after_epoch(epoch + 1)
    return right


def translate(model: nn.Module, vocabs: tuple[Vocab, Vocab], sentences: Sequence[str], max_len: int = 30) -> list[str]:
    """What your greedy_decode makes of English sentences."""
    found = greedy_decode(model, ids(vocabs[0], sentences), max_len)  # (N, max_len)
    return [" ".join(vocabs[1].decode(row)) for row in found]


def accuracy(model: nn.Module, vocabs: tuple[Vocab, Vocab], pairs: Sequence[Pair]) -> float:
    """The share of sentences that are translated word for word, by your exact_match."""
    said = translate(model, vocabs, [english for english, _ in pairs])
    return exact_match([line.split() for line in said], [french.split() for _, french in pairs])
