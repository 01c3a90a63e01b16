"""How fast are tensors here? Loops against one expression, float32 against float64, and a GPU where there is one."""

import time
from collections.abc import Callable
from functools import partial

import torch

from tutor import live


def milliseconds(work: Callable[[], object], times: int) -> float:
    """The shortest of several runs; the first one only warms up."""
    work()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return 1000 * min(taken)


def loops(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    """All squared distances with Python's own lists and loops."""
    return [[sum((p - q) ** 2 for p, q in zip(row, other)) for other in b] for row in a]


a, b = torch.rand(60, 64), torch.rand(80, 64)
slow = milliseconds(lambda: loops(a.tolist(), b.tolist()), times=3)
fast = milliseconds(lambda: ((a[:, None, :] - b[None, :, :]) ** 2).sum(dim=-1), times=20)
live.text(
    "All distances of 60 points to 80 points, 64 numbers each",
    f"Python loops    {slow:8.2f} ms\none expression  {fast:8.2f} ms   {slow / fast:,.0f} times as fast",
)

lines = []
for dtype in (torch.float32, torch.float64):
    square = torch.rand(600, 600, dtype=dtype)
    taken = milliseconds(partial(torch.matmul, square, square), times=5)
    size = square.numel() * square.element_size() / 1e6
    lines.append(f"CPU, {str(dtype).removeprefix('torch.')}  {taken:8.2f} ms   a table takes {size:.1f} MB")
if torch.cuda.is_available():
    on_gpu = torch.rand(600, 600, device="cuda")

    def on_the_gpu() -> None:
        on_gpu @ on_gpu
        torch.cuda.synchronize()  # the call returns before the GPU is done

    lines.append(f"GPU, float32  {milliseconds(on_the_gpu, times=20):8.2f} ms")
    lines.append(f"moving it there and back  {milliseconds(lambda: on_gpu.cpu().to('cuda'), times=5):8.2f} ms")
else:
    lines.append("No CUDA device here: torch.cuda.is_available() is False, and everything runs on the CPU.")
live.text("The product of two 600 x 600 tables: 216 million multiplications", "\n".join(lines))
