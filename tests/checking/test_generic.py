"""The wrong answers that nobody wrote: each does one thing, and knows whether it did anything."""

from __future__ import annotations

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
    ],
)
def test_each_changes_the_tensors_and_numbers_of_a_result(name: str, body: str, result: Any) -> None:
    torch.testing.assert_close(made(name, body)(X), result)
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
    ],
)
def test_what_changes_nothing_says_so(name: str, body: str) -> None:
    made(name, body)(X)
    assert not generic.touched()


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
