"""The author's bench for tests/checks: the fixtures of the judge, with the reference as the implementation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHECKS = Path(__file__).parent / "checks"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("dltutor")
    group.addoption("--impl", default="reference", help="reference, mistake:NAME, right:NAME, or a path")
    group.addoption("--check-seed", type=int, default=0, help="decides the inputs of the checks")


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[Any]:
    from tutor.checking import given
    from tutor.checking.authorbench import bench_for

    options = request.config.option
    yield bench_for(request.path, options.impl, request.node.name, options.check_seed)
    given.remove_folders()


def _part(name: str) -> Any:
    @pytest.fixture(name=name)
    def part(bench: Any) -> Any:
        return getattr(bench, name)

    return part


agree, example, observe, note, rand, ints = (
    _part(name) for name in ("agree", "example", "observe", "note", "rand", "ints")
)
