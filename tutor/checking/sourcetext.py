"""From the bytes of a Python file to its text, as Python reads it, and the sentence where it is none.

Python's own compiler lets some of this pass in comments, depending on its version, and names no line for the rest. Here
a file is judged alike everywhere: UTF-8, or what its own first lines declare, and no NUL. No torch is imported.
"""

from __future__ import annotations

import codecs
import io
import re
import tokenize

_LINE_END = re.compile("\r\n|\r|\n")  # and no others: `str.splitlines` knows more than Python does
_LINE_END_BYTES = re.compile(b"\r\n|\r|\n")
_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_MEND = "Save it as UTF-8 in your editor"
_UNKNOWN = "it declares an encoding that no text has. Take that out, and save the file as UTF-8"


def text_of(data: bytes, path: str = "") -> str:
    """The text, its line ends all made one kind. SyntaxError with the line, and a sentence without its full stop."""
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            raise _fault(path, 1, f"the file is {name}, not UTF-8. {_MEND}")
    if b"\0" in data:
        if _is_wide(data):
            raise _fault(path, 1, f"the file is UTF-16, not UTF-8. {_MEND}")
        raise _fault(path, _line_at(data, data.index(b"\0")), "there is a NUL byte in it, which no text has. Delete it")
    encoding = "utf-8" if data.isascii() and b"coding" not in data[:1000] else _encoding(data, path)
    try:
        return _LINE_END.sub("\n", data.decode(encoding))
    except UnicodeDecodeError as fault:
        named = "UTF-8" if encoding.startswith("utf-8") else encoding
        sentence = f"the byte 0x{data[fault.start]:02X} in it is not {named}. {_MEND}"
        raise _fault(path, _line_at(data, fault.start), sentence) from None
    except (LookupError, ValueError):  # a codec, but none for text
        raise _fault(path, _declared_at(data), _UNKNOWN) from None


def lines_of(data: bytes) -> list[str]:
    """The lines as Python counts them; what is no text is replaced."""
    try:
        return text_of(data).split("\n")
    except SyntaxError:
        return _LINE_END.split(data.decode("utf-8", "replace"))


def _encoding(data: bytes, path: str) -> str:
    """What the file declares to be, else UTF-8."""
    try:
        head = io.BytesIO(b"\n".join(_head(data)) + b"\n")
        return tokenize.detect_encoding(head.readline)[0]
    except SyntaxError as fault:
        if str(fault.msg).startswith("unknown encoding"):
            raise _fault(path, _declared_at(data), _UNKNOWN) from None
        return "utf-8-sig"  # the bytes themselves are at fault, and decoding names the first of them


def _head(data: bytes) -> list[bytes]:
    """The first two lines, where an encoding may be declared."""
    return _LINE_END_BYTES.split(data[:4096], maxsplit=2)[:2]


def _declared_at(data: bytes) -> int:
    return next((number for number, line in enumerate(_head(data), 1) if b"coding" in line), 1)


def _is_wide(data: bytes) -> bool:
    """Whether about every second byte is NUL, as in UTF-16 without a mark."""
    head = data[:2000]
    return len(head) > 3 and max(head[::2].count(0), head[1::2].count(0)) > len(head) // 5


def _line_at(data: bytes, place: int) -> int:
    return len(_LINE_END_BYTES.split(data[:place]))


def _fault(path: str, line: int, sentence: str) -> SyntaxError:
    return SyntaxError(sentence, (path, line, None, None))
