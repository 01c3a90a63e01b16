# Made from solutions/ch05_training/step_lr.py by `dltutor author stubs`; edit that file. [fd64ea87]
"""A learning rate that stays for a while, and then drops."""


def step_lr(t: int, lr: float, drop: float, every: int) -> float:
    """The learning rate of step t, which drops after each `every` steps.

    The first `every` steps have the rate lr, the next `every` steps have
    lr · drop, those after them lr · drop · drop, and so on.

    t: which step, a whole number; the first step is 0.
    lr: the rate at the start, above 0.
    drop: the factor of one drop, above 0 and at most 1.
    every: how many steps have the same rate, a whole number, at least 1.
    Returns a float.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print([step_lr(t, lr=0.8, drop=0.5, every=3) for t in range(7)])
    print("expected: [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2]")
