# Made from solutions/ch05_training/exp_lr.py by `dltutor author stubs`; edit that file. [1715d677]
"""A learning rate that shrinks by the same factor with every step."""


def exp_lr(t: int, lr: float, gamma: float) -> float:
    """The learning rate of step t: lr, multiplied t times by gamma.

    t: which step, a whole number; the first step is 0.
    lr: the rate of step 0, above 0.
    gamma: above 0 and at most 1.
    Returns a float.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print([exp_lr(t, lr=0.8, gamma=0.5) for t in range(4)])
    print("expected: [0.8, 0.4, 0.2, 0.1]")
