# Made from solutions/ch13_transfer/param_groups.py by `dltutor author stubs`; edit that file. [c52b0aef]
"""Let the new head learn fast and the trained body slowly."""

from typing import Any

from torch import nn


def param_groups(
    model: nn.Module, lr_head: float, lr_body: float, decay: float, head: str = "head"
) -> list[dict[str, Any]]:
    """What an optimizer is handed, so that each parameter has its own rate.

    Args:
        model: its head is the module in the attribute called `head`, a
            layer or several; everything else is the body.
        lr_head: the learning rate of the parameters of the head.
        lr_body: that of all others.
        decay: the weight decay of the parameters with two axes or more.
            Those with fewer (biases, what a norm multiplies by and adds,
            single numbers) get none, in head and body alike.
        head: the name of the attribute.

    Returns:
        A list of groups, for `torch.optim.AdamW(groups)` or another
        optimizer: dicts with the keys "params" (a list of parameters), "lr"
        and "weight_decay". Each parameter that requires a gradient stands
        in one of them, once, even if two layers share it (one that head and
        body share may have either rate); those that require none stand in
        no group. How many groups there are and in which order is free. The
        model is left as it is.
    """
    raise NotImplementedError


if __name__ == "__main__":
    model = nn.Module()
    model.body = nn.Sequential(nn.Linear(5, 3), nn.LayerNorm(3))
    model.head = nn.Linear(3, 10)
    for group in param_groups(model, lr_head=0.003, lr_body=0.0003, decay=0.05):
        print(group["lr"], group["weight_decay"], [tuple(parameter.shape) for parameter in group["params"]])
    print("expected, in any order:")
    print("0.0003 0.05 [(3, 5)], 0.0003 0.0 [(3,), (3,), (3,)], 0.003 0.05 [(10, 3)], 0.003 0.0 [(10,)]")
