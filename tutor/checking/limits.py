"""What a worker may use up. Set inside the worker before any learner code runs."""

from __future__ import annotations

import os
import resource
from pathlib import Path

MEMORY = min(4 * 2**30, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2)
"""What a worker may ask for, in bytes, beyond what it has mapped before: half of this machine's at most."""


def apply(memory: int, file_size: int = 256 * 2**20) -> None:
    """Caps memory (beyond the bytes mapped now: a CUDA build of torch maps a lot by itself), files and core dumps."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    mapped = pages * os.sysconf("SC_PAGE_SIZE")
    _lower(resource.RLIMIT_AS, mapped + memory)
    _lower(resource.RLIMIT_FSIZE, file_size)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))
