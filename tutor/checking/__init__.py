"""Is this code right: the checks of the course, run so that the verdict can be trusted.

Theory of operation

    learner's file --snapshot--> supervisor --> judge (trusted): pytest, the hidden checks, reference, mistakes
                                            \\-> worker (untrusted): the learner's code and the probes, nothing else

`checker.Checker` is the supervisor and lives in the caller's process, which imports no torch. It asks a fork parent
(`zygote`), a process that has imported torch and pytest but never run a tensor operation, for two fresh children per
check. The *judge* reads the check file, cuts out of it what the worker may see (`ship`), and runs the checks with
pytest. A check asks the *worker* for what a probe observes on the learner's module (`run`), runs the same probe on the
reference, and compares (`bench`, `comparison`). The process that decides never runs learner code; the process that runs
learner code never holds an answer. Between them go JSON and safetensors bytes (`wire`). The verdict leaves first; then
the judge asks which named mistake explains what was observed (`diagnosis`).

Check files import `probe` and `given` from here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def probe(function: F) -> F:
    """Marks a function of a check file as a probe: it exercises one implementation and yields what can be observed.

    `def scores(impl, query, keys): ... yield {"the scores": out}`. It runs in the worker on the learner's module and in
    the judge on the reference and the named mistakes, so it and all it reaches must hold no answer.
    """
    function.__probe__ = True  # type: ignore[attr-defined]
    return function
