"""Which classic mistake is it? Never a guess dressed as a certainty: by the rules below, or silence.

Each named mistake, and the reference, is run on the checks that failed, with the same inputs. Per observed name a
subject agrees with the reference or departs from it. A mistake *explains* a departure of the learner's if its
value equals theirs after loosening (dtype, axes of length 1, list for tensor); it is *contradicted* where it departs
and the learner does not. Then, in this order:

1. exact     one mistake explains every departure and nothing contradicts it; ties are told as ties
2. pair      the edits of two mistakes together are exact
3. partly    one mistake alone explains the departures that the learner is told of, on enough evidence
4. relation  no mistake, but a plain relation to the reference: k times, negative, transposed, reversed, shifted
5. assert    a promise about a property: the mistakes (two at most) that break the same checks in the same words
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from functools import cached_property

from tutor.checking.evidence import Failure, Key, Shown, Suspect, alike, bare, bits, departs, identical
from tutor.checking.relation import relation
from tutor.checking.suspects import Suspects

PATIENCE = 6.0  # seconds; after that, silence: the verdict stands already
_BITS = 16.0
_TIES = 2
Check = Callable[..., None]
Found = dict[str, str]


class Diagnosis:
    """The search for the mistakes that explain the failures of one file. `kept` are the checks that passed, with their
    seeds: they decide between ties."""

    def __init__(
        self,
        suspects: Suspects,
        failures: list[Failure],
        kept: Sequence[tuple[str, Check, int]] = (),
        seconds: float = PATIENCE,
    ) -> None:
        self.suspects = suspects
        self.right = suspects.right
        self.failures = failures
        self.kept = kept
        self.until = time.monotonic() + seconds

    def find(self) -> dict[str, Found]:
        """`{check: {"mistake", "says"}}` for every failed check that can be explained."""
        suspects = self.suspects.single
        told = [failure for failure in self.failures if failure.bench.told is not None]
        found = self._by_value(suspects, told) if told else {}
        known = {entry["mistake"] for entry in found.values()}
        for failure in self.failures:
            if failure.bench.told is None and self._in_time():
                named = self._by_assert(suspects, failure, known)
                if named:
                    found[failure.check] = named
        return found

    # -- the rules

    def _by_value(self, suspects: list[Suspect], failures: list[Failure]) -> dict[str, Found]:
        exact = [suspect for suspect in suspects if self._in_time() and self._exact(suspect)]
        if exact:
            return _for_all(failures, self._named(self._preferred(exact)))
        for one, two in itertools.combinations([s for s in suspects if self._relevant(s)], 2):
            if not self._in_time():
                return {}
            pair = self.suspects.pair(one, two)
            if pair and self._exact(pair):
                return _for_all(failures, {"mistake": pair.name, "says": pair.says})
        partly = [suspect for suspect in suspects if self._in_time() and self._partly(suspect, failures)]
        if len(partly) == 1:
            says = f"{partly[0].says} (And something more is different.)"
            return _for_all(failures, {"mistake": partly[0].name, "says": says})
        return self._by_relation(failures)

    def _exact(self, suspect: Suspect) -> bool:
        """Explains every departure, is contradicted nowhere."""
        departing = self._departing
        return bool(departing) and all(self._accounts_for(suspect, failure) for failure in departing)

    def _accounts_for(self, suspect: Suspect, failure: Failure) -> bool:
        shown, right, mine = suspect.on(failure), self.right.on(failure), _learner(failure)
        if shown.broke is None:
            return False
        for key, value in mine.values.items():
            theirs = shown.values.get(key)
            if departs(value, right.values.get(key)):
                if theirs is None or not self._explains(failure, key, shown):
                    return False
            elif theirs is not None and departs(theirs, right.values.get(key)):
                return False
        return True

    def _explains(self, failure: Failure, key: Key, shown: Shown) -> bool:
        right = self.right.on(failure).values.get(key)
        theirs = shown.values.get(key)
        return theirs is not None and departs(theirs, right) and alike(_learner(failure).values[key], theirs, right)

    def _partly(self, suspect: Suspect, failures: list[Failure]) -> bool:
        for failure in failures:
            key = _told(failure)
            if key is None or not self._explains(failure, key, suspect.on(failure)):
                return False
            if bits(_learner(failure).values[key].value) < _BITS:
                return False
        return True

    def _preferred(self, suspects: list[Suspect]) -> list[Suspect]:
        """Of several that fit: those that break every promise in the same words, that fit without loosening, and that
        keep the promises which the learner keeps."""
        for better in (self._same_words, self._strictly, self._keeps_what_passed):
            if len(suspects) > 1:
                suspects = [suspect for suspect in suspects if better(suspect)] or suspects
        return suspects

    def _same_words(self, suspect: Suspect) -> bool:
        return all(suspect.on(failure).broke == bare(failure.broken.message) for failure in self.failures)

    def _strictly(self, suspect: Suspect) -> bool:
        return all(
            key[1] == "!" or (key in suspect.on(failure).values and identical(value, suspect.on(failure).values[key]))
            for failure in self._departing
            for key, value in _learner(failure).values.items()
        )

    def _keeps_what_passed(self, suspect: Suspect) -> bool:
        return all(suspect.try_check(check, function, seed).broke is None for check, function, seed in self.kept)

    def _by_assert(self, suspects: list[Suspect], failure: Failure, known: set[str]) -> Found | None:
        words = bare(failure.broken.message)
        for suspect in suspects:  # the values of other checks have named it already
            if suspect.name in known and suspect.on(failure).broke == words:
                return self._named([suspect])
        same = [
            suspect
            for suspect in suspects
            if self._in_time() and self._breaks_alike(suspect, failure, words) and self._keeps_what_passed(suspect)
        ]
        same = [suspect for suspect in same if self._same_words(suspect)] or same
        return self._named(same) if 0 < len(same) <= _TIES else None

    def _breaks_alike(self, suspect: Suspect, failure: Failure, words: str) -> bool:
        """Breaks the same checks as the learner, this one in the same words. The quickest check is asked first."""
        for other in sorted(self.failures, key=lambda each: each.seconds):
            broke = suspect.on(other).broke
            if broke is None or (other is failure and broke != words):
                return False
        return True

    def _by_relation(self, failures: list[Failure]) -> dict[str, Found]:
        found = {}
        for failure in failures:
            key, right = _told(failure), self.right.on(failure)
            if key and key in right.values and key[1] != "!":
                says = relation(_learner(failure).values[key].value, right.values[key].value)
                if says:
                    found[failure.check] = {"mistake": "", "says": f"{key[1][:1].upper()}{key[1][1:]}: {says}"}
        return found

    def _relevant(self, suspect: Suspect) -> bool:
        """Whether a mistake shows where the learner departs first: others are no part of a pair."""
        for failure in self._departing[:1]:
            shown, right = suspect.on(failure), self.right.on(failure)
            for key, value in _learner(failure).values.items():
                if departs(value, right.values.get(key)):
                    theirs = shown.values.get(key)
                    return theirs is None or departs(theirs, right.values.get(key))
        return False

    @cached_property
    def _departing(self) -> list[Failure]:
        """The failed checks in which a compared value departs."""
        return [
            failure
            for failure in self.failures
            if any(
                departs(value, self.right.on(failure).values.get(key))
                for key, value in _learner(failure).values.items()
            )
        ]

    def _in_time(self) -> bool:
        return time.monotonic() < self.until

    def _named(self, suspects: list[Suspect]) -> Found:
        says = [suspect.says for suspect in suspects]
        mistake = " or ".join(suspect.name for suspect in suspects)
        return {"mistake": mistake, "says": says[0] if len(says) == 1 else "Either: " + " Or: ".join(says)}


def _learner(failure: Failure) -> Shown:
    return Shown.of(failure.bench, failure.broken)


def _told(failure: Failure) -> Key | None:
    keys = [key for key in _learner(failure).values if key[1] == failure.bench.told]
    return keys[-1] if keys else None


def _for_all(failures: list[Failure], named: Found) -> dict[str, Found]:
    return {failure.check: named for failure in failures}
