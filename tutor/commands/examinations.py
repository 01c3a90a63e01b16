"""The examinations of `dltutor doctor`. Each looks at one thing, changes nothing, and says how to mend it.

torch is asked in a process of its own: importing it here would take longer than everything else together.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from tutor.course import Course, CourseError
from tutor.course.hiding import hiding
from tutor.downloads import places
from tutor.downloads.table import TABLE
from tutor.learner.belonging import open_course
from tutor.learner.files import shown
from tutor.learner.location import locate
from tutor.learner.owner import remembered
from tutor.learner.refused import Refused

MEGABYTE = 1 << 20
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
ASK_TORCH = """
import json
answer = {}
try:
    import torch
    answer["torch"] = torch.__version__
    answer["cuda"] = torch.cuda.is_available()
    answer["sum"] = float((torch.ones(3) @ torch.ones(3)))
    from importlib.util import find_spec
    if find_spec("torchvision") is not None:
        from tutor import torchvision_compat
        answer["operators"] = torchvision_compat.loads()
except Exception as error:
    answer["error"] = f"{type(error).__name__}: {error}"
print(json.dumps(answer))
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one examination found. A `note` is worth knowing and stops nothing; a `fault` has to be mended."""

    name: str
    state: Literal["ok", "note", "fault"]
    what: str
    mend: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def python(course: Path | None, workspace: Path | None) -> Finding:
    what = f"{'.'.join(map(str, sys.version_info[:3]))} at {sys.executable}"
    return Finding("Python", "ok", what)


@cache
def _torch() -> dict[str, Any]:
    """What a fresh process says of torch."""
    try:
        done = subprocess.run([sys.executable, "-c", ASK_TORCH], capture_output=True, text=True, timeout=120)
        answer: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return {"error": f"the process that asked ended badly ({type(error).__name__})"}
    return answer


def torch(course: Path | None, workspace: Path | None) -> Finding:
    answer = _torch()
    if "error" in answer and "sum" not in answer:
        mend = f"`{sys.executable} -m pip install torch --index-url {CPU_INDEX}`"
        return Finding("torch", "fault", f"can't be used: {answer['error']}", mend)
    return Finding("torch", "ok", f"{answer['torch']}{', with CUDA' if answer['cuda'] else ', on the CPU'}")


def torchvision(course: Path | None, workspace: Path | None) -> Finding:
    try:
        installed = version("torchvision")
    except PackageNotFoundError:
        mend = f"`{sys.executable} -m pip install torchvision --index-url {CPU_INDEX}`"
        return Finding("torchvision", "fault", "is not installed.", mend)
    if _torch().get("operators", True):
        return Finding("torchvision", "ok", installed)
    what = (
        f"{installed} is built for another torch, so its own operators can't be loaded. The tutor puts `nms` in their "
        "place; datasets, transforms and models work."
    )
    mend = f"Only if you want the others: `{sys.executable} -m pip install --force-reinstall --no-deps torchvision "
    return Finding("torchvision", "note", what, f"{mend}--index-url {CPU_INDEX}`")


def textual(course: Path | None, workspace: Path | None) -> Finding:
    try:
        return Finding("Textual", "ok", version("textual"))
    except PackageNotFoundError:
        return Finding("Textual", "fault", "is not installed.", f"`{sys.executable} -m pip install 'textual>=8,<9'`")


def terminal(course: Path | None, workspace: Path | None) -> Finding:
    if not sys.stdout.isatty():
        return Finding("terminal", "note", "the output is not a terminal: `start` prints, every command works.")
    from tutor.commands.console import out

    size = shutil.get_terminal_size()
    colours = {None: "no colours", "standard": "16 colours", "256": "256 colours", "truecolor": "16 million colours"}
    what = f"{size.columns}×{size.lines}, {colours.get(out().color_system, 'colours')}, {sys.stdout.encoding}"
    if size.columns < 80 or size.lines < 24:
        return Finding("terminal", "fault", what, "Make the window at least 80 columns wide and 24 lines high.")
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        return Finding("terminal", "fault", what, "Set a UTF-8 locale: `export LANG=C.UTF-8`.")
    return Finding("terminal", "ok", what)


def course_files(course: Path | None, workspace: Path | None) -> Finding:
    try:
        opened = _course(course, workspace)
    except CourseError as error:
        return Finding("course", "fault", str(error), "Name the course's folder: --course DIR.")
    except Refused as error:  # the sentence says what mends it
        return Finding("course", "fault", str(error))
    chapters = len(opened.chapters)
    what = f"{opened.title}: {chapters} chapter{'' if chapters == 1 else 's'} in {shown(opened.root)}"
    if opened.broken:
        return Finding("course", "fault", f"{what}; broken: {', '.join(opened.broken)}.", "`dltutor list` says why.")
    return Finding("course", "ok", what)


def _course(course: Path | None, workspace: Path | None) -> Course:
    try:
        root = locate(workspace)
    except Refused:  # `workspace_folder` tells
        return Course.open(course)
    return open_course(root, course)


def workspace_folder(course: Path | None, workspace: Path | None) -> Finding:
    try:
        root = locate(workspace)
    except Refused as error:
        return Finding("workspace", "fault", str(error), "Choose another folder with --workspace DIR.")
    nearest = next(folder for folder in (root, *root.parents) if folder.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        mend = f"`chmod u+rwx {shown(nearest)}`, or choose another folder with --workspace DIR."
        return Finding("workspace", "fault", f"{shown(root)} can't be written.", mend)
    if not root.exists():
        return Finding("workspace", "ok", f"{shown(root)} will be made when it is needed")
    try:
        owner = remembered(root)
    except Refused as error:
        return Finding("workspace", "fault", str(error))
    if hidden := hiding((root, *(folder for folder in root.iterdir() if folder.is_dir()))):
        return Finding("workspace", "note", f"{shown(root)}. {hidden}")
    return Finding("workspace", "ok", f"{shown(root)}, for {owner}" if owner else shown(root))


def database(course: Path | None, workspace: Path | None) -> Finding:
    import sqlite3

    from tutor.learner.schema import VERSION
    from tutor.learner.workspace import Workspace

    try:
        path = Workspace.locate(workspace).database
    except Refused:
        return Finding("progress", "note", "not looked at, since there is no workspace.")
    if not path.exists():
        return Finding("progress", "ok", "none yet")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        (format_,) = connection.execute("PRAGMA user_version").fetchone()
        connection.close()
    except sqlite3.Error as error:
        sound, format_ = str(error), 0
    if sound != "ok":
        mend = "`dltutor progress --rebuild` keeps the file under another name and checks your files again."
        return Finding("progress", "fault", f"{shown(path)} is damaged ({sound}).", mend)
    if format_ > VERSION:
        mend = f"`{sys.executable} -m pip install -U dltutor`"
        return Finding("progress", "fault", f"{shown(path)} was written by a newer dltutor.", mend)
    return Finding("progress", "ok", f"{shown(path)}, {path.stat().st_size // 1024} kB")


def fork(course: Path | None, workspace: Path | None) -> Finding:
    if not hasattr(os, "fork"):
        return Finding("fork", "note", "this system has none: every check starts cold and takes some seconds.")
    if os.environ.get("DLTUTOR_NO_FORK") == "1":
        return Finding("fork", "note", "switched off: every check takes some seconds.", "`unset DLTUTOR_NO_FORK`")
    return Finding("fork", "ok", "checks are forked from a process that is ready")


def sandbox(course: Path | None, workspace: Path | None) -> Finding:
    """What the kernel keeps a check from, beside its limits of time, memory and output."""
    from tutor.checking import landlock, namespaces

    version, alone = landlock.version(), namespaces.offered()
    could = [] if version else ["read the solutions and write anywhere"]
    could += [] if alone or version >= landlock.WITH_NETWORK else ["use the network"]
    could += [] if alone else ["see other processes"]
    if not could:
        what = "what a check runs sees no solution, no other folder, no network, no other process"
        return Finding("sandbox", "ok", f"{what} (Landlock {version}, namespaces)")
    missing = " and ".join(["no Landlock"] * (not version) + ["no namespaces"] * (not alone))
    what = f"what a check runs could {', '.join(could)}, since this system offers {missing}. Checks work all the same."
    return Finding("sandbox", "note", what)


def memory(course: Path | None, workspace: Path | None) -> Finding:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        free = next(int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration, ValueError):
        return Finding("memory", "note", "this system does not say how much is free.")
    if free < 1000:
        mend = "Close other programs: torch and a check need about 1 GB."
        return Finding("memory", "fault", f"{free} MB free", mend)
    return Finding("memory", "ok", f"{free} MB free")


def disk(course: Path | None, workspace: Path | None) -> Finding:
    try:
        root = locate(workspace)
    except Refused:
        root = Path.home()
    nearest = next(folder for folder in (root, *root.parents) if folder.exists())
    free = shutil.disk_usage(nearest).free // MEGABYTE
    if free < 100:
        return Finding("disk", "fault", f"{free} MB free at {shown(nearest)}", "Free at least 100 MB there.")
    return Finding("disk", "ok", f"{free} MB free at {shown(nearest)}")


def fetched(course: Path | None, workspace: Path | None) -> Finding:
    """What `dltutor fetch` has brought. No step needs any of it."""
    here = [name for name, download in TABLE.items() if places.find(download)]
    listed = ", ".join(here) if here else f"none of {len(TABLE)} here, and none is needed"
    return Finding("downloads", "ok", f"{listed}; `dltutor fetch` says what there is")


def editor(course: Path | None, workspace: Path | None) -> Finding:
    named = (os.environ.get("VISUAL") or os.environ.get("EDITOR") or "").strip()
    if not named:
        mend = "`export VISUAL='code --wait'`, or the editor you like"
        return Finding("editor", "note", "neither VISUAL nor EDITOR names one; the built-in one works.", mend)
    if shutil.which(named.split()[0]) is None:
        return Finding(
            "editor", "fault", f"{named!r} is not found.", "Name one that is installed: `export VISUAL=nano`."
        )
    return Finding("editor", "ok", named)


EXAMINATIONS: tuple[Callable[[Path | None, Path | None], Finding], ...] = (
    python,
    torch,
    torchvision,
    textual,
    terminal,
    editor,
    course_files,
    workspace_folder,
    database,
    fork,
    sandbox,
    memory,
    disk,
    fetched,
)
