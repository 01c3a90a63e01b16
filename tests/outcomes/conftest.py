"""One checker for all outcomes told in this process. After each test the next check works and nothing is left."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checking.conftest import MakeJob, job, tiny
from tests.outcomes.ordinary import OrdinaryUser
from tests.outcomes.world import World

__all__ = ["job", "tiny"]


@pytest.fixture(scope="session")
def one_world(job: MakeJob) -> Iterator[World]:
    with _opened(job) as world:
        yield world


@pytest.fixture(scope="session")
def one_bare_world(job: MakeJob) -> Iterator[World]:
    with _opened(job, DLTUTOR_NO_NAMESPACES="1") as world:
        yield world


@contextlib.contextmanager
def _opened(job: MakeJob, **environment: str) -> Iterator[World]:
    with tempfile.TemporaryDirectory(prefix="world-") as folder:  # a socket's path in it must not be a long one
        made = World(job, Path(folder), **environment)
        yield made
        made.checker.close()


@pytest.fixture
def world(one_world: World) -> Iterator[World]:
    """A checker under watch."""
    with one_world.entered():
        yield one_world


@pytest.fixture
def bare_world(one_bare_world: World) -> Iterator[World]:
    """The same on a kernel that gives no namespaces."""
    with one_bare_world.entered():
        yield one_bare_world


@pytest.fixture
def ordinary_user(tmp_path: Path) -> Iterator[OrdinaryUser]:
    """Calls a function of a test module in a process of an ordinary user: `ordinary_user("test_eats:bomb", 300)`."""
    with tempfile.TemporaryDirectory(prefix="ordinary-", dir="/tmp" if os.geteuid() == 0 else tmp_path) as home:
        yield OrdinaryUser(Path(home))
