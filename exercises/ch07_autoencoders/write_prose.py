"""A machine that writes like Python's own manual, after 300 steps on your lm_batches. About 25 seconds.

Its rivals count which characters follow which. The manual is the one on this computer, cleaned, a tenth held back.
"""

import torch
from generate import generate
from lm_batches import lm_batches
from writers import Writer, bits, counted, surprise

from tutor import live
from tutor.datasets import prose

STEPS, EVERY = 300, 50
PROMPT = "the "

seed = live.seed()
chance = torch.Generator().manual_seed(seed)
data = prose.load()
train, test = prose.encode(data.train), prose.encode(data.test)  # about (140,000,) and (17,000,)
vocab = len(prose.ALPHABET)
live.say(f"{len(train):,} characters to learn from, {len(test):,} to be tested on, {vocab} different ones.")

rivals = {before: counted(train, test, vocab, before) for before in (0, 1, 2, 4, 8)}
lines = [f"{f'all {vocab} equally likely':32}{torch.tensor(vocab).log2():6.2f}"]
lines += [f"{f'counted after {before} characters':32}{found:6.2f}" for before, found in rivals.items()]
live.text("Bits for each test character", "\n".join(lines))


def write(n: int, temperature: float, top_k: int | None = None) -> str:
    """A text of your generate, with line breaks where the screen ends."""
    ids = generate(model, prose.encode(PROMPT).tolist(), n, temperature, top_k, torch.Generator().manual_seed(seed))
    text = (PROMPT + prose.decode(ids)).replace("\n", " / ")
    return "\n".join(text[i : i + 72] for i in range(0, len(text), 72))


model = Writer(vocab, hidden=160)
optimizer = torch.optim.AdamW(model.parameters(), lr=6e-3, weight_decay=0.01)
schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, STEPS)
grown, test_bits = [f"{0:5}        {write(56, 0.7)[:56]}"], float("nan")
for epoch in live.epochs(STEPS // EVERY):
    model.train()
    for _ in live.batches(range(EVERY)):
        x, y = lm_batches(train, 32, 96, chance)  # (32, 96) each
        loss = surprise(model, x, y)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
        optimizer.step()
        schedule.step()
        live.log(loss=loss.item())
    test_bits = bits(model, test[None, :-1], test[None, 1:])
    live.log(test_bits=test_bits)
    grown.append(f"{EVERY * (epoch + 1):5}{test_bits:6.2f}  {write(56, 0.7)[:56]}")
    live.text("Written while it learns", "\n".join([" step  bits  text", *grown]))

for temperature, top_k in [(0.0, None), (0.7, None), (1.0, None), (1.5, None), (1.5, 3)]:
    title = f"Temperature {temperature}" + (f", only the best {top_k}" if top_k else "")
    live.text(title, write(280, temperature, top_k))

live.text("Bits for each test character", "\n".join([*lines, f"{'your writer':32}{test_bits:6.2f}"]))
live.result(
    test_bits=test_bits,
    gain=rivals[1] - test_bits,
    after_one_bits=rivals[1],
    after_four_bits=rivals[4],
)
