"""A tutor whose terminal is gone ends, whatever its screen still waits for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STUCK = """
import asyncio, os, signal, threading
from tutor.tui import startup

startup.SECONDS_TO_LEAVE = 0.3

class App:
    def leave_now(self):
        print("left", flush=True)

async def run():
    startup._leave_on(App(), "SIGTERM")
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0.1)
    threading.Event().wait(60)  # as a driver waits that writes to a terminal which is gone

asyncio.run(run())
"""


def test_it_ends_though_its_driver_waits_for_ever() -> None:
    done = subprocess.run([sys.executable, "-c", STUCK], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert (done.returncode, done.stdout) == (1, "left\n"), done.stderr
