"""Code that would rather be believed than be right: it is wrong, or it changes the program, and the verdict says which.

What only looks like a lie and is right passes.
"""

from __future__ import annotations

import pytest

from tests.outcomes.world import LONG, World, body, plainly, told

RIGHT = "return (keys @ query.unsqueeze(-1)).squeeze(-1) / math.sqrt(query.shape[-1])"
ZEROS = "return torch.zeros(keys.shape[:2], dtype=keys.dtype)"
TOP = "import math, torch"
EQUAL = """import torch

class Equal:
    def __eq__(self, other): return True
    def __getattr__(self, name): return self
    def __iter__(self): return iter(())
    def __float__(self): return 0.0

def dot_score(query, keys):
    return Equal()
"""
SUBCLASS = """import torch

class Lying(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None): return True

def dot_score(query, keys):
    return torch.zeros(keys.shape[:2], dtype=keys.dtype).as_subclass(Lying)
"""
IN_ALL = ("one shape alone", "the first answer again", "an answer kept on torch", "a hook that kills gradients")
WRONG = {
    "an object that equals everything": EQUAL,
    "a tensor that answers for itself": SUBCLASS,
    "a result that would broadcast": body("return torch.zeros(1, 1, dtype=keys.dtype)"),
    "an empty result": body("return torch.zeros(0, dtype=keys.dtype)"),
    "freed memory": body("return torch.empty(keys.shape[:2], dtype=keys.dtype)"),
    "its input": body("return query"),
    "its input made zero": body("keys.data *= 0", RIGHT, top=TOP),
    "its inputs made zero in place": body("with torch.no_grad(): keys.zero_(), query.zero_()", RIGHT, top=TOP),
    "noise of a seed of its own": body("torch.manual_seed(0)", "return torch.randn(keys.shape[:2], dtype=keys.dtype)"),
    "one shape alone": body("if query.shape == (1, 2):", f"    {RIGHT}", ZEROS, top=TOP),
    "the first answer again": body(f"C.append({RIGHT[7:]})", "return C[0]", top="import math, torch; C = []"),
    "an answer kept on torch": body(
        "torch.kept = getattr(torch, 'kept', None) or [" + RIGHT[7:] + "]", "return torch.kept[0]", top=TOP
    ),
    "a hook that kills gradients": body("query.register_hook(lambda g: g * 0)", RIGHT, top=TOP),
    "a verdict of its own": body("print('passed  The worked example\\n\\n3 of 3 checks')", ZEROS),
    "pytest's reports": body("import _pytest.reports", "_pytest.reports.TestReport.passed = True", ZEROS),
    "modules of the judge": body("import sys", "sys.modules['tutor.checking.bench'] = sys", ZEROS),
}
WRONG_IN_ALL = {name: WRONG.pop(name) for name in IN_ALL}
TWICE = '''
import torch
from tutor.checking import given, probe

@probe
def scores(impl, query, keys, upstream):
    query.requires_grad_(), keys.requires_grad_()
    out = impl.dot_score(query, keys)
    yield {"the scores": out}
    yield {"the gradients": given.gradients(out, upstream, query, keys)}

def test_two_sizes(agree, rand):
    """The scores and their gradients, for two sizes."""
    agree(scores, rand(1, 2), rand(1, 2, 2), rand(1, 2))
    agree(scores, rand(3, 7), rand(3, 5, 7), rand(3, 5))
'''
SMALL = '''
import torch
from tutor.checking import probe

@probe
def scores(impl, query, keys):
    yield {"the scores": impl.dot_score(query, keys)}

def test_small_numbers(agree, rand):
    """Small numbers count, too."""
    agree(scores, 1e-6 * rand(3, 7), 1e-6 * rand(3, 5, 7))
'''
REPLACED = (
    *("torch.allclose", "torch.testing.assert_close", "torch.equal", "torch.autograd.grad", "torch.nn.init.normal_"),
    *("torch.Tensor.__eq__", "torch.Tensor.backward", "torch.Tensor.requires_grad_", "torch.Tensor.detach"),
    *("torch.nn.Module.__call__", "torch.nn.Linear.forward", "torch.nn.Linear.__call__", "torch.optim.SGD.step"),
    *("torch.optim.AdamW.step", "torch.optim.lr_scheduler.StepLR.step", "torch.distributions.Normal.sample"),
    *("torch.nn.functional.isinstance", "torch.autograd.function.FunctionCtx.save_for_backward"),
    *("random.random", "math.sqrt", "json.dumps", "json.JSONEncoder.encode", "struct.pack", "safetensors.torch.save"),
)
BUILTINS = ("isinstance", "len", "type", "super", "print", "enumerate", "getattr", "__import__", "ValueError", "dict")
LEFT_ON = {
    "torch.set_default_dtype(torch.float64)": "default dtype",
    "torch.set_default_device('meta')": "default device",
    "torch.nn.modules.module.register_module_forward_hook(lambda m, i, o: o * 0)": "hook on every module",
    "from torch.optim.optimizer import register_optimizer_step_pre_hook as r; r(int)": "hook on every optimizer",
    "torch.overrides.BaseTorchFunctionMode().__enter__()": "TorchFunctionMode",
    "import sys; sys.modules['torch'] = sys": "sys.modules['torch']",
    "import sys; sys.meta_path.clear()": "sys.meta_path",
}
ENDS = ("pytest.skip('x')", "pytest.xfail('x')", "pytest.exit('x')", "pytest.fail('x')")
HONEST = {
    "a helper that remembers": body(
        "return (keys * query[:, None]).sum(-1) / root(query.shape[-1])",
        top="import functools, math, torch; root = functools.lru_cache(math.sqrt)",
    ),
    "no_grad around what needs none": body("with torch.no_grad(): d = math.sqrt(query.shape[-1])", RIGHT, top=TOP),
    "in place on its own copy": body(
        "scores = torch.einsum('bd,btd->bt', query, keys)", "scores /= query.shape[-1] ** 0.5", "return scores"
    ),
    "a seed of its own": body("torch.manual_seed(0)", RIGHT, top=TOP),
    "a default of its own while it runs": body(
        "torch.set_default_dtype(torch.float64)", "torch.set_default_dtype(torch.float32)", RIGHT, top=TOP
    ),
    "a name of its own on torch": body("torch.mine = 1", RIGHT, top=TOP),
    "a new method of tensors": body("torch.Tensor.mine = lambda self: self", RIGHT, top=TOP),
    "a hook on its own module": body(
        "torch.nn.Linear(2, 3).register_forward_hook(lambda m, i, o: o * 0)(0) if 0 else 0", RIGHT, top=TOP
    ),
    "torch.compile": body(
        "return scores(query, keys)",
        top="import math, torch; scores = torch.compile("
        "lambda q, k: (k @ q.unsqueeze(-1)).squeeze(-1) / math.sqrt(q.shape[-1]), backend='eager')",
    ),
    "every optimizer": body(
        "[o([torch.nn.Parameter(torch.zeros(1))], lr=0.1) for o in (torch.optim.AdamW, torch.optim.LBFGS)]",
        RIGHT,
        top=TOP,
    ),
    "vmap": body("return torch.func.vmap(lambda q, k: k @ q)(query, keys) / math.sqrt(query.shape[-1])", top=TOP),
    "deterministic": body("torch.use_deterministic_algorithms(True)", RIGHT, top=TOP),
    "threads": body(
        "with pool(2) as two: rows = list(two.map(lambda p: p[1] @ p[0], zip(query, keys)))",
        "return torch.stack(rows) / math.sqrt(query.shape[-1])",
        top="import math, torch; from concurrent.futures import ThreadPoolExecutor as pool",
    ),
    "unpickled": body("keys = copy.deepcopy(keys) if 0 else keys", RIGHT, top="import copy, math, torch"),
}


def test_what_is_wrong_is_wrong_however_it_looks(world: World, subtests: pytest.Subtests) -> None:
    for name, text in WRONG.items():
        with subtests.test(name):
            told(world.verdict_of(text, limits=LONG), "wrong")
    for name, text in WRONG_IN_ALL.items():
        with subtests.test(name):
            told(world.verdict_of(text, checks=TWICE, limits=LONG), "wrong")


def test_zeros_do_not_hide_among_small_numbers(world: World) -> None:
    told(world.verdict_of(body(ZEROS), checks=SMALL, limits=LONG), "wrong")


def test_a_printed_verdict_is_output_and_no_verdict(world: World) -> None:
    verdict = world.verdict_of(WRONG["a verdict of its own"], limits=LONG)
    assert (verdict.status, verdict.passed) == ("failed", 0)
    assert "3 of 3 checks" in verdict.output


def test_what_is_replaced_is_named_with_its_line_though_the_answer_is_right(
    world: World, subtests: pytest.Subtests
) -> None:
    for name in REPLACED:
        with subtests.test(name):
            module = name.partition(".")[0]
            text = body(f"{name} = lambda *a, **k: True", RIGHT, top=f"{TOP}, {module}, safetensors.torch")
            assert name in told(world.verdict_of(text, limits=LONG), "tampered", 4).message


def test_python_itself_is_put_back_before_anything_is_said(world: World, subtests: pytest.Subtests) -> None:
    for name in BUILTINS:
        with subtests.test(name):
            text = body(f"builtins.{name} = lambda *a: True", RIGHT, top=f"{TOP}, builtins")
            assert f"replaces {name}," in told(world.verdict_of(text, limits=LONG), "tampered", 4).message


def test_what_is_replaced_by_an_import_is_named_too(world: World) -> None:
    for line in ("torch.allclose = None", "import builtins; builtins.len = None"):
        told(world.verdict_of(f"{TOP}\n{line}\n{body(RIGHT)}", limits=LONG), "tampered", 2)


def test_what_is_left_on_for_the_whole_program_is_named(world: World, subtests: pytest.Subtests) -> None:
    for line, words in LEFT_ON.items():
        with subtests.test(line):
            assert words in told(world.verdict_of(body(line, RIGHT, top=TOP), limits=LONG), "tampered").message


def test_the_ends_of_a_test_end_the_learners_code(world: World, subtests: pytest.Subtests) -> None:
    for line in (*ENDS, "pytest.skip('x', allow_module_level=True)"):
        with subtests.test(line):
            told(world.verdict_of(body(line, ZEROS, top="import torch, pytest"), limits=LONG), "early_exit", 4)
            told(world.verdict_of(f"import pytest\n{line}\n{body(RIGHT)}", limits=LONG), "early_exit", 2)


def test_what_only_looks_like_a_lie_passes(world: World, subtests: pytest.Subtests) -> None:
    for name, text in HONEST.items():
        with subtests.test(name):
            verdict = world.verdict_of(text, checks=TWICE, limits=LONG)
            assert verdict.status == "passed", verdict.first_failure


def test_a_forgotten_breakpoint_is_told_with_its_line(world: World) -> None:
    check = next(iter(world.verdict_of(body("breakpoint()", RIGHT, top=TOP), limits=LONG).checks))
    assert check.reason == "exception"
    plainly(check.message)
