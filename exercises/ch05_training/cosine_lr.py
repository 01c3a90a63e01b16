# Made from solutions/ch05_training/cosine_lr.py by `dltutor author stubs`; edit that file. [c07bcd06]
"""Cosine annealing: a learning rate that falls along half a wave."""

import math


def cosine_lr(t: int, lr: float, total: int, lr_min: float = 0.0) -> float:
    """The learning rate of step t, on half a cosine wave from lr to lr_min.

    It is lr at t = 0, halfway between both at t = total / 2, and lr_min
    at t = total. From there on it stays at lr_min.

    Source: Loshchilov and Hutter 2017, equation 5, without restarts.

    t: which step, a whole number; the first step is 0.
    lr: the rate of step 0.
    total: after so many steps the end is reached, at least 1.
    lr_min: the rate at the end, at least 0 and at most lr.
    Returns a float.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print([round(cosine_lr(t, lr=0.9, total=4, lr_min=0.1), 4) for t in range(6)])
    print("expected: [0.9, 0.7828, 0.5, 0.2172, 0.1, 0.1]")
