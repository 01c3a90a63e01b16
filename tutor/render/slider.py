"""Several frames of pictures, one of which is shown: a title, a rail that says which, and that frame's pictures.

Where nothing can be moved (a script run by hand, a pipe) all frames stand one under the other.
"""

from __future__ import annotations

from typing import Any

from rich.text import Text

from tutor.render.fitting import cut, one_line, wrapped
from tutor.render.picture import picture_text

LONGEST_RAIL = 29
AHEAD = 2  # the cells of "← " before the rail


def slider_text(event: dict[str, Any], at: int, *, width: int = 80, colour: bool = True) -> Text:
    """The frame number `at` of a `slider` event (counted from 0), under the rail; never wider than `width`."""
    frames = event["frames"]
    lines = [Text(cut(str(event["title"]), width), "bold"), _rail(frames, at, width)]
    return Text("\n").join([*lines, *_below(event, frames[at], width, colour), *_caption(event, width)])


def every_frame(event: dict[str, Any], *, width: int = 80, colour: bool = True) -> Text:
    """All frames of a `slider` event, each under its label, with a blank line between two."""
    lines = [Text(cut(str(event["title"]), width), "bold")]
    for number, frame in enumerate(event["frames"], 1):
        lines += [Text()] * (number > 1)
        lines.append(Text(cut(f"{number}/{len(event['frames'])}  {frame['label']}", width)))
        lines += _below(event, frame, width, colour)
    return Text("\n").join([*lines, *_caption(event, width)])


def frame_under(event: dict[str, Any], at: int, column: int, width: int) -> int:
    """The frame that a click in this column of the rail asks for: an arrow moves by one, the rail goes there."""
    last = len(event["frames"]) - 1
    cells = _cells(last + 1, width)
    if column < AHEAD:
        return max(0, at - 1)
    if column >= AHEAD + cells:
        return min(last, at + 1) if column < 2 * AHEAD + cells else at
    return round((column - AHEAD) / max(1, cells - 1) * last)


def _rail(frames: list[dict[str, Any]], at: int, width: int) -> Text:
    """`← ──●────── →  2/6  epsilon 0.10`; what can't be moved to is dim, and a long label is cut."""
    last = len(frames) - 1
    cells = _cells(len(frames), width)
    knob = round(at / max(1, last) * (cells - 1))
    rail = Text.assemble(
        ("← ", "bold" if at else "dim"),
        ("─" * knob, "dim"),
        ("●", "bold"),
        ("─" * (cells - 1 - knob), "dim"),
        (" →", "bold" if at < last else "dim"),
        f"  {at + 1}/{len(frames)}  ",
    )
    rail.append(cut(str(frames[at]["label"]), max(0, width - rail.cell_len)))
    rail.truncate(width)
    return rail


def _cells(count: int, width: int) -> int:
    """How long the rail is: a cell for each frame and one between, where there is room."""
    return max(1, min(2 * count - 1, LONGEST_RAIL, width // 3))


def _below(event: dict[str, Any], frame: dict[str, Any], width: int, colour: bool) -> list[Text]:
    """The pictures of one frame and its own sentence, drawn as `live.picture` draws them."""
    drawn = picture_text(event | frame | {"title": ""}, width=width, colour=colour)
    return [drawn] if drawn.plain else []


def _caption(event: dict[str, Any], width: int) -> list[Text]:
    """What is said of all frames."""
    return wrapped(Text(one_line(str(event["caption"])), "italic"), width) if event.get("caption") else []
