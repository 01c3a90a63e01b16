"""Hidden checks for ch06/leaky-relu."""

import torch

from tutor.checking import given, probe


@probe
def leaked(impl, x, slope):
    """The result alone."""
    yield {"the result": impl.leaky_relu(x, slope)}


@probe
def leaked_by_default(impl, x):
    """The result where the slope is left out, and where it is given by name."""
    yield {"the result without a slope": impl.leaky_relu(x)}
    yield {"the result with slope=0.5": impl.leaky_relu(x, slope=0.5)}
    yield {"the result without a slope, again": impl.leaky_relu(x)}
    yield {"the result for other numbers": impl.leaky_relu(1 - 2 * x)}


@probe
def learned(impl, x, slope, upstream):
    """The result, and the gradient that a random upstream sends back."""
    x.requires_grad_()
    out = impl.leaky_relu(x, slope)
    yield {"the result": out}
    (gradient,) = given.gradients(out, upstream, x)
    yield {"the gradient of x": gradient}


@probe
def left_alone(impl, x, slope):
    """The result, and x after the call."""
    out = impl.leaky_relu(x, slope)
    yield {"the result": out}
    yield {"x after the call": x}


def test_the_worked_example(example):
    example(leaked, torch.tensor([-3.0, -0.5, 0.0, 2.0]), 0.1)


def test_each_side_is_treated_its_own_way(agree, rand):
    """Positive numbers stay, negative ones are multiplied by the slope, and so are the gradients."""
    agree(learned, rand(5, 7), rand.number(0.1, 0.9), rand(5, 7))
    agree(learned, rand.strided(3, 2, 5), rand.number(0.01, 0.1), rand(3, 2, 5))
    agree(learned, rand(11, low=-5.0, high=-1.0), rand.number(0.1, 0.9), rand(11))
    agree(learned, rand(11, low=1.0, high=5.0), rand.number(0.1, 0.9), rand(11))


def test_any_slope_from_zero_to_one(agree, rand):
    """A slope of 0 makes the plain ReLU, a slope of 1 changes nothing, and between them anything goes."""
    for slope in (0.0, 1.0, 0.999, 1e-3):
        agree(learned, rand(7, 3), slope, rand(7, 3))
    agree(leaked, rand(5, 2), 0)
    agree(leaked, rand(5, 2), 1)


def test_the_slope_may_be_left_out(agree, rand):
    """Without a slope it is 0.01."""
    agree(leaked_by_default, rand(7, 5) * 10)


def test_any_size_of_numbers(agree, rand):
    """Zeros, tiny, huge and equal numbers, one number alone and none at all are treated like others."""
    agree(leaked, torch.tensor([0.0, -1e-6, 1e-6, -1e30, 1e30, -3.0, -3.0], dtype=torch.float64), 0.25)
    agree(leaked, torch.tensor([-1e-30, 1e-30, -1e-6, 1e-6, -100.0, 100.0]) * 1e-3, 0.25)
    agree(learned, rand() - 10, 0.3, rand())
    agree(learned, rand(1, 1) + 10, 0.3, rand(1, 1))
    agree(leaked, torch.zeros(0, 3), 0.3)


def test_x_is_left_alone(agree, rand):
    """x is not changed, and float32 stays float32."""
    agree(left_alone, rand(5, 3), 0.2)
    agree(left_alone, rand(2, 3, 5, dtype=torch.float32), 0.2)
