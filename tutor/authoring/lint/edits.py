"""Does each other answer still fit its reference: found exactly once, Python afterwards, and another program than all.

Yields places in the answers file, codes and sentences; `answersfile.py` makes findings of them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from tutor.authoring.lint import reading
from tutor.checking.answers import Answer, StaleEdit
from tutor.course.node import Place

WORDS = {"wrong": "mistake", "right": "right answer"}

Told = tuple[Place, str, str]


def about_edits(answers: Mapping[str, Mapping[str, Answer]], reference: str | None) -> Iterator[Told]:
    """Nothing where the reference is not there or no Python, which is said elsewhere."""
    if reference is None or not reading.is_python(reference):
        return
    seen = [("the reference itself", reference)]
    for section, word in WORDS.items():
        for name, answer in answers[section].items():
            what = f"the {word} `{name}`"
            if stale := _stale(answer, reference):
                place, say = stale
                yield (section, name, *place), "stale", f"{what} {say}"
            elif left := _indented(answer, reference):
                place, say = left
                yield (section, name, *place), "left-indent", f"{what} {say}"
            else:
                yield from _applied((section, name), answer, reference, what, seen)


def _applied(place: Place, answer: Answer, reference: str, what: str, seen: list[tuple[str, str]]) -> Iterator[Told]:
    inside = (*place, "code" if answer.code else "change")
    broken = f"{what} is no Python once it is in the reference"
    try:
        applied = _apply(answer, reference)
        reading.compiles(applied)
    except StaleEdit as error:
        say = str(error).partition(": ")[2]
        yield inside, "stale", f"{what} is stale: {say}; write its `code` after the reference's definitions"
    except SyntaxError as error:
        yield inside, "answer-syntax", f"{broken}: {error.msg} at `{(error.text or '').strip()}`; mend it"
    except (ValueError, RecursionError, MemoryError) as error:
        yield inside, "answer-syntax", f"{broken}: {error}; mend it"
    else:
        if twin := next((other for other, text in seen if reading.same_program(applied, text)), None):
            yield place, "same-answer", f"{what} is the same program as {twin}; change it, or delete one of the two"
        seen.append((what, applied))


@lru_cache(maxsize=2048)
def _apply(answer: Answer, reference: str) -> str:
    return answer.apply(reference)


def _stale(answer: Answer, text: str) -> tuple[Place, str] | None:
    """The first pair whose old text isn't there exactly once, with the sentence."""
    for index, (old, new) in enumerate(answer.change):
        count = text.count(old)
        if count > 1:
            say = f"is ambiguous: `{_short(old)}` stands {count} times in the reference; take in more of its line"
            return ("change", index), say
        if not count:
            near = _nearest_line(old, text.splitlines())
            mend = f"the nearest line is now `{near}`" if near else "no line is like it"
            say = f"is stale: the reference has no `{_short(old)}` any more; write its `change` anew ({mend})"
            return ("change", index), say
        text = text.replace(old, new)
    return None


def _indented(answer: Answer, text: str) -> tuple[Place, str] | None:
    """The first pair that deletes a line but for blanks at its front, with the sentence: the next line takes these on.

    The result is often Python still, and another program than the one meant: a `return` that has moved into a loop.
    """
    for index, (old, new) in enumerate(answer.change):
        front = text.partition(old)[0].rpartition("\n")[2]
        if front and not front.strip() and old.endswith("\n") and not new.strip():
            say = f"deletes `{_short(old)}` but leaves {len(front)} blanks of its indent, which move the next line"
            return ("change", index), f"{say}; begin the old text where its line begins"
        text = text.replace(old, new)
    return None


def _nearest_line(old: str, lines: Iterable[str]) -> str:
    wanted = max((line.strip() for line in old.splitlines()), key=len, default="")
    return next(iter(difflib.get_close_matches(wanted, [line.strip() for line in lines], 1, 0.4)), "")


def _short(text: str) -> str:
    """One line of a text, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."
