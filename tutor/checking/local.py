"""Subjects that live in this process: the reference and the other answers. Only trusted code runs here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tutor.checking.bench import Observed, Probe, fresh_args
from tutor.checking.loading import Library
from tutor.checking.run import run_probe


class LocalSubject:
    """An implementation run in this process, by the same rules as in the worker."""

    def __init__(self, library: Library, target: str) -> None:
        self.library = library
        self.target = target

    def begin(self, title: str) -> None:
        """Nothing to prepare: a trusted implementation has no clock of its own."""

    def ask(self, probe: Probe, args: tuple[Any, ...], seed: int) -> Callable[[], Observed]:
        """Runs at once, on copies of the arguments."""
        observed = Observed()
        observed.raised = run_probe(probe, self.library, self.target, fresh_args(args), seed, observed.add)
        return lambda: observed
