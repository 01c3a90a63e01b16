"""A GPT that has learned nothing yet: where its numbers lie, what it guesses, and who hears whom. About 3 seconds."""

import torch
from bits_per_character import bits_per_character
from gpt import GPT
from talking import CONTEXT, TRAIN, V, continued, folded, size

from tutor import live

live.seed()
model = GPT(V, CONTEXT, D=64, heads=4, layers=2, dropout=0.0).eval()

block = model.blocks[0]
attention = sum(W.numel() for W in (block.Wq, block.Wk, block.Wv, block.Wo))
parts = {
    "embedding, 39 · 64": size(model.embed),
    "places": size(model.positions),
    "2 blocks: attention, 4 · 64 · 64 each": len(model.blocks) * attention,
    "2 blocks: small networks": len(model.blocks) * (size(block.up) + size(block.down)),
    "2 blocks: norms": len(model.blocks) * (size(block.norm1) + size(block.norm2)),
    "last norm": size(model.norm),
    "head, 39 · 64": size(model.head),
}
lines = [f"{name:40}{count:>9,}{count / size(model):>8.1%}" for name, count in parts.items()]
live.text("Where the numbers are", "\n".join([*lines, f"{'all':40}{size(model):>9,}"]))

x, y = TRAIN[: 16 * CONTEXT].view(16, CONTEXT), TRAIN[1 : 16 * CONTEXT + 1].view(16, CONTEXT)
with torch.no_grad():
    first = bits_per_character(model(x), y).item()
    changed = x.clone()
    changed[:, 32:] = y[:, 32:].flip(1)  # another future from place 32 on
    moved = (model(changed) - model(x)).abs().amax(dim=(0, 2))  # (CONTEXT,), by how much at each place
live.say(f"It needs {first:.2f} bits for a character. An even guess among {V} needs {torch.tensor(V).log2():.2f}.")
live.say(f"Characters 32 to 63 become others. The answers at places 0 to 31 move by {moved[:32].max():.6f} at most,")
live.say(f"those at places 32 to 63 by up to {moved[32:].max():.2f}.")
live.text("What it writes", folded(continued(model, "the ", 140, 1.0)))
live.result(first_bits=first)
