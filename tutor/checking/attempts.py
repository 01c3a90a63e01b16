"""What an order asks the prover to try, one attempt after the other, and the facts that come of it.

An attempt says beforehand what is to be told if it never comes back: a mutant may end the process or hang in C.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch

from tutor.checking import generic, planting, shipment
from tutor.checking.alarm import Alarm
from tutor.checking.answers import Answer, StaleEdit
from tutor.checking.forbid import said
from tutor.checking.proof import FaultyFile, Proof, Tried

Fact = dict[str, Any]
_WAYS = 3  # so many seeds for the mistakes: what a mistake showed under one is remembered for the next
_GRACE = 5.0  # seconds that the parent waits beyond the alarm


@dataclass(frozen=True, slots=True)
class Attempt:
    """`lost` is the fact where `run` never comes back (the parent fills in its field `tells`), `limit` how long it may
    take."""

    lost: Fact
    tells: str
    limit: float
    run: Callable[[], Iterator[Fact]]


class Attempts:
    """All attempts of one order, in a fixed sequence."""

    def __init__(self, proof: Proof, order: dict[str, Any], alarm: Alarm) -> None:
        self.proof = proof
        self.order = order
        self.alarm = alarm
        self.all = list(proof.titles)
        self.reference = proof.reference
        self.seeds: list[int] = order["seeds"]
        self.patience: float = order["patience"]

    def planned(self) -> Iterator[Attempt]:
        """In the order of this list, whatever the order of `want`."""
        wanted = {
            "reference": self._references,
            "seeds": self._more_seeds,
            "stub": self._stub,
            "shipped": self._shipped,
            "forbid": self._forbid,
            "wrong": self._wrong,
            "right": self._right,
            "generic": self._generic,
            "mutants": self._mutants,
        }
        faulty = set[str]()
        for want, attempts in wanted.items():
            if want not in self.order["want"]:
                continue
            try:
                yield from attempts()
            except FaultyFile as fault:
                if fault.file not in faulty:
                    faulty.add(fault.file)
                    yield self._attempt(fault.fact, "told", functools.partial(iter, [fault.fact]))

    # -- the reference, and what is not the reference

    def _references(self) -> Iterator[Attempt]:
        for threads in self.order["threads"]:
            for seed in self.seeds:
                yield self._reference(seed, threads)

    def _more_seeds(self) -> Iterator[Attempt]:
        for seed in self.order["more_seeds"]:
            yield self._reference(seed, 1)

    def _reference(self, seed: int, threads: int) -> Attempt:
        about = {"fact": "reference", "seed": seed, "threads": threads}

        def run() -> Iterator[Fact]:
            torch.set_num_threads(threads)
            try:
                tried = self._try(self.reference, seed=seed)
            finally:
                torch.set_num_threads(1)
            yield about | _outcome(tried, self.all) | {"seconds": round(tried.seconds, 4) if tried else self.patience}

        return self._attempt(about | {"failed": self.all, "seconds": self.patience}, "told", run)

    def _stub(self) -> Iterator[Attempt]:
        def run() -> Iterator[Fact]:
            tried = self._try(self.order["stub"])
            passed = [result.id for result in tried.results if result.status == "passed"] if tried else []
            yield {"fact": "stub", "passed": passed}

        yield self._attempt({"fact": "stub", "passed": []}, "told", run)

    def _shipped(self) -> Iterator[Attempt]:
        def run() -> Iterator[Fact]:
            fault = self.alarm.within(self.patience, lambda: shipment.fault(self.proof, self.seeds[0]))
            yield {"fact": "shipped", "fault": "it takes too long" if fault is None else fault}

        yield self._attempt({"fact": "shipped"}, "fault", run)

    def _forbid(self) -> Iterator[Attempt]:
        for name in self.proof.job["forbid"]:
            yield self._attempt({"fact": "forbid", "name": name} | planting.NOTHING, "blamed", self._planted(name))

    def _planted(self, name: str) -> Callable[[], Iterator[Fact]]:
        def run() -> Iterator[Fact]:
            tried = self._try(self.reference, seed=self.seeds[0])
            blamed = tried.forbidden if tried else ""
            own = self._uses(name, blamed)
            found = self.alarm.within(self.patience, lambda: planting.plant(self.proof, name)) or planting.NOTHING
            yield {"fact": "forbid", "name": name} | found | {"blamed": blamed if own else ""}

        return run

    def _uses(self, name: str, message: str) -> bool:
        return message in (said(name), said(f"the operator {name.removeprefix('aten.')}"))

    # -- other answers

    def _wrong(self) -> Iterator[Attempt]:
        for number, answer in enumerate(self.proof.answers.wrong.values()):
            about = {"fact": "wrong", "name": answer.name, "failed": [], "named": {}, "told": "", "fault": ""}
            yield self._attempt(about, "fault", self._mistake(number, answer, about))

    def _mistake(self, number: int, answer: Answer, about: Fact) -> Callable[[], Iterator[Fact]]:
        def run() -> Iterator[Fact]:
            text, fault = self._text(answer)
            if fault:
                yield about | {"fault": fault}
                return
            ways = self.seeds[:_WAYS]
            tried = self._try(text, seed=ways[number % len(ways)], diagnose=True)
            failed = tried.not_passed if tried else self.all
            if tried and not _is_named(tried, answer.name) and len(ways) > 1:  # by an unlucky draw, perhaps
                tried = self._try(text, seed=ways[(number + 1) % len(ways)], diagnose=True)
            outcome = _outcome(tried, self.all)
            named = {check: tried.found.get(check, {}).get("mistake", "") for check in tried.failed} if tried else {}
            yield about | outcome | {"failed": [c for c in failed if c in outcome["failed"]], "named": named}

        return run

    def _right(self) -> Iterator[Attempt]:
        for answer in self.proof.answers.right.values():
            for seed in self.seeds:
                about = {"fact": "right", "name": answer.name, "seed": seed, "failed": [], "told": "", "fault": ""}
                yield self._attempt(about | {"forbidden": ""}, "fault", self._other(answer, seed, about))

    def _other(self, answer: Answer, seed: int, about: Fact) -> Callable[[], Iterator[Fact]]:
        def run() -> Iterator[Fact]:
            text, fault = self._text(answer)
            if fault:
                yield about | {"fault": fault, "forbidden": ""}
                return
            tried = self._try(text, seed=seed)
            names = (name for name in self.proof.forbid if tried and self._uses(name, tried.forbidden))
            yield about | _outcome(tried, self.all) | {"forbidden": next(names, "")}

        return run

    def _text(self, answer: Answer) -> tuple[str, str]:
        try:
            text = answer.apply(self.reference)
            ast.parse(text)
        except StaleEdit as fault:
            return "", str(fault)
        except (SyntaxError, ValueError) as fault:
            return "", f"'{answer.name}' is no Python: {fault}"
        return text, ""

    # -- wrong answers that nobody wrote

    def _generic(self) -> Iterator[Attempt]:
        for function in generic.functions(self.order["stub"], self.proof.job["implement"]):
            for name in generic.NAMES:
                about = {"fact": "generic", "name": name, "function": function}
                yield self._hasty(about | {"touched": True, "failed": self.all}, "told", self._twisted(about))

    def _twisted(self, about: Fact) -> Callable[[], Iterator[Fact]]:
        def run() -> Iterator[Fact]:
            text = generic.twisted(self.reference, about["name"], about["function"])
            generic.forget()
            tried = self._try(text, self._patience_for_strangers, seed=self.seeds[0], hasty=True)
            yield about | {"touched": generic.touched(), "failed": tried.not_passed if tried else self.all}

        return run

    def _mutants(self) -> Iterator[Attempt]:
        for name, text in self.order["mutants"]:
            about = {"fact": "mutant", "id": name, "failed": []}
            yield self._hasty(about, "how", self._mutant(text, about))

    def _mutant(self, text: str, about: Fact) -> Callable[[], Iterator[Fact]]:
        def run() -> Iterator[Fact]:
            for seed in self.seeds[:2]:  # a survivor is tried again: an unlucky draw may have let it through
                tried = self._try(text, self._patience_for_strangers, seed=seed, hasty=True)
                if self.alarm.rang or tried is None:
                    yield about | {"failed": tried.not_passed if tried else [], "how": "timeout"}
                    return
                if tried.not_passed:
                    yield about | {"failed": tried.not_passed, "how": "killed"}
                    return
            yield about | {"how": "survived"}

        return run

    # -- how

    @property
    def _patience_for_strangers(self) -> float:
        return float(self.order["mutant_seconds"])

    def _try(self, text: str, seconds: float = 0.0, **how: Any) -> Tried | None:
        """None where the time was up."""
        return self.alarm.within(seconds or self.patience, lambda: self.proof.attempt(text, **how))

    def _attempt(self, lost: Fact, tells: str, run: Callable[[], Iterator[Fact]]) -> Attempt:
        return Attempt(lost, tells, 2 * self.patience + _GRACE, run)

    def _hasty(self, lost: Fact, tells: str, run: Callable[[], Iterator[Fact]]) -> Attempt:
        return Attempt(lost, tells, 2 * self._patience_for_strangers + _GRACE, run)


def _outcome(tried: Tried | None, everything: list[str]) -> Fact:
    if tried is None:
        return {"failed": everything, "told": "The time for this answer is up."}
    return {"failed": tried.not_passed, "told": tried.told}


def _is_named(tried: Tried, name: str) -> bool:
    return bool(tried.failed) and all(name in named.split(" or ") for named in tried.named)
