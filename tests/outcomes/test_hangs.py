"""Code that never comes back: the clock ends it, the line where it stood is told, nothing of it runs on."""

from __future__ import annotations

import time

import pytest

from tests.outcomes.world import LONG, World, body, told
from tutor.course.model import Limits

RIGHT = "return (keys @ query.unsqueeze(-1)).squeeze(-1) / query.shape[-1] ** 0.5"

ENDLESS = {
    "python": ("x = 0", "while True: x += 1"),
    "c": ("import collections, itertools", "collections.deque(itertools.repeat(0), maxlen=0)"),
    "c without signals": (
        "import collections, itertools, signal; signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))",
        "collections.deque(itertools.repeat(0), maxlen=0)",
    ),
    "regular expression": ("import re", "re.match('(a+)+$', 'a' * 60 + 'b')"),
    "sleep": ("import time", "time.sleep(60)"),
    "lock": ("import threading; lock = threading.Lock(); lock.acquire()", "lock.acquire()"),
    "queue": ("import queue", "queue.Queue().get()"),
    "except": ("while True:", "    try: time.sleep(60)", "    except BaseException: pass"),
    "alarm": ("import signal, time; signal.alarm(0)", "time.sleep(60)"),
    "pause": ("import signal", "signal.pause()"),
    "read": ("import os", "os.read(os.pipe()[0], 1)"),
    "join": (
        "import threading, time",
        "thread = threading.Thread(target=time.sleep, args=(60,)); thread.start(); thread.join()",
    ),
}


@pytest.mark.parametrize("part", range(3))
def test_what_never_ends_is_stopped_on_its_line(world: World, subtests: pytest.Subtests, part: int) -> None:
    for how in list(ENDLESS)[part::3]:
        with subtests.test(how):
            started = time.monotonic()
            check = told(world.verdict_of(body(*ENDLESS[how], top="import time")), "time", 5)
            assert check.message.startswith("No answer after 0.8 seconds")
            assert time.monotonic() - started < 10


def test_at_import_it_is_stopped_too(world: World) -> None:
    told(world.verdict_of("import time\ntime.sleep(60)\n"), "time", 2)


def test_a_loop_after_an_answer_is_told_with_its_line_too(world: World) -> None:
    """The clock of a check started before the question that hangs."""
    checks = """
from tutor.checking import probe

@probe
def scores(impl, query, keys):
    yield {"the scores": impl.dot_score(query, keys)}

def test_twice(agree, rand):
    agree(scores, rand(3, 7), rand(3, 5, 7))
    agree(scores, rand(2, 7), rand(2, 5, 7))
"""
    text = body("import time", "if len(query) == 2:", "    time.sleep(60)", "time.sleep(0.5)", RIGHT)
    told(world.verdict_of(text, checks=checks, limits=Limits(check_seconds=2, file_seconds=3)), "time", 6)


def test_every_promise_of_what_never_ends_has_the_line(world: World) -> None:
    verdict = world.verdict_of(body("pass", "while True: pass"), checks=None, limits=Limits(check_seconds=2))
    assert [(check.reason, check.line) for check in verdict.checks] == [("time", 5)] * 3


def test_input_finds_nobody_to_ask(world: World) -> None:
    check = told(world.verdict_of(body("print('Your name?')", "input()"), limits=LONG), "exception", 5)
    assert "EOFError" in check.message


def test_the_terminal_can_not_be_asked_either(world: World) -> None:
    told(world.verdict_of(body("pass", "open('/dev/tty').read()"), limits=LONG), "exception", 5)


BESIDE = {
    "busy thread": (
        "import threading",
        "def forever():",
        "    while True: pass",
        "threading.Thread(target=forever, daemon=False).start()",
    ),
    "thread": ("import threading, time", "threading.Thread(target=time.sleep, args=(60,), daemon=False).start()"),
    "child with our stdout": ("import subprocess", "subprocess.Popen(['/usr/bin/env', 'sleep', '60'])"),
    "fork": ("import os, time", "if os.fork() == 0: time.sleep(60)"),
    "double fork": (
        "import os, time",
        "if os.fork() == 0:",
        "    os.setsid()",
        "    if os.fork() == 0: time.sleep(60)",
    ),
    "multiprocessing": (
        "import multiprocessing, time",
        "multiprocessing.Process(target=time.sleep, args=(60,)).start()",
    ),
}


@pytest.mark.parametrize("bare", [False, True], ids=["namespaces", "bare"])
def test_what_runs_beside_a_right_answer_ends_with_the_check(
    request: pytest.FixtureRequest, subtests: pytest.Subtests, bare: bool
) -> None:
    world: World = request.getfixturevalue("bare_world" if bare else "world")
    for how, lines in BESIDE.items():
        with subtests.test(how):
            started = time.monotonic()
            assert world.verdict_of(body(*lines, RIGHT), limits=LONG).status == "passed"
            assert time.monotonic() - started < 15
            assert world.left_behind() == []


@pytest.mark.parametrize("bare", [False, True], ids=["namespaces", "bare"])
def test_a_child_does_not_hide_that_its_parent_has_left(request: pytest.FixtureRequest, bare: bool) -> None:
    """It holds the socket of the worker open, and is not waited for."""
    world: World = request.getfixturevalue("bare_world" if bare else "world")
    text = body("import os, time", "if os.fork() == 0:", "    os.setsid()", "    time.sleep(60)", "os._exit(3)")
    started = time.monotonic()
    assert "(exit code 3)" in told(world.verdict_of(text, limits=LONG), "early_exit", 8).message
    assert time.monotonic() - started < 15
