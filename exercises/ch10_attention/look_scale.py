"""How wide dot products spread, and what the softmax makes of that: no training, random vectors only."""

import math

import torch

from tutor import live

KEYS = 8


def main() -> None:
    live.seed(1)
    rows, weights = [], []
    for d in (4, 64, 1024):
        query, keys = torch.randn(1000, 1, d), torch.randn(1000, KEYS, d)  # 1,000 bags of eight keys
        products = (query * keys).sum(dim=2)  # (1000, 8)
        for name, scores in ((f"D = {d}, q·k", products), (f"D = {d}, q·k / √D", products / math.sqrt(d))):
            shares = scores.softmax(dim=1)
            top = shares.max(dim=1).values
            rows.append(f"{name:<18}{scores.std():>8.2f}{top.mean():>18.2f}{(top * (1 - top)).mean():>14.3f}")
            weights.append((name, shares[0]))
    head = f"{'':<18}{'spread':>8}{'largest weight':>18}{'its slope':>14}"
    live.text("1,000 queries, each with eight keys, all numbers drawn at random", "\n".join([head, *rows]))
    live.picture(
        "The weights of the first query over its eight keys",
        torch.stack([shares for _, shares in weights]),
        rows=[name.replace(", q·k", "") for name, _ in weights],
        columns=range(1, KEYS + 1),
        caption="In hundredths. Without the root, long vectors leave one key with nearly everything.",
    )
    live.say("The slope w(1 - w): how much the largest weight moves when its score moves. Near 0, it learns nothing.")
    live.result(spread_without_root=products.std(), spread_with_root=scores.std())


main()
