"""The process of one training run: the learner's code, a script, and events on a pipe.

Forked from the checker's fork parent (role "script"), or started cold where there is no fork:

    python -m tutor.training.child EVENTS_FD OUTPUT_FD [ANSWERS_FD]   (the plan as one JSON line on stdin, left open)

A cold child ends when its stdin ends, since then whoever started it is gone; a forked one is killed by the fork parent.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import traceback
import types
from dataclasses import replace
from pathlib import Path
from typing import Any

from tutor.checking.job import files_from_json
from tutor.checking.loading import Library, install
from tutor.checking.sourcetext import lines_of
from tutor.training import current
from tutor.training.output import Output
from tutor.training.process import descendants

NICENESS = 5
STOPPED = 130


def main(config: dict[str, Any], *, events: int, output: int, answers: int | None = None) -> None:
    """Runs the script of `config` (see `RunPlan.to_json`) and never returns.

    `output` takes what C code prints; on `answers` come the lines that a learner types, where one is there to do so.
    """
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # the fork parent ignores it
        _settle(config, events, output, answers)
        began = _processor_seconds()
        status = _run(config)
        current.reporter().send("spent", seconds=round(_processor_seconds() - began, 2))
    except KeyboardInterrupt:
        status = STOPPED
    except BaseException:  # a fault of ours: to the output pipe, where the tutor shows it
        os.write(2, traceback.format_exc().encode("utf-8", "replace"))
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            current.close()
        for left in descendants(os.getpid()):
            with contextlib.suppress(OSError):
                os.kill(left, signal.SIGKILL)
        os._exit(status)  # tearing torch down takes longer than a learner's patience


def _settle(config: dict[str, Any], events: int, output: int, answers: int | None) -> None:
    """Gives the process its place: behind the screen in priority, its streams, threads and modules."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    empty = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((empty, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.environ["DLTUTOR_EVENTS"] = str(events)
    os.environ.pop("DLTUTOR_ANSWERS", None)
    if answers is not None:
        os.environ["DLTUTOR_ANSWERS"] = str(answers)
    os.environ["DLTUTOR_DEVICE"] = config["device"]
    os.environ["OMP_NUM_THREADS"] = str(config["threads"])
    os.environ.pop("DLTUTOR_DATA", None)
    if config["data"]:
        os.environ["DLTUTOR_DATA"] = config["data"]
    if config["seed"] is not None:
        os.environ["DLTUTOR_SEED"] = str(config["seed"])
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for the life of the process
    sys.stdout = sys.stderr = Output(current.reporter().send)
    sys.argv = [config["script"]]
    sys.path.extend(config["folders"])
    folder = Path(config["script"]).parent
    if folder.is_dir():
        os.chdir(folder)


def _run(config: dict[str, Any]) -> int:
    """The script as `__main__`; what it raises becomes a `failed` event."""
    library = install(files_from_json(config["files"]), config["chapter"])
    tell = current.reporter().send
    tell("start", **config["start"], threads=config["threads"])
    if config["note"]:
        tell("say", text=config["note"])
    if "torch" in sys.modules:  # else the environment says so to the torch that the script imports
        sys.modules["torch"].set_num_threads(config["threads"])
    if missing := _missing_device(config["device"]):
        tell("failed", message=missing, line=None, file=None, kind="", text="", shapes=[])
        return 1
    main_module = types.ModuleType("__main__")
    main_module.__file__ = config["script"]
    sys.modules["__main__"] = main_module
    try:
        exec(library.code(config["module"]), main_module.__dict__)
    except KeyboardInterrupt:
        raise
    except SystemExit as leave:
        if leave.code in (None, 0):
            return 0
        tell("failed", **_failure(leave, library) | {"message": f"The script ended itself: {leave.code}"})
        return 1
    except BaseException as error:
        tell("failed", **_failure(error, library))
        return 1
    return 0


def _missing_device(name: str) -> str:
    """Why the script can't have the device that was asked for: no line of its own is to blame."""
    if name in ("auto", "cpu"):
        return ""
    from tutor import live

    try:
        live.device()
    except RuntimeError as error:
        return f"{error}."
    return ""


def _processor_seconds() -> float:
    """What this process has spent, with its threads and the processes that it has waited for."""
    return sum(os.times()[:4])


def _failure(error: BaseException, library: Library) -> dict[str, Any]:
    """An exception in the learner's terms; `shapes` tells the tensors that are named on the line."""
    from tutor.checking.describing import describe

    raised = describe(error, library)
    reason = "exception" if raised.reason == "import" else raised.reason  # what a check sees is no matter here
    text = ""
    source = next((source for source in library.sources.values() if source.path == raised.file), None)
    if source is not None and raised.line is not None:
        lines = lines_of(source.data)
        text = lines[raised.line - 1].strip() if 0 < raised.line <= len(lines) else ""
    return {
        "message": replace(raised, shapes=(), reason=reason).sentence,
        "line": raised.line,
        "file": raised.file or None,
        "kind": raised.kind,
        "text": text,
        "shapes": list(raised.shapes),
    }


def _watch_parent(stdin: int) -> None:
    """Ends this process when the other end of its stdin is closed."""
    while os.read(stdin, 1024):
        pass
    os.killpg(0, signal.SIGKILL)


def cold() -> None:
    """A child that nobody forked."""
    events, output, *answers = map(int, sys.argv[1:])
    plan = sys.stdin.buffer.readline()
    parent = os.dup(0)
    threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()
    main(json.loads(plan), events=events, output=output, answers=answers[0] if answers else None)


if __name__ == "__main__":
    # Not as `__main__`: the script takes that name over.
    from tutor.training import child

    child.cold()
