"""A server with small sets of the real formats."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.datasets.real import Shelf
from tests.downloads.conftest import folder, server
from tests.downloads.serving import Server
from tutor import torchvision_compat
from tutor.datasets import images

__all__ = ["folder", "server"]


@pytest.fixture
def shelf(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    torchvision_compat.ensure()
    yield Shelf(server, monkeypatch)
    images._read.cache_clear()
