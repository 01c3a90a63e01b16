"""How well a suspect fits what the learner's file showed: the tests that the rules of the diagnosis are made of.

A suspect *explains* a departure of the learner's if its value equals theirs after loosening; it *accounts for* a check
if it explains every departure in it and departs nowhere else. Each run of a suspect is remembered by the suspect.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import cached_property

from tutor.checking.bench import Evidence
from tutor.checking.evidence import Failure, Key, Shown, Suspect, alike, bare, bits, departs, identical

_BITS = 16.0
Check = Callable[..., None]


class Fit:
    """The failures of one file beside the reference. `kept` are the checks that passed, with their seeds."""

    def __init__(self, right: Suspect, failures: list[Failure], kept: Sequence[tuple[str, Check, int]]) -> None:
        self.right = right
        self.failures = failures
        self.kept = kept

    @cached_property
    def departing(self) -> list[Failure]:
        """The failed checks in which a compared value departs."""
        return [failure for failure in self.failures if self._departures(failure)]

    def is_exact(self, suspect: Suspect) -> bool:
        """Explains every departure, is contradicted nowhere."""
        return bool(self.departing) and all(self.accounts_for(suspect, failure) for failure in self.departing)

    @cached_property
    def is_thin(self) -> bool:
        """Whether all that departs could be a coincidence: an exception, a truth value, a small number."""
        shown = (failure.shown.values[key].value for failure in self.departing for key in self._departures(failure))
        return sum(map(bits, shown)) < _BITS

    def accounts_for(self, suspect: Suspect, failure: Failure) -> bool:
        """Explains every departure in this check, is contradicted by nothing in it."""
        shown = suspect.on(failure)
        if shown.broke is None:
            return False
        return all(self._explains(failure, key, shown) for key in self._departures(failure)) and not self._contradicted(
            suspect, failure
        )

    def completes(self, one: Suspect, two: Suspect, failure: Failure) -> bool:
        """Whether `two` explains the first departure in this check that `one` does not."""
        return any(self._explains(failure, key, two.on(failure)) for key in self._left_by(one, failure))

    def shows_beside(self, one: Suspect, two: Suspect, failure: Failure) -> bool:
        """Whether `two` departs, in whatever way, where the first departure is in this check that `one` does not
        explain: there the learner's value may be made of both."""
        shown = two.on(failure).values
        return any(
            key in shown and departs(shown[key], self._right(failure, key)) for key in self._left_by(one, failure)
        )

    def _left_by(self, one: Suspect, failure: Failure) -> list[Key]:
        """The first departure in this check that `one` does not explain."""
        keys = (key for key in self._departures(failure) if not self._explains(failure, key, one.on(failure)))
        return list(itertools.islice(keys, 1))

    def explains_what_is_told(self, suspect: Suspect, failure: Failure) -> bool:
        """Explains the departure that the learner reads of, on enough evidence."""
        key = told(failure)
        if key is None or not self._explains(failure, key, suspect.on(failure)):
            return False
        return bits(failure.shown.values[key].value) >= _BITS

    def shows_as_the_learner(self, suspect: Suspect) -> bool:
        """Whether the learner shows just the same wherever it shows, and keeps no promise that it breaks."""
        for failure in self.failures:
            broke = suspect.on(failure).broke
            if broke is None:
                continue
            if failure not in self.departing and broke != bare(failure.broken.message):
                return False
            if failure in self.departing and not self.accounts_for(suspect, failure):
                return False
        return self.keeps(suspect)

    def shows_first(self, suspect: Suspect) -> bool:
        """Whether a mistake shows where the learner departs first: others are no part of a pair that shows there."""
        for failure in self.departing[:1]:
            theirs = suspect.on(failure).values.get(self._departures(failure)[0])
            return theirs is None or departs(theirs, self._right(failure, self._departures(failure)[0]))
        return False

    def same_words(self, suspect: Suspect) -> bool:
        """Breaks every promise that the learner breaks, in the same words."""
        return all(suspect.on(failure).broke == bare(failure.broken.message) for failure in self.failures)

    def strictly(self, suspect: Suspect) -> bool:
        """Fits without loosening."""
        return all(
            key[1] == "!" or (key in suspect.on(failure).values and identical(value, suspect.on(failure).values[key]))
            for failure in self.departing
            for key, value in failure.shown.values.items()
        )

    def keeps(self, suspect: Suspect) -> bool:
        """Keeps the promises which the learner keeps."""
        return all(suspect.try_check(check, function, seed).broke is None for check, function, seed in self.kept)

    def _right(self, failure: Failure, key: Key) -> Evidence | None:
        return self.right.on(failure).values.get(key)

    def _departures(self, failure: Failure) -> list[Key]:
        return [key for key, value in failure.shown.values.items() if departs(value, self._right(failure, key))]

    def _explains(self, failure: Failure, key: Key, shown: Shown) -> bool:
        theirs, right = shown.values.get(key), self._right(failure, key)
        return theirs is not None and departs(theirs, right) and alike(failure.shown.values[key], theirs, right)

    def _contradicted(self, suspect: Suspect, failure: Failure) -> bool:
        shown = suspect.on(failure)
        return any(
            key in shown.values and departs(shown.values[key], right) and not departs(value, right)
            for key, value in failure.shown.values.items()
            for right in (self._right(failure, key),)
        )


def told(failure: Failure) -> Key | None:
    """The name of the value that the learner reads of."""
    keys = [key for key in failure.shown.values if key[1] == failure.bench.told]
    return keys[-1] if keys else None
