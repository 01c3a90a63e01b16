"""What a script prints, as `output` events in their place among the others."""

from __future__ import annotations

import io
from collections.abc import Callable

MOST_CHARACTERS = 200_000
TOO_MUCH = f"\n(More than {MOST_CHARACTERS:,} characters were printed; the rest is not shown.)\n"
LONGEST_PIECE = 4_000


class Output(io.TextIOBase):
    """A stdout that sends whole lines; after 200,000 characters it says so once and drops the rest."""

    def __init__(self, send: Callable[..., None]) -> None:
        self._send = send
        self._line = ""
        self._left = MOST_CHARACTERS

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._line += text
        whole, newline, rest = self._line.rpartition("\n")
        if newline:
            self._line = rest
            self._tell(whole + newline)
        elif len(self._line) > LONGEST_PIECE:
            self.flush()
        return len(text)

    def flush(self) -> None:
        if self._line:
            line, self._line = self._line, ""
            self._tell(line)

    def _tell(self, text: str) -> None:
        if self._left <= 0:
            return
        piece = text[: self._left].encode("utf-8", "replace").decode("utf-8")  # JSON can't hold half a surrogate pair
        self._left -= len(text)
        if self._left <= 0:
            piece += TOO_MUCH
        self._send("output", text=piece)
