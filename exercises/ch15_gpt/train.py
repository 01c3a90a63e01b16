"""Your own small GPT learns to write like Python's manual, beside a count and a GRU. Then you talk to it. About 40 s.

A thousand steps of your train_gpt for each network; after each eighth it shows what it writes by now.
"""

import time

import torch
from bigram import bigram
from bits_per_character import bits_per_character
from gpt import GPT
from talking import CONTEXT, GRU, TEST, TRAIN, V, continued, folded, last_score, score, size
from torch import nn
from train_gpt import train_gpt
from typed import understood

from tutor import live

WIDTH, HEADS, LAYERS = 64, 4, 2
STEPS, BATCH, RATE, WARM = 1000, 16, 8e-3, 50
PARTS = 8


def fit(model: nn.Module, seed: int, show: bool) -> tuple[float, float]:
    """Trains by your loop; returns the bits of the test text, and the seconds of work of the steps alone."""
    grown = [f"{0:>6}         {continued(model, 'the ', 56, 0.7)}"] if show else []
    found, work = float("nan"), 0.0
    losses = train_gpt(model, TRAIN, BATCH, STEPS, RATE, WARM, torch.Generator().manual_seed(seed), decay=0.01)
    for _ in live.epochs(PARTS):
        began = time.process_time()
        for _ in live.batches(range(STEPS // PARTS)):
            loss = next(losses)
            live.log(loss=loss)
        work += time.process_time() - began
        found = score(model, TEST)
        live.log(test_bits=found)
        if show:
            done = STEPS // PARTS * len(grown)
            grown.append(f"{done:>6}{found:7.2f}  {folded(continued(model, 'the ', 56, 0.7))}")
            live.text("Written while it learns", "\n".join(["  step   bits  text", *grown]))
    return found, work


def main() -> None:
    seed = live.seed()
    live.say(f"{len(TRAIN):,} characters to learn from, {len(TEST):,} to be tested on, {V} different ones.")
    table = bigram(TRAIN, V)
    counted = bits_per_character(table[TEST[:-1]], TEST[1:]).item()
    live.say(f"A count of pairs, learned in an instant, needs {counted:.2f} bits for each character of the test.")

    live.stage("GRU", of=2)
    torch.manual_seed(seed)
    rival = GRU()
    gru, gru_work = fit(rival, seed, show=False)
    live.stage("GPT", of=2)
    torch.manual_seed(seed)
    model = GPT(V, CONTEXT, WIDTH, HEADS, LAYERS, dropout=0.0)
    gpt, gpt_work = fit(model, seed, show=True)

    alone = last_score(model, TEST)
    lines = [f"{'':24}{'numbers':>10}{'work':>9}{'bits':>7}"]
    lines.append(f"{'39 equal signs':24}{0:>10,}{'':>9}{torch.tensor(V).log2():7.2f}")
    lines.append(f"{'your count of pairs':24}{table.numel():>10,}{'':>9}{counted:7.2f}")
    lines.append(f"{'a GRU, your loop':24}{size(rival):>10,}{gru_work:7.0f} s{gru:7.2f}")
    lines.append(f"{'your GPT, your loop':24}{size(model):>10,}{gpt_work:7.0f} s{gpt:7.2f}")
    lines.append(f"{'your GPT, nothing behind the last character':43}{alone:7.2f}")
    live.text("Bits for each test character", "\n".join(lines))
    for temperature in (0.0, 0.7, 1.2):
        live.text(f"Temperature {temperature}", folded(continued(model, "the ", 216, temperature)))
    live.result(last_bits=alone, gain=counted - alone, test_bits=gpt, bigram_bits=counted, gru_bits=gru)

    examples = ["the result of", "0.3 a function is", "1.2 Why? 42!"]
    asked = live.ask("Talk to your GPT", "A beginning (1.2 in front: bolder)", examples=examples)
    for number, line in enumerate(asked):
        temperature, beginning, said = understood(line, CONTEXT)
        text = folded(continued(model, beginning, 288, temperature, seed=number))
        live.text("Your GPT goes on", "\n".join([f"(temperature {temperature:g})", *said, text]))


main()
