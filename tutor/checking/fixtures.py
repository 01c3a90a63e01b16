"""The names that a check function may ask for, and how to call one without pytest."""

from __future__ import annotations

from collections.abc import Callable

from tutor.checking.bench import Bench

FIXTURES = ("agree", "example", "observe", "note", "rand", "ints", "bench")


def call_check(check: Callable[..., None], bench: Bench) -> None:
    """Calls a check function with the parts of `bench` that it names: the judge, the diagnosis and lint all do."""
    names = check.__code__.co_varnames[: check.__code__.co_argcount]
    check(**{name: bench if name == "bench" else getattr(bench, name) for name in names})
