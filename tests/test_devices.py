"""A script that asks for its device keeps all of its training there.

No accelerator is needed to see that: torch's `meta` device computes nothing, but refuses, as any other device does,
whatever mixes its tensors with those of the CPU.
"""

from __future__ import annotations

import runpy
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from tutor import live
from tutor.datasets import images

ROOT = Path(__file__).parents[1]
EVERY = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("exercises/*/*.py"))]
SCRIPTS = [script for script in EVERY if "live.device()" in (ROOT / script).read_text("utf-8")]


@pytest.fixture
def meta(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The device, on which every number that is asked for is 0; few pictures; and what is reported."""
    found = images.load("digits")
    few = replace(found, **{field: getattr(found, field)[:20] for field in ("train_x", "train_y", "test_x", "test_y")})
    said: list[dict[str, Any]] = []
    monkeypatch.setenv("DLTUTOR_DEVICE", "meta")
    monkeypatch.setattr(images, "load", lambda **_: few)
    monkeypatch.setattr(torch.Tensor, "item", lambda tensor: 0.0 if tensor.device.type == "meta" else tensor.tolist())
    monkeypatch.setattr(live, "result", lambda **metrics: said.append(metrics))
    monkeypatch.setattr(live, "epochs", lambda count: range(1))
    for name in ("stage", "log", "text", "scatter", "picture", "say"):
        monkeypatch.setattr(live, name, lambda *_, **__: None)
    return said


def test_some_scripts_ask_for_their_device() -> None:
    assert "exercises/ch06_blocks/train.py" in SCRIPTS


def _forget() -> None:
    """Takes the modules of the course out of this process."""
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", "")).startswith((str(ROOT / "solutions"), str(ROOT / "exercises"))):
            del sys.modules[name]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_that_asks_for_its_device_trains_there(
    script: str, meta: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = script.split("/")[1]
    _forget()  # another test may have left a module of the same short name
    places = [ROOT / "solutions" / chapter, ROOT / "exercises" / chapter, ROOT / "solutions", ROOT / "exercises"]
    monkeypatch.setattr(sys, "path", [*map(str, places), *sys.path])
    try:
        runpy.run_path(str(ROOT / script), run_name="__main__")
    finally:
        _forget()
    assert meta and all(value == 0 for value in meta[0].values())
