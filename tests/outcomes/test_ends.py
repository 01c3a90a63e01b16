"""Code that ends the program, its own process or others: each end is told as what it was, and the checker goes on."""

from __future__ import annotations

import pytest

from tests.outcomes.world import LONG, World, body, told
from tutor.course.model import Limits

RIGHT = "return (keys @ query.unsqueeze(-1)).squeeze(-1) / query.shape[-1] ** 0.5"


def test_leaving_is_told_with_its_line(world: World, subtests: pytest.Subtests) -> None:
    leaving = {
        ("import os", "os._exit(0)"): "ends the program (exit code 0) instead of returning",
        ("import os", "os._exit(7)"): "(exit code 7)",
        ("import posix", "posix._exit(0)"): "(exit code 0)",
        ("import sys", "sys.exit()"): "(SystemExit) instead of returning",
        ("import sys", "sys.exit('done')"): "(SystemExit)",
        ("pass", "raise SystemExit(0)"): "(SystemExit)",
        ("pass", "quit()"): "(SystemExit)",
        ("pass", "raise KeyboardInterrupt"): "(KeyboardInterrupt)",
    }
    for lines, said in leaving.items():
        with subtests.test(lines[1]):
            line = None if "posix" in lines[0] else 5  # under a name of its own it leaves no trace
            assert said in told(world.verdict_of(body(*lines), limits=LONG), "early_exit", line).message


def test_leaving_at_import_is_told_of_every_promise(world: World, subtests: pytest.Subtests) -> None:
    for lines in ("import os\nos._exit(0)\n", "import sys\nsys.exit()\n", "if True:\n    raise SystemExit('no')\n"):
        with subtests.test(lines):
            verdict = world.verdict_of(lines, checks=None, limits=LONG)
            told(verdict, "early_exit", 2)
            assert {(check.status, check.reason, check.line) for check in verdict.checks} == {
                ("failed", "early_exit", 2)
            }


def test_every_promise_is_judged_though_each_ends_the_program(world: World) -> None:
    verdict = world.verdict_of(body("import os", "os._exit(0)"), checks=None, limits=LONG)
    assert [(check.status, check.reason) for check in verdict.checks] == [("failed", "early_exit")] * 3


def test_what_waits_for_the_end_changes_nothing(world: World, subtests: pytest.Subtests) -> None:
    for trick in (
        "atexit.register(lambda: print('passed') or __import__('os')._exit(0))",
        "atexit.register(lambda: __import__('time').sleep(60))",
        "atexit._run_exitfuncs()",
        "threading._register_atexit(lambda: __import__('time').sleep(60))",
    ):
        with subtests.test(trick):
            right = body(trick, RIGHT, top="import atexit, threading")
            assert world.verdict_of(right, limits=LONG).status == "passed"
    wrong = body(
        "atexit.register(lambda: __import__('os')._exit(0))", "return query * 2", top="import atexit, threading"
    )
    told(world.verdict_of(wrong, limits=LONG), "wrong")


def test_a_signal_to_itself_is_named(world: World, subtests: pytest.Subtests) -> None:
    for number in ("SIGKILL", "SIGTERM", "SIGSEGV", "SIGALRM"):
        with subtests.test(number):
            text = body("import os, signal", f"os.kill(os.getpid(), signal.{number})")
            assert f"ended by {number}" in told(world.verdict_of(text, limits=LONG), "signal").message


PARENT = "os.kill(os.getppid(), 9)"
ITS_GROUP = "os.killpg(os.getpgid(os.getppid()), 9)"


def test_killing_others_reaches_the_code_itself_at_most(world: World, subtests: pytest.Subtests) -> None:
    before = world.checker.parent().process.pid  # type: ignore[attr-defined]
    for line in (PARENT, ITS_GROUP, "os.killpg(os.getpgid(0), 9)", "os.kill(0, 9)"):
        with subtests.test(line):
            verdict = world.verdict_of(body("import os", line, RIGHT), limits=LONG)
            if verdict.status != "passed":  # the first process of a namespace can't be killed from inside
                refused = verdict.checks[0].reason == "exception"  # by Landlock
                told(verdict, "exception" if refused else "signal")
    assert world.checker.parent().process.pid == before  # type: ignore[attr-defined]


def test_without_namespaces_a_killed_parent_is_not_the_fork_parent(
    bare_world: World, subtests: pytest.Subtests
) -> None:
    before = bare_world.checker.parent().process.pid  # type: ignore[attr-defined]
    for line in (PARENT, ITS_GROUP):
        with subtests.test(line):
            verdict = bare_world.verdict_of(body("import os, time", line, "time.sleep(20)"), limits=LONG)
            told(verdict, "exception" if verdict.checks[0].reason == "exception" else "signal")
    assert bare_world.checker.parent().process.pid == before  # type: ignore[attr-defined]


def test_a_crash_is_told_with_its_line(world: World, subtests: pytest.Subtests) -> None:
    crashes = {
        ("import os", "os.abort()"): "SIGABRT",
        ("import ctypes", "ctypes.string_at(0)"): "SIGSEGV",
        ("import ctypes", "ctypes.memset(8, 0, 64)"): "SIGSEGV",
        ("import faulthandler", "faulthandler._sigfpe()"): "SIGFPE",
    }
    for lines, number in crashes.items():
        with subtests.test(lines[1]):
            check = told(world.verdict_of(body(*lines), limits=LONG), "signal", 5)
            assert f"ended by {number}" in check.message


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


def test_helpers_that_come_back_are_no_end(world: World, subtests: pytest.Subtests) -> None:
    for lines in (
        ("from torch.utils.data import DataLoader", "list(DataLoader(list(range(10)), num_workers=2))"),
        ("import multiprocessing", "with multiprocessing.Pool(2) as pool: pool.map(abs, [1, 2])"),
        ("import tempfile", "torch.save(query, tempfile.mktemp())"),
        ("import concurrent.futures as c", "list(c.ThreadPoolExecutor(16).map(abs, range(99)))"),
    ):
        with subtests.test(lines[1]):
            text = body(*lines, RIGHT)
            assert world.verdict_of(text, limits=Limits(check_seconds=60, file_seconds=60)).status == "passed"
