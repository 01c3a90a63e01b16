"""A forbidden call under any other name: spelled out, hidden, passed along, in a thread, with the trace switched off.

The first half is what the text shows, the second what only the trace sees. What merely comes near passes.
"""

from __future__ import annotations

import pytest

from tests.outcomes.world import LONG, World, body, told

FORBID = ("torch.nn.functional.softmax",)
RIGHT = "return (keys @ query.unsqueeze(-1)).squeeze(-1) / math.sqrt(query.shape[-1])"
HIDDEN = "getattr(torch, 'soft' + 'max')"
OFF = "getattr(torch._C, 'Disable' + 'TorchFunction')"
CALLS = (
    "hidden = torch.softmax; hidden(keys, -1)",
    "torch.nn.functional.softmax(keys, -1)",
    "torch.ſoftmax(keys, -1)",
    "torch.𝓈𝑜𝒻𝓉𝓂𝒶𝓍(keys, -1)",
    "keys.ſoftmax(-1)",
    "torch.special.softmax(keys, -1)",
    "torch.nn.Softmax(-1)(keys)",
    "torch.Tensor.softmax(keys, -1)",
    "torch._C._VariableFunctions.softmax(keys, -1)",
    "torch.ops.aten.softmax.int(keys, -1)",
    "torch.ops.aten._softmax(keys, -1, False)",
    "torch._softmax(keys, -1, False)",
    f"{HIDDEN}(keys, -1)",
    "getattr(keys, 'xamtfos'[::-1])(-1)",
    "vars(torch)['soft' + 'max'](keys, -1)",
    "importlib.import_module('torch.nn.functional').__dict__['soft' + 'max'](keys, -1)",
    "__import__('torch').nn.functional.__getattribute__('soft' + 'max')(keys, -1)",
    f"functools.partial({HIDDEN}, dim=-1)(keys)",
    "operator.methodcaller('soft' + 'max', -1)(keys)",
    f"list(map(lambda k: {HIDDEN}(k, -1), keys))",
    f"functools.reduce(lambda k, f: f(k, -1), [{HIDDEN}], keys)",
    f"eval({HIDDEN!r})(keys, -1)",
    f'eval("{HIDDEN}(keys, -1)")',
    f'exec("{HIDDEN}(keys, -1)")',
    f"torch.func.vmap({HIDDEN}, in_dims=(0, None))(keys, -1)",
    f"torch.utils.checkpoint.checkpoint({HIDDEN}, keys, -1, use_reentrant=False)",
    f"futures.ThreadPoolExecutor(1).submit({HIDDEN}, keys, -1).result()",
    f"with {OFF}(): {HIDDEN}(keys, -1)",
    f"getattr(torch._C, '_pop_torch_' + 'function_stack')(); {HIDDEN}(keys, -1)",
    f"getattr(torch.overrides, '_pop' + '_mode')(); {HIDDEN}(keys, -1)",
)
TOP = "import functools, importlib, math, operator, torch, torch.utils.checkpoint; from concurrent import futures"
PICTURES = f"{TOP}; x, w = torch.ones(2, 2, 5, 5), torch.ones(2, 2, 3, 3)"
CONVOLUTIONS = (
    "torch._C._nn.thnn_conv2d(x, w, 3)",
    "torch._C._nn.slow_conv3d(x[:, :, None], w[:, :, None], (1, 3, 3))",
    "torch.conv_tbc(x[0].permute(1, 0, 2)[..., :2], torch.ones(3, 2, 2), torch.ones(2))",
    "torch.nn.grad.conv2d_input((2, 2, 5, 5), w, torch.ones(2, 2, 3, 3))",
)
NEAR = (
    "softmax = 'torch.softmax is forbidden'",
    "futures.ThreadPoolExecutor(1).submit(torch.exp, keys).result()",
    "torch.func.vmap(torch.sum)(keys)",
    "torch.func.grad(lambda k: k.sum())(keys)",
    "torch.utils.checkpoint.checkpoint(torch.exp, keys, use_reentrant=False)",
    "with torch.overrides.BaseTorchFunctionMode(): keys + 1",
)
IN_A_THREAD = f"""{TOP}
import threading

def dot_score(query, keys):
    got = []
    thread = threading.Thread(target=lambda: got.append({HIDDEN}(keys, -1)))
    thread.start(), thread.join()
    return got[0]
"""


def test_a_forbidden_call_is_forbidden_by_any_other_name(world: World, subtests: pytest.Subtests) -> None:
    for call in CALLS:
        with subtests.test(call):
            verdict = world.verdict_of(body(call, RIGHT, top=TOP), forbid=FORBID, limits=LONG)
            told(verdict, "forbidden", 4)


def test_an_operator_that_bears_another_name_is_forbidden_too(world: World) -> None:
    call = "torch.ops.aten.cross_entropy_loss(keys[0], torch.zeros(len(keys[0]), dtype=torch.int64))"
    verdict = world.verdict_of(body(call, RIGHT, top=TOP), forbid=("torch.nn.functional.cross_entropy",), limits=LONG)
    told(verdict, "forbidden", 4)


def test_a_pattern_forbids_all_operators_that_it_fits(world: World, subtests: pytest.Subtests) -> None:
    for call in CONVOLUTIONS:
        with subtests.test(call):
            verdict = world.verdict_of(body(call, RIGHT, top=PICTURES), forbid=("aten.*conv*",), limits=LONG)
            told(verdict, "forbidden", 4)


def test_a_class_of_ones_own_on_top_of_a_forbidden_one_is_forbidden(world: World) -> None:
    top = f"{TOP}\nclass Mine(getattr(torch.nn, 'Lin' + 'ear')): pass"
    verdict = world.verdict_of(body("Mine(2, 3)", RIGHT, top=top), forbid=("torch.nn.Linear",), limits=LONG)
    assert {check.reason for check in verdict.checks} == {"forbidden"}


def test_a_thread_gets_nothing_forbidden_either(world: World) -> None:
    verdict = world.verdict_of(IN_A_THREAD, forbid=FORBID, limits=LONG)
    assert {check.reason for check in verdict.checks} == {"exception"}  # there is nothing in the list


def test_what_comes_near_is_not_forbidden(world: World, subtests: pytest.Subtests) -> None:
    for line in NEAR:
        with subtests.test(line):
            verdict = world.verdict_of(body(line, RIGHT, top=TOP), forbid=FORBID, limits=LONG)
            assert verdict.status == "passed", verdict.first_failure
