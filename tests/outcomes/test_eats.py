"""Code that eats memory, disk, output or processes, and values of every odd kind."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.outcomes.ordinary import OrdinaryUser
from tests.outcomes.world import LONG, ONE, World, body, told, world_of_its_own
from tutor.checking.limits import PROCESSES
from tutor.course.model import Limits

RIGHT = "return (keys @ query.unsqueeze(-1)).squeeze(-1) / query.shape[-1] ** 0.5"
SMALL = 2**28


GREED = {
    "tensor": ("pass", "torch.ones(2 ** 42)"),
    "overflow": ("pass", "torch.ones(2 ** 62)"),
    "matrix": ("pass", "torch.ones(2 ** 20, 2 ** 20) @ torch.ones(2 ** 20, 2 ** 20)"),
    "list": ("pass", "[0] * 10 ** 12"),
    "text": ("pass", "'x' * 10 ** 12"),
    "numpy": ("import numpy", "numpy.ones(2 ** 42)"),
    "many tensors": ("kept = []", "while True: kept.append(torch.ones(2 ** 20))"),
    "doubling": ("kept = [0]", "while True: kept += kept"),
    "many lists": ("kept = []", "while True: kept.append([0] * 100)"),
}


def test_memory_is_refused_with_the_line(world: World, subtests: pytest.Subtests) -> None:
    for how, lines in GREED.items():
        with subtests.test(how):
            check = told(world.verdict_of(body(*lines), limits=LONG, memory=SMALL), "memory")
            assert check.line == 5 or (how == "many lists" and check.line == 3)  # no memory was left to note the line


def test_an_endless_print_is_stopped_on_its_line(world: World, subtests: pytest.Subtests) -> None:
    for call in ("print('x' * 100_000)", "sys.stderr.write('x' * 100_000)", "os.write(1, b'x' * 4096)"):
        with subtests.test(call):
            verdict = world.verdict_of(body("import os, sys", f"while True: {call}"), limits=LONG)
            told(verdict, "output", 5)
            assert len(verdict.output) < 70_000
            assert verdict.output.endswith("(the rest is cut)\n")


def test_an_endless_print_that_hears_nothing_is_stopped_too(world: World) -> None:
    text = body("import signal", "signal.signal(signal.SIGABRT, signal.SIG_IGN)", "while True: print('x' * 100_000)")
    told(world.verdict_of(text, limits=LONG), "output")


def test_a_huge_file_is_refused(world: World) -> None:
    text = body("file = open('huge', 'wb')", "while True: file.write(bytes(2 ** 24))")
    told(world.verdict_of(text, limits=LONG), "exception", 5)


def test_many_huge_files_are_refused(world: World) -> None:
    text = body("n = 0", "while True:", "    n += 1", "    open(f'huge-{n}', 'wb').write(bytes(2 ** 26))")
    check = told(world.verdict_of(text, limits=LONG), "exception", 7)
    assert "A check may write 512 MB in 50000 files." in check.message


@pytest.mark.parametrize("bare", [False, True], ids=["namespaces", "bare"])
def test_thousands_of_files_are_soon_gone(request: pytest.FixtureRequest, bare: bool) -> None:
    world: World = request.getfixturevalue("bare_world" if bare else "world")
    text = body("for n in range(3_000): open(f'file-{n}', 'w').close()", RIGHT)
    told_at: list[float] = []
    verdict = world.checker.check(
        world.job(text, checks=ONE, limits=LONG), on_verdict=lambda _: told_at.append(time.monotonic())
    )
    assert verdict.status == "passed"
    assert time.monotonic() - told_at[0] < 5


ODD = {
    "gigantic": ("torch.zeros(1).expand(500_000_000)", "far larger than expected"),
    "many": ("[0] * 1_000_000", "a list of 1000000 items"),
    "long text": ("'x' * 10 ** 8", ""),
    "long int": ("10 ** 100_000", "an int with more than 600 digits"),
    "deep": ("functools.reduce(lambda inner, _: [inner], range(100_000), [])", "a list of 1 items"),
    "deep dict": ("functools.reduce(lambda inner, _: {0: inner}, range(100_000), {})", "a dict"),
    "cyclic": ("(kept := [], kept.append(kept))[0]", "a list of 1 items"),
    "cyclic dict": ("(kept := {}, kept.update(a=kept))[0]", "a dict"),
    "meta": ("torch.zeros(3, 5, device='meta')", "without values"),
    "sparse": ("torch.zeros(3, 5, dtype=keys.dtype).to_sparse()", "the layout sparse_coo"),
    "csr": ("torch.zeros(3, 5, dtype=keys.dtype).to_sparse_csr()", "the layout sparse_csr"),
    "complex": ("torch.zeros(3, 5, dtype=torch.complex64)", "complex64"),
    "quantised": ("torch.quantize_per_tensor(torch.zeros(3, 5), 0.1, 0, torch.qint8)", "qint8"),
    "float8": ("torch.zeros(3, 5).to(torch.float8_e4m3fn)", "float8"),
    "graph": ("RIGHT.detach().requires_grad_()", "carries its graph"),
    "nan": ("RIGHT * float('nan')", "yours is nan"),
    "inf": ("RIGHT + float('inf')", "inf"),
    "nothing": ("None", "None"),
    "conjugate": ("torch.zeros(3, 5, dtype=torch.complex64).conj()", "complex64"),
    "nested": ("torch.nested.nested_tensor([torch.zeros(2), torch.zeros(3)])", "a nested tensor"),
    "generator": ("(x for x in query)", "generator"),
    "coroutine": ("asyncio.sleep(1)", "coroutine"),
    "module": ("torch", "module"),
    "class": ("torch.Tensor", ""),
    "itself": ("dot_score", "function"),
}


@pytest.mark.parametrize("part", range(2))
def test_an_odd_value_is_told_by_its_kind(world: World, subtests: pytest.Subtests, part: int) -> None:
    right = RIGHT.removeprefix("return ")
    for kind, (value, said) in list(ODD.items())[part::2]:
        with subtests.test(kind):
            text = body(f"return {value.replace('RIGHT', f'({right})')}", top="import torch, functools, asyncio")
            assert said in told(world.verdict_of(text, limits=LONG), "wrong", 3).message


def test_a_right_value_may_lie_in_memory_as_it_likes(world: World, subtests: pytest.Subtests) -> None:
    right = f"({RIGHT.removeprefix('return ')})"
    for value in (f"{right}.t().contiguous().t()", f"torch.stack([{right}] * 2, -1)[..., 1]", f"{right}.neg().neg()"):
        with subtests.test(value):
            assert world.verdict_of(body(f"return {value}"), limits=LONG).status == "passed"


BOMB = body(
    "import os, time",
    "for _ in range(10):",
    "    try:",
    "        if os.fork() == 0: os.write(1, b'.')",
    "    except OSError: pass",
    "time.sleep(60)",
)
"""A thousand processes if nothing bounds them; each that is born leaves a dot, and none goes."""


def bomb(home: str, bare: bool) -> int:
    """How many processes the bomb brought to life for an ordinary user."""
    with world_of_its_own(Path(home), **({"DLTUTOR_NO_NAMESPACES": "1"} if bare else {})) as world:
        return born(world)


def born(world: World) -> int:
    verdict = world.verdict_of(BOMB, limits=Limits(check_seconds=2.5, file_seconds=2.5))
    told(verdict, "time")
    return verdict.output.count(".")


@pytest.mark.parametrize("bare", [False, True], ids=["namespaces", "bare"])
def test_a_fork_bomb_is_bounded(ordinary_user: OrdinaryUser, bare: bool) -> None:
    assert 20 < ordinary_user("test_eats:bomb", str(ordinary_user.home), bare) < PROCESSES


def test_a_fork_bomb_of_root_ends_with_the_check(world: World) -> None:
    """From Linux 6.14 on it is bounded, too: by the numbers of its namespace."""
    assert born(world) > 20
