"""A learner's file that is called like a module (`torch.py`, `random.py`) takes its place for every script beside it.

Checks and training run by the tutor find the right module all the same. A script run by hand does not, and dies in
words that lead nowhere; so whoever reads a learner's folder says it there.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tutor.course.files import shadows

_HARMLESS = {"test", "this", "antigravity", "turtle"}  # nothing that a script needs imports these


def hiding(folders: Iterable[Path]) -> str:
    """One sentence about the first such file, or nothing."""
    for folder in dict.fromkeys(folders):
        try:
            stems = sorted(path.stem for path in folder.glob("*.py"))
        except OSError:
            continue
        for stem in stems:
            if stem not in _HARMLESS and stem.isidentifier() and (hidden := shadows(stem)):
                return f"Rename your file {stem}.py: every script beside it that you run by hand takes it for {hidden}."
    return ""
