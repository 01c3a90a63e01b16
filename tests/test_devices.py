"""A script that asks for its device keeps all of its training there.

No accelerator is needed to see that: torch's `meta` device computes nothing, but refuses, as any other device does,
whatever mixes its tensors with those of the CPU.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EVERY = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("exercises/*/*.py"))]
SCRIPTS = [script for script in EVERY if "live.device()" in (ROOT / script).read_text("utf-8")]

# In a process of its own: a test that ran before may have left modules, and finders, of the same short names. One
# epoch on few pictures; every number that is asked of the device is 0; the results are printed.
RUN = """
import json, runpy, sys
from dataclasses import replace
import torch
from tutor import live
from tutor.datasets import images

root, script = sys.argv[1:]
chapter = script.split("/")[1]
places = [f"solutions/{chapter}", f"exercises/{chapter}", "solutions", "exercises"]
sys.path[:0] = [f"{root}/{place}" for place in places]
found = images.load("digits")
few = replace(found, **{name: getattr(found, name)[:20] for name in ("train_x", "train_y", "test_x", "test_y")})
images.load = lambda **_: few
torch.Tensor.item = lambda tensor: 0.0 if tensor.device.type == "meta" else tensor.tolist()
live.epochs = lambda count: range(1)
for name in ("stage", "log", "text", "scatter", "picture", "say"):
    setattr(live, name, lambda *_, **__: None)
live.result = lambda **metrics: print(json.dumps(metrics))
runpy.run_path(f"{root}/{script}", run_name="__main__")
"""


def test_some_scripts_ask_for_their_device() -> None:
    assert "exercises/ch06_blocks/train.py" in SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_that_asks_for_its_device_trains_there(script: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(ROOT), script],
        env={**os.environ, "DLTUTOR_DEVICE": "meta", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    metrics = json.loads(done.stdout.splitlines()[-1])
    assert metrics and all(value == 0 for value in metrics.values())
