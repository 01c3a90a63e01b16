"""A model that writes: each id that is drawn goes back in."""

import torch
from sample_next import sample_next
from torch import nn


def generate(
    model: nn.Module,
    prompt: list[int],
    n: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    generator: torch.Generator | None = None,
) -> list[int]:
    """Continues a text by n ids, each drawn by `sample_next` from what the
    model says comes next.

    Args:
        model: called as model(tokens, state), with tokens (1, t) int64,
            and returns (logits, state). logits[0, -1], (V,), are the
            scores of what follows the last token. The state, of whatever
            kind it is, holds all that was read so far; at the start of a
            text it is None. The model is asked in eval mode and without
            a graph, and left as it came, in its mode, too.
        prompt: at least one id; it is left as it is.
        n: how many ids to write, at least 0.
        temperature, top_k, generator: as in `sample_next`.

    Returns:
        The n new ids, without the prompt. Each id, of the prompt and of
        the new ones, is read by the model once at the most: the state
        knows it from then on.
    """
    was_training = model.training
    model.eval()
    ids: list[int] = []
    tokens, state = torch.tensor([prompt]), None  # (1, t)
    with torch.no_grad():
        while len(ids) < n:
            logits, state = model(tokens, state)  # (1, t, V)
            ids.append(sample_next(logits[0, -1], temperature, top_k, generator))
            tokens = torch.tensor([ids[-1:]])  # (1, 1)
    model.train(was_training)
    return ids


if __name__ == "__main__":

    class Counting(nn.Module):
        """Says that the sum of all it has read comes next, modulo 10."""

        def forward(self, tokens: torch.Tensor, state: torch.Tensor | None) -> tuple[torch.Tensor, torch.Tensor]:
            sums = tokens.cumsum(dim=1) + (0 if state is None else state)  # (1, t)
            return 100.0 * nn.functional.one_hot(sums % 10, 10), sums[:, -1:]

    print(generate(Counting(), [1, 2], 6))
    print("expected: [3, 6, 2, 4, 8, 6]")
