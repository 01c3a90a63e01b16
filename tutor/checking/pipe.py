"""The wire between judge and worker, message by message."""

from __future__ import annotations

import socket
import struct
import time
from typing import Any

from tutor.checking.channel import Closed
from tutor.checking.wire import MAX_MESSAGE, Garbled, decode, encode

_SIZE = struct.Struct("!Q")


class Pipe:
    """Values over a stream socket, with an optional deadline (in `time.monotonic` seconds) for receiving."""

    def __init__(self, conn: socket.socket) -> None:
        self.conn = conn

    def send(self, value: Any) -> None:
        """Closed where nobody reads any more; TimeoutError where the reader does not keep up."""
        data = encode(value)
        try:
            self.conn.sendall(_SIZE.pack(len(data)) + data)
        except TimeoutError:
            raise
        except OSError as fault:
            raise Closed(str(fault)) from None

    def receive(self, deadline: float | None = None) -> Any:
        """The next value. Closed, Garbled, or TimeoutError."""
        (size,) = _SIZE.unpack(self._exactly(_SIZE.size, deadline))
        if size > MAX_MESSAGE:
            raise Garbled(f"a message of {size} bytes")
        return decode(self._exactly(size, deadline))

    def _exactly(self, size: int, deadline: float | None) -> bytes:
        parts = []
        while size:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                self.conn.settimeout(left)
            try:
                part = self.conn.recv(min(size, 1 << 20))
            except TimeoutError:
                raise
            except OSError as fault:
                raise Closed(str(fault)) from None
            if not part:
                raise Closed("end of stream")
            parts.append(part)
            size -= len(part)
        if deadline is not None:
            self.conn.settimeout(None)
        return b"".join(parts)
