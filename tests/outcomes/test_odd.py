"""Files that are no ordinary text: other encodings and line ends, half a file, a huge one, a file that changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checking.conftest import REFERENCE
from tests.outcomes.workplace import Workplace, working
from tests.outcomes.world import LONG, World, body, told
from tutor.checking.checker import Checker
from tutor.checking.verdict import ExerciseVerdict

NUL = "there is a NUL byte in it"
WIDE = "the file is UTF-16, not UTF-8. Save it as UTF-8 in your editor."
UNKNOWN = "it declares an encoding that no text has."
CAFE = f"# café\n{REFERENCE}"


@pytest.fixture
def learner(world: World, tmp_path: Path) -> Iterator[Workplace]:
    with working(tmp_path, world.checker) as place:
        yield place


NO_TEXT: dict[str, tuple[bytes, int, str]] = {
    "a NUL byte in a string": (REFERENCE.encode() + b"x = 'a\0b'\n", 11, NUL),
    "a NUL byte in a comment": (b"# \0\n" + REFERENCE.encode(), 1, NUL),
    "UTF-16": (REFERENCE.encode("utf-16"), 1, WIDE),
    "UTF-16 without a mark": (REFERENCE.encode("utf-16-be"), 1, WIDE),
    "UTF-16 of the other order": (REFERENCE.encode("utf-16-le"), 1, WIDE),
    "UTF-32": (REFERENCE.encode("utf-32"), 1, WIDE.replace("16", "32")),
    "cp1252": (CAFE.encode("cp1252"), 1, "the byte 0xE9 in it is not UTF-8. Save it as UTF-8 in your editor."),
    "Latin-1 in the last line": (f"{REFERENCE}\nx = 'é'\n".encode("latin-1"), 12, "the byte 0xE9 in it is not UTF-8."),
    "not what it declares": (f"# coding: ascii\n{CAFE}".encode(), 2, "the byte 0xC3 in it is not ascii."),
    "an unknown encoding": (f"#!/bin/python\n# coding: klingon\n{REFERENCE}".encode(), 2, UNKNOWN),
    "an encoding for bytes": (f"# coding: hex\n{REFERENCE}".encode(), 1, UNKNOWN),
    "half a line": (REFERENCE.encode()[:-8], 10, "was never closed."),
    "half a file": (REFERENCE[: REFERENCE.index(" of a query")].encode(), 9, "unterminated triple-quoted"),
    "half a letter": (REFERENCE.encode()[:-3] + b"\xe2\x88", 10, "the byte 0xE2 in it is not UTF-8."),
    "a million lines and a bracket": (b"\n" * 999_000 + b"x = (\n", 999_001, "'(' was never closed."),
}
IN_ODD_CLOTHES: dict[str, bytes] = {
    "a byte-order mark": b"\xef\xbb\xbf" + CAFE.encode(),
    "CR LF": CAFE.replace("\n", "\r\n").encode(),
    "CR": CAFE.replace("\n", "\r").encode(),
    "mixed line ends": CAFE.replace("\n", "\r\n", 5).encode(),
    "cp1252, and says so": f"# -*- coding: cp1252 -*-\n{CAFE}".encode("cp1252"),
    "400,000 lines": b"\n" * 400_000 + CAFE.encode(),
    "separators that end no line": f"x = '\x0c\x1c\x85\u2028'\n{CAFE}".encode(),
    "no end of the last line": CAFE.rstrip().encode(),
}
EMPTY = ("", "\n\n", "   ", "# later\n", "\ufeff")


def test_what_is_no_text_of_python_is_named_with_its_line(world: World, subtests: pytest.Subtests) -> None:
    for name, (data, line, words) in NO_TEXT.items():
        with subtests.test(name):
            check = told(world.verdict_of(data, limits=LONG), "syntax", line)
            assert check.message.startswith("Python can't read this line: ")
            assert words in check.message


def test_right_answers_in_odd_clothes_pass(world: World, subtests: pytest.Subtests) -> None:
    for name, data in IN_ODD_CLOTHES.items():
        with subtests.test(name):
            assert world.verdict_of(data, limits=LONG).status == "passed"


def test_lines_are_counted_as_python_counts_them(world: World, subtests: pytest.Subtests) -> None:
    raises = body("note = '\x0c \u2028 \x85'", "return nowhere")
    wrong = body("return query", top="# one\n# two\nimport torch")  # no exception: the line of the definition
    for end in ("\n", "\r", "\r\n"):
        with subtests.test(repr(end)):
            told(world.verdict_of(raises.replace("\n", end), limits=LONG), "exception", 5)
            told(world.verdict_of(wrong.replace("\n", end), limits=LONG), "wrong", 5)


def test_an_empty_file_is_told_what_it_lacks(world: World, subtests: pytest.Subtests) -> None:
    for text in EMPTY:
        with subtests.test(repr(text)):
            check = told(world.verdict_of(text, limits=LONG), "exception")
            assert "your file has no `dot_score`" in check.message


def test_a_file_larger_than_any_exercise_is_not_read(learner: Workplace) -> None:
    learner.file.write_bytes(b"#" * 1_000_001)
    shown = learner.check()
    assert shown.exit_code == 1
    assert "has 1,000,001 bytes; an exercise has a few thousand. Shorten it." in shown.stdout
    assert learner.file.stat().st_size == 1_000_001


def test_what_is_judged_is_the_file_as_it_was_when_the_check_began(
    learner: Workplace, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    """The file changes when it has been read and nothing of it has run yet."""
    right = learner.solved()
    changes: dict[str, Callable[[], object]] = {
        "another answer": lambda: learner.file.write_text(learner.solved("3 * x")),
        "half saved": lambda: learner.file.write_text(right[:60]),
        "emptied": lambda: learner.file.write_text(""),
        "replaced": lambda: os.replace(_written(learner.file.with_suffix(".tmp"), "nonsense("), learner.file),
        "deleted": learner.file.unlink,
    }
    for number, (name, change) in enumerate(changes.items()):
        with subtests.test(name):
            text = f"{right}# {number}\n"
            learner.file.write_text(text)
            with monkeypatch.context() as patched:
                patched.setattr(Checker, "check", _after(change, Checker.check))
                shown = learner.check()
            assert shown.exit_code == 0, shown.output
            assert "ch01/double: passed, 2 of 2 checks" in shown.stdout
            assert not learner.file.exists() if name == "deleted" else learner.file.read_text() != text
            assert learner("history", "ch01/double", "--show", str(number + 1)).stdout == text
    assert "untouched" in learner.check().stdout, "a deleted file comes back as the stub"


def _after(first: Callable[[], object], then: Callable[..., ExerciseVerdict]) -> Callable[..., ExerciseVerdict]:
    def both(*args: Any) -> ExerciseVerdict:
        first()
        return then(*args)

    return both


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_an_edit_of_the_same_size_in_the_same_instant_is_another_file(learner: Workplace) -> None:
    learner.solve("3 * x")
    before = learner.file.stat()
    assert learner.check().exit_code == 1
    learner.file.write_text(learner.solved("2 * x"))
    os.utime(learner.file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = learner.file.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert learner.check().exit_code == 0


def test_what_was_handed_in_comes_back_byte_for_byte(learner: Workplace) -> None:
    data = b"\xef\xbb\xbf# -*- coding: utf-8 -*-\r\n\tx = '\x1b[2J\xe9\xff'\r" + "π".encode()
    learner.file.write_bytes(data)
    assert learner.check().exit_code == 1
    assert learner("history", "ch01/double", "--show", "1").stdout_bytes == data
