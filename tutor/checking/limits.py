"""What a worker may use up. Set before any learner code runs: how many processes by its init, the rest by itself."""

from __future__ import annotations

import contextlib
import os
import resource
from pathlib import Path

MEMORY = min(4 * 2**30, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2)
"""What a worker may ask for, in bytes, beyond what it has mapped before: half of this machine's at most."""
FILE = 256 * 2**20
"""The largest file, in bytes."""
DISK, FILES = 2 * FILE, 50_000
"""What all its files together may take, and how many they may be, where it has a disk of its own."""
PROCESSES = 64 + 2 * (os.cpu_count() or 1)
"""How many processes and threads there may be at a time."""
_ROOM = 128 * 2**20


def apply(memory: int) -> None:
    """Caps memory (beyond the bytes mapped now: a CUDA build of torch maps a lot by itself), files and core dumps, and
    lets the kernel take this process first where memory runs out."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    mapped = pages * os.sysconf("SC_PAGE_SIZE")
    _lower(resource.RLIMIT_AS, mapped + memory, mapped + memory + _ROOM)
    _lower(resource.RLIMIT_FSIZE, FILE)
    _lower(resource.RLIMIT_CORE, 0)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def give_room() -> None:
    """Some more memory, for telling of code that has used up all there was and may still hold it."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def take_room() -> None:
    """Takes that back, before the next code runs."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (hard - _ROOM, hard))


def bound_processes(alone: bool) -> None:
    """Caps the processes and threads of this user: in a user namespace those inside, else all that run already count
    too. Root does not feel it."""
    _lower(resource.RLIMIT_NPROC, PROCESSES if alone else PROCESSES + _running())


def _running() -> int:
    """The threads of this user's processes."""
    mine, found = os.getuid(), 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if process.stat().st_uid == mine:
                found += len(os.listdir(process / "task"))
    return found


def _lower(which: int, soft: int, hard: int | None = None) -> None:
    _, now = resource.getrlimit(which)
    hard = soft if hard is None else hard
    if now != resource.RLIM_INFINITY:
        soft, hard = min(soft, now), min(hard, now)
    resource.setrlimit(which, (soft, hard))
