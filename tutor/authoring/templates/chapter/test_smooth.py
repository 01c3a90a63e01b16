"""Hidden checks for @CHAPTER@/smooth. A learner reads the first line of each docstring: the promise."""

import torch

from tutor.checking import given, probe


@probe
def smoothed(impl, x, keep):
    """The averages alone, and what the call leaves behind."""
    yield {"the averages": impl.smooth(x, keep)}
    yield {"the series after the call": x}


@probe
def learned(impl, x, keep, upstream):
    """The averages, and the gradients that a random upstream sends back."""
    x.requires_grad_(), keep.requires_grad_()
    out = impl.smooth(x, keep)
    yield {"the averages": out}
    to_x, to_keep = given.gradients(out, upstream, x, keep)
    yield {"the gradient of the series": to_x, "the gradient of keep": to_keep}


def test_the_worked_example(example):
    example(smoothed, torch.tensor([[8.0, 0.0, 6.0, 2.0]]), torch.tensor(0.25))


def test_averages_match(agree, rand):
    """Each average mixes the one before it with the new number, and gradients flow to both inputs."""
    agree(learned, rand(3, 5), rand(low=0.1, high=0.9), rand(3, 5))
    agree(learned, rand.strided(2, 7), rand(low=0.1, high=0.9), rand.strided(2, 7))


def test_a_single_number_is_its_own_average(agree, rand):
    """A series of one number, and a batch of one series, keep their two axes."""
    agree(smoothed, rand(3, 1), rand(low=0.1, high=0.9))
    agree(learned, rand(1, 5), rand(low=0.1, high=0.9), rand(1, 5))


def test_the_ends_of_keep(agree, rand):
    """With keep = 0 the series comes out as it went in, with keep = 1 its first number forever."""
    agree(smoothed, rand(2, 5), torch.tensor(0.0, dtype=torch.float64))
    agree(smoothed, rand(2, 5), torch.tensor(1.0, dtype=torch.float64))


def test_the_inputs_and_the_dtype_are_left_alone(agree, rand):
    """The series is not changed by the call, and float32 stays float32."""
    agree(smoothed, rand(3, 5), rand(low=0.1, high=0.9))
    agree(smoothed, rand(3, 5, dtype=torch.float32), rand(low=0.1, high=0.9, dtype=torch.float32))
