# Made from solutions/ch07_autoencoders/denoise_loss.py by `dltutor author stubs`; edit that file. [edd58e8b]
"""The loss of a denoising autoencoder: spoiled goes in, clean is asked for."""

import torch
from corrupt import corrupt
from torch import Tensor, nn
from torch.nn import functional as F


def denoise_loss(model: nn.Module, x: Tensor, sigma: float, p: float, generator: torch.Generator) -> Tensor:
    """How far the model is from rebuilding x out of a spoiled x (Vincent
    et al. 2008).

    Args:
        model: called as model(examples), returns examples of the same
            shape. In train mode it gets x spoiled by `corrupt` with sigma,
            p and generator; in eval mode it gets x as it is. Its own
            mode, `model.training`, decides, whatever that of a part
            of it is; it stays, and so do gradients that lie on the
            parameters.
        x: (B, ...), the clean examples, which are left as they are.

    Returns:
        The mean squared difference from x, over all its numbers: a 0-dim
        tensor, from which gradients reach the model's parameters.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.tensor([[0.0, 1.0], [1.0, 1.0]])
    half = nn.Linear(2, 2, bias=False)
    nn.init.eye_(half.weight)
    half.weight.data /= 2  # gives back one half of everything
    generator = torch.Generator().manual_seed(0)
    print(denoise_loss(half.eval(), x, 0.3, 0.0, generator).item())  # 0.1875: (0 + 1/4 + 1/4 + 1/4) / 4
    print(denoise_loss(half.train(), x, 0.3, 0.0, generator).item())  # another number: noise went in
