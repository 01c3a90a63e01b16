"""One attempt of the prover, and what all attempts of an order share.

An attempt says beforehand what is to be told if it never comes back: a mutant may end the process or hang in C.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tutor.checking.alarm import Alarm, T
from tutor.checking.proof import Proof, Tried

Fact = dict[str, Any]
Run = Callable[[], Iterator[Fact]]


@dataclass(frozen=True, slots=True)
class Attempt:
    """`lost` is the fact where `run` never comes back (the parent fills in its field `tells`), `limit` how long it may
    take."""

    lost: Fact
    tells: str
    limit: float
    run: Run


class Trial:
    """One exercise on trial, as one order wants it."""

    def __init__(self, proof: Proof, order: dict[str, Any], alarm: Alarm) -> None:
        self.proof = proof
        self.order = order
        self.alarm = alarm
        self.everything = list(proof.checks.titles)
        self.seeds: list[int] = order["seeds"]
        self.patience: float = order["patience"]
        self.short: float = order["mutant_seconds"]
        self.mistakes: dict[str, Tried | None] = {}  # those judged already; None where the time was up
        self.told: set[str] = {*order["told"]}  # those of which all is said, since they could not be judged

    def attempt(self, lost: Fact, tells: str, run: Run, seconds: float = 0.0) -> Attempt:
        """An attempt that tries at most two texts, each for `seconds`."""
        return Attempt(lost, tells, 2 * (seconds or self.patience) + self.order["grace"], run)

    def within(self, text: str, seconds: float = 0.0, **how: Any) -> Tried | None:
        """`Proof.attempt`; None where the time was up."""
        return self.bounded(lambda: self.proof.attempt(text, **how), seconds)

    def bounded(self, call: Callable[[], T], seconds: float = 0.0) -> T | None:
        """What `call` returns; None where the time was up."""
        return self.alarm.within(seconds or self.patience, call)

    @cached_property
    def watched_reference(self) -> Tried | None:
        """The reference, held to do without what is forbidden."""
        return self.within(self.proof.reference, seed=self.seeds[0])

    def outcome(self, tried: Tried | None) -> Fact:
        """What did not pass, and what is said of it."""
        if tried is None:
            return {"failed": self.everything, "told": "The time for this answer is up."}
        return {"failed": tried.not_passed, "told": tried.told}
