# Made from solutions/ch05_training/plateau_schedule.py by `dltutor author stubs`; edit that file. [7049164b]
"""A schedule that looks: the rate drops when the loss stands still."""

import math


class PlateauSchedule:
    """A learning rate that drops when the loss has stood still for too long.

    A loss is *better* if it is less than the best one so far minus
    min_delta; then it is the best one. Before the first, the best is inf.
    A loss that is nan is never better. `patience` losses in a row that are
    not better are borne; with one more the rate is multiplied by factor,
    and the count begins anew. (The best loss stays what it is.)

    Attributes:
        lr: the learning rate now, a float.
    """

    def __init__(self, lr: float, factor: float = 0.5, patience: int = 2, min_delta: float = 0.0) -> None:
        """lr: the rate at the start. factor: above 0 and below 1.

        patience: a whole number, at least 0. min_delta: at least 0.
        """
        raise NotImplementedError

    def step(self, loss: float) -> float:
        """Hear of the validation loss after one more epoch.

        Returns the rate from now on, which is self.lr as well.
        """
        raise NotImplementedError


if __name__ == "__main__":
    schedule = PlateauSchedule(lr=0.8, factor=0.5, patience=1)
    print([schedule.step(loss) for loss in [1.0, 0.9, 0.9, 0.95, 0.8, 0.8, 0.85]])
    print("expected: [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2]")
