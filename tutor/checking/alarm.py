"""A clock over trusted code that may loop for ever: a mutant of a reference, an author's other answer.

A probe answers every exception, `BaseException` too, and so may the code itself: so the alarm rings again and again,
and what it rang in is known afterwards, whatever became of the exception. Code that hears nothing (a C function, an
`except` inside the loop) is ended from outside, by the deadline of whoever waits.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

_AGAIN = 0.25  # seconds between two rings
T = TypeVar("T")


class OutOfTime(BaseException):
    """The time of one attempt is up."""


class Alarm:
    """Runs one call at a time; `rang` tells whether the last one used up its time."""

    def __init__(self) -> None:
        self.rang = False
        self._on = False
        signal.signal(signal.SIGALRM, self._ring)

    def within(self, seconds: float, call: Callable[[], T]) -> T | None:
        """What `call` returns, or None where the alarm ended it."""
        self.rang, self._on = False, True
        with contextlib.suppress(OutOfTime):
            try:
                signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
                return call()
            finally:
                self._off()
        self._off()
        return None

    def _off(self) -> None:
        self._on = False
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        if self._on:
            self.rang = True
            raise OutOfTime("the time for this answer is up")
