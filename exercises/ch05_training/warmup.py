# Made from solutions/ch05_training/warmup.py by `dltutor author stubs`; edit that file. [ba0a1e13]
"""Warm-up: a ramp in front of any schedule."""

from collections.abc import Callable


def warmup(t: int, steps: int, schedule: Callable[[int], float]) -> float:
    """The learning rate of step t: first a ramp, and then the schedule.

    The ramp takes `steps` steps. It climbs evenly, from just above 0
    towards the first rate of the schedule: the steps of the ramp have
    1, 2, ..., `steps` parts of it, where steps + 1 parts are the whole.
    Then the schedule begins, at its own step 0.

    t: which step, a whole number; the first step is 0.
    steps: how many steps the ramp has, at least 0.
    schedule: gives the rate of each of its steps, which are counted from
      0 as well. It knows no steps below 0.
    Returns a float.
    """
    raise NotImplementedError


if __name__ == "__main__":

    def halving(t: int) -> float:
        return 0.8 * 0.5**t

    print([round(warmup(t, 3, halving), 4) for t in range(6)])
    print("expected: [0.2, 0.4, 0.6, 0.8, 0.4, 0.2]")
