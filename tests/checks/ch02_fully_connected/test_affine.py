"""Hidden checks for ch02/affine."""

import torch

from tutor.checking import given, probe


@probe
def answered(impl, x, weight, bias):
    """The answers alone, and what the call leaves behind."""
    yield {"the result": impl.affine(x, weight, bias)}
    yield {"x after the call": x, "weight after the call": weight, "bias after the call": bias}


@probe
def learned(impl, x, weight, bias, upstream):
    """The answers, and the gradients that a random upstream sends back."""
    x.requires_grad_(), weight.requires_grad_(), bias.requires_grad_()
    out = impl.affine(x, weight, bias)
    yield {"the result": out}
    to_x, to_weight, to_bias = given.gradients(out, upstream, x, weight, bias)
    yield {"the gradient of weight": to_weight, "the gradient of bias": to_bias, "the gradient of x": to_x}


def test_the_worked_example(example):
    x = torch.tensor([[1.0, 2.0], [3.0, 0.0]])
    weight = torch.tensor([[1.0, 0.5], [-1.0, 2.0], [0.0, 1.0]])
    example(answered, x, weight, torch.tensor([0.0, 1.0, -1.0]))


def test_every_unit_answers_every_example(agree, rand):
    """Row n, column k is unit k's weighted sum of example n plus its bias; gradients flow to all three."""
    agree(learned, rand(5, 3), rand(7, 3), rand(7), rand(5, 7))
    agree(learned, rand.strided(2, 11), rand.strided(3, 11), rand(3), rand.strided(2, 3))


def test_nothing_is_mixed_up_when_sizes_are_equal(agree, rand):
    """Examples, inputs and units keep their roles when all three are the same number."""
    agree(learned, rand(5, 5), rand(5, 5), rand(5), rand(5, 5))


def test_sizes_of_one_keep_their_axes(agree, rand):
    """A single example, a single input and a single unit keep their axes: the result is (N, K)."""
    agree(learned, rand(1, 3), rand(5, 3), rand(5), rand(1, 5))
    agree(learned, rand(5, 3), rand(1, 3), rand(1), rand(5, 1))
    agree(learned, rand(3, 1), rand(2, 1), rand(2), rand(3, 2))
    agree(learned, rand(1, 1), rand(1, 1), rand(1), rand(1, 1))


def test_any_axes_before_the_last_one(agree, rand):
    """x may be one example (D,), a table (N, D) or have more axes: only the last one is summed over."""
    agree(learned, rand(3), rand(5, 3), rand(5), rand(5))
    agree(learned, rand(2, 7, 3), rand(5, 3), rand(5), rand(2, 7, 5))
    agree(learned, rand.strided(5, 2, 3, 7), rand(2, 7), rand(2), rand(5, 2, 3, 2))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """The inputs are not changed, and float32 stays float32."""
    agree(answered, rand(3, 2), rand(5, 2), rand(5))
    single = torch.float32
    agree(answered, rand(2, 7, dtype=single), rand(3, 7, dtype=single), rand(3, dtype=single))
