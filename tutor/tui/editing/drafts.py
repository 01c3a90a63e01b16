"""What was typed and not yet saved, kept beside the progress so that a killed terminal takes nothing with it."""

from __future__ import annotations

import contextlib
import os
import re
from datetime import datetime
from itertools import count
from pathlib import Path

from tutor.checking.snapshot import Unreadable, read
from tutor.learner.files import write_new, write_whole
from tutor.tui.editing.sitting import Sitting


class Draft:
    """The unsaved text of one exercise, `.dltutor/drafts/ch10-dot-score.py` in the workspace; gone once it is saved.

    A second tutor on the same workspace keeps `ch10-dot-score.2.py`.
    """

    def __init__(self, workspace: Path, address: str, sitting: Sitting | None = None) -> None:
        number = sitting.number if sitting is not None else 1
        self._folder = workspace / ".dltutor" / "drafts"
        self._stem = address.replace("/", "-")
        self._sitting = sitting
        self.path = self._folder / (f"{self._stem}.py" if number == 1 else f"{self._stem}.{number}.py")
        self._written: str | None = None

    def write(self, text: str) -> None:
        """Keeps `text`, whole or not at all. Refused where that can't be done."""
        if text != self._written:
            write_whole(self.path, text.encode("utf-8", "surrogateescape"))
            self._written = text

    def read(self) -> str | None:
        """The text of a sitting that ended without saving; None where there is none."""
        if self._sitting is not None and not self.path.exists():
            self._take_over(self._sitting)
        try:
            return read(self.path).decode("utf-8", "surrogateescape")
        except Unreadable:
            return None

    def _take_over(self, sitting: Sitting) -> None:
        """Makes the draft of a tutor that is no longer there this one's; what others are typing now is theirs."""
        for path in sorted(self._folder.glob(f"{self._stem}.*")):
            found = re.fullmatch(r"(?:\.(\d+))?\.py", path.name.removeprefix(self._stem))
            if found and not sitting.is_open(int(found[1] or 1)):
                with contextlib.suppress(OSError):
                    os.replace(path, self.path)
                    return

    def drop(self) -> None:
        """The text is in the file now."""
        self.path.unlink(missing_ok=True)
        self._written = None


def keep_beside(file: Path, data: bytes) -> Path:
    """Writes a version that would be lost next to `file` under a new name with the time in it; returns where."""
    stem = f"{file.stem}.{datetime.now():%Y-%m-%d-%H%M%S}"
    names = (f"{stem}{'' if number == 1 else f'-{number}'}.kept.txt" for number in count(1))
    return write_new((file.with_name(name) for name in names), data)
