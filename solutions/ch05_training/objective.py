"""One trial of a search, as Optuna wants to have it written."""

from collections.abc import Callable, Iterator
from typing import Any


class TrialPruned(Exception):
    """Says that a trial was given up. Optuna's own is called
    optuna.TrialPruned."""


def objective(trial: Any, train: Callable[[float, float], Iterator[float]]) -> float:
    """Try one setting, tell how it goes, and give it up when told to.

    The setting has two numbers, which the trial is asked for under these
    names:

        "lr": from 0.001 to 10, drawn on a logarithmic scale.
        "momentum": one of 0.0 and 0.9.

    After each epoch the trial hears of the validation loss, with the
    number of the epoch, which counts from 0, as its step. Then it is
    asked whether to go on.

    trial: an optuna.Trial, or what has the same four methods:
      suggest_float(name, low, high, *, log=False) -> float
      suggest_categorical(name, choices) -> one of the choices
      report(value, step) -> None
      should_prune() -> bool: True if this trial is to be given up.
    train: train(lr, momentum) returns an iterator. Each time that it is
      asked for the next loss it trains for one more epoch; it ends when
      all epochs are done, of which there is at least one.
    Returns the loss after the last epoch, a float.
    Raises TrialPruned where the trial is to be given up; no further epoch
    is trained then.
    """
    lr = trial.suggest_float("lr", 1e-3, 10.0, log=True)
    momentum = trial.suggest_categorical("momentum", [0.0, 0.9])
    for epoch, loss in enumerate(train(lr, momentum)):
        trial.report(loss, epoch)
        if trial.should_prune():
            raise TrialPruned
    return loss


if __name__ == "__main__":

    class Trial:
        """A trial that is given up when the loss is above 2."""

        def suggest_float(self, name: str, low: float, high: float, *, log: bool = False) -> float:
            return 0.5

        def suggest_categorical(self, name: str, choices: list[float]) -> float:
            return choices[0]

        def report(self, value: float, step: int) -> None:
            print(f"epoch {step}: {value}")
            self.value = value

        def should_prune(self) -> bool:
            return self.value > 2

    print(objective(Trial(), lambda lr, momentum: iter([1.5, 0.75, 0.25])))
    try:
        objective(Trial(), lambda lr, momentum: iter([1.5, 3.0, 0.25]))
    except TrialPruned:
        print("given up")
    print("expected: epochs 0, 1 and 2, then 0.25; epochs 0 and 1, then given up")
