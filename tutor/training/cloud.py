"""The fields of a `scatter` event: made of what a script hands over, and looked at when they arrive.

numpy is imported here, inside the functions, so that a script without points doesn't pay for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tutor.training.pixels import MAX_SIDE

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, Any]

MAX_POINTS = 5_000
MAX_CLASSES = 62  # as many as there are letters and digits
LEVELS = 4  # of the background: with six, a steep valley is all lines
FARTHEST = 1e150  # beyond it the difference of two points is no number

Fields = dict[str, Any]


def cloud_fields(
    points: Any,
    labels: Any,
    names: Sequence[Any] | None,
    ranges: tuple[Any, Any],
    background: Any,
) -> Fields:
    """What a `scatter` event says of its points. ValueError says what is wrong with them."""
    try:
        x, y = (None if given is None else _range(side, given) for side, given in zip("xy", ranges, strict=True))
        places = _places(points)
        classes = _classes(labels, len(places))
        told = [str(name) for name in (range(max(classes, default=0) + 1) if names is None else names)]
        if classes and max(classes) >= len(told):
            raise ValueError(f"{len(told)} names, but the labels go up to {max(classes)}")
        if len(told) > MAX_CLASSES:
            raise ValueError(f"{len(told)} classes are too many to be told apart; show at most {MAX_CLASSES}")
        if background is not None and (x is None or y is None):
            raise ValueError("a background needs x and y, the ranges that it covers")
        seen = [at for at, (across, up) in enumerate(places) if _inside(across, x) and _inside(up, y)]
        return {
            "points": [places[at] for at in seen],
            "labels": [classes[at] for at in seen],
            "names": told if labels is not None or names is not None else [],
            "x": x,
            "y": y,
            "left_out": len(places) - len(seen),
            "background": None if background is None else _levels(background),
        }
    except ValueError as fault:
        raise ValueError(f"live.scatter: {fault}") from None


def is_cloud(event: Fields) -> bool:
    """Whether something that arrived is what `cloud_fields` makes, and no more of it."""
    points, labels, names = event["points"], event["labels"], event["names"]
    background = event["background"]
    return (
        len(points) == len(labels) <= MAX_POINTS
        and len(names) <= MAX_CLASSES
        and all(isinstance(name, str) for name in names)
        and all(_is_pair(point) for point in points)
        and all(isinstance(label, int) and 0 <= label < max(1, len(names)) for label in labels)
        and all(span is None or (_is_pair(span) and span[0] < span[1]) for span in (event["x"], event["y"]))
        and (background is None or _is_background(background))
    )


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, list) and len(value) == 2 and all(isinstance(each, int | float) for each in value)
    ) and all(abs(each) <= FARTHEST for each in value)


def _is_background(rows: list[Any]) -> bool:
    return (
        0 < len(rows) <= MAX_SIDE
        and all(isinstance(row, str) and row.isascii() and row.isdigit() for row in rows)
        and 0 < len(rows[0]) <= MAX_SIDE
        and len({len(row) for row in rows}) == 1
    )


def _array(value: Any, what: str) -> Numbers:
    """`value` as numbers; a list may hold tensors, as a path does that a script collects."""
    import numpy as np

    try:
        found = np.asarray(_lists(value))
    except ValueError:
        raise ValueError(f"{what} rows of one length") from None
    if found.size and found.dtype.kind not in "bifu":
        raise ValueError(f"{what} made of numbers, got {found.dtype}")
    return found


def _lists(value: Any) -> Any:
    """Tensors and arrays are known by their manners, so that torch need not be imported."""
    if hasattr(value, "tolist"):
        return value.tolist()
    return [_lists(each) for each in value] if isinstance(value, Iterable) and not isinstance(value, str) else value


def _places(points: Any) -> list[list[float]]:
    """(x, y) of each point, with as many digits as a drawing can show."""
    found = _array(points, "points are")
    if found.size == 0:
        return []
    if found.ndim != 2 or found.shape[1] != 2:
        raise ValueError(f"points have the shape (N, 2), got {tuple(found.shape)}")
    if len(found) > MAX_POINTS:
        raise ValueError(f"{len(found):,} points are too many for one drawing; show at most {MAX_POINTS:,}")
    return [[float(f"{value:.6g}") for value in point] for point in found.tolist()]


def _classes(labels: Any, count: int) -> list[int]:
    if labels is None:
        return [0] * count
    found = _array(labels, "labels are")
    if found.shape != (count,):
        raise ValueError(f"{count} points have labels of the shape ({count},), got {tuple(found.shape)}")
    if not all(value >= 0 and value % 1 == 0 for value in found.tolist()):  # neither inf nor NaN is, either
        raise ValueError("labels are whole numbers from 0")
    return [int(value) for value in found.tolist()]


def _range(side: str, given: Any) -> list[float]:
    try:
        low, high = (float(end) for end in given)
    except (TypeError, ValueError):
        low = high = 0.0
    if not -FARTHEST <= low < high <= FARTHEST:
        raise ValueError(f"{side} is the range (low, high) that is drawn, got {given!r}")
    return [low, high]


def _inside(value: float, span: list[float] | None) -> bool:
    low, high = span or (-FARTHEST, FARTHEST)
    return low <= value <= high


def _levels(background: Any) -> list[str]:
    """Each row as digits, the lowest y first: which quarter of all values each belongs to."""
    import numpy as np

    found = _array(background, "a background is")
    if found.ndim != 2 or not found.size or max(found.shape) > MAX_SIDE:
        raise ValueError(f"a background has the shape (height, width), 1 to {MAX_SIDE} each, got {tuple(found.shape)}")
    values = np.nan_to_num(found.astype(np.float64))
    steps = np.quantile(values, [at / LEVELS for at in range(1, LEVELS)])
    return ["".join(map(str, row)) for row in np.searchsorted(steps, values, side="right").tolist()]
