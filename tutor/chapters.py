"""Lets a file that is run by hand import another chapter's: `import tutor.chapters`, above the first such import.

    import tutor.chapters
    from ch02_fully_connected.fit import fit

`python ch03_convolutions/train.py` makes Python look beside train.py, and nowhere else in the workspace. Importing this
module adds the folder above, so that the other chapters are found, and lets their files go on importing each other by
their short names (`fit.py` says `from run_epoch import run_epoch`). A name beside the script comes first. `tutor.live`
imports this module. The tutor's own checks and runs find everything without it.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType


class _Beside(MetaPathFinder):
    """Asked last: finds `run_epoch` beside what was imported as `ch02_fully_connected.fit`, as the same module that
    `ch02_fully_connected.run_epoch` is, so that no class exists twice."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.isidentifier():
            return None
        for file in sorted(self.root.glob(f"*/{fullname}.py")):
            if file.parent.name in sys.modules:
                return ModuleSpec(fullname, _Alias(f"{file.parent.name}.{fullname}"))
        return None


class _Alias(Loader):
    """Gives a short name the module of the full name."""

    def __init__(self, full: str) -> None:
        self.full = full

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return importlib.import_module(self.full)

    def exec_module(self, module: ModuleType) -> None:
        return None


def _root() -> Path | None:
    """The folder of all chapters, if a chapter's file is being run: that of a workspace, or of a course."""
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    if script is None:
        return None
    folder = Path(script).resolve().parent
    above = folder.parent
    workspace = (above / ".dltutor").is_dir()
    course = above.name in ("exercises", "solutions") and (above.parent / "lessons" / "course.yaml").is_file()
    return above if workspace or course or re.fullmatch(r"ch\d+_\w+", folder.name) else None


def _look_there() -> None:
    root = _root()
    if root is not None and str(root) not in sys.path:
        sys.path.append(str(root))
        sys.meta_path.append(_Beside(root))


_look_there()
