"""JSON messages, and file descriptors with them, between the processes of ours that trust each other."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_HEADER = struct.Struct("!Q")
_MAX_FDS = 8


class Closed(Exception):
    """The other end is gone."""


def send(conn: socket.socket, message: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
    """One message, with descriptors that the receiver gets copies of. Closed where nobody listens any more."""
    data = json.dumps(message).encode()
    try:
        if fds:
            socket.send_fds(conn, [_HEADER.pack(len(data))], list(fds))
            conn.sendall(data)
        else:
            conn.sendall(_HEADER.pack(len(data)) + data)
    except OSError as fault:
        raise Closed(str(fault)) from None


def receive(conn: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """The next message and its descriptors. Closed at the end of the stream; TimeoutError by the socket's own limit."""
    try:
        head, fds, _, _ = socket.recv_fds(conn, _HEADER.size, _MAX_FDS)
        head += exactly(conn, _HEADER.size - len(head)) if head else b""
        if not head:
            raise Closed("end of stream")
        (size,) = _HEADER.unpack(head)
        message = json.loads(exactly(conn, size))
    except TimeoutError:
        raise
    except OSError as fault:
        raise Closed(str(fault)) from None
    return message, fds


def exactly(conn: socket.socket, size: int) -> bytes:
    """`size` bytes. Closed where the stream ends before."""
    parts = []
    while size:
        part = conn.recv(min(size, 1 << 20))
        if not part:
            raise Closed("end of stream")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
