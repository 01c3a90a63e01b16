"""Hidden checks for ch06/leaky-grad."""

import torch

from tutor.checking import given, probe


@probe
def there_and_back(impl, x, slope, upstream):
    """The result, and what the upstream becomes on its way back."""
    x.requires_grad_()
    out = impl.LeakyReLU.apply(x, slope)
    yield {"the result": out}
    (gradient,) = given.gradients(out, upstream, x)
    yield {"the gradient of x": gradient}


@probe
def back_twice(impl, x, slope, first, second):
    """Two upstreams through one result, one after the other, and the first once more."""
    x.requires_grad_()
    out = impl.LeakyReLU.apply(x, slope)
    for upstream in (first, second, first):
        yield {"the gradient of x": given.gradients(out, upstream, x)[0]}


@probe
def two_calls(impl, x, y, slope, other, upstream, another):
    """Two calls, and only then the ways back, in the order of the calls."""
    x.requires_grad_(), y.requires_grad_()
    first = impl.LeakyReLU.apply(x, slope)
    second = impl.LeakyReLU.apply(y, other)
    yield {"the first result": first, "the second result": second}
    yield {"the gradient of the first x": given.gradients(first, upstream, x)[0]}
    yield {"the gradient of the second x": given.gradients(second, another, y)[0]}


@probe
def in_a_chain(impl, x, slope, upstream):
    """Between other functions: one gradient reaches two of them, and two meet in x."""
    x.requires_grad_()
    first = impl.LeakyReLU.apply(3 * x, slope)
    second = impl.LeakyReLU.apply(x - 0.5, slope)
    out = first + second + torch.tanh(x)
    yield {"the result": out}
    yield {"the gradient of x": given.gradients(out, upstream, x)[0]}
    total = impl.LeakyReLU.apply(impl.LeakyReLU.apply(x, slope), 0.5).sum()
    (gradient,) = torch.autograd.grad(total, x)
    yield {"the gradient of x, two in a row and summed": gradient}


@probe
def left_alone(impl, x, slope, upstream):
    """What the calls leave behind."""
    out = impl.LeakyReLU.apply(x, slope)
    yield {"the result without a graph": out, "x after the call": x}
    out += 1
    yield {"x after the result was changed": x}
    x.requires_grad_()
    given.gradients(impl.LeakyReLU.apply(x, slope), upstream, x)
    yield {"x after the way back": x.detach(), "upstream after the way back": upstream}


@probe
def by_itself(impl):
    """Whether it is a function of autograd's, which is called as all of them are."""
    yield {"is a torch.autograd.Function": issubclass(impl.LeakyReLU, torch.autograd.Function)}
    apply = getattr(impl.LeakyReLU.apply, "__func__", None)
    yield {"has the apply of torch.autograd.Function": apply is torch.autograd.Function.apply.__func__}


def test_the_worked_example(example):
    example(there_and_back, torch.tensor([-3.0, 0.5, 2.0]), 0.1, torch.tensor([10.0, 10.0, 1.0]))


def test_forward_and_backward_match(agree, rand):
    """Forward is the leaky ReLU, and backward multiplies the upstream by the slope at each entry of x."""
    agree(by_itself)
    agree(there_and_back, rand(5, 7), rand.number(0.1, 0.9), rand(5, 7))
    agree(there_and_back, rand.strided(3, 2, 5), rand.number(0.01, 0.1), rand.strided(3, 2, 5))
    agree(there_and_back, 100 * rand(7, 3), 0.3, 1e4 * rand(7, 3))
    agree(there_and_back, rand(7, dtype=torch.float32), 0.3, rand(7, dtype=torch.float32))
    agree(there_and_back, rand() - 9, 0.3, rand())


def test_the_ends_of_the_range(agree, rand):
    """Slopes of 0 and 1, and an x of exactly 0, where the slope is that of the negative side."""
    x = rand(5, 3)
    x[1], x[2, 0] = 0.0, -0.0
    for slope in (0.0, 1.0, 0.25):
        agree(there_and_back, x, slope, rand(5, 3))
    agree(there_and_back, torch.zeros(4), 0.2, rand(4, dtype=torch.float32))
    agree(there_and_back, torch.tensor([-1e-30, 1e-30, -1e30, 1e30]), 0.2, rand(4, dtype=torch.float32))


def test_each_call_remembers_its_own(agree, rand):
    """Of two calls each finds its own x and slope again on the way back, and the way back can be gone twice."""
    agree(two_calls, rand(5, 3), rand(5, 3), 0.2, 0.6, rand(5, 3), rand(5, 3))
    agree(back_twice, rand(7, 2), 0.3, rand(7, 2), rand(7, 2))


def test_it_works_inside_a_graph(agree, rand):
    """Gradients pass through it to what stands before it, and meet there."""
    agree(in_a_chain, rand(7, 5), 0.3, rand(7, 5))


def test_nothing_is_changed(agree, rand):
    """x and the upstream gradient are left alone, with a graph and without."""
    agree(left_alone, rand(5, 3), 0.2, rand(5, 3))
    agree(left_alone, rand(3, 2, dtype=torch.float32), 0.2, rand(3, 2, dtype=torch.float32))
    agree(left_alone, rand(3, 2, low=0.5, high=2.0), 0.2, rand(3, 2))
    agree(left_alone, rand(3, 2), 1.0, rand(3, 2))
