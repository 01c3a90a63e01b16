"""The fixtures of check files, as a pytest plugin: in the judge, and at an author's bench."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tutor.checking.bench import Bench


class BenchFixtures:
    """Hands each check a fresh `Bench` made by `make(check_id)`; remembers the newest one as `current`."""

    def __init__(self, make: Callable[[str], Bench]) -> None:
        self.make = make
        self.current: Bench | None = None

    @pytest.fixture
    def bench(self, request: pytest.FixtureRequest) -> Iterator[Bench]:
        """One check on one subject."""
        self.current = self.make(request.node.name)
        yield self.current

    @pytest.fixture
    def agree(self, bench: Bench) -> Any:
        """The subject observes what the reference observes."""
        return bench.agree

    @pytest.fixture
    def example(self, bench: Bench) -> Any:
        """The worked example, shown in full."""
        return bench.example

    @pytest.fixture
    def observe(self, bench: Bench) -> Any:
        """What the subject shows, for plain asserts."""
        return bench.observe

    @pytest.fixture
    def note(self, bench: Bench) -> Any:
        """A derived number as evidence."""
        return bench.note

    @pytest.fixture
    def rand(self, bench: Bench) -> Any:
        """Fresh seeded numbers."""
        return bench.rand

    @pytest.fixture
    def ints(self, bench: Bench) -> Any:
        """Fresh seeded integers."""
        return bench.ints


FIXTURES = ("agree", "example", "observe", "note", "rand", "ints")


def call_check(check: Callable[..., None], bench: Bench) -> None:
    """Calls a check function with the fixtures it names, without pytest: for the diagnosis and for lint."""
    names = check.__code__.co_varnames[: check.__code__.co_argcount]
    check(**{name: bench if name == "bench" else getattr(bench, name) for name in names})
