"""What dltutor itself put into the workspace: the memory by which a touched file is told from an untouched one.

One JSON file, `.dltutor/manifest.json`. Losing it is harmless: every file that differs from the course's then counts
as touched.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tutor.learner.files import write_whole

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the workspace: the state it was put in, and the newer one that was offered beside it, if any."""

    put: str
    offered: str = ""


class Manifest:
    """The entries by path relative to the workspace, in `/` form. `save` writes only what changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._entries = _read(path)
        self._changed = False

    def get(self, name: str) -> Entry | None:
        return self._entries.get(name)

    def put(self, name: str, sha: str) -> None:
        """`name` now holds the course's text with this hash; whatever was offered beside it is settled."""
        self._set(name, Entry(sha))

    def offer(self, name: str, sha: str) -> None:
        """A newer text with this hash now lies beside the learner's `name`."""
        self._set(name, replace(self._entries.get(name, Entry("")), offered=sha))

    def _set(self, name: str, entry: Entry) -> None:
        if self._entries.get(name) != entry:
            self._entries[name] = entry
            self._changed = True

    def save(self) -> None:
        if not self._changed:
            return
        files = {name: asdict(entry) for name, entry in sorted(self._entries.items())}
        write_whole(self.path, json.dumps({"format": FORMAT, "files": files}, indent=1).encode())
        self._changed = False


def _read(path: Path) -> dict[str, Entry]:
    try:
        files = json.loads(path.read_bytes())["files"]
        return {str(name): Entry(str(entry["put"]), str(entry["offered"])) for name, entry in files.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}
