"""Hidden checks for ch13/normalize-input."""

import torch

from tutor.checking import given, probe


@probe
def normalised(impl, x, mean, std, upstream):
    """The result, what was handed over, and the gradient that a random upstream sends back."""
    out = impl.normalize_input(x, mean, std)
    yield {"the result": out, "x after the call": x}
    yield {"mean and std after the call": [mean, std]}
    x.requires_grad_()
    out = impl.normalize_input(x, mean, std)
    (gradient,) = given.gradients(out, upstream, x)
    yield {"the gradient of x": gradient}


@probe
def in_turn(impl, batches):
    """Several batches, each with numbers of its own."""
    for x, mean, std in batches:
        yield {"the result": impl.normalize_input(x, mean, std)}
    x, mean, std = batches[0]
    mean.mul_(2), std.mul_(3)
    yield {"the result after mean and std were changed in place": impl.normalize_input(x, mean, std)}


def pictures(rand, *shape, dtype=torch.float64):
    """Pictures with a mean and a spread for each channel, and an upstream."""
    C = shape[1]
    return 5 * rand(*shape, dtype=dtype), rand(C, dtype=dtype), rand(C, low=0.2, high=3.0, dtype=dtype), rand(*shape)


def test_the_worked_example(example):
    x = torch.tensor([[[[0.5, 0.9]], [[0.2, 0.6]]]])
    example(normalised, x, torch.tensor([0.5, 0.4]), torch.tensor([0.2, 0.1]), torch.ones(1, 2, 1, 2))


def test_each_channel_has_its_own_numbers(agree, rand):
    """Each pixel loses the mean of its channel and is divided by its spread; nothing that was handed over changes."""
    agree(normalised, *pictures(rand, 2, 3, 5, 7))
    agree(normalised, *pictures(rand, 5, 5, 5, 5))
    agree(normalised, *pictures(rand, 3, 2, 7, 2, dtype=torch.float32))
    _, mean, std, upstream = pictures(rand, 2, 3, 5, 7)
    agree(normalised, rand.strided(2, 3, 5, 7), mean, std, upstream)


def test_sizes_of_one(agree, rand):
    """One picture, one channel, one row or one pixel work."""
    for shape in ((1, 3, 5, 7), (2, 1, 3, 5), (2, 3, 1, 1), (1, 1, 1, 1), (2, 5, 1, 5)):
        agree(normalised, *pictures(rand, *shape))


def test_a_channel_that_hardly_varies(agree, rand):
    """A very small spread is divided by as it is, and a very large one, too."""
    x, mean, _, upstream = pictures(rand, 2, 3, 5, 7)
    agree(normalised, 1e-9 * x, 1e-9 * mean, torch.tensor([2e-9, 1.5e-6, 3e-4], dtype=torch.float64), upstream)
    agree(normalised, x, mean, torch.tensor([2e-6, 1.5e-9, 3e-4], dtype=torch.float64), upstream)
    agree(normalised, 1e6 * x, 1e6 * mean, torch.tensor([1e5, 3e6, 7e8], dtype=torch.float64), upstream)


def test_nothing_is_left_behind(agree, rand):
    """Other pictures with other numbers start afresh."""
    first, second = pictures(rand, 2, 3, 5, 7)[:3], pictures(rand, 3, 3, 2, 5)[:3]
    agree(in_turn, [first, second, (first[0], second[1], second[2])])
