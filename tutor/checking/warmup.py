"""What a first use of torch costs, paid before there is anything to check: oneDNN, LAPACK, autograd, optimizers.

A convolution, an LSTM or a matrix product sets itself up at its first call, forwards and backwards, in milliseconds to
tenths of a second, and a check has a tenth of a second for everything. So the spare judge and worker make each of those
calls once while nobody waits.
"""

from __future__ import annotations

import torch
from torch import nn

from tutor.checking import given
from tutor.checking.comparison import compare
from tutor.checking.wire import decode, encode


def warm_up() -> None:
    """Uses, once, what the checks of a course use most and torch sets up late."""
    torch.manual_seed(0)
    for layer, x in _layers():
        out = layer(x.requires_grad_())
        out = out[0] if isinstance(out, tuple) else out
        (out * torch.randn_like(out)).sum().backward()
    x = torch.randn(4, 3, 8, requires_grad=True)
    layer = nn.Linear(8, 5)
    for optimizer in (torch.optim.SGD(layer.parameters(), lr=0.1), torch.optim.Adam(layer.parameters())):
        nn.functional.cross_entropy(layer(x)[:, 0], torch.tensor([0, 1, 2, 0])).backward()
        optimizer.step()
    given.gradients(layer(x), torch.randn(4, 3, 5), x)
    torch.linalg.svd(torch.randn(3, 3))
    torch.einsum("bij,bjk->bik", torch.randn(2, 3, 4).double(), torch.randn(2, 4, 3).double())
    for dtype in (torch.float32, torch.float64):
        one, two = torch.randn(2, 3, 4, dtype=dtype, requires_grad=True), torch.randn(2, 4, 5, dtype=dtype)
        (torch.softmax(one @ two, -1)[:, torch.tensor([0, 2])].norm() + one[0].where(one[1] > 0, 0.0).mean()).backward()
    compare(decode(encode([one, two]))[0], one + 1, 1.0)


def _layers() -> list[tuple[nn.Module, torch.Tensor]]:
    picture = torch.randn(2, 3, 5, 5)
    return [
        (nn.Conv2d(3, 4, 3, padding=1), picture.clone()),
        (nn.Conv1d(5, 4, 3), picture[0].clone()),
        (nn.ConvTranspose2d(3, 2, 2, stride=2), picture.clone()),
        (nn.BatchNorm2d(3), picture.clone()),
        (nn.LayerNorm(5), picture.clone()),
        (nn.RNN(5, 4), picture[0].clone()),
        (nn.GRU(5, 4), picture[0].clone()),
        (nn.LSTM(5, 4, batch_first=True), picture[0].clone()),
        (nn.Sequential(nn.Conv2d(3, 4, 3).double(), nn.ReLU(), nn.MaxPool2d(2)), picture.double()),
    ]
