"""Writing events never waits for the reader, and loses only what nobody misses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from typing import Any

from tutor.training.pipe import Pipe


def log(step: int) -> dict[str, Any]:
    return {"event": "log", "step": step, "epoch": None, "stage": None, "metrics": {"loss": 1.0}}


def read_all(fd: int) -> list[dict[str, Any]]:
    data = b""
    while piece := os.read(fd, 1 << 16):
        data += piece
    return [json.loads(line) for line in data.splitlines()]


def test_a_reader_that_sleeps_costs_no_time_and_no_curve_point() -> None:
    reading, writing = os.pipe()
    pipe = Pipe(writing)
    began = time.perf_counter()
    for step in range(5_000):  # 400 kB, six times what the pipe holds
        pipe.send(log(step))
        pipe.send({"event": "batch", "batch": step, "of": 5_000, "rate": 1.0, "left": 1.0})
        if step % 500 == 0:
            pipe.flush()
    assert time.perf_counter() - began < 10
    heard: list[dict[str, Any]] = []
    reader = threading.Thread(target=lambda: heard.extend(read_all(reading)))
    reader.start()
    pipe.close()
    os.close(writing)
    reader.join()
    os.close(reading)
    assert [event["step"] for event in heard if event["event"] == "log"] == list(range(5_000))
    assert len([event for event in heard if event["event"] == "batch"]) < 5_000


def test_a_reader_that_is_gone_makes_it_silent() -> None:
    reading, writing = os.pipe()
    pipe = Pipe(writing)
    os.close(reading)
    pipe.send({"event": "say", "text": "anybody?"})
    pipe.send({"event": "say", "text": "no"})
    pipe.close()
    os.close(writing)


def test_a_reader_that_never_reads_cannot_hold_the_end() -> None:
    reading, writing = os.pipe()
    pipe = Pipe(writing)
    pipe.send({"event": "text", "title": "long", "text": "x" * 200_000})
    began = time.perf_counter()
    pipe.close(patience=0.1)
    assert time.perf_counter() - began < 4
    os.close(reading)
    os.close(writing)


FORKING = """
import os
from tutor.training.pipe import Pipe

pipe = Pipe(1)
pipe.send({"event": "log", "step": 1, "epoch": None, "stage": None, "metrics": {}})
pid = os.fork()
if pid == 0:
    pipe.send({"event": "say", "text": "from a worker"})
    os._exit(0)
os.waitpid(pid, 0)
pipe.close()
"""


def test_a_forked_process_says_nothing() -> None:
    """In a process of its own: to fork the one that runs the tests, with its threads, can end in a deadlock."""
    done = subprocess.run([sys.executable, "-c", FORKING], capture_output=True, text=True, timeout=60, check=True)
    assert [json.loads(line)["event"] for line in done.stdout.splitlines()] == ["log"]
