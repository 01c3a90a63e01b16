"""What was typed and not yet saved, kept beside the progress so that a killed terminal takes nothing with it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path


class Draft:
    """The unsaved text of one exercise, `.dltutor/drafts/ch10-dot-score.py` in the workspace; gone once it is saved."""

    def __init__(self, workspace: Path, address: str) -> None:
        self.path = workspace / ".dltutor" / "drafts" / f"{address.replace('/', '-')}.py"
        self._written: str | None = None

    def write(self, text: str) -> None:
        """Keeps `text`, whole or not at all."""
        if text == self._written:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        half = self.path.with_suffix(".part")
        half.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
        os.replace(half, self.path)
        self._written = text

    def read(self) -> str | None:
        """The text of a sitting that ended without saving; None where there is none."""
        try:
            return self.path.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return None

    def drop(self) -> None:
        """The text is in the file now."""
        self.path.unlink(missing_ok=True)
        self._written = None


def keep_beside(file: Path, text: str) -> Path:
    """Writes a version that would be lost next to `file` under a new name with the time in it; returns where."""
    stem = f"{file.stem}.{datetime.now():%Y-%m-%d-%H%M%S}"
    path = file.with_name(f"{stem}.kept.txt")
    number = 1
    while path.exists():
        number += 1
        path = file.with_name(f"{stem}-{number}.kept.txt")
    path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
    return path
