"""Where what was fetched lies: in one folder of the cache, or where torch.hub keeps the weights that it fetched.

$DLTUTOR_DOWNLOADS  >  dltutor/downloads in the user's cache folder         NAME/FILE
$TORCH_HOME  >  torch in the user's cache folder, as torch.hub has it       hub/checkpoints/FILE
"""

from __future__ import annotations

import os
from pathlib import Path

from tutor import cachefolder
from tutor.downloads.table import Download, File

MOVED = "DLTUTOR_DOWNLOADS"


def folder() -> Path:
    """Where `dltutor fetch` puts a folder for each name."""
    moved = os.environ.get(MOVED, "").strip()
    return Path(os.path.abspath(os.path.expanduser(moved))) if moved else cachefolder.folder() / "downloads"


def torchs() -> Path:
    """Where torch.hub keeps weights, told without importing torch."""
    caches = os.environ.get("XDG_CACHE_HOME", os.path.join("~", ".cache"))
    home = os.path.expanduser(os.environ.get("TORCH_HOME", os.path.join(caches, "torch")))
    return Path(home) / "hub" / "checkpoints"


def own(download: Download, file: File) -> Path:
    """Where `dltutor fetch` puts it."""
    return folder() / download.name / file.name


def candidates(download: Download, file: File) -> tuple[Path, ...]:
    """Where it may lie, the likeliest first."""
    mine = own(download, file)
    return (mine, torchs() / file.name) if download.from_torch else (mine,)


def find(download: Download) -> Path | None:
    """The file, or the folder of several files; None unless all are here."""
    found = [next((path for path in candidates(download, file) if path.is_file()), None) for file in download.files]
    if None in found:
        return None
    return found[0] if len(found) == 1 else folder() / download.name
