"""One attempt of the prover, and what all attempts of an order share.

An attempt says beforehand what is to be told if it never comes back: a mutant may end the process or hang in C.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tutor.checking.alarm import Alarm
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

    def attempt(self, lost: Fact, tells: str, run: Run, seconds: float = 0.0) -> Attempt:
        """An attempt that tries at most two texts, each for `seconds`."""
        return Attempt(lost, tells, 2 * (seconds or self.patience) + self.order["grace"], run)

    def within(self, text: str, seconds: float = 0.0, **how: Any) -> Tried | None:
        """`Proof.attempt`; None where the time was up."""
        return self.alarm.within(seconds or self.patience, lambda: self.proof.attempt(text, **how))

    def outcome(self, tried: Tried | None) -> Fact:
        """What did not pass, and what is said of it."""
        if tried is None:
            return {"failed": self.everything, "told": "The time for this answer is up."}
        return {"failed": tried.not_passed, "told": tried.told}
