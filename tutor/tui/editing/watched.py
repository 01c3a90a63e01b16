"""The learner's file as the screen knows it: text that the built-in editor holds and gives back as it was, or why not.

The editor takes every line end there is in Unicode for one, and becomes slow with many lines. A text that it would
change or choke on is not shown in it: the learner's own editor has no such bounds.
"""

from __future__ import annotations

import re
from pathlib import Path

from tutor.learner.files import text_of
from tutor.learner.watching import WatchedFile
from tutor.session import Refused

MOST_LINES = 5_000
MOST_CHARACTERS = 200_000
_LINE_END = re.compile("\r\n|\r|\n")
_OTHER_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


class WatchedText(WatchedFile):
    """See the module's docstring. `changed` is true once for each change; then `text` is what there is to show, and
    where that can't be done it is empty and `problem` says why."""

    def __init__(self, path: Path, address: str) -> None:
        super().__init__(path)
        self._address = address
        self.text = ""
        self.problem = ""

    def remember_text(self, text: str) -> None:
        """The file now holds `text`, and the screen knows it."""
        self.remember(text.encode("utf-8", "surrogateescape"))
        self.text, self.problem = text, ""

    def gone(self) -> bool:
        if not super().gone():
            return False
        self.text, self.problem = "", ""
        return True

    def changed(self) -> bool:
        if not super().changed():
            return False
        self.text, self.problem = "", self.fault
        if self.data is not None:
            try:
                text = text_of(self.data, self.path, self._address)
                _fits(text, self.path.name)
            except Refused as why:
                self.problem = str(why)
            else:
                self.text = text
        return True


def _fits(text: str, name: str) -> None:
    """Refused where the editor can't hold the text as it is."""
    lines = text.count("\n") + text.count("\r")
    if lines > MOST_LINES or len(text) > MOST_CHARACTERS:
        raise Refused(f"{name} is too long for the built-in editor ({lines:,} lines). Shorten it in your own: press e.")
    other = _OTHER_ENDS.search(text)
    if other is not None:
        line = len(_LINE_END.split(text[: other.start()]))
        raise Refused(
            f"Line {line} of {name} holds a character (U+{ord(other[0]):04X}) that the built-in editor would make a "
            "line end of. Take it out, or go on, in your own editor: press e."
        )
