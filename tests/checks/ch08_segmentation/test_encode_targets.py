"""Hidden checks for ch08/encode-targets."""

import torch

from tutor.checking import probe

NAMES = ("found", "classes", "offsets")


@probe
def encoded(impl, boxes, labels, grid, stride, anchor):
    """The three results, and the inputs afterwards."""
    found, classes, offsets = impl.encode_targets(boxes, labels, grid, stride, anchor)
    yield {"found": found, "classes": classes, "offsets": offsets}
    yield {"boxes after the call": boxes, "labels after the call": labels}


@probe
def worked(impl, boxes, labels, grid, stride, anchor):
    """The three results."""
    found, classes, offsets = impl.encode_targets(boxes, labels, grid, stride, anchor)
    yield {"found": found, "classes": classes, "offsets": offsets}


@probe
def several(impl, pictures, grid, stride, anchor):
    """The results for pictures after one another, kept until the end."""
    results = [impl.encode_targets(boxes, labels, grid, stride, anchor) for boxes, labels in pictures]
    for found, classes, offsets in results:
        yield {"found": found, "classes": classes, "offsets": offsets}


def around(centres, sizes):
    """The boxes with these centres and sizes, (N, 2) each."""
    return torch.cat([centres - sizes / 2, centres + sizes / 2], dim=1)


def objects(rand, ints, n, grid, stride, dtype=torch.float64):
    """n boxes, each with its centre well inside a cell of its own, and labels."""
    rows, columns = grid
    cells = torch.tensor(rand.permutation(rows * columns)[:n], dtype=torch.int64)
    corners = torch.stack([cells % columns, cells // columns], dim=1)
    centres = (corners + rand(n, 2, dtype=dtype, low=0.05, high=0.95)) * stride
    return around(centres, stride * rand(n, 2, dtype=dtype, low=0.3, high=4.0)), ints(0, 10, n)


def test_the_worked_example(example):
    example(worked, torch.tensor([[3.0, 1.0, 11.0, 5.0]]), torch.tensor([2]), (2, 3), 4, 8)


def test_one_cell_for_each_object(agree, rand, ints):
    """The cell of the centre, and no other, says that an object is there, which, where in the cell, and how large."""
    for n, grid, stride, anchor in ((5, (3, 7), 4, 8), (7, (5, 2), 6, 5), (3, (4, 4), 10, 13)):
        agree(encoded, *objects(rand, ints, n, grid, stride), grid, stride, anchor)


def test_rows_and_columns(agree):
    """y decides about the row, x about the column."""
    for x, y in ((1.0, 9.0), (25.0, 2.0), (17.5, 10.5)):
        box = around(torch.tensor([[x, y]]), torch.tensor([[6.0, 3.0]]))
        agree(encoded, box, torch.tensor([1]), (3, 7), 4, 4)


def test_every_cell(agree, rand, ints):
    """Each cell of the grid may have an object, the first and the last one, too."""
    agree(encoded, *objects(rand, ints, 15, (3, 5), 8), (3, 5), 8, 8)
    agree(encoded, *objects(rand, ints, 1, (1, 1), 7), (1, 1), 7, 3)


def test_on_the_line(agree, rand):
    """A centre between two cells belongs to the right or lower one; on the picture's border, to the last."""
    lines = torch.tensor([[4.0, 2.0], [10.0, 8.0], [0.0, 6.0], [16.0, 4.0], [8.0, 0.0]])
    agree(encoded, around(lines, torch.full((5, 2), 6.0)), torch.arange(5), (3, 5), 4, 8)
    border = torch.tensor([[20.0, 5.0], [7.0, 12.0], [20.0, 12.0], [0.0, 0.0]])
    agree(encoded, around(border, torch.tensor([[8.0, 4.0]]).repeat(4, 1)), torch.arange(4), (3, 5), 4, 8)


def test_boxes_that_reach_out(agree, rand):
    """Only the centre has to be in the picture; edges may lie outside, and come in all the same."""
    centres = torch.tensor([[1.0, 1.5], [18.5, 2.5], [3.0, 11.0], [17.0, 10.0]], dtype=torch.float64)
    agree(encoded, around(centres, rand(4, 2, low=9.0, high=30.0)), torch.tensor([3, 0, 300, 3]), (3, 5), 4, 8)


def test_no_objects(agree):
    """Without objects no cell has any."""
    agree(encoded, torch.zeros(0, 4), torch.zeros(0, dtype=torch.int64), (2, 3), 4, 8)


def test_pictures_one_after_another(agree, rand, ints):
    """Each picture gets results of its own, and a large anchor, or one below 1, is used as it is."""
    pictures = [objects(rand, ints, n, (3, 4), 5) for n in (4, 2, 0, 3)]
    agree(several, pictures, (3, 4), 5, rand.number(20.0, 90.0))
    agree(several, pictures[:2], (3, 4), 5, 0.5)


def test_inputs_and_dtype_are_left_alone(agree, rand, ints):
    """boxes and labels are not changed; float32 gives float32, and classes are int64."""
    agree(encoded, *objects(rand, ints, 5, (4, 3), 4, torch.float32), (4, 3), 4, 8)
    boxes, labels = objects(rand, ints, 4, (3, 3), 4)
    agree(encoded, boxes.T.contiguous().T, labels, (3, 3), 4, 8)
