"""Where this program keeps what it can do without or get again: lessons it has read, proofs, what was fetched."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def folder() -> Path:
    """The folder; it need not exist yet."""
    if sys.platform == "linux":  # as platformdirs has it, whose import costs 7 ms, a tenth of `dltutor list`
        base = os.environ.get("XDG_CACHE_HOME", "").strip()
        return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "dltutor"
    import platformdirs

    return Path(platformdirs.user_cache_dir("dltutor"))
