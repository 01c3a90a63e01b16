"""What was typed and not yet saved, kept beside the progress so that a killed terminal takes nothing with it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from tutor.checking.snapshot import Unreadable, read
from tutor.learner.files import write_whole


class Draft:
    """The unsaved text of one exercise, `.dltutor/drafts/ch10-dot-score.py` in the workspace; gone once it is saved."""

    def __init__(self, workspace: Path, address: str) -> None:
        self.path = workspace / ".dltutor" / "drafts" / f"{address.replace('/', '-')}.py"
        self._written: str | None = None

    def write(self, text: str) -> None:
        """Keeps `text`, whole or not at all. Refused where that can't be done."""
        if text != self._written:
            write_whole(self.path, text.encode("utf-8", "surrogateescape"))
            self._written = text

    def read(self) -> str | None:
        """The text of a sitting that ended without saving; None where there is none."""
        try:
            return read(self.path).decode("utf-8", "surrogateescape")
        except Unreadable:
            return None

    def drop(self) -> None:
        """The text is in the file now."""
        self.path.unlink(missing_ok=True)
        self._written = None


def keep_beside(file: Path, data: bytes) -> Path:
    """Writes a version that would be lost next to `file` under a new name with the time in it; returns where."""
    stem = f"{file.stem}.{datetime.now():%Y-%m-%d-%H%M%S}"
    path = file.with_name(f"{stem}.kept.txt")
    number = 1
    while os.path.lexists(path):
        number += 1
        path = file.with_name(f"{stem}-{number}.kept.txt")
    write_whole(path, data)
    return path
