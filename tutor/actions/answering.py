"""Is an answer right, and when should the question be asked again: rules over plain text, no state."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from tutor.course.model import QuizStep
from tutor.learner.records import Answer
from tutor.learner.refused import Refused

SHAPE = re.compile(r"(?:torch\.size)?\s*[(\[]*\s*\d+(?:\s*[,x×]\s*\d+)*\s*,?\s*[)\]]*", re.IGNORECASE)
CLOSE = 0.01
_UNIT = re.compile(r"(?P<number>.*\d)\s+(?!hundred|thousand|[a-z]*illion|per)[a-z]{2,}", re.IGNORECASE)
"""A number with what it counts, such as `3 bits`; a word that makes it another number is none."""
PAUSES = (1, 3, 7, 21, 60)
"""Days until a question comes back after one, two, ... right answers in a row."""


def choice_index(step: QuizStep, text: str) -> int:
    """The choice meant by `b` or `2`. Refused where there is no such choice."""
    word = text.strip().strip("().").lower()
    if len(word) == 1 and word.isalpha() and ord(word) - ord("a") < len(step.choices):
        return ord(word) - ord("a")
    if word.isdigit() and 1 <= int(word) <= len(step.choices):
        return int(word) - 1
    last = chr(ord("a") + len(step.choices) - 1)
    raise Refused(f"{text.strip()!r} is none of the choices: answer with a letter from a to {last}.")


def is_right(expected: str | int | float, given: str) -> bool:
    """Whether a typed answer says the same: numbers by value (a decimal within 1 %), shapes by their sizes, words
    without regard to case, spaces and quotes."""
    wanted, number = _number(str(expected)), _number(given)
    if wanted is not None:
        if number is None:
            return False
        return number == wanted if wanted.is_integer() else math.isclose(number, wanted, rel_tol=CLOSE)
    if isinstance(expected, str) and _is_shape(expected):
        return _is_shape(given) and _sizes(given) == _sizes(expected)
    return _word(str(expected)) == _word(given)


def form(expected: str | int | float) -> str:
    """What kind of answer is asked for, in words that give nothing away."""
    if _number(str(expected)) is not None:
        return "a number"
    return "a shape, such as (2, 7)" if isinstance(expected, str) and _is_shape(expected) else "a word"


def reminder(expected: str | int | float, given: str) -> str:
    """What a first wrong answer is told: that another kind of answer is asked for, or to work it out once more."""
    return "Work it out once more." if form(given) == form(expected) else f"The answer is {form(expected)}."


def due_at(answers: Sequence[Answer]) -> datetime:
    """When a question that was answered so far like this should be asked again: at once after a wrong answer."""
    last = answers[-1]
    if not last.right:
        return last.at
    streak = 0
    for answer in reversed(answers):
        if not answer.right:
            break
        streak += 1
    return last.at + timedelta(days=PAUSES[min(streak, len(PAUSES)) - 1])


def _number(text: str) -> float | None:
    """The value of `0.5`, `-3`, `1e-3`, `1/3`, `1,024`, `1 024`, `50 %` or `3 bits`; None for anything else."""
    word = text.strip().replace("−", "-").replace("_", "")
    if unit := _UNIT.fullmatch(word):
        word = unit["number"]
    if re.fullmatch(r"-?\d{1,3}([,\s]\d{3})+", word):
        word = re.sub(r"[,\s]", "", word)
    percent = word.endswith("%")
    above, slash, below = word.rstrip("% ").partition("/")
    try:
        value = float(above) / float(below) if slash else float(above)
    except (ValueError, ZeroDivisionError):
        return None
    if not math.isfinite(value):
        return None
    return value / 100 if percent else value


def _is_shape(text: str) -> bool:
    return SHAPE.fullmatch(text.strip()) is not None and _number(text) is None


def _sizes(text: str) -> list[int]:
    return [int(size) for size in re.findall(r"\d+", text)]


def _word(text: str) -> str:
    return " ".join(text.replace("`", " ").replace('"', " ").replace("'", " ").split()).strip(" .()").casefold()
