"""`make steady`: a thousand checks in a row, and two hundred kills, as a table. Exit 1 if anything grew or broke.

    python -m tests.steady [--checks 1000] [--kills 200] [--seed 0]

The tests in this folder do the same in small. A run is repeated by its seed, as far as chance of the clock allows.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.steady import many
from tests.steady.growing import Row, rows
from tests.steady.kills import Kills, victims


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checks", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    options = parser.parse_args()
    print(f"seed {options.seed}\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="steady-") as folder:
        faults = checks(Path(folder) / "many", options.checks, options.seed) if options.checks else []
        faults += kills(Path(folder) / "kills", options.kills, options.seed) if options.kills else []
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


def checks(root: Path, number: int, seed: int) -> list[str]:
    """The table of what the tutor and its fork parent held during so many checks; what grew or broke."""
    began = time.monotonic()
    found = many.run_apart(root, number, seed)
    told = ", ".join(f"{count} {kind}" for kind, count in Counter(found["kinds"]).most_common())
    print(f"{number} checks in {time.monotonic() - began:.0f} s: {told}\n")
    print(f"{'':34}{'at first':>10}{'warm':>10}{'at last':>10}{'growth':>10}{'allowed':>10}")
    table = rows(found["series"])
    for row in table:
        print(f"{row.name:34}{row.first:10}{row.warm:10}{row.last:10}{row.growth:10.0f}{row.allowed:10}")
    print(flush=True)
    return [*found["broken"], *(_grew(row) for row in table if row.grew)]


def _grew(row: Row) -> str:
    return f"{row.name} grew by {row.growth:.0f} from {row.warm}; {row.allowed} are allowed"


def kills(root: Path, number: int, seed: int) -> list[str]:
    """The table of what was killed; what did not survive it, or should not have."""
    done: Counter[str] = Counter()
    hurt: Counter[str] = Counter()
    began = time.monotonic()
    with Kills(root, seed) as made:
        for victim in victims(number, seed):
            done[victim] += 1
            hurt[victim] += bool(made.one(victim))
            if sys.stdout.isatty():
                print(f"\r{sum(done.values())} of {number} kills", end="", flush=True)
    print(f"\r{number} kills with `kill -9` in {time.monotonic() - began:.0f} s; kept through all of them: ", end="")
    print(f"{made.known.attempts} attempts, {made.known.answers} answers, {made.known.logged} lines of logs")
    print(f"the last process of a killed tutor ended {made.longest:.1f} s after it at most\n")
    print(f"{'killed':34}{'times':>10}{'broken':>10}")
    for victim, times in done.most_common():
        print(f"{victim:34}{times:10}{hurt[victim]:10}")
    print(flush=True)
    return made.faults


if __name__ == "__main__":
    main()
