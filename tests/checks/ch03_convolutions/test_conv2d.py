"""Hidden checks for ch03/conv2d."""

import functools

import torch

from tutor.checking import given, probe


@probe
def slid(impl, x, w, b):
    """The result for stride and padding left out, and what the call leaves behind."""
    yield {"the result": impl.conv2d(x, w, b)}
    yield {"x after the call": x, "w after the call": w, "b after the call": b}


@probe
def learned(impl, x, w, b, stride, padding, upstream):
    """The result, and the gradients that a random upstream sends back."""
    inputs = [x, w] if b is None else [x, w, b]
    for tensor in inputs:
        tensor.requires_grad_()
    out = impl.conv2d(x, w, b, stride, padding)
    yield {"the result": out}
    for name, gradient in zip(("x", "w", "b"), given.gradients(out, upstream, *inputs), strict=False):
        yield {f"the gradient of {name}": gradient}


@probe
def by_name(impl, x, w, b):
    """Arguments left out, and given by name."""
    yield {"the result without a bias": impl.conv2d(x, w)}
    yield {"the result with padding=1": impl.conv2d(x, w, padding=1)}
    yield {"the result with stride=2": impl.conv2d(x, w, stride=2)}
    yield {"the result with all of them": impl.conv2d(x, w, b=b, padding=2, stride=3)}


def turned(rand, *shape):
    """Numbers that lie in memory in the opposite order of their axes: no two neighbouring axes are one block."""
    return rand(*reversed(shape)).permute(3, 2, 1, 0)


def case(rand, batch, channels, height, width, filters, k, l, *, bias=True, stride=1, padding=0, strided=False):
    """The arguments of `learned` for these sizes, and an upstream that fits."""
    make = functools.partial(turned, rand) if strided else rand
    rows, columns = (height + 2 * padding - k) // stride + 1, (width + 2 * padding - l) // stride + 1
    b = rand(filters) if bias else None
    upstream = rand(batch, filters, rows, columns)
    return make(batch, channels, height, width), make(filters, channels, k, l), b, stride, padding, upstream


def test_the_worked_example(example):
    x = torch.tensor([[[[1.0, 2.0, 0.0, 1.0], [0.0, 1.0, 3.0, 2.0], [2.0, 0.0, 1.0, 1.0]]]])
    w = torch.tensor([[[[1.0, 0.0], [0.0, -1.0]]]])
    example(slid, x, w, torch.tensor([10.0]))


def test_every_filter_meets_every_place(agree, rand):
    """Products are added up over channels and window, for each picture, filter and place; gradients flow to all."""
    agree(learned, *case(rand, 2, 3, 7, 5, 5, 3, 2, bias=False))
    agree(learned, *case(rand, 3, 2, 4, 7, 2, 1, 5, bias=False))
    agree(learned, *case(rand, 2, 2, 5, 7, 3, 3, 2, bias=False, strided=True))


def test_square_filters_and_pictures(agree, rand):
    """Rows and columns, filters and channels keep their roles where all sizes are equal."""
    agree(learned, *case(rand, 3, 3, 5, 5, 3, 3, 3))


def test_the_bias_belongs_to_the_filter(agree, rand):
    """Each filter adds one number of its own, everywhere in its map."""
    agree(learned, *case(rand, 2, 2, 4, 4, 3, 2, 2))


def test_padding_on_all_four_sides(agree, rand):
    """Zeros stand on the left, on the right, at the top and at the bottom."""
    agree(learned, *case(rand, 2, 3, 5, 4, 2, 3, 2, padding=1))
    agree(learned, *case(rand, 1, 2, 2, 3, 3, 5, 3, padding=3))


def test_stride_skips_places(agree, rand):
    """The filter moves by `stride` in both directions; what is left over at the end is not looked at."""
    agree(learned, *case(rand, 2, 2, 7, 8, 3, 3, 2, stride=2))
    agree(learned, *case(rand, 1, 3, 6, 9, 2, 3, 2, stride=3, padding=2, bias=False))


def test_arguments_may_be_named_or_left_out(agree, rand):
    """Without the others there is no bias, a stride of 1 and no padding."""
    agree(by_name, rand(2, 2, 5, 7), rand(3, 2, 3, 2), rand(3))


def test_sizes_of_one(agree, rand):
    """A single picture, channel, filter or pixel, and a filter as large as the picture, keep all four axes."""
    agree(learned, *case(rand, 1, 1, 5, 3, 1, 2, 2))
    agree(learned, *case(rand, 3, 5, 2, 3, 2, 1, 1))
    agree(learned, *case(rand, 2, 3, 5, 4, 3, 5, 4))
    agree(learned, *case(rand, 1, 1, 1, 1, 1, 1, 1))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """Nothing that goes in is changed, and float32 stays float32."""
    agree(slid, rand(2, 3, 5, 4), rand(2, 3, 3, 2), rand(2))
    agree(slid, *(rand(*shape, dtype=torch.float32) for shape in ((2, 3, 5, 7), (5, 3, 2, 3), (5,))))
