"""The fields of a `picture` and a `slider` event: made of what a script hands over, and looked at when they arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from tutor.training.overlays import Classes, are_boxes, overlaid
from tutor.training.pixels import MAX_PICTURES, encode

MAX_FRAMES = 100
MAX_BYTES = 4_000_000  # of pixels in all frames: a hundred frames of twelve pictures of 56 by 56

Fields = dict[str, Any]
Over = tuple[Any, Any]  # masks and boxes
NOTHING: Over = (None, None)


@dataclass(frozen=True, slots=True)
class Look:
    """How pictures are drawn, the same for all of one call: see `live.picture`."""

    rows: Sequence[Any] | None
    columns: Sequence[Any] | None
    colour: bool
    low: float
    high: float
    names: Sequence[Any] | None = None

    def fields(self) -> Fields:
        """What an event says of it."""
        names = {side: _texts(given) for side, given in (("rows", self.rows), ("columns", self.columns))}
        classes = {} if self.names is None else {"names": _texts(self.names)}
        return names | {"low": float(self.low), "high": float(self.high)} | classes

    def pictures(self, image: Any, labels: Any, over: Over = NOTHING, classes: Classes | None = None) -> list[Fields]:
        """One picture or several as bytes. ValueError where they are none, or the names don't fit."""
        pictures = encode(image, labels=labels, colour=self.colour, low=self.low, high=self.high)
        for side, given, key in (("rows", self.rows, "height"), ("columns", self.columns, "width")):
            for one in pictures:
                if given is not None and len(given) != one[key]:
                    raise ValueError(f"{len(given)} names for {one[key]} {side}")
        if over != NOTHING and (self.rows is not None or self.columns is not None):
            raise ValueError("a map with names on its rows or columns has no masks and no boxes")
        return overlaid(pictures, *over, classes or Classes(self.names)) if over != NOTHING else pictures


def picture_fields(image: Any, labels: Any, caption: str | None, look: Look, over: Over = NOTHING) -> Fields:
    """What a `picture` event says below its title. ValueError says what is wrong."""
    try:
        return look.fields() | {"caption": _text(caption), "pictures": look.pictures(image, labels, over)}
    except ValueError as fault:
        raise ValueError(f"live.picture: {fault}") from None


def slider_fields(
    frames: Mapping[Any, Any] | Iterable[tuple[Any, Any]],
    labels: Sequence[Any] | None,
    caption: str | Sequence[str | None] | None,
    look: Look,
    over: Over = NOTHING,
) -> Fields:
    """What a `slider` event says below its title. ValueError says what is wrong, and in which frame."""
    try:
        pairs = _pairs(frames)
        shared = caption is None or isinstance(caption, str)
        captions = [None] * len(pairs) if shared else _one_each(caption, len(pairs), "captions")
        nested = labels is not None and len(labels) > 0 and all(isinstance(each, list | tuple) for each in labels)
        names = _one_each(labels, len(pairs), "lists of labels") if nested else [labels] * len(pairs)
        masks, boxes = (
            [None] * len(pairs) if each is None else _one_each(each, len(pairs), f"frames of {what}")
            for each, what in zip(over, ("masks", "boxes"), strict=True)
        )
        classes = Classes(look.names)
        told = [
            {"label": str(label), "caption": _text(below)}
            | {"pictures": _pictures_of(str(label), partial(look.pictures, image, these, lying, classes))}
            for (label, image), below, these, lying in zip(
                pairs, captions, names, zip(masks, boxes, strict=True), strict=True
            )
        ]
        if not _fits(told):
            raise ValueError(f"the frames have more than {MAX_BYTES:,} pixels; show fewer frames, or smaller ones")
    except ValueError as fault:
        raise ValueError(f"live.slider: {fault}") from None
    return look.fields() | {"caption": _text(caption) if shared else None, "frames": told}


def are_frames(frames: Any) -> bool:
    """Whether something that arrived is what `slider_fields` makes, and no more of it."""
    return (
        isinstance(frames, list)
        and 0 < len(frames) <= MAX_FRAMES
        and all(isinstance(frame, dict) and _is_frame(frame) for frame in frames)
        and _fits(frames)
    )


def _is_frame(frame: Fields) -> bool:
    pictures = frame.get("pictures")
    return (
        isinstance(frame.get("label"), str)
        and isinstance(frame.get("caption"), str | None)
        and isinstance(pictures, list)
        and len(pictures) <= MAX_PICTURES
        and are_pictures(pictures)
    )


def are_pictures(pictures: Any) -> bool:
    """Whether something that arrived is a list of pictures, as far as those who count and draw them rely on it."""
    return isinstance(pictures, list) and all(
        isinstance(one, dict)
        and isinstance(one.get("pixels"), str)
        and isinstance(one.get("mask", ""), str)
        and are_boxes(one.get("boxes", []))
        for one in pictures
    )


def _fits(frames: Sequence[Fields]) -> bool:
    letters = sum(len(one["pixels"]) + len(one.get("mask", "")) for frame in frames for one in frame["pictures"])
    return letters * 3 // 4 <= MAX_BYTES + 4 * MAX_FRAMES * MAX_PICTURES  # base64 fills up to whole threes of bytes


def _pairs(frames: Mapping[Any, Any] | Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    pairs: list[Any] = list(frames.items() if isinstance(frames, Mapping) else frames)
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise ValueError("a frame is a pair of a label and a picture")
    if not pairs:
        raise ValueError("there is no frame to show")
    if len(pairs) > MAX_FRAMES:
        raise ValueError(f"{len(pairs)} frames are too many to move through; show at most {MAX_FRAMES}")
    return pairs


def _pictures_of(label: str, make: Callable[[], list[Fields]]) -> list[Fields]:
    try:
        return make()
    except ValueError as fault:
        raise ValueError(f"in the frame {label!r}: {fault}") from None


def _one_each(given: Any, count: int, what: str) -> list[Any]:
    if len(given) != count:
        raise ValueError(f"{count} frames but {len(given)} {what}")
    return list(given)


def _texts(names: Sequence[Any] | None) -> list[str] | None:
    return None if names is None else [str(name) for name in names]


def _text(text: Any) -> str | None:
    return None if text is None else str(text)
