# Made from solutions/ch15_gpt/write.py by `dltutor author stubs`; edit that file. [d0cbed53]
"""A GPT that writes, by the generate that you have."""

import torch
from torch import Tensor, nn

import tutor.chapters

from ch07_autoencoders.generate import generate


class Window(nn.Module):
    """Makes of a model without a memory one that `generate` can ask.

    The model is called as model(ids), (1, T) int64 -> logits (1, T, V), and
    reads at most model.context ids at once; it remembers nothing from one
    call to the next. So the state is what it is to read again: the ids that
    came so far, the last model.context of them.
    """

    def __init__(self, model: nn.Module) -> None:
        """model: it stays in its mode, and the window begins in the same."""
        super().__init__()  # given
        raise NotImplementedError

    def forward(self, tokens: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Read on.

        tokens: (1, t) int64, what is new, at least one id and maybe more
          than model.context. state: what the last call returned, None at
          the start of a text. Both are left as they are.
        Returns logits, of which logits[0, -1], (V,), are the scores of what
          follows the last token, and the new state.
        """
        raise NotImplementedError


def write(
    model: nn.Module,
    prompt: list[int],
    n: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    generator: torch.Generator | None = None,
) -> list[int]:
    """Continues a text by n ids, each drawn by what the model says after
    the last model.context ids, of the prompt and of the new ones.

    Args:
        model: as in Window. It is asked in eval mode and without a graph,
            and left as it came, in its mode, too.
        prompt: at least one id, maybe more than model.context; it is left
            as it is.
        n: how many ids to write, at least 0.
        temperature, top_k, generator: as in `sample_next` of chapter 7.

    Returns:
        The n new ids, without the prompt.
    """
    raise NotImplementedError


if __name__ == "__main__":

    class Adding(nn.Module):
        """Says that the sum of what it reads comes next, modulo 10."""

        context = 3

        def forward(self, ids: Tensor) -> Tensor:
            return 100.0 * nn.functional.one_hot(ids.cumsum(dim=1) % 10, 10)  # (1, T, V=10)

    print(write(Adding(), [1, 1, 2], 5))
    print("expected: [4, 7, 3, 4, 4]")
