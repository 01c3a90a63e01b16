"""Hidden checks for ch01/mean-squared-error."""

import torch

from tutor.checking import given, probe


@probe
def error(impl, line, x, y):
    """The error, and what the call leaves behind."""
    yield {"the error": impl.mean_squared_error(line, x, y)}
    yield {"the line after the call": line, "x after the call": x, "y after the call": y}


@probe
def slopes(impl, line, x, y, upstream):
    """The error of a watched line, and the gradient that flows back to it."""
    line.requires_grad_()
    out = impl.mean_squared_error(line, x, y)
    yield {"the error": out}
    (gradient,) = given.gradients(out, upstream, line)
    yield {"the gradient of the line": gradient}


def test_the_worked_example(example):
    x, y = torch.tensor([0.5, 1.0, 1.9]), torch.tensor([14.1, 15.8, 19.4])
    example(error, torch.tensor([4.0, 12.0]), x, y)


def test_the_error_is_the_mean_of_the_squares(agree, rand):
    """The error is the mean of the squared misses, for few measurements and many."""
    agree(error, rand(2), rand(7), rand(7))
    agree(error, 100 * rand(2), rand(53), 100 * rand(53))
    agree(error, rand(2, dtype=torch.float32), rand(11, dtype=torch.float32), rand(11, dtype=torch.float32))


def test_one_or_two_measurements_will_do(agree, rand):
    """A single measurement has an error too, and two are not taken for slope and offset."""
    agree(error, rand(2), rand(1), rand(1))
    agree(error, rand(2), rand(2), rand(2))


def test_gradients_reach_the_line(agree, rand):
    """The gradient with respect to slope and offset is that of the formula."""
    agree(slopes, rand(2), rand(13), rand(13), rand())
