"""Which editor is "my editor", and how it is started on a file."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from tutor.tui.app import TutorApp

# Tried in this order where neither VISUAL nor EDITOR is set: the system's choice, then what is easiest to leave.
FALLBACKS = ("sensible-editor", "nano", "vim", "vi")
# Editors that take `+12` as "open at line 12".
TAKES_LINE = frozenset({"nano", "vi", "vim", "nvim", "emacs", "emacsclient", "micro", "kak", "joe", "ne"})
AT_ONCE = 1.0  # seconds; what fails sooner was no editor


def command_for(file: Path, line: int | None = None, environment: Mapping[str, str] | None = None) -> list[str] | None:
    """The command that opens `file`, from VISUAL, EDITOR or what is installed; None where there is no editor."""
    environment = os.environ if environment is None else environment
    for name in ("VISUAL", "EDITOR"):
        named = environment.get(name, "")
        try:
            command = shlex.split(named)
        except ValueError:  # a quote that is never closed
            command = named.split()
        if command:
            return [*command, *_line(command[0], line), str(file)]
    for fallback in FALLBACKS:
        found = shutil.which(fallback, path=environment.get("PATH"))
        if found:
            return [found, *_line(fallback, line), str(file)]
    return None


def _mend() -> str:
    """The way out, by the name of the variable that was asked."""
    name = "VISUAL" if os.environ.get("VISUAL", "").strip() else "EDITOR"
    return f"Start the tutor with {name} set to the editor you want."


def _line(program: str, line: int | None) -> list[str]:
    return [f"+{line}"] if line is not None and Path(program).name in TAKES_LINE else []


def edit(app: TutorApp, file: Path, line: int) -> None:
    """Lends the terminal to the learner's editor until it is left; what can't be done is told as a sentence."""
    command = command_for(file, line)
    if command is None:
        app.tell("No editor is set: start the tutor with EDITOR=nano dltutor start, for example.", problem=True)
        return
    told = ""
    try:
        with app.suspend():  # what escapes from in here would leave the screen lent for good
            told = _run(command)
    except SuspendNotSupported:
        told = f"This terminal can't be lent to another program. The file is {file}"
    if told:
        app.tell(told, problem=True)


def _run(command: list[str]) -> str:
    """What to tell of it, if anything."""
    start = time.monotonic()
    try:
        status = subprocess.run(command, check=False).returncode
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        return f"{command[0]} can't be started ({why}). {_mend()}"
    if status and time.monotonic() - start < AT_ONCE:
        return f"{shlex.join(command)} ended at once with status {status}. {_mend()}"
    return ""
