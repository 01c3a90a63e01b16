"""docs/checking.md says what the program does: its reasons and its numbers are the program's own."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import get_args

from tutor.checking import limits, pair, snapshot, wire
from tutor.checking.verdict import Reason
from tutor.course.model import Limits

PAGE = (Path(__file__).parents[2] / "docs" / "checking.md").read_text("utf-8")


def table(head: str) -> dict[str, str]:
    """The rows of the table with this first header: first cell to second."""
    rows = PAGE.partition(f"| {head} |")[2].partition("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("| ").split("|")] for row in rows]
    return {row[0].strip("`"): row[1] for row in cells}


def number(text: str) -> int:
    """The first number of a cell, in bytes where it has a unit."""
    found = re.match(r"([\d,]*\d)(?: (KiB|MiB|GiB))?", text)
    assert found, text
    return int(found[1].replace(",", "")) * {None: 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}[found[2]]


def test_every_reason_is_explained_and_no_other() -> None:
    assert list(table("reason")) == list(get_args(Reason))


def test_every_limit_is_the_programs() -> None:
    told = table("what")
    assert told["one check"].startswith(f"{Limits().check_seconds:g} s")
    assert told["all checks of a file"].startswith(f"{Limits().file_seconds:g} s")
    assert min(number(told["memory"]), limits.MEMORY) == limits.MEMORY
    assert number(told["a file it writes"]) == limits.FILE
    assert number(told["all its files"]) == limits.DISK
    assert f"{limits.FILES:,} of them" in told["all its files"]
    assert number(told["processes and threads"]) == limits.PROCESSES - 2 * (os.cpu_count() or 1)
    assert told["output"].startswith(f"{pair.MAX_OUTPUT // 1024} KiB")
    assert number(told["output"].partition("after ")[2]) == pair.ENDLESS_OUTPUT
    assert number(told["a learner's file"]) == snapshot.MAX_BYTES
    handed = [int(each.replace(",", "")) for each in re.findall(r"[\d,]*\d(?= \w)", told["what a probe hands out"])]
    assert handed == [wire.MAX_ELEMENTS, wire.MAX_NODES, wire.MAX_DEPTH]
