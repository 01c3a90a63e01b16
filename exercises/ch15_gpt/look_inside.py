"""Where the heads of your GPT look, before and after 500 steps, and what a character costs. About 15 seconds."""

import math
import time

import torch
from gpt import GPT
from talking import CONTEXT, TRAIN, V, continued
from torch import Tensor
from train_gpt import train_gpt

from tutor import live
from tutor.datasets import prose

from ch10_attention.masked_softmax import masked_softmax
from ch12_transformers.causal_mask import causal_mask

SHOWN = "the value of the"
STEPS = 500


@torch.no_grad()
def heads(model: GPT, ids: Tensor) -> list[Tensor]:
    """A map (T, T) for each head of each block, of ids (1, T)."""
    x, mask, maps = model.positions(model.embed(ids)), causal_mask(ids.shape[1]), []
    for block in model.blocks:
        seen = block.norm1(x)[0]  # (T, D)
        q, k = ((seen @ W.T).unflatten(1, (block.heads, -1)).transpose(0, 1) for W in (block.Wq, block.Wk))
        scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])  # (heads, T, T), computed once more
        maps += list(masked_softmax(scores, mask.expand_as(scores)))
        x = block(x, mask)
    return maps


def back(maps: list[Tensor]) -> list[float]:
    """For each head, how many places back its weights lie on average."""
    place = torch.arange(len(maps[0]))
    return [float((weights * (place[:, None] - place)).sum(dim=1).mean()) for weights in maps]


seed = live.seed()
model = GPT(V, CONTEXT, D=64, heads=4, layers=2, dropout=0.0).eval()
long = TRAIN[None, :CONTEXT]  # (1, 64)
before = back(heads(model, long))
chance = torch.Generator().manual_seed(seed)
for loss in live.batches(train_gpt(model, TRAIN, 16, STEPS, 8e-3, 50, chance, decay=0.01), total=STEPS):
    live.log(loss=loss)
model.eval()
after = back(heads(model, long))

names = [f"block {number + 1}, head {head + 1}" for number in range(2) for head in range(4)]
lines = [f"{'':18}{'before':>9}{'after':>9}"]
lines += [f"{name:18}{was:9.1f}{now:9.1f}" for name, was, now in zip(names, before, after, strict=True)]
live.text("How many places back a head looks, on average over 64 places", "\n".join(lines))
signs = [sign if sign != " " else "_" for sign in SHOWN]
live.slider(
    "Where each character looks",
    list(zip(names, heads(model, prose.encode(SHOWN)[None]), strict=True)),
    rows=signs,
    columns=signs,
    caption="A row for each character that asks, a column for each that is asked. Hundredths.",
)

lines = []
continued(model, "t", 20, 0.7)  # warm up
for n in (64, 128, 256):
    began = time.process_time()
    continued(model, "t", n, 0.7)
    lines.append(f"{n:5} characters {1000 * (time.process_time() - began) / n:8.2f} ms each")
live.text("What writing takes, the whole window read again each time", "\n".join(lines))
live.result(nearest_head=min(after))
