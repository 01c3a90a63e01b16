"""Subjects that live in this process: the reference and the other answers. Only trusted code runs here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from tutor.checking.bench import Observed, Probe, fresh_args
from tutor.checking.forbid import Forbid
from tutor.checking.loading import Library
from tutor.checking.raised import Raised
from tutor.checking.run import run_again, run_probe
from tutor.checking.screen import imported, screened


class LocalSubject:
    """An implementation run in this process, by the same rules as in the worker. What is in `forbid` (names that exist)
    may not be called; the reference that others are compared with is asked without it."""

    def __init__(self, library: Library, target: str, forbid: Sequence[str] = ()) -> None:
        self.library = library
        self.target = target
        self.forbid = Forbid(tuple(forbid), {source.path for source in library.sources.values()}, library.sources)
        self.worn: ModuleType | None = None  # a module that keeps whatever it keeps from call to call

    def begin(self, title: str) -> None:
        """Nothing to prepare: a trusted implementation has no clock of its own."""

    def load(self) -> Raised | None:
        """What is wrong before any probe has run: the text, or its import."""
        return screened(self.library, self.target, self.forbid) or imported(self.library, self.target, self.forbid)

    def ask(self, probe: Probe, args: tuple[Any, ...], seed: int, again: bool = False) -> Callable[[], Observed]:
        """Runs at once, on copies of the arguments."""
        observed = Observed()
        with self.forbid.traced():
            observed.raised = run_probe(probe, self.library, self.target, fresh_args(args), seed, observed.add)
            if again and not observed.raised:
                self.worn = self.worn or self.library.fresh(self.target)
                observed.again = run_again(probe, self.worn, fresh_args(args), seed)
        return lambda: observed
