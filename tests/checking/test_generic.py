"""The wrong answers that nobody wrote: each does one thing, and knows whether it did anything."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
import torch

from tutor.checking import generic

X = torch.tensor([[1.0, 2.0], [3.0, 4.0]])


def made(name: str, body: str, function: str = "f") -> Any:
    """The function of a module whose text was twisted, with nothing touched yet."""
    text = body if body.startswith("class") else f"def f(*args):\n    {body}\n"
    module: dict[str, Any] = {"torch": torch, "__name__": "twisted"}
    exec(generic.twisted(text, name, function), module)
    generic.forget()
    return module[function.partition(".")[0]]


@pytest.mark.parametrize(
    ("name", "body", "result"),
    [
        ("zeros", "return args[0] + 1", torch.zeros(2, 2)),
        ("ones", "return [args[0] + 1]", [torch.ones(2, 2)]),
        ("echo", "return args[0].sum(), 7", (X, 7)),
        ("dtype", "return {'a': args[0]}", {"a": X.double()}),
        ("transposed", "return args[0]", X.T),
        ("zeros", "return args[0].sum().item()", 0.0),
        ("ones", "return len(args) + 1", 1),
        ("zeros", "return True, 'text'", (False, "")),
        ("ones", "return False", True),
        ("near", "return args[0], 2.0, 3, True", (X * 1.01, 2.02, 3, True)),
    ],
)
def test_each_changes_the_tensors_and_numbers_of_a_result(name: str, body: str, result: Any) -> None:
    got = made(name, body)(X)
    torch.testing.assert_close(got, result) if isinstance(result, torch.Tensor) else assert_alike(got, result)
    assert generic.touched()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("zeros", "return args[0] * 0"),
        ("ones", "return True, 'text', None, args[0] / args[0]"),
        ("echo", "return args[0].clone()"),
        ("echo", "return 3.5"),
        ("detached", "return args[0] + 1"),
        ("transposed", "return args[0].sum(0)"),
        ("transposed", "return args[0] + args[0].T"),
        ("dtype", "return torch.nn.Linear(2, 2)"),
        ("near", "return args[0] * 0, 3, 'text', True"),
    ],
)
def test_what_changes_nothing_says_so(name: str, body: str) -> None:
    made(name, body)(X)
    assert not generic.touched()


def assert_alike(got: Any, right: Any) -> None:
    if isinstance(right, list | tuple):
        assert (type(got), len(got)) == (type(right), len(right))
        for one, other in zip(got, right, strict=True):
            assert_alike(one, other)
    elif isinstance(right, str | bool):
        assert got == right
    else:
        torch.testing.assert_close(got, right)


@pytest.mark.parametrize(
    ("body", "flows"),
    [
        ("return args[0] * 2", True),
        ("return [args[0].sum(), 7]", True),
        ("return args[0].argmax()", False),
        ("return args[0].sign()", False),
        ("return args[0].mean().item()", False),
        ("with torch.no_grad(): return args[0] * 2", False),
        ("x = args[0].detach().requires_grad_(); (x**2).sum().backward(); return x.grad", False),
        ("raise ValueError if args[0].requires_grad else KeyError", False),
    ],
)
def test_a_gradient_that_nobody_asks_for_is_noticed_where_one_would_flow(body: str, flows: bool) -> None:
    with contextlib.suppress(KeyError):
        made("detached", body)(X)
    assert (generic.touched(), generic.would_flow()) == (False, flows)


def test_looking_for_a_gradient_leaves_no_trace() -> None:
    f = made("detached", "args[0].add_(1); args[1].append(5); return args[0] * torch.rand(2)")
    torch.manual_seed(3)
    x, seen = X.clone(), list[int]()
    got = f(x, seen)
    torch.manual_seed(3)
    torch.testing.assert_close(got, (X + 1) * torch.rand(2))
    assert seen == [5]
    assert generic.would_flow()


def test_a_function_among_the_arguments_is_not_called_to_look_for_a_gradient() -> None:
    calls = list[int]()

    def double(x: torch.Tensor) -> torch.Tensor:
        calls.append(1)
        return x * 2

    made("detached", "return args[1](args[0])")(X, double)
    assert (calls, generic.would_flow()) == ([1], False)


def test_no_gradient_is_looked_for_where_a_check_has_asked_for_one() -> None:
    made("detached", "return args[0] * 2")(X.clone().requires_grad_())
    assert (generic.touched(), generic.would_flow()) == (True, False)


def test_inputs_can_be_spoilt_behind_a_right_result_and_right_gradients() -> None:
    f = made("spoils", "return args[0] * args[1][0] ** 2")
    x, w = X.clone(), torch.ones(2, requires_grad=True)
    out = f(x, [w])
    out.sum().backward()
    torch.testing.assert_close(out, X * torch.ones(2))
    torch.testing.assert_close(w.grad, 2 * X.sum(0))
    torch.testing.assert_close(x, X + 1)
    torch.testing.assert_close(w.detach(), torch.ones(2))
    assert generic.touched()


@pytest.mark.parametrize(
    "body", ["return args[0]", "return args[0].T", "return args[0].add_(0)", "yield args[0] + 1", "args[0].mul_(1)"]
)
def test_what_is_handed_on_or_changed_on_purpose_is_not_spoilt(body: str) -> None:
    x = X.clone()
    made("spoils", body)(x)
    torch.testing.assert_close(x, X)
    assert not generic.touched()


def test_doing_nothing_is_the_one_wrong_answer_where_nothing_is_returned() -> None:
    text = """
def fill(x):
    def inner(): return 3
    if x is None: return
    x.fill_(inner())


class Box:
    def size(self): return 3
    def empty(self): self.items = []


def stream(x): yield x
"""
    assert generic.names_for(text, "fill") == generic.names_for(text, "Box.empty") == ("nothing",)
    for function in ("Box.size", "stream", "fill.inner", "nowhere"):
        assert generic.names_for(text, function) == generic.NAMES
    x = X.clone()
    assert made("nothing", "args[0].zero_()")(x) is None
    torch.testing.assert_close(x, X)
    assert generic.touched()


def test_detached_counts_only_where_something_would_flow() -> None:
    out = made("detached", "return args[0] * 2")(X.clone().requires_grad_())
    assert not out.requires_grad
    assert generic.touched()


def test_zeros_keep_the_graph_so_that_values_alone_decide() -> None:
    assert made("zeros", "return args[0] * 2")(X.clone().requires_grad_()).requires_grad


def test_the_first_result_is_remembered_and_counts_once_another_was_due() -> None:
    f = made("remembered", "return args[0] * 2")
    torch.testing.assert_close(f(X), X * 2)
    torch.testing.assert_close(f(X), X * 2)
    assert not generic.touched()
    torch.testing.assert_close(f(X + 1), X * 2)
    assert generic.touched()


def test_a_fresh_module_has_a_fresh_memory() -> None:
    made("remembered", "return args[0] * 2")(X)
    torch.testing.assert_close(made("remembered", "return args[0] * 2")(X + 1), (X + 1) * 2)


CLASS = """class Box:
    def forward(self, x): return x + 1
    @staticmethod
    def still(x): return x + 1
    @property
    def size(self): return 3.5
"""


@pytest.mark.parametrize("name", ["forward", "still", "size"])
def test_methods_of_every_kind_are_wrapped(name: str) -> None:
    box = made("zeros", CLASS, f"Box.{name}")()
    result = box.size if name == "size" else getattr(box, name)(X)
    assert float(torch.as_tensor(result).sum()) == 0.0
    assert generic.touched()


def test_what_a_generator_yields_is_changed_as_it_comes() -> None:
    stream = made("zeros", "yield args[0]\n    yield 5")(X)
    assert not generic.touched()
    first, second = stream
    assert (float(first.sum()), second) == (0.0, 0)
    assert generic.touched()


def test_only_what_the_learner_writes_is_wrapped() -> None:
    stub = """
def given(x):
    return x


def open_one(x):
    raise NotImplementedError


class Whole:
    def __init__(self):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError

    def shown(self):
        return 1


class Part:
    def forward(self, x):
        raise NotImplementedError

    def other(self, x):
        raise NotImplementedError
"""
    names = ["open_one", "Whole", "Part.forward"]
    assert generic.functions(stub, names) == ["open_one", "Whole.forward", "Part.forward"]
