"""Subjects that live in this process: the reference and the other answers. Only trusted code runs here."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from tutor.checking.bench import Observed, Probe, fresh_args
from tutor.checking.loading import Library
from tutor.checking.run import run_again, run_probe


class LocalSubject:
    """An implementation run in this process, by the same rules as in the worker."""

    def __init__(self, library: Library, target: str) -> None:
        self.library = library
        self.target = target
        self.worn: ModuleType | None = None  # a module that keeps whatever it keeps from call to call

    def begin(self, title: str) -> None:
        """Nothing to prepare: a trusted implementation has no clock of its own."""

    def ask(self, probe: Probe, args: tuple[Any, ...], seed: int, again: bool = False) -> Callable[[], Observed]:
        """Runs at once, on copies of the arguments."""
        observed = Observed()
        observed.raised = run_probe(probe, self.library, self.target, fresh_args(args), seed, observed.add)
        if again and not observed.raised:
            self.worn = self.worn or self.library.fresh(self.target)
            observed.again = run_again(probe, self.worn, fresh_args(args), seed)
        return lambda: observed
