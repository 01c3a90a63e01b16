"""Hidden checks for ch08/box-iou."""

import torch

from tutor.checking import given, probe


@probe
def measured(impl, a, b):
    """The overlaps, and the boxes afterwards."""
    yield {"the result": impl.box_iou(a, b)}
    yield {"a after the call": a, "b after the call": b}


@probe
def learned(impl, a, b, upstream):
    """The overlaps, and the gradients that a random upstream sends back."""
    a.requires_grad_(), b.requires_grad_()
    out = impl.box_iou(a, b)
    yield {"the result": out}
    to_a, to_b = given.gradients(out, upstream, a, b)
    yield {"the gradient of a": to_a, "the gradient of b": to_b}


def boxes(rand, n, size=10.0, least=0.3, dtype=torch.float64):
    """Boxes that mostly overlap: each begins in the first 60 % of a square and is up to as large."""
    low = rand(n, 2, dtype=dtype, low=0.0, high=0.6 * size)
    return torch.cat([low, low + rand(n, 2, dtype=dtype, low=least * size, high=size)], dim=1)


def test_the_worked_example(example):
    a = torch.tensor([[0.0, 0.0, 4.0, 2.0], [6.0, 0.0, 8.0, 4.0]])
    b = torch.tensor([[0.0, 0.0, 4.0, 2.0], [2.0, 1.0, 6.0, 3.0], [0.0, 0.0, 2.0, 2.0]])
    example(measured, a, b)


def test_each_box_with_each_other(agree, rand):
    """Row i, column j holds the overlap of a[i] and b[j]: intersection over union; gradients reach both."""
    agree(learned, boxes(rand, 5), boxes(rand, 7), rand(5, 7))
    agree(learned, boxes(rand, 4), boxes(rand, 4), rand(4, 4))
    agree(learned, boxes(rand, 3), boxes(rand, 2).T.contiguous().T, rand(3, 2))


def test_boxes_apart(agree, rand):
    """Boxes that only touch, or lie apart to any side, have an overlap of 0, and no gradient makes them meet."""
    block = boxes(rand, 1)
    steps = torch.tensor([(x, y) for x in (-1.5, 0, 1.5) for y in (-1.5, 0, 1.5) if x or y], dtype=block.dtype)
    moved = block + (steps * (block[:, 2:] - block[:, :2])).repeat(1, 2)  # (8, 4), to all sides
    agree(learned, block, moved, rand(1, 8))
    touching = torch.tensor([[0, 2, 2, 4], [4, 2, 6, 4], [2, 0, 4, 2], [2, 4, 4, 6], [4, 4, 6, 6], [0, 0, 2, 2]])
    agree(measured, torch.tensor([[2.0, 2.0, 4.0, 4.0]]), touching.float())


def test_the_same_and_inside(agree, rand):
    """A box with itself gives 1; one inside another gives its share of the area."""
    a = boxes(rand, 3)
    inner = a + torch.tensor([0.1, 0.2, -0.3, -0.05], dtype=a.dtype) * (a[:, 2:] - a[:, :2]).repeat(1, 2)
    agree(measured, a, torch.cat([a, inner]))


def test_whole_pixels(agree, ints):
    """With corners at whole numbers it is the number of common pixels over that of all."""
    low = ints(0, 9, 11, 2)
    corners = torch.cat([low, low + ints(1, 9, 11, 2)], dim=1).float()
    agree(measured, corners[:6], corners[6:])


def test_anywhere_and_of_any_size(agree, rand):
    """Moved, also into negative numbers, enlarged or made very small, boxes overlap as before."""
    a, b = boxes(rand, 3), boxes(rand, 5)
    shift = torch.tensor([-31.0, -7.5, -31.0, -7.5], dtype=a.dtype)
    agree(measured, a + shift, b + shift)
    agree(measured, 1e-6 * a, 1e-6 * b)
    agree(measured, 1e4 * a, 1e4 * b)


def test_none_and_one(agree, rand):
    """Where one side has no boxes there is no row, or no column; one box on each side gives (1, 1)."""
    for n, m in ((0, 3), (5, 0), (0, 0), (1, 1), (1, 4), (4, 1)):
        agree(measured, boxes(rand, n), boxes(rand, m))


def test_float32_stays_float32(agree, rand):
    """The result has the dtype of the boxes."""
    agree(measured, boxes(rand, 3, dtype=torch.float32), boxes(rand, 5, dtype=torch.float32))
