"""Hidden checks for ch10/attend."""

import torch

from tutor.checking import given, probe


@probe
def blended(impl, weights, values):
    """The blend alone, and what the call leaves behind."""
    yield {"the result": impl.attend(weights, values)}
    yield {"the weights after the call": weights, "the values after the call": values}


@probe
def learned(impl, weights, values, upstream):
    """The blend, and the gradients that a random upstream sends back."""
    weights.requires_grad_(), values.requires_grad_()
    out = impl.attend(weights, values)
    yield {"the result": out}
    to_weights, to_values = given.gradients(out, upstream, weights, values)
    yield {"the gradient of the weights": to_weights, "the gradient of the values": to_values}


def test_the_worked_example(example):
    weights = torch.tensor([[0.1, 0.8, 0.1], [0.5, 0.5, 0.0]])
    values = torch.tensor([[[3.0, 0.0], [7.0, 1.0], [1.0, 0.0]], [[2.0, 4.0], [6.0, 0.0], [9.0, 9.0]]])
    example(blended, weights, values)


def test_each_bag_is_blended(agree, rand):
    """Each bag's values are added up, each times its own weight; gradients reach weights and values."""
    agree(learned, rand(3, 5), rand(3, 5, 7), rand(3, 7))
    agree(learned, rand.strided(7, 3), rand.strided(7, 3, 2), rand.strided(7, 2))


def test_nothing_is_mixed_up_when_sizes_are_equal(agree, rand):
    """Bags, items and features keep their roles when B, T and D are the same number."""
    agree(learned, rand(4, 4), rand(4, 4, 4), rand(4, 4))


def test_weights_are_used_as_they_come(agree, rand):
    """Weights need not add up to 1: a bag with weights of zero gives zeros, and twice the weight counts twice."""
    shares = rand(5, 3, low=0.1, high=1.0)
    shares = shares / shares.sum(dim=1, keepdim=True)
    values = rand(5, 3, 2)
    agree(blended, torch.zeros(5, 3, dtype=torch.float64), values)
    agree(blended, 2 * shares, values)


def test_sizes_of_one_keep_their_axes(agree, rand):
    """A single bag, a single item and values of a single number keep their axes: the result is (B, D)."""
    agree(learned, rand(1, 5), rand(1, 5, 3), rand(1, 3))
    agree(learned, rand(5, 1), rand(5, 1, 3), rand(5, 3))
    agree(learned, rand(3, 5), rand(3, 5, 1), rand(3, 1))
    agree(learned, rand(1, 1), rand(1, 1, 1), rand(1, 1))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """The inputs are not changed, float32 stays float32, and float64 keeps all of its digits."""
    agree(blended, rand(3, 11), rand(3, 11, 2))
    agree(blended, rand(2, 3, dtype=torch.float32), rand(2, 3, 5, dtype=torch.float32))
    values = rand(3, 7, 5)
    values[:, 2] -= 1e5
    values[:, 5] += 1e5
    agree(blended, torch.ones(3, 7, dtype=torch.float64), values)
