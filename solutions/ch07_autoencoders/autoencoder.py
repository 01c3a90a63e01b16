"""An autoencoder: a network that has to get its input through a bottleneck."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn


class Autoencoder(nn.Module):
    """An encoder that squeezes, and a decoder that rebuilds (Hinton and
    Salakhutdinov 2006).

    The encoder goes from `inputs` through the widths of `hidden` to
    `code`, the decoder through the same widths, in reverse, back to
    `inputs`: one linear layer, with a bias and weights of its own, from
    each width to the next, drawn at random as torch does. An activation
    (ReLU, unless you prefer another) stands between each two layers of
    the encoder and of the decoder; none behind the last layer of either,
    so that a code and a picture may hold any number.

    The decoder sees nothing but the code. In eval mode, what comes out
    for one example does not depend on the others.
    """

    def __init__(self, inputs: int, code: int, hidden: Sequence[int] = (64, 32)) -> None:
        """inputs: numbers in an example; code: in its code; hidden: the
        widths between, maybe none; not changed."""
        super().__init__()  # given

        def stack(widths: list[int]) -> nn.Sequential:
            layers: list[nn.Module] = []
            for before, after in pairwise(widths):
                layers += [nn.Linear(before, after), nn.ReLU()]
            return nn.Sequential(*layers[:-1])  # no ReLU behind the last

        widths = [inputs, *hidden, code]
        self.encoder = stack(widths)
        self.decoder = stack(widths[::-1])

    def encode(self, x: Tensor) -> Tensor:
        """x: (B, inputs). Returns the codes, (B, code)."""
        return self.encoder(x)

    def decode(self, codes: Tensor) -> Tensor:
        """codes: (B, code). Returns the rebuilt examples, (B, inputs)."""
        return self.decoder(codes)

    def forward(self, x: Tensor) -> Tensor:  # given
        """x: (B, inputs). Returns what is left of it on the other side,
        (B, inputs)."""
        return self.decode(self.encode(x))


if __name__ == "__main__":
    model = Autoencoder(64, 2)
    x = torch.rand(5, 64)
    print(model.encode(x).shape, model(x).shape)  # torch.Size([5, 2]) torch.Size([5, 64])
    print(sum(p.numel() for p in model.parameters()))  # 12674 = 6306 + 6368, encoder and decoder
