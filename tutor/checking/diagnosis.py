"""Which classic mistake is it? Never a guess dressed as a certainty: by the rules below, or silence.

Each named mistake, and the reference, is run on the checks that failed, with the same inputs. Per observed name a
subject agrees with the reference or departs from it. A mistake *explains* a departure of the learner's if its
value equals theirs after loosening (dtype, axes of length 1, list for tensor); it is *contradicted* where it departs
and the learner does not. Then, in this order:

1. exact     one mistake explains every departure and nothing contradicts it; ties are told as ties. Where the
             evidence is thin, it must also keep what the learner keeps
2. apart     two mistakes that show in different checks: one is exact in the first, the other explains what departs in
             the next one that the first mistake does not account for (or, where none does, departs there in any way),
             and the edits of both together are exact
3. pair      the edits of two mistakes are exact together, and break nothing that the learner keeps: both show where
             the learner departs first, or one of them there and the other elsewhere
4. partly    one mistake alone explains the departures that the learner is told of, on enough evidence
5. alone     one mistake, the only one, is exact in every check in which it shows, on enough evidence, and the learner
             breaks all that it breaks: it is named for these checks
6. relation  no mistake, but a plain relation to the reference: k times, negative, transposed, reversed, shifted
7. assert    a promise about a property: the mistakes (two at most) that break the same checks in the same words; or
             the one that, together with the one that the values have named, breaks all in the learner's words
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence

from tutor.checking.evidence import Failure, Suspect, bare
from tutor.checking.fit import Check, Fit, told
from tutor.checking.relation import relation
from tutor.checking.suspects import Suspects

PATIENCE = 6.0  # seconds; after that, silence: the verdict stands already
_TIES = 2
_FEW = 40  # pairs that are tried of mistakes which show apart
_WAIT = 1.5  # seconds for the pairs of which one shows only elsewhere
_MORE = " (And something more is different.)"
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
        self.failures = failures
        self.fit = Fit(suspects.right, failures, kept)
        self.until = time.monotonic() + seconds

    def find(self) -> dict[str, Found]:
        """`{check: {"mistake", "says"}}` for every failed check that can be explained."""
        suspects = self.suspects.single
        valued = [failure for failure in self.failures if failure.bench.told is not None]
        found = self._by_value(suspects, valued) if valued else {}
        known = {name for entry in found.values() for name in entry["mistake"].split(" + ")}
        for failure in self.failures:
            if failure.bench.told is None and self._in_time():
                named = self._by_assert(suspects, failure, known)
                if named:
                    found[failure.check] = named
        return found

    # -- the rules

    def _by_value(self, suspects: list[Suspect], failures: list[Failure]) -> dict[str, Found]:
        exact = [suspect for suspect in suspects if self._in_time() and self.fit.is_exact(suspect)]
        if self.fit.is_thin:
            exact = [suspect for suspect in exact if self._in_time() and self.fit.keeps(suspect)]
        if exact:
            return _for_all(failures, _named(self._preferred(exact)))
        apart = self._preferred(self._apart(suspects))
        if self._in_time() and 0 < len(apart) <= _TIES:
            return _for_all(failures, _named(apart))
        alone = self._alone(suspects, failures)
        first = [suspect for suspect in suspects if self._in_time() and self.fit.shows_first(suspect)]
        for one, two in itertools.combinations(first, 2):
            if not self._in_time():
                return alone
            pair = self.suspects.pair(one, two)
            if pair and self.fit.is_exact(pair) and self.fit.keeps(pair):
                return _for_all(failures, _named([pair]))
        pairs = self._preferred(list(self._pairs_beyond(first, suspects)))
        if 0 < len(pairs) <= _TIES:
            return _for_all(failures, _named(pairs))
        partly = [suspect for suspect in suspects if self._in_time() and self._partly(suspect, failures)]
        if len(partly) == 1:
            return _for_all(failures, _named(partly, _MORE))
        return _by_relation(self.fit, failures) | alone

    def _apart(self, suspects: list[Suspect]) -> list[Suspect]:
        """The pairs of mistakes that show in different checks; none where there are more than a few to try."""
        pairs = dict.fromkeys(self._showing_apart(suspects))
        if len(pairs) > _FEW:
            return []
        both = [self.suspects.pair(suspects[one], suspects[two]) for one, two in pairs if self._in_time()]
        return [pair for pair in both if pair and self.fit.is_exact(pair) and self.fit.keeps(pair)]

    def _showing_apart(self, suspects: list[Suspect]) -> Iterator[tuple[int, int]]:
        for one in self._accounting(suspects, self.fit.departing[:1]):
            left = [failure for failure in self.fit.departing if not self.fit.accounts_for(suspects[one], failure)]
            if not left:
                continue
            others = [two for two in range(len(suspects)) if two != one]
            completing = [two for two in others if self._completing(suspects[one], suspects[two], left[0])]
            for two in completing or [two for two in others if self._showing(suspects[one], suspects[two], left[0])]:
                yield min(one, two), max(one, two)

    def _completing(self, one: Suspect, two: Suspect, failure: Failure) -> bool:
        return self._in_time() and self.fit.completes(one, two, failure)

    def _showing(self, one: Suspect, two: Suspect, failure: Failure) -> bool:
        return self._in_time() and self.fit.shows_beside(one, two, failure)

    def _pairs_beyond(self, first: list[Suspect], suspects: list[Suspect]) -> Iterator[Suspect]:
        """The exact pairs of one that shows first and one that shows only elsewhere, of those that can be tried in
        time: the learner waits."""
        until = min(self.until, time.monotonic() + _WAIT)
        elsewhere = [suspect for suspect in suspects if suspect not in first]
        for two, one in itertools.product(elsewhere, first):
            if time.monotonic() > until:
                return
            pair = self.suspects.pair(*sorted((one, two), key=suspects.index))
            if pair and self.fit.is_exact(pair) and self.fit.keeps(pair):
                yield pair

    def _accounting(self, suspects: list[Suspect], failures: list[Failure]) -> list[int]:
        """Where those stand that account for the first of these checks."""
        return [
            number
            for number, suspect in enumerate(suspects)
            for failure in failures
            if self._in_time() and self.fit.accounts_for(suspect, failure)
        ]

    def _partly(self, suspect: Suspect, failures: list[Failure]) -> bool:
        return all(self.fit.explains_what_is_told(suspect, failure) for failure in failures)

    def _alone(self, suspects: list[Suspect], failures: list[Failure]) -> dict[str, Found]:
        """A mistake for the checks that it accounts for: the first check's, and that of the first one left over."""
        found: dict[str, Found] = {}
        for _ in range(2):
            left = [failure for failure in failures if failure.check not in found]
            fitting = [suspects[number] for number in self._accounting(suspects, left[:1])]
            fitting = [suspect for suspect in fitting if self._in_time() and self.fit.shows_as_the_learner(suspect)]
            if len(fitting) != 1 or not self._in_time():
                return found
            sure = [failure for failure in left if self._surely(fitting[0], failure)]
            if left[0] not in sure:
                return found
            found |= _for_all(sure, _named(fitting, _MORE))
        return found

    def _surely(self, suspect: Suspect, failure: Failure) -> bool:
        return self.fit.accounts_for(suspect, failure) and self.fit.explains_what_is_told(suspect, failure)

    def _preferred(self, suspects: list[Suspect]) -> list[Suspect]:
        """Of several that fit: those that break every promise in the same words, that fit without loosening, and that
        keep the promises which the learner keeps."""
        for better in (self.fit.same_words, self.fit.strictly, self.fit.keeps):
            if len(suspects) > 1:
                suspects = [suspect for suspect in suspects if better(suspect)] or suspects
        return suspects

    def _by_assert(self, suspects: list[Suspect], failure: Failure, known: set[str]) -> Found | None:
        words = bare(failure.broken.message)
        for suspect in suspects:  # the values of other checks have named it already
            if suspect.name in known and suspect.on(failure).broke == words:
                return _named([suspect])
        same = [
            suspect
            for suspect in suspects
            if self._in_time() and self._breaks_alike(suspect, failure, words) and self.fit.keeps(suspect)
        ]
        same = [suspect for suspect in same if self.fit.same_words(suspect)] or same
        if not same:
            same = [suspect for suspect in suspects if suspect.name in known and self._in_time()][:1]
            same = [two for one in same for two in suspects if self._completes(two, one, failure, words)]
            return _named(same) if len(same) == 1 and self._in_time() else None
        return _named(same) if len(same) <= _TIES else None

    def _breaks_alike(self, suspect: Suspect, failure: Failure, words: str) -> bool:
        """Breaks the same checks as the learner, this one in the same words. The quickest check is asked first."""
        for other in sorted(self.failures, key=lambda each: each.seconds):
            broke = suspect.on(other).broke
            if broke is None or (other is failure and broke != words):
                return False
        return True

    def _completes(self, two: Suspect, one: Suspect, failure: Failure, words: str) -> bool:
        """Whether a mistake breaks this promise in the learner's words, which the other one keeps, and both together
        break all that the learner breaks, and nothing else."""
        if two is one or not self._in_time() or one.on(failure).broke is not None or two.on(failure).broke != words:
            return False
        pair = self.suspects.pair(one, two)
        return bool(pair and self.fit.is_exact(pair) and self.fit.same_words(pair) and self.fit.keeps(pair))

    def _in_time(self) -> bool:
        return time.monotonic() < self.until


def _by_relation(fit: Fit, failures: list[Failure]) -> dict[str, Found]:
    found = {}
    for failure in failures:
        key, right = told(failure), fit.right.on(failure)
        if key and key in right.values and key[1] != "!":
            says = relation(failure.shown.values[key].value, right.values[key].value)
            if says:
                found[failure.check] = {"mistake": "", "says": f"{key[1][:1].upper()}{key[1][1:]}: {says}"}
    return found


def _named(suspects: list[Suspect], more: str = "") -> Found:
    says = [suspect.says for suspect in suspects]
    mistake = " or ".join(suspect.name for suspect in suspects)
    return {"mistake": mistake, "says": (says[0] if len(says) == 1 else "Either: " + " Or: ".join(says)) + more}


def _for_all(failures: list[Failure], named: Found) -> dict[str, Found]:
    return {failure.check: named for failure in failures}
