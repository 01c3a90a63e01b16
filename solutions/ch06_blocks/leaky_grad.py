"""The leaky ReLU as a function of your own, with a backward pass of its own."""

from typing import Any

import torch
from torch import Tensor


class LeakyReLU(torch.autograd.Function):
    """A function that tells autograd itself how gradients flow back through it.

    It is called as `LeakyReLU.apply(x, slope)`. torch makes a fresh ctx
    for each call, and hands the same one to forward and later to backward.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, slope: float) -> Tensor:
        """x where it is positive, slope · x where it is not.

        ctx: where you keep what backward will need.
        x: any shape, float; it is left as it is. slope: from 0 to 1.
        Returns a new tensor, of the shape and dtype of x.
        """
        ctx.save_for_backward(x)
        ctx.slope = slope
        return torch.where(x > 0, x, slope * x)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor, None]:
        """How fast the loss grows with each entry of x.

        ctx: the one that forward was given.
        upstream: how fast the loss grows with each entry of the result, in
          its shape; it is left as it is.
        Returns one entry for each argument of forward after ctx: the
          gradient of x, which is upstream where x was positive and
          slope · upstream where it was not (at 0, too), and None for
          slope, which is a plain number.
        """
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, upstream, ctx.slope * upstream), None


if __name__ == "__main__":
    x = torch.tensor([-3.0, 0.5, 2.0], requires_grad=True)
    out = LeakyReLU.apply(x, 0.1)
    print(out.detach())
    print("expected: [-0.3, 0.5, 2]")
    out.backward(torch.tensor([10.0, 10.0, 1.0]))
    print(x.grad)
    print("expected: [1, 10, 1]")
