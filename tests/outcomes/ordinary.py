"""Runs a function in a process of an ordinary user, since root feels neither file modes nor most limits.

    python -m tests.outcomes.ordinary call MODULE:FUNCTION ARGUMENTS-AS-JSON

prints as JSON what the function returns. Run as root, the process is uid 65534, which owns nothing but its home; else
it is whoever runs the tests. If only root may enter a folder above Python or the checkout (`/root`), that folder
is open to the process, with nothing else in it.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

NOBODY = 65534
_CLONE_NEWNS, _MS_BIND, _MS_REC, _MS_PRIVATE = 0x20000, 1 << 12, 1 << 14, 1 << 18
_CHECKOUT = Path(__file__).parents[2]


class OrdinaryUser:
    """An ordinary user with a home that is also the temporary folder."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, function: str, *arguments: Any, seconds: float = 120) -> Any:
        """What `tests/outcomes/MODULE.py`'s function returns, given as `MODULE:FUNCTION`."""
        step = "drop" if os.geteuid() == 0 else "call"
        folders = ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
        done = subprocess.run(
            [sys.executable, "-m", "tests.outcomes.ordinary", step, function, json.dumps(arguments)],
            cwd=_CHECKOUT,
            env=os.environ | dict.fromkeys(folders, str(self.home)) | {"PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        assert done.returncode == 0, f"{function} as an ordinary user:\n{done.stderr}"
        return json.loads(done.stdout.splitlines()[-1])


def main(step: str, function: str, arguments: str) -> None:
    """`call`s a function; `drop`s root's rights before."""
    if step == "drop":
        home = os.environ["HOME"]
        os.chown(home, NOBODY, NOBODY)
        _open(Path(home), {Path(sys.base_prefix), Path(sys.prefix), _CHECKOUT})
        os.setgroups(())
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        os.execv(sys.executable, [sys.executable, "-m", "tests.outcomes.ordinary", "call", function, arguments])
    module, _, name = function.partition(":")
    answer = getattr(importlib.import_module(f"tests.outcomes.{module}"), name)(*json.loads(arguments))
    print(json.dumps(answer))


def _open(home: Path, needed: set[Path]) -> None:
    """In a mount namespace of its own, replaces each closed folder above what is needed by one with that alone."""
    closed: dict[Path, list[Path]] = {}
    for place in needed:
        shut = [above for above in reversed(place.parents) if not above.stat().st_mode & stat.S_IXOTH]
        if shut:
            closed.setdefault(shut[0], []).append(place)
    if not closed:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNS) or libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None):
        raise SystemExit(f"Only root may enter {list(closed)}, and here it can't be opened: test as an ordinary user.")
    for number, (folder, places) in enumerate(closed.items()):
        view = home / f"view-{number}"
        for place in places:
            inside = view / place.relative_to(folder)
            inside.mkdir(parents=True, exist_ok=True)
            libc.mount(os.fsencode(place), os.fsencode(inside), None, _MS_BIND | _MS_REC, None)
        libc.mount(os.fsencode(view), os.fsencode(folder), None, _MS_BIND | _MS_REC, None)


if __name__ == "__main__":
    main(*sys.argv[1:])
