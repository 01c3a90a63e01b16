"""The words and marks that the screens share. Each mark has its meaning without colour; colour only repeats it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from tutor.course.model import Kind
    from tutor.session import StepStatus

STATUS_MARKS: dict[StepStatus, str] = {"new": "·", "open": "○", "done": "✓"}
STATUS_STYLES: dict[StepStatus, str] = {"new": "$text-muted", "open": "$text-warning", "done": "$text-success"}
KIND_WORDS: dict[Kind, str] = {"read": "read", "quiz": "quiz", "run": "run", "exercise": "code", "train": "train"}

CHECK_MARKS: dict[str, str] = {"passed": "✓", "failed": "✗", "skipped": "–", "error": "!"}
CHECK_STYLES: dict[str, str] = {
    "passed": "$text-success",
    "failed": "$text-error",
    "skipped": "$text-muted",
    "error": "$text-warning",
}


def minutes(number: float) -> str:
    """`90 min`, `1½ min`: what a learner plans with."""
    if number < 1:
        return "½ min" if number >= 0.25 else "¼ min"
    whole, half = divmod(round(number * 2), 2)
    return f"{whole}{'½' if half and whole < 10 else ''} min"


def clock(seconds: float) -> str:
    """A span of time as `8 s`, `2:05` or `1:02:05`."""
    total = max(0, round(seconds))
    if total < 60:
        return f"{total} s"
    whole_minutes, rest = divmod(total, 60)
    hours, whole_minutes = divmod(whole_minutes, 60)
    return f"{hours}:{whole_minutes:02}:{rest:02}" if hours else f"{whole_minutes}:{rest:02}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 step`, `2 steps`, `2 batches`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def number(value: float) -> str:
    """A metric in at most seven characters: `0.9312`, `12.5`, `1.2e-05`, `3,120`, `nan`."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value):,}"
    size = abs(value)
    if size >= 1e6 or size < 1e-3:
        return f"{value:.1e}"
    return f"{value:.4f}" if size < 10 else f"{value:.1f}"


def bar(done: float, width: int) -> Content:
    """A bar of `width` cells, filled up to `done` (0..1); the two parts differ in form, not only in colour."""
    filled = round(max(0.0, min(1.0, done)) * width)
    return Content.assemble(("━" * filled, "$text-success"), ("┄" * (width - filled), "$text-muted"))


def listed(names: tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
