"""Your GPT with keys and values kept: the same text, at another price. It has learned nothing. About 10 seconds."""

import time

import torch
from cached_attention import cached_attention
from gpt import GPT
from talking import V, size
from torch import Tensor, nn
from write import write

from tutor import live

from ch07_autoencoders.generate import generate

LENGTHS = [32, 64, 128, 256]
Past = list[tuple[Tensor, Tensor] | None]


class Cached(nn.Module):
    """The same GPT for `generate`. Its state: how many places it has read, and keys and values for each block."""

    def __init__(self, model: GPT) -> None:
        super().__init__()
        self.model = model

    def forward(self, tokens: Tensor, state: tuple[int, Past] | None) -> tuple[Tensor, tuple[int, Past]]:
        """(1, t) -> (1, t, V) and the next state."""
        done, pasts = state or (0, [None] * len(self.model.blocks))
        row = torch.zeros(1, done, self.model.embed.embedding_dim)
        x = self.model.positions(torch.cat([row, self.model.embed(tokens)], dim=1))[:, done:]  # the places go on
        kept: Past = []
        for block, past in zip(self.model.blocks, pasts, strict=True):
            weights = (block.Wq, block.Wk, block.Wv, block.Wo)
            looked, past = cached_attention(block.norm1(x), *weights, block.heads, past)
            x = x + looked
            x = x + block.down(torch.relu(block.up(block.norm2(x))))
            kept.append(past)
        return self.model.head(self.model.norm(x)), (done + tokens.shape[1], kept)


seed = live.seed()
model = GPT(V, context=512, D=64, heads=4, layers=2, dropout=0.0).eval()
cached = Cached(model).eval()
write(model, [1, 2, 3], 20), generate(cached, [1, 2, 3], 20)  # warm up

lines = [f"{'characters':>10}{'read again':>14}{'kept':>12}{'times faster':>15}"]
for n in LENGTHS:
    began = time.process_time()
    again = write(model, [1], n, generator=torch.Generator().manual_seed(seed))
    between = time.process_time()
    kept = generate(cached, [1], n, generator=torch.Generator().manual_seed(seed))
    slow, fast = between - began, time.process_time() - between
    lines.append(f"{n:10}{slow:12.2f} s{fast:10.2f} s{slow / fast:15.1f}")
    live.say(f"{n} characters: the two texts are {'the same' if again == kept else 'not the same'}.")
live.text("Seconds for one text", "\n".join(lines))
kept_numbers = 2 * len(model.blocks) * LENGTHS[-1] * 64  # keys and values, 64 numbers each, in every block
live.say(f"Kept for {LENGTHS[-1]} characters: {kept_numbers:,} numbers. Learned by training: {size(model):,}.")
live.result(same=float(again == kept))
