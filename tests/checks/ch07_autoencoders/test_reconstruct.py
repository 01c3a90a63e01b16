"""Hidden checks for ch07/reconstruct."""

import torch

from tutor.checking import given, probe


@probe
def rebuilt(impl, codes, W, mean):
    """The pictures alone, and what the call leaves behind."""
    yield {"the result": impl.reconstruct(codes, W, mean)}
    yield {"codes after the call": codes, "W after the call": W, "mean after the call": mean}


@probe
def learned(impl, codes, W, mean, upstream):
    """The pictures, and the gradients that a random upstream sends back."""
    codes.requires_grad_(), W.requires_grad_(), mean.requires_grad_()
    out = impl.reconstruct(codes, W, mean)
    yield {"the result": out}
    to_codes, to_W, to_mean = given.gradients(out, upstream, codes, W, mean)
    yield {"the gradient of codes": to_codes, "the gradient of W": to_W, "the gradient of mean": to_mean}


@probe
def asked_again(impl, first, second):
    """Two calls with other numbers of the same sizes."""
    yield {"the first result": impl.reconstruct(*first)}
    yield {"the second result": impl.reconstruct(*second)}


def test_the_worked_example(example):
    W = torch.tensor([[1.0, 0.0, -1.0], [0.0, 2.0, 0.0]])
    example(rebuilt, torch.tensor([[0.0, 0.0], [2.0, 1.0]]), W, torch.tensor([5.0, 5.0, 5.0]))


def test_codes_patterns_and_mean_come_together(agree, rand):
    """Row n is the mean plus the patterns, each as often as code n says; gradients flow to all three."""
    agree(learned, rand(5, 3), rand(3, 7), rand(7), rand(5, 7))
    agree(learned, 9 * rand.strided(2, 5), rand.strided(5, 11), 20 * rand(11), rand.strided(2, 11))


def test_nothing_is_mixed_up_when_sizes_are_equal(agree, rand):
    """Pictures, patterns and pixels keep their roles when all three are the same number."""
    agree(learned, rand(5, 5), rand(5, 5), rand(5), rand(5, 5))


def test_sizes_of_one_keep_their_axes(agree, rand):
    """A single picture, a single pattern and a single pixel keep their axes: the result is (B, D)."""
    agree(learned, rand(1, 3), rand(3, 5), rand(5), rand(1, 5))
    agree(learned, rand(5, 1), rand(1, 3), rand(3), rand(5, 3))
    agree(learned, rand(3, 2), rand(2, 1), rand(1), rand(3, 1))
    agree(learned, rand(1, 1), rand(1, 1), rand(1), rand(1, 1))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """The inputs are not changed, nothing is kept for the next call, and float32 stays float32."""
    agree(rebuilt, rand(3, 2), rand(2, 5), rand(5))
    agree(rebuilt, 1e6 * rand(3, 2), 1e3 * rand(2, 5), 1e8 * rand(5))
    single = torch.float32
    agree(rebuilt, rand(2, 7, dtype=single), rand(7, 3, dtype=single), rand(3, dtype=single))
    agree(asked_again, (rand(3, 2), rand(2, 5), rand(5)), (rand(3, 2), rand(2, 5), rand(5)))
