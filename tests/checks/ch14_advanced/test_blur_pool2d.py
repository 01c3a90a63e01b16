"""Hidden checks for ch14/blur-pool2d."""

import torch
from torch import nn

from tutor.checking import given, probe


@probe
def blurred(impl, x):
    """The result of a new module."""
    yield {"the result": impl.BlurPool2d(x.shape[1])(x)}


@probe
def learned(impl, channels, settings, x, upstream):
    """The result with these settings, and the gradient of x."""
    pool = impl.BlurPool2d(channels, **settings).to(x.dtype)
    x.requires_grad_()
    out = pool(x)
    yield {"the result": out}
    yield {"the gradient of x": given.gradients(out, upstream, x)[0]}


@probe
def set_by_place(impl, channels, n, stride, x):
    """A module whose settings are given by their place alone."""
    yield {"the result with n and stride in their places": impl.BlurPool2d(channels, n, stride).double()(x)}


@probe
def made(impl, n, x):
    """What a new module holds."""
    pool = impl.BlurPool2d(x.shape[1], n)
    yield {"how many parameters there are": len(given.parameter_names(pool))}
    pool(x)
    yield {"how many parameters there are after a call": len(given.parameter_names(pool))}


@probe
def brought_along(impl, x):
    """A module in a network of float32, then of float64, then of float32 again."""
    pool = nn.Sequential(impl.BlurPool2d(x.shape[1]))
    yield {"the result": pool(x.float())}
    yield {"the result after .double()": pool.double()(x)}
    yield {"the result after .float()": pool.float()(x.float())}


@probe
def two_modules(impl, first, second):
    """Two modules with other settings, asked in turn, in both modes, and a state dict handed on."""
    one, third, other = impl.BlurPool2d(3), impl.BlurPool2d(3), impl.BlurPool2d(3, n=5, stride=3)
    for x in (first, second):
        yield {"the result of one": one(x), "the result of the other": other(x)}
    yield {"the result in eval mode": one.eval()(first), "the other in eval mode": other.eval()(second)}
    third.load_state_dict(one.state_dict())
    yield {"the result with a loaded state dict": third(first)}


@probe
def in_eval_mode(impl, x, upstream):
    """The result and the gradient of x in eval mode."""
    pool = impl.BlurPool2d(x.shape[1]).to(x.dtype).eval()
    x.requires_grad_()
    out = pool(x)
    yield {"the result in eval mode": out}
    yield {"the gradient of x in eval mode": given.gradients(out, upstream, x)[0]}
    yield {"it is in training, after eval()": pool.training}


@probe
def asked_again(impl, first, second):
    """Two results held at once, and the same x again when it holds other numbers."""
    pool = impl.BlurPool2d(first.shape[1])
    one, other = pool(first), pool(second)
    yield {"the first result, after another call": one, "the second result": other}
    second.copy_(first)
    yield {"the result for other numbers in the same tensor": pool(second)}


@probe
def left_alone(impl, x):
    """x after the call."""
    pool = impl.BlurPool2d(x.shape[1]).to(x.dtype)
    yield {"the result": pool(x), "x after the call": x}


def case(rand, B, C, H, W, dtype=torch.float64, **settings):
    """The arguments of `learned` for these sizes."""
    stride = settings.get("stride", 2)
    rows, columns = (H - 1) // stride + 1, (W - 1) // stride + 1
    return C, settings, rand(B, C, H, W, dtype=dtype), rand(B, C, rows, columns, dtype=dtype)


def test_the_worked_example(example):
    example(blurred, torch.tensor([0.0, 1.0, 0.0, 1.0, 0.0, 1.0]).expand(1, 1, 4, 6))


def test_each_channel_is_blurred_by_itself(agree, rand):
    """Each picture and channel is blurred by itself, every second pixel is kept, and gradients reach x."""
    for sizes in ((2, 3, 5, 7), (3, 2, 8, 6), (5, 7, 3, 4), (3, 3, 3, 3)):
        agree(learned, *case(rand, *sizes))


def test_n_and_stride(agree, rand):
    """The blur is as wide as n says, and the stride may be 1, 2, 3 or more."""
    for n, stride in ((1, 2), (3, 1), (3, 3), (5, 2), (5, 1), (7, 3), (9, 2), (1, 1)):
        agree(learned, *case(rand, 2, 3, 7, 8, n=n, stride=stride))
    agree(learned, *case(rand, 1, 2, 5, 11, stride=5))
    agree(set_by_place, 2, 5, 3, rand(1, 2, 8, 7))


def test_an_even_picture_stays_even(agree, rand):
    """A picture of one brightness comes out as it was, to its very border."""
    for n in (3, 5):
        x = rand(2, 3, 1, 1).expand(2, 3, 6, 7)
        agree(learned, 3, {"n": n}, x, rand(2, 3, 3, 4))


def test_small_pictures(agree, rand):
    """One picture, one channel, and pictures that are just large enough to be mirrored work like others."""
    agree(learned, *case(rand, 1, 1, 2, 2))
    agree(learned, *case(rand, 1, 2, 2, 5))
    agree(learned, *case(rand, 2, 1, 4, 3, n=5))
    agree(learned, *case(rand, 1, 1, 4, 4, n=7, stride=1))
    agree(learned, *case(rand, 1, 3, 1, 1, n=1))


def test_nothing_is_learnt(agree, rand):
    """The module has no parameters: an optimizer finds nothing to change."""
    agree(made, 3, rand(1, 3, 4, 4, dtype=torch.float32))
    agree(made, 5, rand(2, 1, 4, 4, dtype=torch.float32))


def test_the_module_follows_its_dtype(agree, rand):
    """`.double()` and `.float()` bring the module along, as they do with any other."""
    agree(brought_along, rand(2, 3, 4, 5))


def test_modules_keep_nothing_in_common(agree, rand):
    """Modules with other settings don't disturb each other, and no picture is remembered."""
    agree(two_modules, rand(2, 3, 5, 4, dtype=torch.float32), rand(1, 3, 7, 6, dtype=torch.float32))
    agree(asked_again, rand(2, 3, 4, 5, dtype=torch.float32), rand(2, 3, 4, 5, dtype=torch.float32))


def test_numbers_of_any_size(agree, rand):
    """Tiny and huge numbers are treated like others, and so is a module in eval mode."""
    for size in (1e-9, 1e30):
        channels, settings, x, upstream = case(rand, 1, 2, 4, 5)
        agree(learned, channels, settings, size * x, upstream)
    _, _, x, upstream = case(rand, 2, 3, 5, 4)
    agree(in_eval_mode, x, upstream)


def test_x_and_dtype_are_left_alone(agree, rand):
    """x is not changed, however it lies in memory and however large it is, and the dtype stays."""
    agree(left_alone, rand(2, 3, 4, 5, dtype=torch.float32))
    agree(left_alone, rand.strided(2, 3, 5, 4))
    agree(left_alone, rand(4, 5, 3, 2).permute(3, 2, 0, 1))
    agree(left_alone, 1e6 * rand(1, 2, 5, 5).transpose(2, 3))
