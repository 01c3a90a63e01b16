"""From boxes to what a detector should answer: one cell of a grid for each
object."""

import torch
from torch import Tensor


def encode_targets(
    boxes: Tensor, labels: Tensor, grid: tuple[int, int], stride: int, anchor: float
) -> tuple[Tensor, Tensor, Tensor]:
    """What the cells of a grid should say about the objects of one picture.

    The cell in row r and column c covers stride × stride pixels, from
    y = r · stride and x = c · stride on. An object belongs to the cell in
    which the centre of its box lies, and to no other; a centre on the line
    between two cells to the right or lower one. On the right or lower
    border of the picture there is none; there it is the last.

    Args:
        boxes: (N, 4), floats, (x1, y1, x2, y2) in pixels, with x1 < x2 and
            y1 < y2. The centres lie in the picture, no two in the same
            cell. N may be 0.
        labels: (N,), int64, at least 0.
        grid: the number of rows and of columns.
        stride: the height and width of a cell, in pixels.
        anchor: the height and width, in pixels, of the square that every
            box is compared with.

    Returns:
        found: (rows, columns), the dtype of boxes: 1 in the cells of the
            objects, 0 in the others.
        classes: (rows, columns), int64: there the label, in the others
            -100, which `cross_entropy` skips.
        offsets: (4, rows, columns), the dtype of boxes: there how far the
            centre is to the right of and below the cell's left upper
            corner, in strides (so from 0 to 1), then log(width / anchor)
            and log(height / anchor); in the other cells 0.
    """
    found = boxes.new_zeros(grid)  # (rows, columns)
    classes = torch.full(grid, -100, device=boxes.device)  # (rows, columns)
    offsets = boxes.new_zeros(4, *grid)  # (4, rows, columns)
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2 / stride  # (N, 2): x and y, in cells
    column = centres[:, 0].long().clamp(max=grid[1] - 1)  # (N,)
    row = centres[:, 1].long().clamp(max=grid[0] - 1)  # (N,)
    found[row, column] = 1
    classes[row, column] = labels
    offsets[:2, row, column] = (centres - torch.stack([column, row], dim=1)).T  # (2, N)
    offsets[2:, row, column] = ((boxes[:, 2:] - boxes[:, :2]) / anchor).log().T  # (2, N)
    return found, classes, offsets


if __name__ == "__main__":
    boxes = torch.tensor([[3.0, 1.0, 11.0, 5.0]])  # centre (7, 3), 8 wide and 4 high
    for name, result in zip(
        ("found", "classes", "offsets"), encode_targets(boxes, torch.tensor([2]), (2, 3), 4, 8), strict=True
    ):
        print(name, result[..., 0, 1], tuple(result.shape))
    print("expected, in row 0 and column 1: 1, 2 and [0.75, 0.75, 0, -0.6931]")
