# Made from solutions/ch12_transformers/conv1d_max.py by `dltutor author stubs`; edit that file. [0fbf07e7]
"""A convolution over the words of a sentence, and the best place of each
pattern."""

import math

import torch
from torch import Tensor
from torch.nn import functional


def conv1d_max(x: Tensor, mask: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """How well each pattern fits where it fits best.

    Every word starts one window of K places: its own and the K - 1 after
    it. In a window, padding and what lies beyond place T count as zeros. A
    pattern c scores the window that starts at place t with

        score[b, c, t] = bias[c]
                         + Σ_k Σ_d weight[c, d, k] · window[b, t + k, d]

    and its result is the largest score among the windows of a sentence.
    Places without a word start no window.

    Args:
        x: (B, T, D), one vector for each place; finite numbers, also at
            places without a word.
        mask: (B, T) bool. True: a word stands here. False: padding,
            whatever its vector says.
        weight: (C, D, K), one pattern for each of C results, in the layout
            of nn.Conv1d. K may be larger than T.
        bias: (C,).

    Returns:
        (B, C), in the dtype of x; zeros for a sentence without any word.
        The arguments are left as they are; gradients reach x, weight and
        bias.

    Source: Kim 2014, section 2 (there a ReLU follows the sum).
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.tensor([[[1.0, 0.0], [0.0, 2.0], [2.0, 1.0], [9.0, 9.0]]])  # (B=1, T=4, D=2)
    mask = torch.tensor([[True, True, True, False]])
    weight = torch.tensor([[[1.0, 0.0], [0.0, 1.0]], [[-1.0, -1.0], [0.0, 0.0]]])  # (C=2, D=2, K=2)
    print(conv1d_max(x, mask, weight, torch.tensor([0.0, 0.5])))
    print("expected: [[3.0, -0.5]]")
