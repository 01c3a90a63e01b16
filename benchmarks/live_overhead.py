"""What share of a training run's CPU time goes into `live`, for a run as small as a learner's ever is.

python benchmarks/live_overhead.py
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

from rows import HEAD, Row

SCRIPT = """
import time
import torch
from torch.nn import functional
from tutor import live
from tutor.training.reporter import Reporter

clock, spent = time.thread_time, {"talking": 0.0, "timing": 0.0}

def timed(call, what="talking"):
    def wrapped(*arguments):
        began = clock()
        try:
            return call(*arguments)
        finally:
            spent[what] += clock() - began
    return wrapped

Reporter.log = timed(Reporter.log)
nothing = timed(lambda: None, "timing")  # what looking at the clock costs
torch.set_num_threads(1)
model = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.Tanh(), torch.nn.Linear(64, 10))
optimizer = torch.optim.AdamW(model.parameters())
x, y = torch.rand(64, 64), torch.randint(10, (64,))
for stage in ("warm", "control", "technique"):
    live.stage(stage)
    began, spent = clock(), {"talking": 0.0, "timing": 0.0}
    for _ in live.epochs(20):
        epoch = iter(live.batches(range(20)))
        while timed(next)(epoch, None) is not None:
            loss = functional.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            live.log(loss=loss)
            nothing()
    print((spent["talking"] - 2 * spent["timing"]) / (clock() - began))
"""


def rows() -> Iterator[Row]:
    """Runs the script with somebody reading its events; the first stage warms up."""
    reading, writing = os.pipe()
    reader = subprocess.Popen(["cat"], stdin=reading, stdout=subprocess.DEVNULL)
    os.close(reading)
    environment = os.environ | {"DLTUTOR_EVENTS": str(writing)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, pass_fds=(writing,), capture_output=True, text=True, check=True
    )
    os.close(writing)
    reader.wait()
    _, control, technique = (100 * float(share) for share in done.stdout.split())
    detail = f"400 batches of 4,810 parameters, twice: {control:.1f} % and {technique:.1f} %"
    yield Row("`live` in the smallest run, share of its CPU time", max(control, technique), "%", 3, detail)


if __name__ == "__main__":
    print(HEAD)
    for row in rows():
        print(row, flush=True)
