"""A server, a cache folder of the test's own, and no waiting between tries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.downloads.serving import Server, serving
from tutor.downloads import transfer


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where downloads go. torch's folder is one of the test's own, too."""
    monkeypatch.setenv("DLTUTOR_DOWNLOADS", str(tmp_path / "downloads"))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.delenv("DLTUTOR_MIRROR", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(transfer, "PAUSE", 0.0)
    return tmp_path / "downloads"


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with serving() as opened:
        yield opened
