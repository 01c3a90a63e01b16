"""How many threads training may use."""

from __future__ import annotations

import os


def threads() -> int:
    """How many threads training may use: one core is left for the screen."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores - 1)
