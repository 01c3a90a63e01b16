"""A file server on this machine that does what servers do: knows ranges or doesn't, breaks off, refuses, lies."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tutor.downloads.table import Download, File


class Server:
    """What it has and how it behaves; may be changed while it runs.

    Attributes:
        files: path -> bytes.
        ranges: whether a part can be asked for.
        breaks: how many bytes each of the next answers sends before the connection ends.
        codes: what the next answers say instead of 200.
        lengths: whether an answer says how long it is.
        gate: an answer waits here once it has sent `before_gate` bytes.
        asked: (path, the range that was asked for or "").
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.ranges = True
        self.lengths = True
        self.breaks: list[int] = []
        self.codes: list[int] = []
        self.moved: dict[str, str] = {}
        self.gate = threading.Event()
        self.gate.set()
        self.before_gate = 0
        self.asked: list[tuple[str, str]] = []
        self.url = ""

    def put(self, name: str, data: bytes, *elsewhere: str) -> File:
        """Serves these bytes, and tells how the table would name them."""
        self.files[f"/{name}"] = data
        return file(name, data, *elsewhere, f"{self.url}/{name}")


def file(name: str, data: bytes, *urls: str) -> File:
    return File(name, len(data), hashlib.sha256(data).hexdigest(), urls)


def toys(*files: File, from_torch: bool = False) -> Download:
    """An entry of the table."""
    return Download("toys", "the toys", "Public domain.", files, from_torch)


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            server.asked.append((self.path, wanted))
            data = server.files.get(self.path)
            code = server.codes.pop(0) if server.codes else 200
            if self.path in server.moved:
                self._head(302, {"Location": server.moved[self.path], "Content-Length": "0"})
                return
            if data is None or code != 200:
                self._head(404 if data is None else code, {"Content-Length": "0"})
                return
            begin = int(re.sub(r"\D", "", wanted)) if wanted and server.ranges else 0
            if wanted and server.ranges and begin >= len(data):
                self._head(416, {"Content-Range": f"bytes */{len(data)}", "Content-Length": "0"})
                return
            rest = data[begin:]
            headers = {"Content-Length": str(len(rest))} if server.lengths else {}
            if begin:
                headers["Content-Range"] = f"bytes {begin}-{len(data) - 1}/{len(data)}"
            self._head(206 if begin else 200, headers)
            self.wfile.write(rest[: server.before_gate])
            self.wfile.flush()
            server.gate.wait(20)
            self.wfile.write(rest[server.before_gate : server.breaks.pop(0) if server.breaks else None])

        def _head(self, code: int, headers: dict[str, str]) -> None:
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server.url = f"http://127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.gate.set()
            http.shutdown()
            thread.join()
