# Made from solutions/ch15_gpt/train_gpt.py by `dltutor author stubs`; edit that file. [a7a77e61]
"""The training loop, with all that earlier chapters have added to it."""

from collections.abc import Iterator

import torch
from bits_per_character import bits_per_character
from torch import Tensor, nn

import tutor.chapters

from ch05_training.clip_grad_norm import clip_grad_norm
from ch05_training.cosine_lr import cosine_lr
from ch05_training.warmup import warmup
from ch07_autoencoders.lm_batches import lm_batches
from ch13_transfer.param_groups import param_groups


def train_gpt(
    model: nn.Module,
    ids: Tensor,
    B: int,
    steps: int,
    lr: float,
    warm: int,
    generator: torch.Generator,
    decay: float = 0.01,
    max_norm: float = 1.0,
) -> Iterator[float]:
    """Trains a model to say what comes next, one step each time that the
    next loss is asked for.

    Each step draws its batch by lm_batches, B pieces of model.context ids.
    The loss is bits_per_character, of this batch alone. The optimizer is
    torch.optim.AdamW, one for all steps, on the param_groups of the model,
    head and body with the same rate. Before each step the gradients are
    clipped to max_norm, all of them together. The rate of step t, from 0
    on, is a ramp of `warm` steps and then half a cosine wave from lr down
    to 0, as long as the other steps (warmup and cosine_lr).

    Args:
        model: called as model(x), (B, T) int64 -> logits (B, T, V), with T
            the int model.context; it has a module called head. It is
            trained in place. It may come in eval mode, and be switched to
            eval between two steps: each step is made in train mode. Old
            gradients that lie on it play no part.
        ids: (n,) int64, the text, n at least model.context + 1.
        B: pieces for each step.
        steps: how many steps, more than `warm`.
        lr: the rate at the top.
        warm: the steps of the ramp, at least 0.
        generator: draws the pieces.
        decay: the weight decay.
        max_norm: the longest gradient, above 0.

    Yields:
        The loss of each step, a float, right after that step.
    """
    raise NotImplementedError


if __name__ == "__main__":

    class Counter(nn.Module):
        """Scores for each pair of characters, to be learnt; nothing else."""

        context = 4

        def __init__(self) -> None:
            super().__init__()
            self.head = nn.Embedding(2, 2)
            nn.init.zeros_(self.head.weight)

        def forward(self, x: Tensor) -> Tensor:
            return self.head(x)  # (B, T, V=2)

    ids = torch.tensor([0, 1, 0, 1, 0])
    for loss in train_gpt(Counter(), ids, B=2, steps=3, lr=0.5, warm=1, generator=torch.Generator()):
        print(round(loss, 4))
    print("expected: 1.0, 0.6839, 0.2957")
