"""Makes `import torchvision` work where its compiled library does not fit the installed torch.

The torchvision of PyPI wants CUDA's libraries. Beside a CPU build of torch its `_C.so` can't be loaded, and importing
torchvision ends in `operator torchvision::nms does not exist`. What is needed for datasets, transforms, models and
`ops.nms` is small: the two schemas that torchvision looks up on import, and a kernel for `nms`.

    from tutor import torchvision_compat
    torchvision_compat.ensure()       # before the first `import torchvision`; does nothing where all is well
    import torchvision
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import torch

_library: torch.library.Library | None = None


def ensure() -> bool:
    """Prepares the import; returns whether torchvision's own operators are used. May be called any number of times.

    Where there is something to mend, torchvision is imported here.
    """
    global _library
    if _library is None and "torchvision" not in sys.modules and not loads():
        _library = torch.library.Library("torchvision", "DEF")
        for operator in ("nms", "qnms"):
            _library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        _library.impl("nms", nms, "CPU")
        boxes = import_module("torchvision.ops.boxes")
        boxes.__dict__["_assert_has_ops"] = lambda: None  # it asks for all operators, and `nms` needs just one
    return _library is None


def loads() -> bool:
    """Whether torchvision's compiled library fits this torch."""
    spec = find_spec("torchvision")
    if spec is None or not spec.submodule_search_locations:
        return False
    for file in sorted(Path(spec.submodule_search_locations[0]).glob("_C*.*")):
        try:
            torch.ops.load_library(str(file))
        except (OSError, RuntimeError):
            continue
        return True
    return False


def nms(dets: torch.Tensor, scores: torch.Tensor, iou_threshold: float) -> torch.Tensor:
    """Non-maximum suppression: the best box stays, boxes that overlap it by more than the threshold go, and so on.

    Args:
        dets: (N, 4) boxes as x1, y1, x2, y2.
        scores: (N,)
        iou_threshold: intersection over union above which the box with the lower score goes.

    Returns:
        (K,) int64 indices of the boxes that stay, the best first.
    """
    area = (dets[:, 2] - dets[:, 0]) * (dets[:, 3] - dets[:, 1])  # (N,)
    waiting = scores.argsort(descending=True, stable=True)
    kept = []
    while waiting.numel():
        best, waiting = waiting[0], waiting[1:]
        kept.append(best)
        low = torch.maximum(dets[best, :2], dets[waiting, :2])  # (M, 2)
        high = torch.minimum(dets[best, 2:], dets[waiting, 2:])  # (M, 2)
        shared = (high - low).clamp(min=0).prod(1)  # (M,)
        waiting = waiting[shared / (area[best] + area[waiting] - shared) <= iou_threshold]
    return torch.stack(kept) if kept else torch.empty(0, dtype=torch.int64, device=dets.device)
