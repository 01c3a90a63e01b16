"""What lint finds: one fault of a course, and one exercise's row of proof. Plain data, for table and `--json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Level = Literal["sound", "house"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault. `message` names the thing and ends in the edit or command that mends it. A `sound` fault is one in any
    course, a `house` fault where the course asks for the house rules."""

    file: Path
    line: int
    code: str
    message: str
    level: Level = "sound"

    def to_json(self, root: Path) -> dict[str, Any]:
        """As `author lint --json` has it; the file from the course's folder on."""
        return {
            "file": shown(self.file, root),
            "line": self.line,
            "code": self.code,
            "message": self.message,
            "level": self.level,
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a text, before it is known where in a file the text stands: `line` counts from 0 within the text,
    `piece` is what stands there, to find it by."""

    line: int
    piece: str
    code: str
    say: str
    house: bool = False


@dataclass(slots=True)
class Row:
    """What was proven of one exercise. `mutants` is None where none were tried; `survivors` are their ids."""

    id: str
    reference_ok: bool = False
    stub_ok: bool = False
    seeds: int = 0
    mistakes: int = 0
    rejected: int = 0
    diagnosed: int = 0
    right: int = 0
    accepted: int = 0
    generic: int = 0
    generic_rejected: int = 0
    mutants: int | None = None
    killed: int = 0
    survivors: list[str] = field(default_factory=list)
    equivalent: int = 0
    warm_ms: float | None = None
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """As `author lint --json` has it."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Row:
        """The other way; TypeError where the fields are others."""
        return cls(**fields)


def shown(file: Path, root: Path) -> str:
    """The file's path from the course's folder on; as it is where it lies elsewhere."""
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
