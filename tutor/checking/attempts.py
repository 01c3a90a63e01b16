"""What an order asks the prover to try, one attempt after the other: the reference, the stub, the checks themselves.

The other answers are in `tutor.checking.otherwise`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import torch

from tutor.checking import otherwise, planting, shipment
from tutor.checking.attempt import Attempt, Fact, Run, Trial
from tutor.checking.checkfile import FaultyFile


def planned(trial: Trial) -> Iterator[Attempt]:
    """All attempts of one order, in the sequence of this list, whatever the sequence of `want`. A file that can't be
    used is told once, and what does not need it goes on."""
    wanted = {
        "reference": references,
        "seeds": more_seeds,
        "stub": stub,
        "shipped": shipped,
        "forbid": forbid,
        "wrong": otherwise.wrong,
        "right": otherwise.right,
        "generic": otherwise.generic_ones,
        "mutants": otherwise.mutants,
    }
    faulty = set[str]()
    for want, attempts in wanted.items():
        if want not in trial.order["want"]:
            continue
        try:
            yield from attempts(trial)
        except FaultyFile as fault:
            if fault.file not in faulty:
                faulty.add(fault.file)
                yield trial.attempt(fault.fact, "told", functools.partial(iter, [fault.fact]))


def references(trial: Trial) -> Iterator[Attempt]:
    """The reference, under every seed."""
    first, *others = trial.order["threads"]
    yield from (_reference(trial, seed, first) for seed in trial.seeds)
    for threads in others:  # small tensors are never shared out: a few seeds show what there is to see
        yield from (_reference(trial, seed, threads) for seed in trial.seeds[:2])


def more_seeds(trial: Trial) -> Iterator[Attempt]:
    """The reference by itself, under seeds that change from day to day: that it agrees with itself is known by then."""
    for seed in trial.order["more_seeds"]:
        yield _alone(trial, seed)


def _alone(trial: Trial, seed: int) -> Attempt:
    about = {"fact": "reference", "seed": seed, "threads": 1, "alone": True}

    def run() -> Iterator[Fact]:
        tried = trial.bounded(lambda: trial.proof.alone(seed))
        yield about | trial.outcome(tried) | {"seconds": round(tried.seconds, 4) if tried else None}

    return trial.attempt(about | {"failed": trial.everything, "seconds": None}, "told", run)


def _reference(trial: Trial, seed: int, threads: int) -> Attempt:
    about = {"fact": "reference", "seed": seed, "threads": threads}

    def run() -> Iterator[Fact]:
        torch.set_num_threads(threads)
        try:
            tried = trial.within(trial.proof.reference, seed=seed)
        finally:
            torch.set_num_threads(1)
        seconds = round(tried.seconds, 4) if tried else None
        yield about | trial.outcome(tried) | {"seconds": seconds}

    return trial.attempt(about | {"failed": trial.everything, "seconds": None}, "told", run)


def stub(trial: Trial) -> Iterator[Attempt]:
    """A check that an unfinished file passes can't fail."""

    def run() -> Iterator[Fact]:
        tried = trial.within(trial.order["stub"])
        passed = [result.id for result in tried.results if result.status == "passed"] if tried else []
        yield {"fact": "stub", "passed": passed}

    yield trial.attempt({"fact": "stub", "passed": []}, "told", run)


def shipped(trial: Trial) -> Iterator[Attempt]:
    """The probes as they travel."""

    def run() -> Iterator[Fact]:
        fault = trial.alarm.within(trial.patience, lambda: shipment.fault(trial.proof, trial.seeds[0]))
        yield {"fact": "shipped", "fault": "it takes too long" if fault is None else fault}

    yield trial.attempt({"fact": "shipped"}, "fault", run)


def forbid(trial: Trial) -> Iterator[Attempt]:
    """Whether each forbidden name is caught, and whether the reference does without it."""
    for name in trial.proof.job["forbid"]:
        about = {"fact": "forbid", "name": name}
        yield trial.attempt(about | planting.NOTHING, "blamed", _forbidden(trial, name, about))


def _forbidden(trial: Trial, name: str, about: Fact) -> Run:
    def run() -> Iterator[Fact]:
        tried = trial.watched_reference
        found = trial.alarm.within(trial.patience, lambda: planting.plant(trial.proof, name)) or planting.NOTHING
        blamed = tried.forbidden if tried and trial.proof.uses(tried) == name else ""
        yield about | found | {"blamed": blamed}

    return run
