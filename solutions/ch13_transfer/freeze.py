"""Hold a trained body still while something else learns."""

import torch
from torch import nn


def freeze(body: nn.Module) -> nn.Module:
    """The body, with nothing in it that can still change.

    Args:
        body: a trained network or a part of one, in any mode. What it is
            made of is not known: batch norms and dropout may lie at any
            depth.

    Returns:
        The frozen body. It is put where the body stood, as in
        `model.body = freeze(model.body)`, so it may be the same module or
        another one around it. For it holds, from now on:

        - `requires_grad` is False for each of its parameters;
        - it computes what the body computes in eval mode, also while
          `train()` or `train(mode)` has been called on it, or on a model
          that it is part of: batch norms use their running statistics,
          dropout is off;
        - no parameter and no buffer changes while a model around it is
          trained;
        - its `state_dict()` still holds all weights and running statistics
          of the body, under whatever names.

        Whatever is no part of the body learns as before. Whether a gradient
        comes back through the body to its input is free: nothing that lies
        in front of it has to learn.
    """
    body.requires_grad_(False)
    body.eval()
    body.train = lambda mode=True: body  # from now on train() and eval() change nothing, also called from outside
    return body


if __name__ == "__main__":
    torch.manual_seed(0)
    model = nn.Sequential(freeze(nn.BatchNorm1d(2)), nn.Linear(2, 3)).train()
    x = torch.tensor([[4.0, 8.0], [6.0, 4.0]])
    print(model[0](x).round(decimals=2), model[0].running_mean, model[0].weight.requires_grad)
    print("expected: [[4, 8], [6, 4]] [0, 0] False")
