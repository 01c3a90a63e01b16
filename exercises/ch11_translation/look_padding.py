"""How much of a batch is padding, and what a loss becomes that counts it."""

import torch
from sentences import alike, cut, ids, vocabularies
from seq_loss import seq_loss
from torch import Tensor
from torch.nn import functional as F
from vocab import PAD

from tutor import live
from tutor.datasets import french

live.seed()
one, two = french.load(1), french.load(2)
pairs = [*one.train[:3750], *two.train[:3750]]  # half with one clause, half with two
vocab = vocabularies(pairs)[1]
y = ids(vocab, [said for _, said in pairs])  # (7500, T)


def by_chance(size: int) -> list[Tensor]:
    return list(torch.randperm(len(y)).split(size))


def padded(batches: list[Tensor]) -> float:
    """The share of all places that hold padding, each batch as wide as its longest sentence."""
    parts = [cut(y[rows]) for rows in batches]
    return sum((part == PAD).sum().item() for part in parts) / sum(part.numel() for part in parts)


sizes = [1, 4, 16, 64, 256]
lines = ["sentences in a batch            " + "".join(f"{size:7}" for size in sizes)]
lines += ["padding, drawn by chance        " + "".join(f"{padded(by_chance(size)):7.1%}" for size in sizes)]
lines += ["padding, of about one length    " + "".join(f"{padded(alike(y, size)):7.1%}" for size in sizes)]
live.text("Sentences of one and two clauses, put together in batches", "\n".join(lines))

picked = by_chance(64)[0]
near = max((rows for rows in alike(y) if len(rows) == 64), key=lambda rows: cut(y[rows]).shape[1])
live.picture(
    "40 rows of two batches of 64: words are light, padding is dark",
    [F.pad((y[rows][:40, :24] != PAD).float() * 0.8 + 0.1, (0, 1)) for rows in (picked, near)],
    labels=["drawn by chance", "of about one length"],
)

counts = torch.bincount(y[y != PAD], minlength=len(vocab)).double()
know_nothing = (counts + 1e-9).log()  # (V,) the frequencies of the words: no sentence is read
batch = cut(y[picked])
logits = know_nothing.expand(*batch.shape, -1).clone()  # (B, T, V)
fair = seq_loss(logits, batch, PAD).item()
logits[batch == PAD] = F.one_hot(torch.tensor(PAD), len(vocab)).double() * 100  # it has learnt where sentences end
counted = F.cross_entropy(logits.flatten(0, 1), batch.flatten()).item()
share = (batch == PAD).double().mean().item()
live.say(f"A network that knows how frequent each word is, and no more, has a loss of {fair:.2f} for each word.")
live.say(f"{share:.1%} of this batch is padding. Whoever counts it, at no loss, reports {counted:.2f}.")
half = torch.cat([logits, logits[:, -1:].expand(-1, 25, -1)], dim=1)
longer = torch.cat([batch, batch.new_full((len(batch), 25), PAD)], dim=1)
half[longer == PAD] = logits[batch == PAD][0]
lower = F.cross_entropy(half.flatten(0, 1), longer.flatten()).item()
same = seq_loss(half, longer, PAD).item()
live.say(f"With 25 more columns of padding it would be {lower:.2f}. Your seq_loss says {same:.2f}, as before.")
live.result(loss=fair, loss_with_padding=counted, padding=share)
