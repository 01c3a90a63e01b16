"""What must start at once imports nothing heavy, whatever the import contracts can't see."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("torch", "torchvision", "pytest", "sklearn", "numpy", "safetensors", "pydantic", "yaml")
LIGHT = {
    "tutor.course": (*HEAVY, "textual", "rich", "typer"),
    "tutor.learner": (*HEAVY, "textual"),
    "tutor.live": (*HEAVY, "textual", "rich"),
    "tutor.downloads": (*HEAVY, "textual", "rich", "typer"),
    "tutor.session": (*HEAVY, "textual"),
    "tutor.cli": (*HEAVY, "textual"),
}


@pytest.mark.parametrize("module", LIGHT)
def test_an_import_stays_light(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.argv[1:]) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code, *LIGHT[module]], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
