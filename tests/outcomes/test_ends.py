"""Code that ends the program, its own process or others: each end is told as what it was, and the checker goes on."""

from __future__ import annotations

import pytest

from tests.outcomes.world import LONG, World, body, told
from tutor.course.model import Limits

RIGHT = "return (keys @ query.unsqueeze(-1)).squeeze(-1) / query.shape[-1] ** 0.5"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("import os", "os._exit(0)"), "ends the program (exit code 0) instead of returning"),
        (("import os", "os._exit(7)"), "(exit code 7)"),
        (("import posix", "posix._exit(0)"), "(exit code 0)"),
        (("import sys", "sys.exit()"), "(SystemExit) instead of returning"),
        (("import sys", "sys.exit('done')"), "(SystemExit)"),
        (("pass", "raise SystemExit(0)"), "(SystemExit)"),
        (("pass", "quit()"), "(SystemExit)"),
        (("pass", "raise KeyboardInterrupt"), "(KeyboardInterrupt)"),
    ],
    ids=lambda value: value[-1].partition("(")[0] if isinstance(value, tuple) else "",
)
def test_leaving_is_told_with_its_line(world: World, lines: tuple[str, ...], said: str) -> None:
    line = None if "posix" in lines[0] else 5
    assert said in told(world.verdict_of(body(*lines), limits=LONG), "early_exit", line).message


@pytest.mark.parametrize(
    "lines", ["import os\nos._exit(0)\n", "import sys\nsys.exit()\n", "if True:\n    raise SystemExit('no')\n"]
)
def test_leaving_at_import_is_told_of_every_promise(world: World, lines: str) -> None:
    verdict = world.verdict_of(lines, checks=None, limits=LONG)
    told(verdict, "early_exit", 2)
    assert {(check.status, check.reason, check.line) for check in verdict.checks} == {("failed", "early_exit", 2)}


def test_every_promise_is_judged_though_each_ends_the_program(world: World) -> None:
    verdict = world.verdict_of(body("import os", "os._exit(0)"), checks=None, limits=LONG)
    assert [(check.status, check.reason) for check in verdict.checks] == [("failed", "early_exit")] * 3


@pytest.mark.parametrize(
    "trick",
    [
        "atexit.register(lambda: print('passed') or __import__('os')._exit(0))",
        "atexit.register(lambda: __import__('time').sleep(60))",
        "atexit._run_exitfuncs()",
        "threading._register_atexit(lambda: __import__('time').sleep(60))",
    ],
    ids=["exit", "sleep", "run", "threads"],
)
def test_what_waits_for_the_end_changes_nothing(world: World, trick: str) -> None:
    assert world.verdict_of(body(trick, RIGHT, top="import atexit, threading"), limits=LONG).status == "passed"
    wrong = world.verdict_of(body(trick, "return query * 2", top="import atexit, threading"), limits=LONG)
    assert told(wrong, "wrong")


@pytest.mark.parametrize("number", ["SIGKILL", "SIGTERM", "SIGSEGV", "SIGALRM"])
def test_a_signal_to_itself_is_named(world: World, number: str) -> None:
    check = told(
        world.verdict_of(body("import os, signal", f"os.kill(os.getpid(), signal.{number})"), limits=LONG), "signal"
    )
    assert f"ended by {number}" in check.message


@pytest.mark.parametrize(
    "lines",
    [
        ("import os", "os.kill(os.getppid(), 9)"),
        ("import os", "os.killpg(os.getpgid(os.getppid()), 9)"),
        ("import os", "os.killpg(os.getpgid(0), 9)"),
        ("import os", "os.kill(0, 9)"),
    ],
    ids=["parent", "group of the parent", "own group", "zero"],
)
def test_killing_others_reaches_the_code_itself_at_most(world: World, lines: tuple[str, ...]) -> None:
    before = world.checker.parent().process.pid  # type: ignore[attr-defined]
    verdict = world.verdict_of(body(*lines, RIGHT), limits=LONG)
    if verdict.status != "passed":  # the first process of a namespace can't be killed from inside: nothing happens
        told(verdict, "exception" if verdict.checks[0].reason == "exception" else "signal")  # Landlock may refuse it
    assert world.checker.parent().process.pid == before  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "lines",
    [("import os", "os.kill(os.getppid(), 9)"), ("import os", "os.killpg(os.getpgid(os.getppid()), 9)")],
    ids=["parent", "group of the parent"],
)
def test_without_namespaces_a_killed_parent_is_not_the_fork_parent(bare_world: World, lines: tuple[str, ...]) -> None:
    before = bare_world.checker.parent().process.pid  # type: ignore[attr-defined]
    verdict = bare_world.verdict_of(body(*lines, "import time", "time.sleep(20)"), limits=LONG)
    if verdict.checks[0].reason != "exception":  # Landlock may refuse the signal
        told(verdict, "signal")
    assert bare_world.checker.parent().process.pid == before  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (("import os", "os.abort()"), "SIGABRT"),
        (("import ctypes", "ctypes.string_at(0)"), "SIGSEGV"),
        (("import ctypes", "ctypes.memset(8, 0, 64)"), "SIGSEGV"),
        (("import faulthandler", "faulthandler._sigfpe()"), "SIGFPE"),
    ],
    ids=["abort", "read", "write", "sigfpe"],
)
def test_a_crash_is_told_with_its_line(world: World, lines: tuple[str, ...], number: str) -> None:
    assert f"ended by {number}" in told(world.verdict_of(body(*lines), limits=LONG), "signal", 5).message


def test_a_recursion_past_the_end_of_the_stack_is_told_with_its_line(world: World) -> None:
    lines = (
        "import sys",
        "sys.setrecursionlimit(10**9)",
        "def deeper(x):",
        "    return list(map(deeper, [x]))",
        "return deeper(query)",
    )
    check = told(world.verdict_of(body(*lines), limits=LONG), "signal")
    assert check.line in (6, 7)
    assert "recursion without end" in check.message


def test_an_iterator_at_its_end_is_told_with_its_line(world: World) -> None:
    check = told(world.verdict_of(body("pass", "return next(iter([]))"), limits=LONG), "exception", 5)
    assert "StopIteration" in check.message


def test_a_signal_from_elsewhere_is_not_told_as_a_crash(world: World) -> None:
    check = told(world.verdict_of(body("import signal", "signal.alarm(1)", "signal.pause()"), limits=LONG), "signal")
    assert "set an alarm" in check.message


def test_an_ordinary_endless_recursion_is_an_exception(world: World) -> None:
    text = "def dot_score(query, keys):\n    return dot_score(query, keys)\n"
    check = told(world.verdict_of(text, limits=LONG), "exception", 2)
    assert "RecursionError: maximum recursion depth exceeded" in check.message


def test_a_crash_leaves_the_other_promises_their_verdicts(world: World) -> None:
    text = body("if query.shape == (3, 7):", "    import os; os.abort()", RIGHT)
    verdict = world.verdict_of(text, checks=None, limits=LONG)
    assert [(check.status, check.reason) for check in verdict.checks] == [
        ("passed", "ok"),
        ("failed", "signal"),
        ("passed", "ok"),
    ]


def test_a_fork_that_returns_twice_answers_once(world: World) -> None:
    text = body("import os", "os.fork()", RIGHT)
    assert world.verdict_of(text, limits=LONG).status == "passed"


def test_the_fork_that_returns_is_not_heard(world: World) -> None:
    text = body("import os", "if os.fork() == 0:", f"    {RIGHT}", "os.wait()", "return query * 2")
    assert told(world.verdict_of(text, limits=LONG), "wrong")


@pytest.mark.parametrize(
    "lines",
    [
        ("from torch.utils.data import DataLoader", "list(DataLoader(list(range(10)), num_workers=2))"),
        ("import multiprocessing", "with multiprocessing.Pool(2) as pool: pool.map(abs, [1, 2])"),
        ("import tempfile", "torch.save(query, tempfile.mktemp())"),
        ("import concurrent.futures as c", "list(c.ThreadPoolExecutor(16).map(abs, range(99)))"),
    ],
    ids=["DataLoader", "Pool", "tempfile", "threads"],
)
def test_helpers_that_come_back_are_no_end(world: World, lines: tuple[str, ...]) -> None:
    assert world.verdict_of(body(*lines, RIGHT), limits=Limits(check_seconds=60, file_seconds=60)).status == "passed"
