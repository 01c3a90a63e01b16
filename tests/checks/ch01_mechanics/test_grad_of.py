"""Hidden checks for ch01/grad-of."""

import torch

from tutor.checking import probe


def square_times(x):
    return x[0] ** 2 * x[1]


def bumpy(x):
    return (x**3).sum() + torch.sin(2 * x[0] * x[-1]) + (x[1:] * x[:-1]).exp().sum()


def lopsided(x):
    return 3 * x[1] ** 2 + 5


def jagged(x):
    return torch.sin(1e6 * x[0]) + (x[1:] ** 2).sum() + 1e4


FUNCTIONS = {"bumpy": bumpy, "lopsided": lopsided, "jagged": jagged}


@probe
def example_gradient(impl, x):
    """f(x) = x[0]² · x[1], the lesson's example."""
    yield {"the gradient": impl.grad_of(square_times, x)}


@probe
def gradient(impl, name, x):
    """The gradient of one of the functions above."""
    yield {"the gradient": impl.grad_of(FUNCTIONS[name], x)}


@probe
def asked_twice(impl, x):
    """Two calls with the same x, and one with another function."""
    yield {"the first answer": impl.grad_of(bumpy, x)}
    yield {"the second answer": impl.grad_of(bumpy, x)}
    yield {"the answer for another function": impl.grad_of(lopsided, x)}


@probe
def left_alone(impl, x, old):
    """What has become of x: a plain one, one that requires a gradient, and one that has a gradient already."""
    impl.grad_of(bumpy, x)
    yield {"the tensor x afterwards": x.detach()}
    yield {"the flag x.requires_grad": x.requires_grad, "the attribute x.grad": x.grad}
    asking = x.detach().clone().requires_grad_()
    impl.grad_of(bumpy, asking)
    yield {"the flag x.requires_grad, where it was True": asking.requires_grad}
    yield {"the attribute x.grad, where it was None and x requires a gradient": asking.grad}
    asking.grad = old
    impl.grad_of(bumpy, asking)
    yield {"the attribute x.grad, where there was one already": asking.grad}


@probe
def already_asking(impl, x, old):
    """x is a leaf that requires a gradient (and has one), or was computed from such a leaf."""
    leaf = x.clone().requires_grad_()
    leaf.grad = old
    yield {"the gradient, for an x with a gradient": impl.grad_of(bumpy, leaf)}
    yield {"the gradient, for a computed x": impl.grad_of(bumpy, leaf * 2 + 1)}


def test_the_worked_example(example):
    example(example_gradient, torch.tensor([3.0, 2.0]))


def test_the_gradient_of_a_curved_function(agree, rand):
    """One slope for each entry of x, as a plain tensor, also where f ignores some entries."""
    agree(gradient, "bumpy", rand(7))
    agree(gradient, "bumpy", rand.strided(3))
    agree(gradient, "bumpy", rand(1))
    agree(gradient, "lopsided", rand(5))


def test_it_is_exact(agree, rand):
    """The slope is exact however sharply f bends: no estimate from nearby values."""
    agree(gradient, "jagged", rand(5, low=0.5, high=1.5))


def test_float32_too(agree, rand):
    """The gradient has x's dtype, and is exact in float32 as well."""
    agree(gradient, "bumpy", rand(5, dtype=torch.float32, low=0.2, high=1.0))


def test_two_calls_give_the_same_gradient(agree, rand):
    """A second call starts afresh: nothing adds up."""
    agree(asked_twice, rand(5))


def test_x_may_require_a_gradient_already(agree, rand):
    """x may have a gradient, or be computed from something else: the answer is the same."""
    agree(already_asking, rand(5), rand(5))


def test_x_stays_as_it_is(agree, rand):
    """x, x.requires_grad and x.grad are what they were."""
    agree(left_alone, rand(3), rand(3))
