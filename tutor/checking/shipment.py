"""Does the part of a check file that travels to the learner's process work there? Tried without that process: the
reference is judged through the probes of the shipped text instead of those of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tutor.checking.bench import CheckFault, Observed, Probe, Subject
from tutor.checking.proof import Proof
from tutor.checking.ship import load_probes


def fault(proof: Proof, seed: int) -> str:
    """What is wrong with the shipped text, in a sentence; nothing where it does."""
    try:
        probes = load_probes(proof.checks.shipped, str(proof.checks.path))
    except (Exception, SystemExit) as raised:
        return f"what the probes use does not run without the rest of the file: {type(raised).__name__}: {raised}"
    missing: dict[str, None] = {}
    tried = proof.attempt(proof.reference, seed=seed, through=lambda subject: _Through(subject, probes, missing))
    if missing:
        return f"`{next(iter(missing))}` is asked for, but it is no function at the top of the file marked `@probe`"
    if tried.passed or not proof.attempt(proof.reference, seed=seed).passed:
        return ""
    return f"the probes work only beside the rest of the file: {tried.told.partition(chr(10))[0]}"


class _Through:
    """A subject that is asked by the shipped probe of the same name."""

    def __init__(self, subject: Subject, probes: dict[str, Any], missing: dict[str, None]) -> None:
        self.subject = subject
        self.probes = probes
        self.missing = missing

    def begin(self, title: str) -> None:
        self.subject.begin(title)

    def ask(self, probe: Probe, args: tuple[Any, ...], seed: int, again: bool = False) -> Callable[[], Observed]:
        if probe.__name__ not in self.probes:
            self.missing[probe.__name__] = None
            raise CheckFault(f"{probe.__name__} is no probe")
        return self.subject.ask(self.probes[probe.__name__], args, seed, again)
