"""Hidden checks for ch01/gradient-step."""

import torch

from tutor.checking import probe


@probe
def stepped(impl, line, x, y, rate):
    """The line after one step."""
    yield {"the new line": impl.gradient_step(line, x, y, rate)}


@probe
def walked(impl, line, x, y, rate, steps):
    """The lines of a walk, each step from where the last one ended."""
    for _ in range(steps):
        line = impl.gradient_step(line, x, y, rate)
        yield {"the line": line}


@probe
def left_behind(impl, line, x, y, rate, watched):
    """The caller's line before and after, also where it is watched already."""
    line.requires_grad_(watched)
    new = impl.gradient_step(line, x, y, rate)
    yield {"the new line": new}
    yield {"the line after the call": line.detach(), "line.requires_grad": line.requires_grad, "line.grad": line.grad}
    yield {"x after the call": x, "y after the call": y}


def test_the_worked_example(example):
    example(stepped, torch.tensor([0.0, 0.0]), torch.tensor([1.0, 2.0]), torch.tensor([2.0, 4.0]), 0.5)


def test_a_step_goes_against_the_gradient(agree, rand):
    """The new line is the old one minus rate times the gradient, and carries no graph."""
    agree(stepped, rand(2), rand(7), rand(7), rand.number(0.05, 0.5))
    agree(stepped, rand(2), rand(13), 100 * rand(13), 0.01)
    agree(stepped, rand(2, dtype=torch.float32), rand(5, dtype=torch.float32), rand(5, dtype=torch.float32), 0.3)


def test_steps_follow_each_other(agree, rand):
    """Each step starts where the last one ended."""
    agree(walked, rand(2), rand(11), rand(11), 0.1, 4)


def test_the_line_that_was_given_stays_as_it_is(agree, rand):
    """The line that was passed in is not changed, and neither is whether it requires a gradient."""
    agree(left_behind, rand(2), rand(5), rand(5), 0.2, False)
    agree(left_behind, rand(2), rand(5), rand(5), 0.2, True)
