"""What a workspace holds besides the exercises: a README that names the interpreter, and settings for editors.

With them an editor finds torch and the learner's other chapters without a question asked, and so does a shell.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path


def files(root: Path) -> Iterator[tuple[str, str, bool]]:
    """Name, text, and whether it is made again when the learner has deleted it."""
    yield "README.md", _readme(root), True
    yield ".vscode/settings.json", _json(_vscode()), False
    yield "pyrightconfig.json", _json(_pyright()), False


def _readme(root: Path) -> str:
    return f"""# Your deep-learning workspace

The files in the chapter folders are yours: write in them with any editor. dltutor never overwrites what you wrote;
`dltutor reset ch10/dot-score` puts one back as it was and keeps yours in `backups/`.

The interpreter that has torch and everything else is

    {sys.executable}

so a script runs by hand with

    cd {root}/CHAPTER_FOLDER
    {sys.executable} train.py

`dltutor start --workspace {root}` goes on where you left off. Your progress is kept in `.dltutor/`.
"""


def _vscode() -> dict[str, object]:
    return {
        "python.defaultInterpreterPath": sys.executable,
        "python.analysis.extraPaths": ["."],
        "files.exclude": {"**/__pycache__": True},
    }


def _pyright() -> dict[str, object]:
    """For every other editor with a language server; outside a virtual environment it takes the path's Python."""
    settings: dict[str, object] = {"extraPaths": ["."], "exclude": ["backups", ".dltutor"], "typeCheckingMode": "basic"}
    if sys.prefix != sys.base_prefix:
        environment = Path(sys.prefix)
        settings |= {"venvPath": str(environment.parent), "venv": environment.name}
    return settings


def _json(settings: dict[str, object]) -> str:
    return json.dumps(settings, indent=2) + "\n"
