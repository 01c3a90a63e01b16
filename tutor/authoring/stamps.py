"""When each file of a course was last written: what a preview follows, and how lint sees what a run leaves behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("lessons", "exercises", "solutions", "tests/checks")
IGNORED = frozenset({"__pycache__"})

Stamps = dict[str, tuple[int, int, int]]


def stamps(root: Path) -> Stamps:
    """Every file of the course with what changes when it is saved: 1 ms for a course of three chapters."""
    return {path: stamp for folder in FOLDERS for path, stamp in _files(str(root / folder))}


def changed(before: Stamps, after: Stamps) -> list[Path]:
    """What is new, gone or another one, apart from what an editor keeps beside a file that it saves."""
    found = (path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    return sorted(Path(path) for path in found if not path.endswith("~"))


def _files(folder: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in IGNORED:
            continue
        try:
            if entry.is_dir():
                yield from _files(entry.path)
            else:
                status = entry.stat()
                yield entry.path, (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError:  # gone since
            continue
