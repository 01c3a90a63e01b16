"""A tiny course that tests break in one place, to read what lint says about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiny import write_course
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.static import look_at

LESSON = "lessons/ch01_small.yaml"
ANSWERS = "solutions/ch01_small/answers/double.yaml"
CHECKS = "tests/checks/ch01_small/test_double.py"


class Tiny:
    """The course of `tests/tiny.py`, which is clean as it is (see `test_static.py`)."""

    def __init__(self, root: Path) -> None:
        self.root = write_course(root)

    def write(self, path: str, text: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, path: str, old: str, new: str) -> None:
        """Exchanges a text that stands in the file once."""
        text = (self.root / path).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))

    def findings(self, *targets: str, strict: bool | None = None) -> tuple[Finding, ...]:
        return look_at(self.root, targets, strict).findings

    def told(self, *targets: str, strict: bool | None = None) -> list[str]:
        """`lessons/ch01_small.yaml:7: html: ...`, for every finding."""
        return [
            f"{each.file.relative_to(self.root).as_posix()}:{each.line}: {each.code}: {each.message}"
            for each in self.findings(*targets, strict=strict)
        ]

    def one(self, code: str = "", *, strict: bool | None = None) -> Finding:
        """The only finding (of this code)."""
        found = [each for each in self.findings(strict=strict) if code in ("", each.code)]
        assert len(found) == 1, self.told(strict=strict)
        return found[0]

    def line(self, path: str, piece: str) -> int:
        """The line in which a text stands first."""
        text = (self.root / path).read_text("utf-8")
        return text.count("\n", 0, text.index(piece)) + 1


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Tiny(tmp_path / "course")
