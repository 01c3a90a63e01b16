"""The commonest slips of those who write YAML by hand, told by their cause: libyaml only says where it lost the thread.

Called by `syntax.py` with the line at which libyaml stopped. A guess is made only where one line shows the slip.
"""

from __future__ import annotations

import re

TEXTS = frozenset({"text", "after", "why", "says", "code", "summary", "means"})
"""The keys whose text often has several lines."""

Told = tuple[int, int, str]

KEYS = TEXTS | frozenset(
    {
        *("id", "title", "minutes", "read", "quiz", "run", "train", "exercise", "file", "script", "implement", "uses"),
        *("forbid", "difficulty", "hints", "choices", "answer", "target", "whatif", "data", "reading", "caught_by"),
        *("change", "weights"),
        *("terms", "term", "also", "symbol", "step"),
    }
)
"""A line that begins with one of these where a key may stand lacks its colon, and is no prose."""

_KEY = re.compile(r"(?P<before>\s*(?:- +)?)(?P<key>[a-z_][a-z_0-9]*):(?P<rest>\s.*|)$")
_BLOCK = re.compile(r"\s*[|>][-+0-9]*\s*(?:#.*)?$")


def slip(lines: list[str], stopped: int, begun: int) -> Told | None:
    """Line, column and what to do about it. `stopped` is the line where libyaml noticed, `begun` that of what it was
    reading; both count from 1."""
    for number in dict.fromkeys((begun, stopped)):
        if 1 <= number <= len(lines) and lines[number - 1].strip():
            told = _out_of_its_text(lines, number) or _text_without_sign(lines, number) or _key_aside(lines, number)
            if told is not None:
                return told
    return None


def _spaces(count: int) -> str:
    return f"{count} space{'' if count == 1 else 's'}"


def _out_of_its_text(lines: list[str], number: int) -> Told | None:
    """A line of prose left of the text that it belongs to."""
    line = lines[number - 1]
    indent = _indent(line)
    inside = list[int]()
    for above in range(number - 1, 0, -1):
        match = _KEY.match(lines[above - 1])
        if match is not None and _BLOCK.fullmatch(match["rest"]):
            column = len(match["before"])
            wanted = inside[-1] if inside else column + 2
            left = max(1, column - 2) <= indent < wanted and all(each > column for each in inside)
            forgotten = indent == column and line.split()[0] in KEYS
            if left and _is_prose(line) and not forgotten:
                say = (
                    f"this line belongs to the text of `{match['key']}` (line {above}): indent it by {_spaces(wanted)}"
                )
                return number, indent + 1, say
            return None
        if lines[above - 1].strip():
            inside.append(_indent(lines[above - 1]))
    return None


def _text_without_sign(lines: list[str], number: int) -> Told | None:
    """`text:` with prose below it, and no `|`."""
    for above in range(number, 0, -1):
        match = _KEY.match(lines[above - 1])
        below = lines[above : number + 1]
        if match is None or match["key"] not in TEXTS:
            continue
        column = len(match["before"])
        if above == number or any(each.strip() and _indent(each) <= column for each in lines[above:number]):
            return None
        if _BLOCK.fullmatch(match["rest"]) or match["rest"].strip()[:1] in ("'", '"', "[", "{"):
            return None
        if below and any(_is_prose(each) for each in lines[above:number]):
            say = f"a text of several lines begins with `|`: write `{match['key']}: |`, and the text in the lines below"
            return above, column + 1, say
        return None
    return None


def _key_aside(lines: list[str], number: int) -> Told | None:
    """A key that is not below the one before it."""
    match = _KEY.match(lines[number - 1])
    if match is None or "-" in match["before"]:
        return None
    here = len(match["before"])
    before = [each for each in lines[: number - 1] if each.strip()]
    above = _KEY.match(before[-1]) if before else None
    if above is None or _BLOCK.fullmatch(above["rest"]):  # the end of a text, or of a list
        below = [each for each in before if _indent(each) <= here]
        above = _KEY.match(below[-1]) if below and below[-1] is not before[-1] else None
    if above is None or not above["rest"].strip():
        return None
    there = len(above["before"])
    if here == there or here < there - 1 or here > there + 4:
        return None
    if above["key"] in TEXTS and here > there + 1 and not _BLOCK.fullmatch(above["rest"]):
        say = f"a text of several lines begins with `|`: write `{above['key']}: |`, and the text in the lines below"
        return number, here + 1, say
    return number, here + 1, f"this line is indented by {_spaces(here)}, its neighbours by {there}; align it with them"


def _is_prose(line: str) -> bool:
    """Whether a line is neither a key nor an item of a list."""
    return bool(line.strip()) and _KEY.match(line) is None and not re.match(r"\s*(- |#)", line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
