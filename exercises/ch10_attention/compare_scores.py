"""The keyed lookup again, once with each of your three scores; then a look into the matrix of the general one."""

import torch
from additive_score import AdditiveScore
from dot_score import dot_score
from general_score import GeneralScore
from lookup import CARD, LETTERS, PIXELS, draw_bags, train
from networks import WIDTH, Attention, Projected

from tutor import live
from tutor.datasets import digits

EPOCHS = 8


def main() -> None:
    seed = live.seed()
    data = digits.load()
    test = draw_bags(2000, data.test_x, data.test_y, torch.Generator().manual_seed(1000 + seed))
    general = GeneralScore(len(LETTERS), CARD)
    scores = {
        "dot": Projected(dot_score),
        "general": general,
        "additive": AdditiveScore(len(LETTERS), CARD, WIDTH),
    }
    reached = {}
    for name, score in scores.items():
        live.stage(name, of=3)
        reached[name] = train(Attention(score), data, test, epochs=EPOCHS, seed=seed)
        numbers = sum(parameter.numel() for parameter in score.parameters())
        live.say(f"{name}: {numbers:,} numbers to learn in the score, {reached[name]:.1%} right")

    learned = general.weight.detach()  # (10, 74): a row for each letter asked for, a column for each number of a card
    live.picture(
        "W of the general score: letter asked for (rows), letter on the card (columns)",
        learned[:, PIXELS:],  # (10, 10)
        rows=LETTERS,
        columns=LETTERS,
        low=-1.5,
        high=1.5,
        caption="Nobody told it that equal letters belong together.",
    )
    letters, pixels = learned[:, PIXELS:].abs().mean(), learned[:, :PIXELS].abs().mean()
    live.say(f"The numbers in W: {letters:.2f} in size for the letters, {pixels:.2f} for the pixels.")
    live.result(dot=reached["dot"], general=reached["general"], additive=reached["additive"])


main()
