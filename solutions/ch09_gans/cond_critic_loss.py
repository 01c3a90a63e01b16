"""What a critic pays that is told the classes."""

import torch
from critic_loss import critic_loss
from torch import Tensor, nn


def cond_critic_loss(
    G: nn.Module,
    D: nn.Module,
    real: Tensor,
    labels: Tensor,
    z: Tensor,
    strength: float,
    generator: torch.Generator | None = None,
) -> Tensor:
    """`critic_loss` for a generator and a critic that are told the classes.

    Args:
        G: G(z, labels) are made-up examples of these classes, each shaped
            like a real one.
        D: D(examples, labels) are the scores, (B,): how well each example
            passes for a real one of its class. The score of an example
            depends on no other one. Neither G nor D draws at random.
        real: (B, ...), real examples.
        labels: (B,) int64, the classes of the real examples. The made-up
            ones are ordered from G in the same classes, one for each, and
            D is told the classes of all that it judges.
        z: (B, Z), the noise for the made-up examples.
        strength: at least 0, what the penalty is multiplied with.
        generator: where the penalty's chance comes from; None is torch's
            global one.

    Returns:
        A 0-dim tensor. Gradients reach the parameters of D; none reaches
        G. What is handed in is left as it is.
    """
    return critic_loss(lambda x: D(x, labels), real, G(z, labels), strength, generator)


if __name__ == "__main__":

    class Painter(nn.Module):
        """Draws two pixels, each as dark as the number of the class."""

        def forward(self, z: Tensor, labels: Tensor) -> Tensor:
            return labels[:, None] + 0 * z  # (B, 2)

    class Judge(nn.Module):
        """Scores 3 · first + 4 · second pixel, and subtracts 10 times the
        class."""

        def forward(self, x: Tensor, labels: Tensor) -> Tensor:
            return x @ torch.tensor([3.0, 4.0]) - 10 * labels  # (B,)

    real, labels = torch.tensor([[1.0, 1.0], [3.0, 0.0]]), torch.tensor([0, 1])
    print(cond_critic_loss(Painter(), Judge(), real, labels, torch.zeros(2, 2), strength=10.0))
    print("expected: 155.5 = -1.5 - 3 + 10 · 16")
