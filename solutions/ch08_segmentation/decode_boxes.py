"""From a detector's answers back to boxes: the way back from
`encode_targets`."""

import torch
from torch import Tensor


def decode_boxes(offsets: Tensor, stride: int, anchor: float) -> Tensor:
    """The box that each cell of a grid proposes.

    Args:
        offsets: (4, rows, columns), floats, as `encode_targets` lays them
            out and explains them, but here a network's answers: each cell
            proposes a box, and a centre may lie outside its cell.
        stride, anchor: as in `encode_targets`.

    Returns:
        (rows, columns, 4), the dtype of offsets: (x1, y1, x2, y2) in
        pixels, for every cell. Boxes may reach out of the picture.
        offsets stays as it is, and gradients reach it.
    """
    _, rows, columns = offsets.shape
    x = (torch.arange(columns, device=offsets.device) + offsets[0]) * stride  # (rows, columns): the centres, in pixels
    y = (torch.arange(rows, device=offsets.device)[:, None] + offsets[1]) * stride
    width, height = offsets[2:].exp() * anchor  # (rows, columns) each
    return torch.stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2], dim=2)


if __name__ == "__main__":
    offsets = torch.zeros(4, 2, 3)
    offsets[:, 0, 1] = torch.tensor([0.75, 0.75, 0.0, -0.6931])
    print(decode_boxes(offsets, 4, 8)[0, 1])
    print("expected: [3, 1, 11, 5]")
