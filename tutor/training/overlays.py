"""What is drawn over pictures: masks and boxes, each with the class that gives it its colour."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Sequence
from typing import Any

from tutor.training.pixels import array_of

MOST_BOXES = 100
MOST_CLASSES = 62  # as many as there are letters and digits to mark them with
LONGEST_LABEL = 24

Fields = dict[str, Any]


class Classes:
    """The classes of one call: those with a name, those whose label is a number, and others as they come."""

    def __init__(self, names: Sequence[Any] | None) -> None:
        self.names = None if names is None else [str(name) for name in names]
        if self.names is not None and len(self.names) > MOST_CLASSES:
            raise ValueError(f"{len(self.names)} names are too many; give at most {MOST_CLASSES}")
        self._known: dict[str, int] = {}

    def of(self, label: str) -> int:
        """The class of a box: by the first word of its label."""
        word = label.split()[0] if label.split() else ""
        if self.names is not None and word in self.names:
            return self.names.index(word)
        if self.names is None and word.isdecimal() and int(word) < MOST_CLASSES:
            return int(word)
        first = 0 if self.names is None else len(self.names)
        return self._known.setdefault(word, first + len(self._known)) % MOST_CLASSES


def overlaid(pictures: list[Fields], masks: Any, boxes: Any, classes: Classes) -> list[Fields]:
    """The encoded pictures, with what lies over each. ValueError where it doesn't fit them."""
    each_mask = _each(masks, len(pictures), "masks", deep=2)
    each_boxes = _each(boxes, len(pictures), "lists of boxes", deep=1)
    over = []
    for picture, mask, those in zip(pictures, each_mask, each_boxes, strict=True):
        fields: Fields = {}
        if mask is not None:
            fields["mask"] = _mask(mask, picture, classes)
        if those is not None:
            fields["boxes"] = list(_boxes(those, classes))
            if len(fields["boxes"]) > MOST_BOXES:
                raise ValueError(f"{len(fields['boxes'])} boxes are too many to see; show at most {MOST_BOXES}")
        over.append(picture | fields)
    return over


def are_boxes(boxes: Any) -> bool:
    """Whether something that arrived is what `overlaid` makes."""
    return isinstance(boxes, list) and len(boxes) <= MOST_BOXES and all(map(_is_box, boxes))


def _is_box(box: Any) -> bool:
    if not (isinstance(box, list) and len(box) == 6):
        return False
    *edges, label, number = box
    fine = all(isinstance(edge, int | float) and math.isfinite(edge) for edge in edges)
    return fine and isinstance(label, str) and isinstance(number, int) and 0 <= number < MOST_CLASSES


def _each(given: Any, count: int, what: str, deep: int) -> list[Any]:
    """One entry for each picture; what is given for a single picture need not stand in a list."""
    if given is None:
        return [None] * count
    if count == 1 and _is_one(given, deep):
        return [given]
    entries = list(given)
    if len(entries) != count:
        raise ValueError(f"{count} pictures but {len(entries)} {what}")
    return entries


def _is_one(given: Any, deep: int) -> bool:
    """Whether this is the mask (rows of numbers) or the list of boxes of one picture, and not a list of such."""
    ndim = getattr(given, "ndim", None)
    if isinstance(ndim, int):
        return ndim == 2
    given = list(given)
    if not given:
        return deep == 1
    first = given[0]
    inner = getattr(first, "ndim", None)
    if isinstance(inner, int):
        return inner == 1
    return isinstance(first, list | tuple) and (not first or not isinstance(first[0], list | tuple)) and bool(first)


def _mask(mask: Any, picture: Fields, classes: Classes) -> str:
    import numpy as np

    array = array_of(mask)
    if array.ndim == 3 and array.shape[0] == 1:
        array = array[0]
    wanted = (picture["height"], picture["width"])
    if tuple(array.shape) != wanted:
        raise ValueError(f"the mask of a picture of {wanted} has its shape, got {tuple(array.shape)}")
    whole = np.nan_to_num(array.astype(np.float64), nan=-1.0, posinf=-1.0, neginf=-1.0)
    if (whole != np.rint(whole)).any() or whole.min() < 0 or whole.max() > MOST_CLASSES:
        raise ValueError(f"a mask is made of whole numbers from 0 (nothing) to {MOST_CLASSES}, one for each class")
    if classes.names is not None and whole.max() > len(classes.names):
        raise ValueError(f"{len(classes.names)} names, but a mask goes up to {int(whole.max())}; 0 is nothing")
    return base64.b64encode(whole.astype(np.uint8).tobytes()).decode("ascii")


def _boxes(boxes: Any, classes: Classes) -> Iterator[list[Any]]:
    for box in boxes:
        values = list(box)
        if len(values) not in (4, 5):
            raise ValueError(f"a box is (x1, y1, x2, y2) or (x1, y1, x2, y2, label), got {len(values)} values")
        label = _label(values[4]) if len(values) == 5 else ""
        try:
            left, top, right, bottom = (float(value) for value in values[:4])
        except (TypeError, ValueError):
            raise ValueError("the edges of a box are numbers: (x1, y1, x2, y2) in pixels") from None
        if all(map(math.isfinite, (left, top, right, bottom))):  # a network may say anything
            edges = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
            yield [*(round(edge, 2) for edge in edges), label, classes.of(label)]


def _label(value: Any) -> str:
    item = getattr(value, "item", None)
    return str(item() if item is not None else value)[:LONGEST_LABEL]
