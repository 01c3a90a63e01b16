"""Hidden checks for ch06/conv1x1."""

import torch

from tutor.checking import given, probe


@probe
def mixed(impl, x, w, b):
    """The result, and the inputs after the call."""
    yield {"the result": impl.conv1x1(x, w, b)}
    yield {"x after the call": x, "w after the call": w, "b after the call": b}
    yield {"the result for other numbers": impl.conv1x1(1 - 2 * x, w - 1, 3 * b)}


@probe
def learned(impl, x, w, b, upstream):
    """The result, and the gradients that a random upstream sends back."""
    inputs = {"x": x, "w": w, "b": b}
    for value in inputs.values():
        value.requires_grad_()
    out = impl.conv1x1(x, w, b)
    yield {"the result": out}
    for name, gradient in zip(inputs, given.gradients(out, upstream, *inputs.values())):
        yield {f"the gradient of {name}": gradient}


def turned(rand, *shape):
    """Numbers that lie in memory in the opposite order of their axes."""
    return rand(*reversed(shape)).permute(*reversed(range(len(shape))))


def test_the_worked_example(example):
    x = torch.tensor([[[[1.0, 0.0, 3.0]], [[2.0, 4.0, -1.0]]]])
    w = torch.tensor([[1.0, 1.0], [0.0, -1.0], [2.0, 0.0]])
    example(mixed, x, w, torch.tensor([0.0, 10.0, 0.0]), only=["the result"])


def test_every_pixel_has_its_channels_mixed(agree, rand):
    """Each new channel is a weighted sum of all channels of the same pixel, plus its bias; gradients flow to all."""
    agree(learned, rand(3, 5, 2, 7), rand(11, 5), rand(11), rand(3, 11, 2, 7))
    agree(learned, rand(2, 7, 5, 3), rand(2, 7), rand(2), rand(2, 2, 5, 3))


def test_where_all_sizes_are_equal(agree, rand):
    """Pictures, channels, rows and columns keep their roles where all sizes are equal."""
    agree(learned, rand(3, 3, 3, 3), rand(3, 3), rand(3), rand(3, 3, 3, 3))
    agree(learned, rand(2, 3, 5, 5), rand(5, 3), rand(5), rand(2, 5, 5, 5))


def test_sizes_of_one(agree, rand):
    """One picture, one channel, one filter or one pixel keep all four axes."""
    agree(learned, rand(1, 2, 3, 5), rand(3, 2), rand(3), rand(1, 3, 3, 5))
    agree(learned, rand(3, 1, 2, 2), rand(5, 1), rand(5), rand(3, 5, 2, 2))
    agree(learned, rand(2, 3, 1, 5), rand(1, 3), rand(1), rand(2, 1, 1, 5))
    agree(learned, rand(3, 2, 1, 1), rand(2, 2), rand(2), rand(3, 2, 1, 1))
    agree(learned, rand(1, 1, 1, 1), rand(1, 1), rand(1), rand(1, 1, 1, 1))


def test_the_layout_in_memory(agree, rand):
    """However the numbers lie in memory, the result is the same."""
    agree(learned, turned(rand, 2, 5, 3, 7), turned(rand, 3, 5), rand(3), turned(rand, 2, 3, 3, 7))
    agree(learned, rand(2, 3, 7, 5).permute(0, 3, 1, 2), rand(2, 5), rand(2), rand(2, 2, 3, 7))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """Nothing that goes in is changed, and float32 stays float32."""
    agree(mixed, rand(2, 3, 5, 2), rand(3, 3), rand(3))
    agree(mixed, rand(2, 3, 5, 2, dtype=torch.float32), rand(7, 3, dtype=torch.float32), rand(7, dtype=torch.float32))
