"""Hidden checks for ch14/max-blur-pool2d."""

import torch
from torch import nn

from tutor.checking import given, probe


@probe
def pooled(impl, x):
    """The result of a new module."""
    yield {"the result": impl.MaxBlurPool2d(x.shape[1])(x)}


@probe
def learned(impl, channels, settings, x, upstream):
    """The result with these settings, and the gradient of x."""
    pool = impl.MaxBlurPool2d(channels, **settings).to(x.dtype)
    x.requires_grad_()
    out = pool(x)
    yield {"the result": out}
    yield {"the gradient of x": given.gradients(out, upstream, x)[0]}


@probe
def set_by_place(impl, channels, k, n, stride, x):
    """A module whose settings are given by their place alone."""
    pool = impl.MaxBlurPool2d(channels, k, n, stride).double()
    yield {"the result with k, n and stride in their places": pool(x)}


@probe
def made(impl, x):
    """What a new module holds, and what it holds after a call."""
    pool = impl.MaxBlurPool2d(x.shape[1])
    yield {"the parameters": given.parameter_names(pool)}
    pool(x)
    yield {"the parameters after a call": given.parameter_names(pool)}


@probe
def brought_along(impl, x):
    """A module in a network of float32, then of float64, then of float32 again."""
    pool = nn.Sequential(impl.MaxBlurPool2d(x.shape[1]))
    yield {"the result": pool(x.float())}
    yield {"the result after .double()": pool.double()(x)}
    yield {"the result after .float()": pool.float()(x.float())}


@probe
def two_modules(impl, first, second):
    """Two modules with other settings, asked in turn, in both modes, and a state dict handed on."""
    one, third, other = impl.MaxBlurPool2d(3), impl.MaxBlurPool2d(3), impl.MaxBlurPool2d(3, 3, 5, 3)
    for x in (first, second):
        yield {"the result of one": one(x), "the result of the other": other(x)}
    yield {"the result in eval mode": one.eval()(first), "the other in eval mode": other.eval()(second)}
    third.load_state_dict(one.state_dict())
    yield {"the result with a loaded state dict": third(first)}


@probe
def in_eval_mode(impl, x, upstream):
    """The result and the gradient of x in eval mode."""
    pool = impl.MaxBlurPool2d(x.shape[1]).to(x.dtype).eval()
    x.requires_grad_()
    out = pool(x)
    yield {"the result in eval mode": out}
    yield {"the gradient of x in eval mode": given.gradients(out, upstream, x)[0]}
    yield {"it is in training, after eval()": pool.training}


@probe
def asked_again(impl, first, second):
    """Two results held at once, and the same x again when it holds other numbers."""
    pool = impl.MaxBlurPool2d(first.shape[1])
    one, other = pool(first), pool(second)
    yield {"the first result, after another call": one, "the second result": other}
    second.copy_(first)
    yield {"the result for other numbers in the same tensor": pool(second)}


@probe
def left_alone(impl, x):
    """x after the call."""
    pool = impl.MaxBlurPool2d(x.shape[1]).to(x.dtype)
    yield {"the result": pool(x), "x after the call": x}


def case(rand, B, C, H, W, dtype=torch.float64, **settings):
    """The arguments of `learned` for these sizes; no two numbers of x are equal."""
    k, stride = settings.get("k", 2), settings.get("stride", 2)
    rows, columns = (H - k) // stride + 1, (W - k) // stride + 1
    return C, settings, rand(B, C, H, W, dtype=dtype), rand(B, C, rows, columns, dtype=dtype)


def test_the_worked_example(example):
    example(pooled, torch.tensor([0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0]).expand(1, 1, 4, 8))


def test_the_largest_then_the_blur(agree, rand):
    """Of all windows the largest number, blurred, and every second of them; gradients reach x."""
    for sizes in ((2, 3, 5, 7), (3, 2, 8, 6), (5, 7, 4, 3), (3, 3, 3, 3)):
        agree(learned, *case(rand, *sizes))


def test_the_sizes_are_those_of_max_pooling(agree, rand):
    """Windows, blur and stride of any size: the result is as large as that of a max pooling."""
    for k, n, stride in ((3, 3, 2), (2, 5, 2), (1, 3, 2), (2, 1, 2), (3, 5, 1), (2, 3, 3), (4, 3, 4), (5, 3, 2)):
        agree(learned, *case(rand, 2, 3, 8, 9, k=k, n=n, stride=stride))
    agree(set_by_place, 2, 4, 5, 3, rand(1, 2, 9, 11))


def test_numbers_below_zero(agree, rand):
    """Where all numbers are negative the largest of them is, too, up to the border."""
    for settings in ({}, {"k": 3, "n": 5}):
        channels, settings, x, upstream = case(rand, 2, 3, 7, 6, **settings)
        agree(learned, channels, settings, -1 - x.abs(), upstream)
    channels, settings, x, upstream = case(rand, 1, 2, 4, 5)
    agree(learned, channels, settings, -1e35 * (1 + x.abs()), upstream)


def test_small_pictures(agree, rand):
    """One picture, one channel, and pictures that are just large enough work like others."""
    agree(learned, *case(rand, 1, 1, 3, 3))
    agree(learned, *case(rand, 1, 2, 3, 5))
    agree(learned, *case(rand, 2, 1, 5, 6, k=3, n=5))
    agree(learned, *case(rand, 1, 1, 3, 2, k=2, n=1))


def test_the_module_follows_its_dtype(agree, rand):
    """There are no parameters, and `.double()` and `.float()` bring the module along."""
    agree(made, rand(1, 3, 4, 4, dtype=torch.float32))
    agree(brought_along, rand(2, 3, 4, 5))


def test_modules_keep_nothing_in_common(agree, rand):
    """Modules with other settings don't disturb each other, and no picture is remembered."""
    agree(two_modules, rand(2, 3, 6, 5, dtype=torch.float32), rand(1, 3, 7, 6, dtype=torch.float32))
    agree(asked_again, rand(2, 3, 4, 5, dtype=torch.float32), rand(2, 3, 4, 5, dtype=torch.float32))


def test_numbers_of_any_size(agree, rand):
    """Tiny and huge numbers are treated like others, and so is a module in eval mode."""
    for size in (1e-9, 1e30):
        channels, settings, x, upstream = case(rand, 1, 2, 4, 5)
        agree(learned, channels, settings, size * x, upstream)
    channels, settings, x, upstream = case(rand, 1, 2, 5, 4)
    agree(learned, channels, settings, 1e8 + x, upstream)  # float32 could not tell which is the largest
    _, _, x, upstream = case(rand, 2, 3, 5, 4)
    agree(in_eval_mode, x, upstream)


def test_x_and_dtype_are_left_alone(agree, rand):
    """x is not changed, however it lies in memory and however large it is, and the dtype stays."""
    agree(left_alone, rand(2, 3, 4, 5, dtype=torch.float32))
    agree(left_alone, rand.strided(2, 3, 5, 4))
    agree(left_alone, rand(4, 5, 3, 2).permute(3, 2, 0, 1))
    agree(left_alone, 1e6 * rand(1, 2, 5, 5).transpose(2, 3))
