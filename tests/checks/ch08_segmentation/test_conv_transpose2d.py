"""Hidden checks for ch08/conv-transpose2d."""

import torch

from tutor.checking import given, probe


@probe
def stamped(impl, x, weight, stride, padding=0, *_):
    """The result alone."""
    yield {"the result": impl.conv_transpose2d(x, weight, stride=stride, padding=padding)}


@probe
def learned(impl, x, weight, stride, padding, upstream):
    """The result, and the gradients that a random upstream sends back."""
    x.requires_grad_(), weight.requires_grad_()
    out = impl.conv_transpose2d(x, weight, stride, padding)
    yield {"the result": out}
    to_x, to_weight = given.gradients(out, upstream, x, weight)
    yield {"the gradient of x": to_x, "the gradient of weight": to_weight}


@probe
def by_name(impl, x, weight):
    """Arguments left out, and given by name."""
    yield {"the result for x and weight alone": impl.conv_transpose2d(x, weight)}
    yield {"the result with padding=1": impl.conv_transpose2d(x, weight, padding=1)}
    yield {"the result with stride=3": impl.conv_transpose2d(x, weight, stride=3)}
    yield {"the result with both": impl.conv_transpose2d(x=x, weight=weight, padding=1, stride=2)}


@probe
def left_alone(impl, x, weight, stride, padding):
    """Two calls after one another, and the inputs afterwards."""
    for _ in range(2):
        yield {"the result": impl.conv_transpose2d(x, weight, stride, padding)}
        yield {"x after the call": x, "weight after the call": weight}
        x, weight = x.flip(0, 2), weight.flip(1, 3)


def case(rand, B, C, O, H, W, k, stride=1, padding=0, strided=False):
    """The arguments of `learned` for these sizes, and an upstream that fits."""
    rows, columns = ((n - 1) * stride + k - 2 * padding for n in (H, W))
    make = rand.strided if strided else rand
    return make(B, C, H, W), make(C, O, k, k), stride, padding, rand(B, O, rows, columns)


def test_the_worked_example(example):
    x = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]], dtype=torch.float64)
    weight = torch.tensor([[[[1.0, 10.0, 0.0], [0.0, 100.0, 0.0], [0.0, 0.0, 1.0]]]], dtype=torch.float64)
    example(stamped, x, weight, 2)


def test_each_pixel_stamps_every_filter(agree, rand):
    """Each pixel of each channel stamps that channel's filters; overlaps add up, and gradients flow to all."""
    agree(learned, *case(rand, 2, 3, 5, 4, 7, 3))
    agree(learned, *case(rand, 2, 2, 3, 3, 5, 2, strided=True))


def test_all_sizes_equal(agree, rand):
    """Rows and columns, channels in and out keep their roles where all sizes are equal."""
    agree(learned, *case(rand, 3, 3, 3, 3, 3, 3))


def test_stamps_further_apart(agree, rand):
    """The stride says how far apart stamps begin, downwards and to the right."""
    agree(learned, *case(rand, 2, 3, 2, 3, 5, 3, 2))
    agree(stamped, *case(rand, 2, 2, 3, 5, 2, 2, 2))


def test_gaps_between_the_stamps(agree, rand):
    """Where the stride is larger than the filter, zeros stand in the gaps."""
    agree(stamped, *case(rand, 2, 3, 2, 3, 4, 2, 3))


def test_padding_is_cut_off_on_all_four_sides(agree, rand):
    """Rows and columns are cut off at the top, at the bottom, on the left and on the right."""
    agree(learned, *case(rand, 2, 3, 2, 5, 4, 3, 1, 1))
    agree(stamped, *case(rand, 1, 2, 3, 5, 4, 4, 3, 2))
    agree(learned, *case(rand, 2, 2, 3, 3, 4, 2, 3, 1))


def test_arguments_may_be_named_or_left_out(agree, rand):
    """Left out, the stride is 1 and the padding 0."""
    agree(by_name, rand(2, 3, 2, 3), rand(3, 2, 3, 3))


def test_sizes_of_one(agree, rand):
    """One picture, channel, filter or pixel keeps all four axes."""
    agree(learned, *case(rand, 1, 1, 1, 1, 1, 1))
    agree(stamped, *case(rand, 1, 3, 1, 1, 5, 2, 2))
    agree(stamped, *case(rand, 3, 1, 5, 2, 1, 2, 2))
    agree(stamped, *case(rand, 2, 3, 2, 5, 3, 1, 3))
    agree(stamped, *case(rand, 2, 2, 3, 1, 3, 4, 2, 1))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """Nothing that goes in is changed, a second call starts afresh, and float32 stays float32."""
    agree(left_alone, rand(2, 3, 2, 4), rand(3, 2, 2, 2), 2, 1)
    agree(left_alone, rand(2, 3, 2, 5, dtype=torch.float32), rand(3, 5, 2, 2, dtype=torch.float32), 1, 0)
