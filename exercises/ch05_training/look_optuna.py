"""Optuna searches with your objective, your successive_halving with the same settings and as many epochs. About 10 s.

Optuna is an extra: without it one sentence says how it is installed, and only halving runs.
"""

import math
from collections.abc import Iterator

import torch
from fitting import Optimiser, Pairs, measure, mlp, one_epoch
from log_uniform import log_uniform
from objective import TrialPruned, objective
from sgd_step import sgd_step
from successive_halving import successive_halving
from torch import nn

from tutor import live
from tutor.datasets import digits

try:
    import optuna
except ModuleNotFoundError:
    optuna = None

BUDGETS = [1, 1, 2, 4, 8]  # for 32, 16, 8, 4 and 2 settings: 96 epochs
ALL = 96

seed = live.seed()
data = digits.load()
train: Pairs = (data.train_x[:1047], data.train_y[:1047])
valid: Pairs = (data.train_x[1047:], data.train_y[1047:])
test: Pairs = (data.test_x, data.test_y)

Setting = tuple[float, float]  # rate, momentum


class Run:
    """One network with its setting. Each `next` trains it for one more epoch and gives the validation loss."""

    # of all runs of a search together:
    spent = 0  # epochs
    best = math.inf  # the smallest validation loss after any epoch so far
    bar: Iterator[int] = iter(())

    @classmethod
    def begin(cls) -> None:
        """Before each search."""
        cls.spent, cls.best, cls.bar = 0, math.inf, iter(live.epochs(ALL))

    def __init__(self, lr: float, momentum: float) -> None:
        torch.manual_seed(seed)
        self.model: nn.Module = mlp()
        self.lr = lr
        self.optimiser = Optimiser(self.model.parameters(), sgd_step, momentum=momentum)
        self.chance = torch.Generator().manual_seed(seed)

    def __iter__(self) -> Iterator[float]:
        return self

    def __next__(self) -> float:
        next(Run.bar, None)
        one_epoch(self.model, self.optimiser, self.lr, *train, self.chance)
        Run.spent += 1
        loss = measure(self.model, *valid)[0]
        if loss < Run.best:
            Run.best = loss
        if math.isfinite(Run.best):
            live.log(smallest_loss=min(Run.best, 3.0))  # a first loss of some hundreds would flatten the curve
        return loss


def with_halving() -> tuple[Setting, float]:
    chance = torch.Generator().manual_seed(seed)

    def sample() -> Setting:
        momentum = 0.9 * torch.randint(2, (), generator=chance).item()
        return log_uniform(1e-3, 10.0, chance), momentum

    def further(setting: Setting, run: Run | None, epochs: int) -> tuple[Run, float]:
        run = run or Run(*setting)
        loss = [next(run) for _ in range(epochs)][-1]
        return run, loss

    return successive_halving(sample, further, 32, 2, BUDGETS)


def with_optuna() -> tuple[Setting, float, int]:
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        direction="minimize",
        sampler=optuna.samplers.TPESampler(seed=seed),
        pruner=optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=2),
    )

    def trained(lr: float, momentum: float) -> Iterator[float]:
        run = Run(lr, momentum)
        for _, loss in zip(range(sum(BUDGETS)), run, strict=False):
            yield loss if math.isfinite(loss) else 1e9

    def one_trial(trial: optuna.Trial) -> float:
        try:
            return objective(trial, trained)
        except TrialPruned:  # yours, in Optuna's words
            raise optuna.TrialPruned from None

    while Run.spent < ALL:
        study.optimize(one_trial, n_trials=1)
    best = study.best_trial
    return (best.params["lr"], best.params["momentum"]), best.value, len(study.trials)


def line(name: str, setting: Setting, loss: float, tried: int, epochs: int) -> str:
    lr, momentum = setting
    return f"{name:14}{tried:>8}{epochs:>8}{lr:>10.4f}{momentum:>10.1f}{loss:>10.4f}"


live.stage("your halving")
Run.begin()
setting, loss = with_halving()
lines = [f"{'':14}{'tried':>8}{'epochs':>8}{'rate':>10}{'momentum':>10}{'loss':>10}"]
lines.append(line("your halving", setting, loss, 32, Run.spent))
if optuna is None:
    live.say("Optuna is not installed. `pip install optuna` in the environment of dltutor brings it.")
else:
    live.stage("Optuna")
    Run.begin()
    setting, loss, tried = with_optuna()
    lines.append(line("Optuna", setting, loss, tried, Run.spent))
live.text("The best setting, by its validation loss", "\n".join(lines))
