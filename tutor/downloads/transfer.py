"""The bytes of one file, from one address onto the disk: goes on where an earlier try stopped, where the server can.

What has come stands in a `.part` file. A server that knows ranges is asked for the rest of it; any other sends the
whole again. Nothing here looks at checksums.
"""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tutor import __version__
from tutor.downloads.table import megabytes

SECONDS_WITHOUT_A_BYTE = 30
TRIES = 4
PAUSE = 1.0
"""Seconds before the second try; doubled before each further one."""

PIECE = 1 << 18
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LATER = (408, 429, 500, 502, 503, 504)

Tell = Callable[[int], None]
"""Is told how many bytes are here, now and then."""


class Failed(Exception):
    """It could not be fetched; the text says in plain sentences why and what mends it."""


class Elsewhere(Failed):
    """Not from this address; another may have it."""


class _Broken(Exception):
    """The connection ended early. The next try goes on."""


def transfer(url: str, part: Path, size: int, tell: Tell) -> None:
    """Brings `part` to `size` bytes. Failed says why it can't; what has come is kept."""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(PAUSE * 2 ** (attempt - 1))
        try:
            _rest(url, part, size, tell)
            return
        except _Broken as error:
            broken = error
    raise Elsewhere(f"{_host(url)} stopped sending {TRIES} times ({broken}). {kept(part, size)}".rstrip())


def kept(part: Path, size: int) -> str:
    """What becomes of what has come."""
    here = _size(part)
    return f"{megabytes(here)} of {megabytes(size)} MB are kept; the same command goes on from there." if here else ""


def _rest(url: str, part: Path, size: int, tell: Tell) -> None:
    """Asks once for what is missing, and writes what comes."""
    here = _size(part)
    if here > size:
        part.unlink()
        here = 0
    tell(here)
    if here == size:
        return
    with _asked(url, here, size) as response:
        begins = here if response.status == http.client.PARTIAL_CONTENT else 0  # None for a file, which knows no ranges
        _expect(response, url, begins, size)
        with _open(part, begins, size) as file:
            here = begins
            while data := _read(response, min(PIECE, size - here + 1)):
                here += len(data)
                if here > size:
                    raise _other(url, "more", size)
                _write(file, data, part, size)
                tell(here)
    if here < size:
        raise _Broken(f"after {megabytes(here)} of {megabytes(size)} MB")


def _asked(url: str, here: int, size: int) -> Any:
    """The server's answer. _Broken for what may pass, Elsewhere for what won't."""
    headers = {"User-Agent": f"dltutor/{__version__}"} | ({"Range": f"bytes={here}-"} if here else {})
    try:
        return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=SECONDS_WITHOUT_A_BYTE)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416 and here:  # the part belongs to another file, so the whole is asked for
            return _asked(url, 0, size)
        if error.code in _LATER:
            raise _Broken(f"{error.code} {error.reason}") from None
        raise Elsewhere(_refused(url, error.code, error.reason)) from None
    except urllib.error.URLError as error:
        raise _unreachable(url, error.reason) from None
    except ValueError as error:
        raise Failed(f"{url} is no address: {error}.") from None
    except (OSError, http.client.HTTPException) as error:
        raise _unreachable(url, error) from None


def _unreachable(url: str, why: object) -> Exception:
    if isinstance(why, FileNotFoundError):
        return Elsewhere(f"{url} is not there.")
    if isinstance(why, ssl.SSLCertVerificationError):
        return Elsewhere(
            f"{_host(url)} can't prove that it is itself ({why.verify_message}). A wrong clock does that, or a network "
            "that opens what passes; SSL_CERT_FILE names the certificates to trust."
        )
    if isinstance(why, (TimeoutError, ConnectionResetError, http.client.HTTPException)):
        return _Broken(str(why) or type(why).__name__)
    if isinstance(why, socket.gaierror):
        return Elsewhere(f"{_host(url)} is not found. Is this computer online?")
    return Elsewhere(f"{_host(url)} does not answer ({getattr(why, 'strerror', None) or why}).")


def _refused(url: str, code: int, reason: str) -> str:
    if code in (404, 410):
        return f"{url} is not there ({code} {reason})."
    return f"{_host(url)} refuses to send {url} ({code} {reason})."


def _expect(response: Any, url: str, begins: int, size: int) -> None:
    """Elsewhere where the server says beforehand that it has something else, such as the login page of a network."""
    if begins:
        told = response.headers.get("Content-Range", "")
        if not told.startswith(f"bytes {begins}-"):
            raise _other(url, f"the range {told!r}", size)
        total = told.rpartition("/")[2]
    else:
        total = response.headers.get("Content-Length") or "*"
    if total.isdecimal() and int(total) != size:
        raise _other(url, f"{int(total):,} bytes", size)


def _other(url: str, what: str, size: int) -> Elsewhere:
    return Elsewhere(
        f"{url} sends {what} where {size:,} bytes were expected. Perhaps a login page of the network stands in "
        "between, or the file is another one there."
    )


def _read(response: Any, most: int) -> bytes:
    try:
        data: bytes = response.read1(most)  # what is there now: a slow connection that ends loses nothing
    except (OSError, http.client.HTTPException) as error:
        raise _Broken(str(error) or type(error).__name__) from None
    return data


def _open(part: Path, begins: int, size: int) -> Any:
    try:
        file = part.open("r+b" if begins else "wb", buffering=0)
        file.seek(begins)
    except OSError as error:
        raise _disk(error, part, size) from None
    return file


def _write(file: Any, data: bytes, part: Path, size: int) -> None:
    try:
        left = memoryview(data)
        while left:
            left = left[file.write(left) :]
    except OSError as error:
        raise _disk(error, part, size) from None


def _disk(error: OSError, part: Path, size: int) -> Failed:
    """What the disk says, as a sentence."""
    if error.errno in FULL:
        return Failed(f"The disk of {part.parent} is full. {kept(part, size)}".rstrip())
    return Failed(f"{part} can't be written ({error.strerror}).")


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except OSError:
        return 0


def _host(url: str) -> str:
    return urlsplit(url).netloc or url
