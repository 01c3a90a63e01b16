"""From what a script hands to `live.picture` or `live.slider` to bytes that a screen can draw.

numpy is imported here, inside the functions, so that a script without pictures doesn't pay for it.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

MAX_PICTURES = 64
MAX_SIDE = 256


def encode(
    image: Any, *, labels: Any = None, colour: bool = False, low: float = 0.0, high: float = 1.0
) -> list[dict[str, Any]]:
    """The pictures of one event: `{height, width, colour, pixels, label}`, pixels as base64 of uint8, row by row.

    `image` is one picture or a list of them: (H, W) or (1, H, W) in grey; with `colour` (3, H, W) or (H, W, 3). A
    tensor with one more dimension is a list. uint8 is taken as it is; other numbers run from `low` (black) to `high`
    (white) and are clipped; NaN is black. ValueError says what is wrong with a shape.
    """
    if not high > low:
        raise ValueError(f"high must be above low, got low={low} and high={high}")
    pictures = [_picture(one, colour, low, high) for one in _split(image, colour)]
    if len(pictures) > MAX_PICTURES:
        raise ValueError(f"{len(pictures)} pictures are too many for one screen; show at most {MAX_PICTURES}")
    names = [None] * len(pictures) if labels is None else [str(label) for label in labels]
    if len(names) != len(pictures):
        raise ValueError(f"{len(pictures)} pictures but {len(names)} labels")
    return [picture | {"label": name} for picture, name in zip(pictures, names, strict=True)]


def array_of(value: Any) -> np.ndarray[Any, Any]:
    """A tensor, array or list of numbers as an array. ValueError where it holds anything else."""
    import numpy as np

    if hasattr(value, "detach"):  # a tensor, known by its manners so that torch need not be imported
        value = value.detach().cpu()
        value = value.numpy() if str(value.dtype) == "torch.uint8" else value.double().numpy()
    array = np.asarray(value)
    if array.dtype.kind not in "bifu":
        raise ValueError(f"a picture is made of numbers, got {array.dtype}")
    return array


def _split(image: Any, colour: bool) -> list[np.ndarray[Any, Any]]:
    """One picture or several, each with its own two (grey) or three (colour) dimensions."""
    deep = 3 if colour else 2
    if isinstance(image, list | tuple) and image and _depth(image[0]) >= deep:
        return [array_of(one) for one in image]
    array = array_of(image)
    if not colour and array.ndim == 3 and array.shape[0] == 1:
        return [array]
    return list(array) if array.ndim == deep + 1 or (not colour and array.ndim == 4) else [array]


def _depth(value: Any) -> int:
    ndim = getattr(value, "ndim", None)
    if isinstance(ndim, int):
        return ndim
    return 1 + _depth(value[0]) if isinstance(value, list | tuple) and value else int(isinstance(value, list | tuple))


def _picture(array: np.ndarray[Any, Any], colour: bool, low: float, high: float) -> dict[str, Any]:
    import numpy as np

    shape = tuple(array.shape)
    if not colour and array.ndim == 3 and shape[0] == 1:
        array = array[0]
    if colour and array.ndim == 3 and shape[-1] != 3 and shape[0] == 3:
        array = np.moveaxis(array, 0, -1)
    if array.ndim != (3 if colour else 2) or (colour and array.shape[-1] != 3):
        wanted = "(3, height, width) with colour=True" if colour else "(height, width)"
        raise ValueError(f"a picture has the shape {wanted}, got {shape}")
    if not array.size or max(array.shape[:2]) > MAX_SIDE:
        raise ValueError(f"a picture has 1 to {MAX_SIDE} rows and columns, got {shape}")
    if array.dtype != np.uint8:
        scaled = (array.astype(np.float64) - low) / (high - low)
        array = np.rint(np.clip(np.nan_to_num(scaled, nan=0.0, posinf=1.0, neginf=0.0), 0.0, 1.0) * 255).astype(
            np.uint8
        )
    return {
        "height": int(array.shape[0]),
        "width": int(array.shape[1]),
        "colour": colour,
        "pixels": base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii"),
    }
