"""A tutor whose terminal is gone ends, whatever its screen still waits for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAD = """
import asyncio, os, queue, signal, threading, time
from types import SimpleNamespace
from tutor.tui import startup

startup.SECONDS_TO_LEAVE = 0.3
full = queue.Queue(1)
full.put(1)
"""
STUCK_AFTER = """
async def run():
    startup._leave_on(SimpleNamespace(leave_now=lambda: print("left", flush=True)), "SIGTERM")
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0.1)
    full.put(2)  # as a driver waits that writes to a terminal which is gone

asyncio.run(run())
"""
STUCK_BEFORE = """
async def run():
    startup._leave_on(SimpleNamespace(leave_now=lambda: print("left", flush=True)), "SIGTERM")
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    full.put(2)

asyncio.run(run())
"""
CONTINUED = """
woken = []
driver = SimpleNamespace(_must_signal_resume=False, _sigcont_application=lambda: woken.append(True))
startup._wake_only_what_slept(SimpleNamespace(_driver=driver))
os.kill(os.getpid(), signal.SIGCONT)
time.sleep(0.05)
print(len(woken))
driver._must_signal_resume = True
os.kill(os.getpid(), signal.SIGCONT)
time.sleep(0.05)
print(len(woken))
"""


def ran(code: str) -> tuple[int, str]:
    folder = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", HEAD + code], capture_output=True, text=True, cwd=folder, timeout=60)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_it_ends_though_its_driver_waits_for_ever() -> None:
    assert ran(STUCK_AFTER) == (1, "left\n")


def test_it_ends_also_where_the_driver_was_waiting_before() -> None:
    assert ran(STUCK_BEFORE) == (1, "")


def test_the_terminal_is_begun_anew_only_after_a_sleep() -> None:
    """With every hangup the kernel sends a SIGCONT, too."""
    assert ran(CONTINUED) == (0, "0\n1\n")


def test_the_driver_has_what_this_relies_on() -> None:
    driver = pytest.importorskip("textual.drivers.linux_driver").LinuxDriver
    assert "_must_signal_resume" in driver._sigtstp_application.__code__.co_names
    assert callable(driver._sigcont_application)
