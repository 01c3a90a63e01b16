"""What the scripts that make a page of docs/ have in common: to write it, or to say that it is out of date."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Stale(ValueError):
    """What a page is made from doesn't fit the course; the text says what and where."""


def write(page: Callable[[], str], out: Path, told: str) -> int:
    """Writes `page()` to `out`, or with `--check` only says whether it is there already; 1 where it isn't, or is Stale.

    Args:
        told: what the page was made from, as a clause: "the records say".
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true", help="change nothing, fail where the page is another one")
    check = parser.parse_args().check
    try:
        text = page()
    except Stale as fault:
        print(fault, file=sys.stderr)
        return 1
    if not check:
        out.write_text(text, "utf-8")
    elif out.read_text("utf-8") != text:
        print(f"{out.relative_to(ROOT).as_posix()} is not what {told}; run `make results`", file=sys.stderr)
        return 1
    return 0
