"""Nothing that the tutor holds grows with the number of checks. `make steady` asks the same a thousand times."""

from __future__ import annotations

import random
from pathlib import Path

from tests.steady.growing import grown
from tests.steady.many import run_apart

CHECKS = 30


def test_many_checks_leave_nothing_behind_and_every_verdict_is_right(tmp_path: Path) -> None:
    found = run_apart(tmp_path, CHECKS, seed=1)
    assert found["broken"] == []
    assert grown(found["series"]) == []
    assert len(found["series"]["processes"]) == CHECKS
    assert len(found["kinds"]) > 6


def test_a_leak_would_be_noticed(tmp_path: Path) -> None:
    found = run_apart(tmp_path, 8, seed=2, leaking=True)
    assert {"descriptors of the tutor", "memory of the tutor, kB"} <= set(grown(found["series"]))


def noisy(slope: float) -> list[int]:
    """Sixty measurements about 30 MB with spikes, steps at the beginning, and a trend."""
    chance = random.Random(3)
    start = [20_000 + 1000 * number for number in range(10)]
    return start + [
        round(30_000 + slope * number + chance.gauss(0, 60) + (chance.random() < 0.1) * 3000) for number in range(50)
    ]


def test_noise_is_no_growth_and_growth_is_found_in_noise() -> None:
    assert grown({"memory, kB": noisy(0)}) == []
    assert grown({"memory, kB": noisy(40)}) == ["memory, kB"]
    assert grown({"threads": [9, 5, 5, 5, 6, 5, 5, 5, 5, 5, 5, 5]}) == []
    assert grown({"threads": [5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 7, 7]}) == ["threads"]
