"""What counts as equal, and how a difference is said."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import torch

from tutor.checking.bench import _said
from tutor.checking.comparison import agrees, compare
from tutor.checking.show import DIGITS, digits_apart, shown
from tutor.checking.wire import Strange


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (torch.ones(2) * (1 + 1e-8), torch.ones(2)),
        (torch.ones(2).double() * (1 + 1e-7), torch.ones(2).double()),
        (torch.tensor([float("nan"), float("inf")]), torch.tensor([float("nan"), float("inf")])),
        (torch.zeros(2).double() + 1e-17, torch.zeros(2).double()),
        (torch.empty(0, 3), torch.empty(0, 3)),
        (1, 1.0),
        ([1, (2.0, "x")], [1, (2.0, "x")]),
        ({"a": 1, "b": None}, {"b": None, "a": 1}),
        (float("nan"), float("nan")),
    ],
)
def test_these_agree(got: Any, expected: Any) -> None:
    assert compare(got, expected) is None


@pytest.mark.parametrize(
    ("got", "expected", "kind"),
    [
        (torch.ones(3, 1), torch.ones(3), "shape"),
        (torch.ones(1), torch.ones(()), "shape"),
        (torch.empty(0), torch.ones(3), "shape"),
        (torch.ones(3), torch.ones(3).double(), "dtype"),
        (torch.tensor([1]), torch.tensor([1.0]), "dtype"),
        (torch.tensor([float("nan")]), torch.tensor([1.0]), "finite"),
        (torch.tensor([1.0]), torch.tensor([float("nan")]), "value"),
        (torch.zeros(3).double(), torch.full((3,), 1e-9).double(), "value"),
        (torch.tensor([True]), torch.tensor([False]), "value"),
        (torch.ones(2, requires_grad=True), torch.ones(2), "graph"),
        (torch.ones(2), torch.ones(2, requires_grad=True), "graph"),
        (torch.tensor(1.0), 1.0, "type"),
        (1.0, 1, "type"),
        (True, 1, "type"),
        (1, True, "type"),
        (float("inf"), 1.0, "finite"),
        (1.1, 1.0, "value"),
        (1.0, float("inf"), "value"),
        (float("inf"), float("-inf"), "value"),
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, float("-inf")]), "value"),
        (torch.tensor([float("inf"), 2.0]), torch.tensor([float("-inf"), 2.0]), "value"),
        (torch.tensor([5.0, float("inf")]).double(), torch.tensor([1.0, float("inf")]).double(), "value"),
        ((1, 2), [1, 2], "type"),
        ([1], [1, 2], "shape"),
        ([1, 3], [1, 2], "value"),
        ({"a": 1}, {"a": 1, "b": 2}, "shape"),
        ({"a": 1, "c": 3}, {"a": 1}, "shape"),
        (None, torch.ones(2), "type"),
        (Strange("a numpy.ndarray"), torch.ones(2), "type"),
        ("x", "y", "value"),
    ],
)
def test_these_differ(got: Any, expected: Any, kind: str) -> None:
    found = compare(got, expected)
    assert found is not None
    assert found.kind == kind
    assert found.sentence


def test_the_place_of_the_largest_difference_is_told() -> None:
    got = torch.zeros(2, 3).double()
    got[1, 2] = 5
    found = compare(got, torch.zeros(2, 3).double())
    assert found is not None
    assert "1 of 6 values differ, the most at [1, 2]: yours is 5 there, off by 5" in found.sentence


def test_of_false_and_true_the_first_place_is_told() -> None:
    got = torch.tensor([[False, True, False], [True, False, True]])
    found = compare(got, torch.zeros(2, 3, dtype=torch.bool))
    assert found is not None
    assert "3 of 6 values differ, the first at [0, 1]: yours is True there" in found.sentence


def test_a_tensor_for_a_number_says_how_to_turn_it_into_one() -> None:
    found = compare(torch.tensor(1.0), 1.0)
    assert found is not None
    assert "`.item()`" in found.sentence


def test_names_that_are_too_many_are_shown() -> None:
    found = compare(["bias", "shortcut.bias"], ["bias"])
    assert found is not None
    assert found.sentence == "yours has 2 items, ['bias', 'shortcut.bias']; expected 1"
    found = compare(["weight is missing"], [])
    assert found is not None
    assert found.sentence == "yours has 1 item, ['weight is missing']; expected none"


def test_a_missing_gradient_is_not_told_as_a_missing_return() -> None:
    found = compare(None, torch.ones(2))
    assert found is not None
    assert _said("the gradient of W", found, None) == "The gradient of W: no gradient flows back to there"
    assert _said("h after the call", found, None).startswith("h after the call: yours is None")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([12.0, 9.0], [12.00003, 9.0]),
        (1.0, 1.0 + 1e-12),
        (torch.tensor([0.5], dtype=torch.float64), torch.tensor([0.5 + 1e-8], dtype=torch.float64)),
        ({"a": (0.1, 2)}, {"a": (0.1000001, 2)}),
    ],
)
def test_values_that_differ_are_shown_with_as_many_digits_as_it_takes(one: object, other: object) -> None:
    digits = digits_apart(one, other)
    assert digits > DIGITS
    assert shown(one, digits) != shown(other, digits)


def test_four_digits_are_enough_where_they_differ_and_where_nothing_does() -> None:
    assert digits_apart(1.5, 2.5) == digits_apart(1.5, 1.5) == DIGITS
    assert shown(1 / 3) == "0.3333"


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.int64, torch.bool])
def test_the_short_answer_is_that_of_the_long_one(dtype: torch.dtype) -> None:
    inf, nan = float("inf"), float("nan")
    numbers = [0.0, 1.0, 1 + 1e-7, 1 + 1e-5, 1.01, -1.0, *([inf, -inf, nan] if dtype.is_floating_point else [])]
    values: list[Any] = [torch.tensor(pair).to(dtype) for pair in itertools.product(numbers, repeat=2)]
    values += [values[0].reshape(2, 1), values[0].double() / 2, 1.0, None, Strange("a module")]
    if dtype.is_floating_point:
        values.append(values[1].clone().requires_grad_())
    told = {
        agrees(got, expected, tol) is (compare(got, expected, tol) is None)
        for got, expected in itertools.product(values, values)
        if not isinstance(expected, Strange)
        for tol in (1.0, 100.0)
    }
    assert told == {True}
