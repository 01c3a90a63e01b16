"""Hidden checks for ch03/max-pool2d."""

import torch

from tutor.checking import given, probe


@probe
def pooled(impl, x, k):
    """The result for a stride left out, and what the call leaves behind."""
    yield {"the result": impl.max_pool2d(x, k)}
    yield {"x after the call": x}


@probe
def learned(impl, x, k, stride, upstream):
    """The result, and the gradient that a random upstream sends back."""
    x.requires_grad_()
    out = impl.max_pool2d(x, k, stride)
    yield {"the result": out}
    yield {"the gradient of x": given.gradients(out, upstream, x)[0]}


@probe
def by_name(impl, x):
    """Arguments given by name."""
    yield {"the result with k=2": impl.max_pool2d(x, k=2)}
    yield {"the result with k=3, stride=1": impl.max_pool2d(x, k=3, stride=1)}


def case(rand, x, k, stride=None):
    """The arguments of `learned` for x, and an upstream that fits."""
    step = stride or k
    return x, k, stride, rand(*x.shape[:2], (x.shape[2] - k) // step + 1, (x.shape[3] - k) // step + 1)


def test_the_worked_example(example):
    rows = [[-1.0, -3.0, 2.0, 0.0, 9.0], [-2.0, -5.0, 1.0, 4.0, 9.0]]
    rows += [[7.0, 0.0, -6.0, -2.0, 9.0], [3.0, 1.0, -4.0, -8.0, 9.0]]
    example(pooled, torch.tensor(rows)[None, None], 2)


def test_windows_lie_side_by_side(agree, rand):
    """Of every k × k window the largest number stays, in every channel by itself; it alone gets the gradient."""
    agree(learned, *case(rand, rand(2, 3, 4, 6), 2))
    agree(learned, *case(rand, rand(3, 2, 9, 3), 3))
    agree(learned, *case(rand, rand(4, 6, 5, 2).permute(3, 2, 1, 0), 2))


def test_negative_numbers_survive(agree, rand):
    """Where all numbers of a window are negative, the largest of them stays."""
    agree(learned, *case(rand, rand(2, 3, 6, 4, low=-9.0, high=-1.0), 2))
    agree(learned, *case(rand, rand(1, 2, 7, 5, low=-9.0, high=-1.0), 3, 2))
    agree(learned, *case(rand, 1e6 * rand(2, 1, 3, 5, low=-9.0, high=-1.0), 3))


def test_what_fills_no_window_is_dropped(agree, rand):
    """Rows and columns at the end that fill no window are left out, and get no gradient."""
    agree(learned, *case(rand, rand(2, 3, 5, 7), 2))
    agree(learned, *case(rand, rand(2, 2, 8, 7, low=-9.0, high=-1.0), 3))
    agree(learned, *case(rand, rand(1, 3, 4, 5), 3))
    agree(learned, *case(rand, rand(2, 1, 8, 6), 3, 2))


def test_the_stride_can_be_given(agree, rand):
    """Windows may overlap (a stride smaller than k) or leave gaps (a larger one)."""
    agree(learned, *case(rand, rand(2, 3, 5, 7), 3, 1))
    agree(learned, *case(rand, rand(2, 2, 7, 5), 3, 2))
    agree(learned, *case(rand, rand(2, 3, 7, 8), 2, 3))
    agree(learned, *case(rand, rand(1, 2, 5, 8), 1, 2))


def test_arguments_may_be_named(agree, rand):
    """k and stride can be given by name."""
    agree(by_name, rand(2, 3, 5, 7))


def test_sizes_of_one(agree, rand):
    """A single picture or channel, windows of one pixel and one that is the whole picture keep all four axes."""
    agree(learned, *case(rand, rand(1, 1, 5, 3), 2))
    agree(learned, *case(rand, rand(2, 3, 3, 2), 1))
    agree(learned, *case(rand, rand(2, 3, 5, 5), 5))
    agree(learned, *case(rand, rand(1, 1, 1, 1), 1))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """x is not changed; float32 stays float32, and float64 is not made of it."""
    agree(learned, *case(rand, 1 + 1e-9 * rand(2, 2, 4, 6), 2))
    agree(pooled, rand(2, 3, 5, 4), 2)
    agree(pooled, rand(2, 3, 5, 7, dtype=torch.float32), 3)
