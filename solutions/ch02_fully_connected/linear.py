"""The linear layer: the affine map as a module that owns its numbers and
starts well."""

import math

import torch
from affine import affine
from torch import Tensor, nn


class Linear(nn.Module):
    """out = x · weightᵀ + bias, with a weight and a bias that can be learnt.

    The parameters, in float32, have the names and shapes of nn.Linear's:

        weight: (outputs, inputs), one unit a row.
        bias: (outputs,).

    The first weights are random numbers around 0 with a standard deviation
    of about 1/√(3 · inputs), as uniform numbers between -1/√inputs and
    1/√inputs have; within a factor of two will do. The bias begins in the
    same way, or at 0. Chance comes from torch's global generator, so that
    torch.manual_seed decides it.

    Source of the first numbers: He et al. 2015, section 2.2 (a smaller
    spread than theirs by √6; it is what nn.Linear takes).
    """

    def __init__(self, inputs: int, outputs: int) -> None:
        """inputs: numbers of an example; outputs: units, numbers that come
        out."""
        super().__init__()
        bound = 1 / math.sqrt(inputs)
        self.weight = nn.Parameter(torch.empty(outputs, inputs).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(outputs).uniform_(-bound, bound))

    def forward(self, x: Tensor) -> Tensor:
        """Answer every example.

        Args:
            x: (..., inputs); one example, a table, or more axes.

        Returns:
            (..., outputs), in the dtype of x and the parameters. x is left
            as it is; gradients reach it, the weight and the bias.
        """
        return affine(x, self.weight, self.bias)  # (..., outputs)


if __name__ == "__main__":
    layer = Linear(inputs=2, outputs=3)
    print(sum(p.numel() for p in layer.parameters()))
    print("expected: 9")
    layer.load_state_dict(
        {
            "weight": torch.tensor([[1.0, 0.5], [-1.0, 2.0], [0.0, 1.0]]),
            "bias": torch.tensor([0.0, 1.0, -1.0]),
        }
    )
    print(layer(torch.tensor([1.0, 2.0])).detach())
    print("expected: [2, 4, 1]")
