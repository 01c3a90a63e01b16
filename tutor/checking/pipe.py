"""The wire between judge and worker, message by message."""

from __future__ import annotations

import hashlib
import hmac
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from tutor.checking.channel import Closed
from tutor.checking.wire import MAX_MESSAGE, Garbled, decode, encode

_SIZE = struct.Struct("!Q")
_MARK = 16
BROKEN = 96
"""The exit status of a worker that can't answer any more."""


class Pipe:
    """Values over a stream socket, with an optional deadline (in `time.monotonic` seconds) for receiving.

    What a worker sends is marked with a key that the judge gave it, so that bytes which the learner's code writes onto
    the socket are no answers. The key itself is nowhere to be found afterwards, only a hash that has eaten it.
    """

    def __init__(self, conn: socket.socket) -> None:
        self.conn = conn
        self._mark_sent: Callable[[bytes], bytes] | None = None
        self._mark_received: Callable[[bytes], bytes] | None = None

    def mark_sent(self, key: bytes) -> None:
        """From now on, marks what is sent."""
        self._mark_sent = _marker(key)

    def mark_received(self, key: bytes) -> None:
        """From now on, takes only what is marked."""
        self._mark_received = _marker(key)

    def send(self, value: Any) -> None:
        """Closed where nobody reads any more; TimeoutError where the reader does not keep up."""
        self.send_encoded(encode(value))

    def send_encoded(self, data: bytes) -> None:
        """Sends what `encode` made."""
        mark = self._mark_sent(data) if self._mark_sent else b""
        try:
            self.conn.sendall(_SIZE.pack(len(data)) + mark + data)
        except TimeoutError:
            raise
        except OSError as fault:
            raise Closed(str(fault)) from None

    def receive(self, deadline: float | None = None) -> Any:
        """The next value. Closed, Garbled, or TimeoutError."""
        (size,) = _SIZE.unpack(self._exactly(_SIZE.size, deadline))
        if size > MAX_MESSAGE:
            raise Garbled(f"a message of {size} bytes")
        if self._mark_received is None:
            return decode(self._exactly(size, deadline))
        mark = self._exactly(_MARK, deadline)
        data = self._exactly(size, deadline)
        if not hmac.compare_digest(mark, self._mark_received(data)):
            raise Garbled("a message that the worker did not send")
        return decode(data)

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


def _marker(key: bytes) -> Callable[[bytes], bytes]:
    """Marks message after message: the same message gets another mark the next time."""
    state = hashlib.blake2b(key, digest_size=_MARK)

    def mark(data: bytes) -> bytes:
        state.update(data)
        return state.digest()

    return mark
