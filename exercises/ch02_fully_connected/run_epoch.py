# Made from solutions/ch02_fully_connected/run_epoch.py by `dltutor author stubs`; edit that file. [f8a23072]
"""One round through the examples, to learn from them or to measure."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer


def run_epoch(
    model: nn.Module,
    batches: Iterable[tuple[Tensor, Tensor]],
    loss_fn: Callable[[Tensor, Tensor], Tensor],
    opt: Optimizer | None = None,
) -> dict[str, float]:
    """Go through all batches once; with an optimizer make a step after each.

    Args:
        model: model(x) gives raw scores, (B, K).
        batches: pairs (x, y), at least one: x holds B examples and y, (B,),
            int64, their classes. B may differ from batch to batch. They can
            be gone through once only, as a generator can.
        loss_fn: loss_fn(scores, y) is the mean loss of a batch, shape ().
        opt: makes the steps, each on the gradient of its own batch alone,
            whatever gradients lay there before. With None nothing is
            learnt: no graph is recorded, and the weights and their .grad
            stay as they are.

    Returns:
        {"loss": the mean loss of an example, "acc": the share of examples
        whose largest score stands at their class}, as Python floats: every
        example counts alike, whatever the size of its batch. Both are of
        the scores before the batch's step; the model is asked once for each
        batch. It stays in the mode (train or eval) in which it comes.
    """
    raise NotImplementedError


if __name__ == "__main__":
    model = nn.Identity()  # the scores are the examples themselves
    batches = [
        (torch.tensor([[2.0, 0.0], [0.0, 2.0]]), torch.tensor([0, 1])),
        (torch.tensor([[2.0, 0.0]]), torch.tensor([1])),
    ]
    print(run_epoch(model, batches, nn.functional.cross_entropy))
    print("expected: loss 0.7936, acc 0.6667: two examples cost 0.1269 each, the third 2.1269")
