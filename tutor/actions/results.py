"""What an action has to say, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

StepStatus = Literal["new", "open", "done"]


@dataclass(frozen=True, slots=True)
class QuizResult:
    """What to say to an answer: whether it is right, and the reason that belongs to it. `told`: the answer is in it."""

    right: bool
    why: str
    told: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """Hint `number` (from 1) of `of`."""

    number: int
    of: int
    text: str
