"""Which classic mistake is it? Never a guess dressed as a certainty: by the rules below, or silence.

Each named mistake, and the reference, is run on the checks that failed, with the same inputs. Per observed name a
subject agrees with the reference or departs from it. A mistake *explains* a departure of the learner's if its
value equals theirs after loosening (dtype, axes of length 1, list for tensor); it is *contradicted* where it departs
and the learner does not. Then, in this order:

1. exact     one mistake explains every departure and nothing contradicts it; ties are told as ties
2. pair      the edits of two mistakes together are exact
3. partly    one mistake alone explains the departure that the learner is told of, on enough evidence
4. relation  no mistake, but a plain relation to the reference: k times, negative, transposed, reversed, shifted
5. assert    a promise about a property: exactly one mistake breaks the same assert, and fails the same checks
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from tutor.checking.answers import Answer, StaleEdit, both, load_answers
from tutor.checking.bench import Bench, Broken, CheckFault, Evidence
from tutor.checking.comparison import compare
from tutor.checking.fixtures import call_check
from tutor.checking.job import files_from_json
from tutor.checking.loading import Library
from tutor.checking.local import LocalSubject
from tutor.checking.relation import relation

_SECONDS = 4.0  # after that, silence: the verdict stands already
_BITS = 16.0
Key = tuple[str, int, str]
Check = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Failure:
    """One check that failed for the learner: its function, the seed, and the bench with the evidence."""

    check: str
    function: Callable[..., None]
    seed: int
    bench: Bench
    broken: Broken


@dataclass(slots=True)
class Account:
    """What one subject showed in the failed checks."""

    values: dict[Key, Evidence] = field(default_factory=dict)
    broke: dict[str, str] = field(default_factory=dict)


class Diagnosis:
    """The search for the mistakes that explain the failures of one file."""

    def __init__(
        self,
        job: dict[str, Any],
        reference: LocalSubject,
        failures: list[Failure],
        kept: Sequence[tuple[str, Check, int]] = (),
    ) -> None:
        self.reference = reference
        self.failures = failures
        self.kept = kept  # the checks that passed, with their seeds: they decide between ties
        self.sources = files_from_json(job["reference"])
        self.target: str = job["target"]
        path = Path(job["answers_file"])
        self.wrong: dict[str, Answer] = load_answers(path).wrong if path.exists() else {}
        self.until = time.monotonic() + _SECONDS
        self.learner = Account()
        for failure in failures:
            _collect(self.learner, failure.check, failure.bench, failure.broken)
        self.right = self._account(reference)
        self.departures = {key for key in self.learner.values if self._departs(self.learner, key)}
        self.accounts: dict[str, Account] = {}

    def find(self) -> dict[str, dict[str, str]]:
        """`{check: {"mistake", "says"}}` for every failed check that can be explained."""
        for name, answer in self.wrong.items():
            if time.monotonic() > self.until:
                return {}
            if account := self._run(name, _applied(answer, self._text())):
                self.accounts[name] = account
        values = [failure for failure in self.failures if self._has_evidence(failure)]
        found = self._by_value(values) if values else {}
        for failure in self.failures:
            if failure not in values and (
                named := self._by_assert(failure, {one["mistake"] for one in found.values()})
            ):
                found[failure.check] = named
        return found

    # -- the rules

    def _by_value(self, failures: list[Failure]) -> dict[str, dict[str, str]]:
        exact = [name for name, account in self.accounts.items() if self._exact(account)]
        if exact:
            return _tell_all(failures, self._named(self._preferred(exact)))
        for one, two in itertools.combinations(self.accounts, 2):
            if time.monotonic() > self.until:
                return {}
            if self._relevant(one) and self._relevant(two):
                together = both(self.wrong[one], self.wrong[two], self._text())
                account = self._run(f"{one} + {two}", together)
                if account and self._exact(account):
                    says = f"{self.wrong[one].says} And: {self.wrong[two].says}"
                    return _tell_all(failures, {"mistake": f"{one} + {two}", "says": says})
        partly = [name for name, account in self.accounts.items() if self._partly(account, failures)]
        if len(partly) == 1:
            says = f"{self.wrong[partly[0]].says} (And something more is different.)"
            return _tell_all(failures, {"mistake": partly[0], "says": says})
        return self._by_relation(failures)

    def _exact(self, account: Account) -> bool:
        """Explains every departure, is contradicted nowhere."""
        if not self.departures:
            return False
        for key in self.learner.values:
            if key in self.departures:
                if not self._explains(account, key):
                    return False
            elif key in account.values and self._departs(account, key):
                return False
        return all(check in account.broke for check in {key[0] for key in self.departures})

    def _partly(self, account: Account, failures: list[Failure]) -> bool:
        for failure in failures:
            key = self._told(failure)
            if key is None or key not in self.departures or not self._explains(account, key):
                return False
            if _bits(self.learner.values[key].value) < _BITS:
                return False
        return True

    def _preferred(self, names: list[str]) -> list[str]:
        """Of several that fit, those that also keep the promises that the learner keeps."""
        if len(names) == 1:
            return names
        return [name for name in names if self._keeps_what_passed(name)] or names

    def _keeps_what_passed(self, name: str) -> bool:
        subject = self._subject(name, self.wrong[name].apply(self._text()))
        for check, function, seed in self.kept:
            try:
                call_check(function, Bench(subject, self.reference, check, seed))
            except Exception:
                return False
        return True

    def _by_assert(self, failure: Failure, known: set[str]) -> dict[str, str] | None:
        text = _bare(failure.broken.message)
        for name in known & self.accounts.keys():  # the values of other checks have named it already
            if self.accounts[name].broke.get(failure.check) == text:
                return self._named([name])
        broken = {other.check for other in self.failures}
        same = [
            name
            for name, account in self.accounts.items()
            if account.broke.get(failure.check) == text
            and set(account.broke) == broken
            and self._keeps_what_passed(name)
        ]
        return self._named(same) if len(same) == 1 else None

    def _by_relation(self, failures: list[Failure]) -> dict[str, dict[str, str]]:
        found = {}
        for failure in failures:
            key = self._told(failure)
            if key and key in self.right.values and key in self.learner.values and key[2] != "!":
                says = relation(self.learner.values[key].value, self.right.values[key].value)
                if says:
                    found[failure.check] = {"mistake": "", "says": f"{key[2][:1].upper()}{key[2][1:]}: {says}"}
        return found

    # -- evidence

    def _departs(self, account: Account, key: Key) -> bool:
        mine, right = account.values[key], self.right.values.get(key)
        if right is None:
            return True
        if mine.within is not None:
            return abs(float(mine.value) - float(right.value)) > mine.within
        return compare(mine.value, right.value, mine.tol) is not None

    def _explains(self, account: Account, key: Key) -> bool:
        theirs = account.values.get(key)
        if theirs is None or not self._departs(account, key):
            return False
        mine = self.learner.values[key]
        if key[2] == "!":
            return _bare(str(mine.value)) == _bare(str(theirs.value))
        if mine.within is not None:
            return abs(float(mine.value) - float(theirs.value)) <= mine.within
        if compare(mine.value, theirs.value, mine.tol) is None:
            return True
        return self._loosely(mine, theirs, key)

    def _loosely(self, mine: Evidence, theirs: Evidence, key: Key) -> bool:
        loose, other = _loose(mine.value), _loose(theirs.value)
        if loose is None or other is None or loose.shape != other.shape or not loose.numel():
            return False
        right = _loose(self.right.values[key].value) if key in self.right.values else None
        near = _alike(loose, other)
        return near and (right is None or right.shape != other.shape or not _alike(other, right))

    def _relevant(self, name: str) -> bool:
        """Whether a mistake shows in any place where the learner departs: others can't be part of a pair."""
        account = self.accounts[name]
        return any(key in account.values and self._departs(account, key) for key in self.departures) or any(
            key not in account.values for key in self.departures
        )

    def _has_evidence(self, failure: Failure) -> bool:
        return failure.bench.told is not None

    def _told(self, failure: Failure) -> Key | None:
        told = failure.bench.told
        keys = [key for key in self.learner.values if key[0] == failure.check and key[2] == told]
        return keys[-1] if keys else None

    # -- running

    def _run(self, name: str, code: str | None) -> Account | None:
        if code is None:
            return None
        return self._account(self._subject(name, code))

    def _subject(self, name: str, code: str) -> LocalSubject:
        sources = self.sources | {self.target: (f"<{name}>", code.encode())}
        return LocalSubject(Library.of_files(sources, self.target.partition(".")[0]), self.target)

    def _account(self, subject: LocalSubject) -> Account:
        account = Account()
        for failure in self.failures:
            bench = Bench(subject, self.reference, failure.check, failure.seed)
            broken: Broken | None = None
            try:
                call_check(failure.function, bench)
            except Broken as fault:
                broken = fault
            except CheckFault:
                continue
            except Exception as fault:
                broken = Broken("wrong", str(fault))
            _collect(account, failure.check, bench, broken)
        return account

    def _text(self) -> str:
        return self.sources[self.target][1].decode("utf-8")

    def _named(self, names: Iterable[str]) -> dict[str, str]:
        known = list(names)
        says = [self.wrong[name].says for name in known]
        return {"mistake": " or ".join(known), "says": says[0] if len(says) == 1 else "Either: " + " Or: ".join(says)}


def _applied(answer: Answer, reference: str) -> str | None:
    try:
        return answer.apply(reference)
    except StaleEdit:
        return None


def _tell_all(failures: list[Failure], named: dict[str, str]) -> dict[str, dict[str, str]]:
    return {failure.check: named for failure in failures}


def _collect(account: Account, check: str, bench: Bench, broken: Broken | None) -> None:
    for evidence in bench.evidence:
        account.values[check, evidence.call, evidence.name] = evidence
    if broken is not None:
        account.broke[check] = _bare(broken.message)


def _bare(text: str) -> str:
    """A message without its numbers: two runs of one mistake differ in those."""
    return re.sub(r"[-+]?\d[\d.,e+-]*", "#", text).strip().lower()


def _loose(value: Any) -> torch.Tensor | None:
    """A value as float64 without axes of length 1; None where there are no numbers in it."""
    if isinstance(value, torch.Tensor):
        return value.detach().double().squeeze()
    if isinstance(value, bool | int | float):
        return torch.tensor(float(value), dtype=torch.float64)
    if isinstance(value, list | tuple) and value:
        parts = [_loose(item) for item in value]
        if all(part is not None and part.shape == parts[0].shape for part in parts if parts[0] is not None):
            return torch.stack([part for part in parts if part is not None]).squeeze()
    return None


def _alike(one: torch.Tensor, two: torch.Tensor) -> bool:
    return bool(torch.allclose(one, two, rtol=1e-4, atol=1e-6, equal_nan=True))


def _bits(value: Any) -> float:
    """How much a coincidence would need: a bool or a small number is luck, a few floats are not."""
    if isinstance(value, torch.Tensor):
        return float(value.numel()) * (20.0 if value.is_floating_point() else 1.0)
    if isinstance(value, float):
        return 20.0
    if isinstance(value, list | tuple):
        return sum(_bits(item) for item in value)
    return 1.0
