"""Hidden checks for ch08/decode-boxes."""

import torch

from tutor.checking import given, probe


@probe
def decoded(impl, offsets, stride, anchor):
    """The boxes of all cells, and the offsets afterwards."""
    yield {"the result": impl.decode_boxes(offsets, stride, anchor)}
    yield {"offsets after the call": offsets}


@probe
def in_one_cell(impl, answers, row, column, grid, stride, anchor):
    """The box of one cell, where that alone answers something else than zeros."""
    offsets = torch.zeros(4, *grid)
    offsets[:, row, column] = answers
    boxes = impl.decode_boxes(offsets, stride, anchor)
    yield {"the shape of the result": list(boxes.shape)}
    yield {"the box of the cell": boxes[row, column]}


@probe
def learned(impl, offsets, stride, anchor, upstream):
    """The boxes of all cells, and the gradient that a random upstream sends back."""
    offsets.requires_grad_()
    out = impl.decode_boxes(offsets, stride, anchor)
    yield {"the result": out}
    (gradient,) = given.gradients(out, upstream, offsets)
    yield {"the gradient of the offsets": gradient}


@probe
def one_after_another(impl, calls):
    """The boxes for several answers, kept until the end."""
    for result in [impl.decode_boxes(offsets, stride, anchor) for offsets, stride, anchor in calls]:
        yield {"the result": result}


def test_the_worked_example(example):
    example(in_one_cell, torch.tensor([0.75, 0.75, 0.0, -0.6931]), 0, 1, (2, 3), 4, 8)


def test_every_cell_proposes_a_box(agree, rand):
    """Each cell's offsets become the left, upper, right and lower edge of a box, in pixels; gradients flow back."""
    agree(learned, rand(4, 3, 7), 4, 8, rand(3, 7, 4))
    agree(learned, rand(4, 5, 2), 6, 11, rand(5, 2, 4))
    agree(learned, rand.strided(4, 2, 3), 3, 2, rand(2, 3, 4))


def test_all_sizes_equal(agree, rand):
    """Rows and columns, x and y keep their roles in a grid of 4 × 4."""
    agree(learned, rand(4, 4, 4), 4, 4, rand(4, 4, 4))


def test_a_box_of_the_anchors_size(agree):
    """Offsets of 0 give squares of the anchor's size around the left upper corners of the cells."""
    agree(decoded, torch.zeros(4, 2, 3), 4, 8)
    agree(decoded, torch.full((4, 3, 2), 0.5), 10, 7)


def test_far_away_and_of_any_size(agree, rand):
    """Centres may lie outside of their cells, boxes outside of the picture; sizes are never negative."""
    agree(decoded, 3 * rand(4, 3, 5), 4, 8)
    agree(decoded, torch.stack([9 * rand(2, 3), -9 * rand(2, 3), -9 + rand(2, 3), 9 + rand(2, 3)]), 16, 5)


def test_anchors_of_any_size(agree, rand):
    """The anchor may be any number, whole or not, and the stride 1."""
    agree(decoded, rand(4, 2, 3), 1, rand.number(0.2, 0.9))
    agree(decoded, rand(4, 3, 2), 32, rand.number(40.0, 90.0))


def test_grids_one_after_another(agree, rand):
    """Each call has a grid, a stride and an anchor of its own."""
    sizes = (((2, 3), 4, 8), ((3, 2), 4, 8), ((3, 2), 6, 8), ((3, 5), 6, 5), ((3, 5), 6, 5))
    agree(one_after_another, [(rand(4, *grid), stride, anchor) for grid, stride, anchor in sizes])


def test_grids_of_one(agree, rand):
    """One row, one column or one cell keeps all axes."""
    for rows, columns in ((1, 1), (1, 5), (5, 1)):
        agree(learned, rand(4, rows, columns), 4, 8, rand(rows, columns, 4))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """The offsets are not changed, and float32 stays float32."""
    agree(decoded, rand(4, 3, 5, dtype=torch.float32), 4, 8)
