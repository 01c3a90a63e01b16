"""Stop a training and go on later, as if nothing had happened."""

from pathlib import Path

import torch
from torch import nn
from torch.optim import Optimizer


def save_ckpt(path: str | Path, model: nn.Module, opt: Optimizer, epoch: int, generator: torch.Generator) -> None:
    """Write everything that the training needs to go on into one file.

    Args:
        path: the file; what was there before is replaced.
        model: its weights and buffers are saved.
        opt: its state is saved, such as the momentum of every weight.
        epoch: how many epochs are done.
        generator: the one that shuffles; where it stands is saved.

    The file holds tensors, numbers and dicts only, so that torch.load
    opens it in its safe default (weights_only=True). Nothing that was
    passed is changed.
    """
    state = {
        "model": model.state_dict(),
        "opt": opt.state_dict(),
        "epoch": epoch,
        "generator": generator.get_state(),
    }
    torch.save(state, path)


def load_ckpt(path: str | Path, model: nn.Module, opt: Optimizer, generator: torch.Generator) -> int:
    """Put model, optimizer and generator back to where save_ckpt found them.

    Args:
        path: what save_ckpt wrote, perhaps in another process.
        model, opt, generator: newly made, like those that were saved; what
            they hold is replaced.

    Returns:
        How many epochs are done, so that range(epoch, 10) are those left.
    """
    state = torch.load(path)
    model.load_state_dict(state["model"])
    opt.load_state_dict(state["opt"])
    generator.set_state(state["generator"])
    return int(state["epoch"])


if __name__ == "__main__":
    import tempfile

    def new() -> tuple[nn.Module, Optimizer, torch.Generator]:
        model = nn.Linear(3, 2)
        return model, torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9), torch.Generator()

    with tempfile.TemporaryDirectory() as folder:
        model, opt, generator = new()
        generator.manual_seed(7)
        torch.randperm(5, generator=generator)
        save_ckpt(f"{folder}/ckpt.pt", model, opt, 4, generator)
        other, other_opt, other_generator = new()
        print(load_ckpt(f"{folder}/ckpt.pt", other, other_opt, other_generator))
        print("expected: 4")
        print(torch.equal(model.weight, other.weight))
        print("expected: True")
        print(torch.equal(torch.randperm(5, generator=generator), torch.randperm(5, generator=other_generator)))
        print("expected: True")
