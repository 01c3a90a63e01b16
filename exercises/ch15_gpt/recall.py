"""Say it once more: your GPT and a GRU repeat codes of 4 and of 12 letters that they have never met. About 30 seconds.

A code is drawn at random, so no letter of it can be guessed; behind the second sign it comes again, and every letter
is known. What counts is the share of these that are right.
"""

import torch
from gpt import GPT
from talking import GRU
from torch import Tensor, nn
from train_gpt import train_gpt

from tutor import live

LETTERS = "abcdefghijklmnopqrstuvwx"  # 24 letters, ids 2 to 25
SIGNS = " :" + LETTERS  # a blank stands before a code, a colon before its copy
CONTEXT = 32
STEPS = {4: 320, 12: 520}  # by the letters of a code
BATCH, RATE, WARM = 32, 8e-3, 50


def codes(count: int, n: int, generator: torch.Generator) -> Tensor:
    """Rows such as " kqdf:kqdf", (count, 2n + 2)."""
    letters = torch.randint(2, len(SIGNS), (count, n), generator=generator)
    blank = torch.zeros(count, 1, dtype=torch.int64)
    return torch.cat([blank, letters, blank + 1, letters], dim=1)


@torch.no_grad()
def repeated(model: nn.Module, rows: Tensor) -> Tensor:
    """What it says in the place of each letter of the copies (count, n); in front of each row stands the one before."""
    n = rows.shape[1] // 2 - 1
    model.eval()
    texts = torch.cat([rows[:-1], rows[1:]], dim=1)[:, -CONTEXT - 1 :]
    return model(texts[:, :-1])[:, -n:].argmax(dim=-1)


def main() -> None:
    seed = live.seed()
    right = {}
    for n, steps in STEPS.items():
        chance = torch.Generator().manual_seed(1000 * seed + n)
        text, test = codes(8000, n, chance).flatten(), codes(300, n, chance)
        live.say(f"A piece of the text: {''.join(SIGNS[i] for i in text[: 4 * n + 4].tolist())}")
        models = {
            "GRU": lambda: GRU(len(SIGNS)),
            "GPT": lambda: GPT(len(SIGNS), CONTEXT, D=64, heads=4, layers=2, dropout=0.0),
        }
        for name, make in models.items():
            live.stage(f"{name}, {n} letters", of=4)
            torch.manual_seed(seed)
            model = make()
            model.context = CONTEXT
            losses = train_gpt(model, text, BATCH, steps, RATE, WARM, chance, decay=0.01)
            for _ in live.epochs(8):
                for _ in live.batches(range(steps // 8)):
                    live.log(loss=next(losses))
                said = repeated(model, test)
                right[name, n] = (said == test[1:, -n:]).float().mean().item()
                live.log(share=right[name, n])  # `right` is the last one of all, and has a target
            lines = [f"{'the code':12}{''.join(SIGNS[i] for i in test[1, -n:].tolist())}"]
            lines.append(f"{f'the {name}':12}{''.join(SIGNS[i] for i in said[0].tolist())}")
            live.text(f"The {name} repeats {n} letters", "\n".join(lines))
    live.result(
        right=right["GPT", 12],
        gain=right["GPT", 12] - right["GRU", 12],
        gru_right=right["GRU", 12],
        right_short=right["GPT", 4],
        gru_short=right["GRU", 4],
    )


main()
