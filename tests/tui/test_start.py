"""What the first screen costs: nothing heavy is imported before it."""

from __future__ import annotations

import subprocess
import sys

FIRST_SCREEN = """
import sys
import tutor.tui.app
heavy = {"torch", "pytest", "pydantic", "yaml", "numpy", "textual_plot", "tree_sitter", "markdown_it", "sklearn"}
print(sorted(heavy & set(sys.modules)))
from tutor.tui.screens import import_all
import_all()
print(sorted({"torch", "pytest", "pydantic", "numpy", "textual_plot"} & set(sys.modules)))
"""


def test_the_first_screen_imports_nothing_heavy_and_no_screen_imports_torch() -> None:
    result = subprocess.run([sys.executable, "-c", FIRST_SCREEN], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["[]", "[]"]
