"""What the carried state saves: your generate beside a loop that reads everything again for each character.

The network has learnt nothing; only the time counts. About 5 seconds.
"""

import time

import torch
from generate import generate
from sample_next import sample_next
from writers import Writer

from tutor import live
from tutor.datasets import prose

LENGTHS = [50, 100, 200, 400]


@torch.no_grad()
def from_scratch(model: Writer, prompt: list[int], n: int, chance: torch.Generator) -> list[int]:
    """The same characters, but the whole text so far is read once more for each of them."""
    text = list(prompt)
    for _ in range(n):
        scores, _ = model(torch.tensor([text]))  # (1, t, vocab), of which only the last row is used
        text.append(sample_next(scores[0, -1], generator=chance))
    return text[len(prompt) :]


seed = live.seed()
model = Writer(len(prose.ALPHABET)).eval()
prompt = prose.encode("the ").tolist()
generate(model, prompt, 20)  # warm up

lines = [f"{'characters':>10}{'read again':>14}{'state carried':>16}{'times faster':>15}"]
for n in LENGTHS:
    began = time.perf_counter()
    again = from_scratch(model, prompt, n, torch.Generator().manual_seed(seed))
    between = time.perf_counter()
    carried = generate(model, prompt, n, generator=torch.Generator().manual_seed(seed))
    ended = time.perf_counter()
    slow, fast = between - began, ended - between
    lines.append(f"{n:10}{slow:12.3f} s{fast:14.3f} s{slow / fast:15.1f}")
    if again != carried:
        live.say(f"The two texts of {n} characters differ.")
live.text("Seconds for one text", "\n".join(lines))
live.say("Both write the same characters: the same network, the same draws.")
