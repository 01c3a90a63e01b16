"""A small picture as plain data: what the pixels of a `picture` event are before they become characters."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MAX_SIDE = 256
RAMP = " .:-=+*#%@"  # dark to light, for terminals without colour


@dataclass(frozen=True, slots=True)
class Box:
    """Edges in pixels, a name and a class."""

    left: float
    top: float
    right: float
    bottom: float
    label: str
    number: int

    def times(self, scale: float) -> Box:
        """The same on a picture that is so many times as large."""
        left, top, right, bottom = (edge * scale for edge in (self.left, self.top, self.right, self.bottom))
        return Box(left, top, right, bottom, self.label, self.number)


@dataclass(frozen=True, slots=True)
class Raster:
    """`height` x `width` pixels of three bytes (red, green, blue), row by row.

    `mask` has a byte for each pixel, or none at all: 0 is nothing, k is class k - 1.
    """

    height: int
    width: int
    data: bytes
    label: str | None = None
    grey: bool = True
    mask: bytes = b""
    boxes: tuple[Box, ...] = ()

    @classmethod
    def of(cls, rows: Sequence[Sequence[float]], label: str | None = None) -> Raster:
        """A grey picture from rows of numbers, 0 is black and 1 white; shorter rows are filled up with black."""
        width = max((len(row) for row in rows), default=0)
        data = bytearray()
        for row in rows:
            for value in [*row, *([0.0] * (width - len(row)))]:
                level = round(255 * min(1.0, max(0.0, value))) if not math.isnan(value) else 0
                data += bytes((level, level, level))
        return cls(len(rows), width, bytes(data), label)

    @classmethod
    def of_event(cls, picture: dict[str, Any]) -> Raster:
        """One entry of an event's `pictures`. ValueError where its bytes don't fit its size."""
        height, width = int(picture["height"]), int(picture["width"])
        try:
            data = base64.b64decode(picture["pixels"], validate=True)
        except (binascii.Error, TypeError) as error:
            raise ValueError("the pixels of a picture are not base64") from error
        colour = bool(picture.get("colour"))
        if not (0 <= height <= MAX_SIDE and 0 <= width <= MAX_SIDE):
            raise ValueError(f"{height} x {width} pixels are more than a screen has")
        if len(data) != height * width * (3 if colour else 1):
            raise ValueError(f"a picture of {height} x {width} can't have {len(data)} bytes")
        if not colour:
            data = bytes(value for value in data for _ in range(3))
        boxes = tuple(Box(*box) for box in picture.get("boxes") or ())
        return cls(height, width, data, picture.get("label"), not colour, _mask(picture, height * width), boxes)

    def at(self, row: int, column: int) -> tuple[int, int, int]:
        start = 3 * (row * self.width + column)
        red, green, blue = self.data[start : start + 3]
        return red, green, blue

    def light(self, row: int, column: int) -> float:
        """How light a pixel is, 0 to 1."""
        red, green, blue = self.at(row, column)
        return (0.299 * red + 0.587 * green + 0.114 * blue) / 255

    def enlarged(self, times: int) -> Raster:
        """Every pixel as a square of `times` x `times`."""
        if times <= 1:
            return self
        data, mask = bytearray(), bytearray()
        for row in range(self.height):
            line = b"".join(bytes(self.at(row, column)) * times for column in range(self.width))
            data += line * times
            classes = self.mask[row * self.width : (row + 1) * self.width]
            mask += b"".join(bytes((each,)) * times for each in classes) * times
        boxes = tuple(box.times(times) for box in self.boxes)
        height, width = self.height * times, self.width * times
        return Raster(height, width, bytes(data), self.label, self.grey, bytes(mask), boxes)

    def shrunk(self, times: int) -> Raster:
        """Every square of `times` x `times` as one pixel, its mean."""
        if times <= 1:
            return self
        data, mask = bytearray(), bytearray()
        for top in range(0, self.height, times):
            for left in range(0, self.width, times):
                cells = [
                    self.at(row, column)
                    for row in range(top, min(top + times, self.height))
                    for column in range(left, min(left + times, self.width))
                ]
                data += bytes(round(sum(cell[part] for cell in cells) / len(cells)) for part in range(3))
                if self.mask:
                    mask.append(self.mask[top * self.width + left])
        boxes = tuple(box.times(1 / times) for box in self.boxes)
        height, width = -(-self.height // times), -(-self.width // times)
        return Raster(height, width, bytes(data), self.label, self.grey, bytes(mask), boxes)


def _mask(picture: dict[str, Any], size: int) -> bytes:
    if picture.get("mask") is None:
        return b""
    try:
        mask = base64.b64decode(picture["mask"], validate=True)
    except (binascii.Error, TypeError) as error:
        raise ValueError("a mask is not base64") from error
    if len(mask) != size:
        raise ValueError(f"a mask of {size} pixels can't have {len(mask)} bytes")
    return mask


def ramp(light: float) -> str:
    """The ASCII character that is about as light as `light` (0 to 1)."""
    return RAMP[min(len(RAMP) - 1, int(light * len(RAMP)))]
