"""Installed courses, as `importlib.metadata` sees them, without pip."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiny import write_course


class Site:
    """A folder on the module path with installed packages in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def install(self, package: str, entries: str) -> None:
        """The metadata of one package, which offers `entries`."""
        info = self.root / f"{package}-1.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Name: {package}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[dltutor.courses]\n{entries}\n")

    def course(self, module: str) -> Path:
        """A sound course as a package without `__init__.py`, as `dltutor author new` lays it out."""
        return write_course(self.root / module)


@pytest.fixture
def site(tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return Site(tmp_path / "site")
