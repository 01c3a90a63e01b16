"""How long a running average remembers its first number: no training, only the shares."""

import math

import torch

from tutor import live

STEPS = 24
KEEPS = (0.5, 0.8, 0.9)


def main() -> None:
    steps = torch.arange(STEPS)  # (T,)
    shares = torch.stack([keep**steps for keep in KEEPS])  # (3, T)
    live.picture(
        "What is left of the first number",
        shares,
        rows=[f"keep {keep}" for keep in KEEPS],
        columns=[str(int(step)) for step in steps],
        caption="In hundredths, from left to right after 0, 1, 2, ... further numbers.",
    )
    for keep in KEEPS:
        steps_to_a_tenth = math.ceil(math.log(0.1) / math.log(keep))
        live.say(f"keep = {keep}: less than a tenth is left after {steps_to_a_tenth} further numbers.")


main()
