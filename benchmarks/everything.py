"""Measures everything and writes the table into benchmarks/README.md. Nothing else should be running.

python benchmarks/everything.py [--runs 9]
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path

import commands
import live_overhead
import screens
import warm_check
from rows import HEAD, Row

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


def rows() -> Iterator[Row]:
    """All but the checks; what a learner waits for most often first."""
    yield from commands.rows()
    yield from screens.rows()
    yield from live_overhead.rows()


def main() -> None:
    """Measures, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9, help="warm checks of each exercise")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    started = time.monotonic()
    print(HEAD)
    lines = [HEAD]
    for row in rows():
        print(row, flush=True)
        lines.append(str(row))
    checks = []
    for each in warm_check.measured(runs=options.runs):
        print(each.row, flush=True)
        checks.append(each)
    lines += map(str, warm_check.rows(checks))
    lines += ["", "<details><summary>Every exercise</summary>", "", *warm_check.listing(checks), "", "</details>"]
    took = f"{(time.monotonic() - started) / 60:.0f} minutes"
    when = f"Measured on {datetime.date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    table = "\n".join([f"{when}, load {load:.1f} at the start, {took}.", "", *lines])
    text = README.read_text("utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    README.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
