"""Successive halving: a little time for all settings, more for the good."""

import math
from collections.abc import Callable
from typing import Any


def successive_halving(
    sample: Callable[[], Any],
    train: Callable[[Any, Any, int], tuple[Any, float]],
    n: int,
    eta: int,
    budgets: list[int],
) -> tuple[Any, float]:
    """Find the best of n settings without training all of them to the end.

    There is a round for each number in budgets. In a round every setting
    that is still in the race is trained for so many epochs *more*. After
    each round but the last the best stay, one in eta of those that were
    left, rounded down, but never fewer than one; the others are not
    trained again.

    Source: Jamieson and Talwalkar 2016, algorithm "Successive Halving".

    sample: draws a setting of any type, such as a float or a dict; called
      n times. Two settings may be equal, and are still two.
    train: train(config, state, epochs) trains the setting `config` for
      `epochs` further epochs and returns (state, loss): how far it has
      come, of any type, to be handed in next time, and its loss on
      validation data, where less is better. The state is None where a
      setting begins. A loss can be inf or nan (the training diverged): both
      are worse than all finite ones. Finite losses of one round differ, and
      there are always enough of them for those that stay.
    n: at least 1. eta: at least 2. budgets: at least one number, none
      below 1; the list stays as it is.
    Returns (config, loss): the setting with the smallest loss in the last
    round, and this loss.
    """
    arms = [(sample(), None, math.inf) for _ in range(n)]
    for round_number, epochs in enumerate(budgets):
        if round_number > 0:
            arms = arms[: max(1, len(arms) // eta)]
        arms = [(config, *train(config, state, epochs)) for config, state, _ in arms]
        arms.sort(key=lambda arm: arm[2] if math.isfinite(arm[2]) else math.inf)
    config, _, loss = arms[0]
    return config, loss


if __name__ == "__main__":
    rates = iter([3.0, 0.1, 1.0, 0.01])

    def train(rate: float, epochs_before: int | None, epochs: int) -> tuple[int, float]:
        """Only pretends: the nearer to 1 the rate, the lower the loss."""
        done = (epochs_before or 0) + epochs
        print(f"rate {rate}: epochs {done - epochs} to {done}")
        return done, abs(math.log10(rate)) + 1 / done

    print(successive_halving(lambda: next(rates), train, n=4, eta=2, budgets=[1, 2, 4]))
    print("expected: four trained for 1 epoch, two for 2 more, one for 4 more; (1.0, 0.1428...)")
