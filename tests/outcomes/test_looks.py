"""Code that looks into the program around it, or speaks in its place: frames, all objects, raw memory, descriptors.

In one process nothing can be hidden for certain. What holds is that the look is told at once, that whatever was seen
had left already, and that no answer counts which the worker has not marked.
"""

from __future__ import annotations

import struct

import pytest
import torch

from tests.checking.conftest import REFERENCE
from tests.outcomes.world import LONG, SHORT, World, body, told
from tutor.checking.wire import encode

RIGHT = "return (keys @ query.unsqueeze(-1)).squeeze(-1) / math.sqrt(query.shape[-1])"
TOP = (
    "import ctypes, functools, gc, inspect, math, os, signal, socket, sys, threading, torch, traceback, types, warnings"
)
LOOKS = (
    "sys._getframe(1).f_locals['query'] = 1",
    "getattr(sys, '_get' + 'frame')()",
    "inspect.currentframe()",
    "inspect.stack()",
    "list(traceback.walk_stack(None))",
    "[getattr(e, 'tb_' + 'frame') for e in [types.TracebackType]] if 0 else getattr(fault(), 'tb_' + 'frame')",
    "inspect.trace() if 0 else list(traceback.walk_tb(fault()))",
    "getattr((i for i in ()), 'gi_' + 'frame')",
    "(lambda: getattr(sys, '_current_' + 'frames')())()",
    "eval(\"getattr(sys, '_get' + 'frame')(1)\")",
    "signal.signal(signal.SIGUSR1, lambda s, f: f.f_back), signal.raise_signal(signal.SIGUSR1)",
    "sys.settrace(lambda *a: None)",
    "sys.setprofile(lambda *a: None)",
    "threading.setprofile(print), threading.Thread(target=int).start()",
    "sys.addaudithook(lambda *a: None)",
    "gc.get_objects()",
    "gc.get_referrers(query)",
    "gc.get_referents(query)",
    "object.__subclasses__()",
    "torch.overrides.TorchFunctionMode.__subclasses__()[0].blame.__globals__",
    "(lambda: query).__closure__[0].cell_contents",
    "ctypes.CDLL(None).getpid()",
    "ctypes.pythonapi.Py_IncRef",
    "ctypes.string_at(id(query), 8)",
    "ctypes.c_char.from_address(id(query))",
    "ctypes.cast(id(query), ctypes.py_object)",
    "dot_score.__code__.replace(co_filename=torch.__file__)",
    "compile('1', torch.__file__, 'exec')",
    "compile('1', '<checks of test_dot_score.py>', 'exec')",
    "functools.wraps.__code__ = dot_score.__code__",
    "torch.nn.functional.relu.__defaults__ = (True,)",
    "__import__('tutor.checking.guard')",
)
FAULT = "\n\ndef fault():\n    try: 1 / 0\n    except ZeroDivisionError as e: return e.__traceback__\n"
DEBUGGING = (
    "traceback.print_stack() if 0 else warnings.warn('careful')",
    "print(traceback.format_exc(), inspect.signature(dot_score), sys.exc_info())",
    "__import__('logging').warning('careful')",
    "__import__('collections').namedtuple('Pair', 'a b')(1, 2)",
    "__import__('dataclasses').make_dataclass('Pair', ['a'])(1)",
    "__import__('typing').TypeVar('T'), __import__('typing').NamedTuple('Pair', [('a', int)])",
    "gc.collect(), sys.getsizeof(query), sys.getrefcount(query), ctypes.sizeof(ctypes.c_int)",
    "eval('1 + 1'), exec('x = 1'), compile('1', 'mine', 'eval')",
    "torch.fx.symbolic_trace(torch.nn.Linear(2, 3)), torch.jit.trace(torch.sin, query.detach())",
    "torch.autograd.gradcheck(torch.exp, (query.detach().double().requires_grad_(),))",
    "print(dot_score.__code__.co_varnames, dot_score.__doc__, vars(torch.nn.Linear(2, 3)).keys())",
)
TRACEBACK = body("try: 1 / 0", "except ZeroDivisionError: traceback.print_exc()", RIGHT, top=TOP)


def test_a_look_into_the_program_is_told_though_the_answer_is_right(world: World, subtests: pytest.Subtests) -> None:
    for line in LOOKS:
        with subtests.test(line):
            told(world.verdict_of(body(line, RIGHT, top=TOP) + FAULT, limits=LONG), "tampered")


def test_a_look_at_import_is_told(world: World) -> None:
    told(world.verdict_of(f"import gc\ngc.get_objects()\n{REFERENCE}", limits=LONG), "tampered", 2)


def test_what_debugging_and_libraries_do_is_no_look(world: World, subtests: pytest.Subtests) -> None:
    for text in (*(body(line, RIGHT, top=TOP) for line in DEBUGGING), TRACEBACK):
        with subtests.test(text.splitlines()[3]):
            verdict = world.verdict_of(text, limits=LONG)
            assert verdict.status == "passed", verdict.first_failure


def framed(value: object, mark: bytes = b"") -> bytes:
    """One message as it goes over the wire."""
    data = encode(value)
    return struct.pack("!Q", len(data)) + mark + data


def forged(mark: bytes = b"") -> list[bytes]:
    """A whole answer in the learner's own words: what it saw, and that all is well."""
    part = framed({"ask": 1, "part": {"the scores": torch.zeros(3, 5, dtype=torch.float64)}}, mark)
    end = framed({"ask": 1, "raised": None, "tampered": "", "again": None}, mark)
    return [part + end, framed({"told": ""}, mark), framed([1, 2], mark), b"\xff" * 64, b"passed\n"]


SPOKEN = """import math, os, stat, torch

def dot_score(query, keys):
    for fd in range(3, 64):
        try:
            if {which}(os.fstat(fd).st_mode): os.write(fd, {message})
        except OSError: pass
    return (keys @ query.unsqueeze(-1)).squeeze(-1) / math.sqrt(query.shape[-1])
"""


def test_words_on_the_way_to_the_judge_are_no_answer(world: World, subtests: pytest.Subtests) -> None:
    for number, message in enumerate([*forged(), *forged(b"\0" * 16)]):
        with subtests.test(str(number)):
            text = SPOKEN.format(which="stat.S_ISSOCK", message=message)
            told(world.verdict_of(text, limits=SHORT), "tampered")


def test_words_on_every_other_descriptor_change_nothing(world: World) -> None:
    for message in (*forged(), b'File "/workspace/chxx/dot_score.py", line ' + b"9" * 5000):
        text = SPOKEN.format(which="not stat.S_ISSOCK", message=message)
        assert world.verdict_of(text, limits=LONG).status == "passed"


def test_a_line_that_is_no_number_is_no_line(world: World) -> None:
    lines = ", ".join(f"line {number}" for number in ("9" * 5000, 0, -1, 10**8))
    text = SPOKEN.format(which="not stat.S_ISSOCK", message=f'File "/workspace/chxx/dot_score.py", {lines}'.encode())
    told(world.verdict_of(text.replace("    return", "    os._exit(0)\n    return"), limits=LONG), "early_exit")


def test_a_way_that_is_cut_or_read_by_another_is_the_files_fault(world: World, subtests: pytest.Subtests) -> None:
    closed = (
        "os.closerange(3, 200)",
        "[os.dup2(os.open(os.devnull, os.O_RDWR), fd) for fd in range(3, 40)]",
        "[socket.socket(fileno=fd).close() for fd in range(3, 40) if os.path.exists(f'/proc/self/fd/{fd}') or fd == 3]",
    )
    for line in closed:
        with subtests.test(line):
            verdict = world.verdict_of(body(line, RIGHT, top=TOP), limits=SHORT)
            assert verdict.status == "failed"
            assert {check.reason for check in verdict.checks} <= {"tampered", "exception", "early_exit", "time"}
