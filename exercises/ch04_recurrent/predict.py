# Made from solutions/ch04_recurrent/predict.py by `dltutor author stubs`; edit that file. [5f210788]
"""Ask the trained network about one name."""

import torch
from pad_batch import pad_batch
from torch import Tensor, nn

UNKNOWN = 1  # the id of every character that has none of its own


def predict(
    model: nn.Module, name: str, letters: dict[str, int], langs: list[str], top: int = 3
) -> list[tuple[str, float]]:
    """The `top` most probable languages of a name with their
    probabilities, the most probable first.

    model: called as model(x, lengths), as in `name_classifier`; asked in
        eval mode, left in the mode in which it came.
    letters: id of each lower-case letter; capitals count as lower case,
      characters without an id (spaces, too) as UNKNOWN.
    langs: the language of each score; top: 1..len(langs). The
        probabilities are Python numbers, over all languages.
    Raises ValueError where `name` is empty.
    """
    raise NotImplementedError


if __name__ == "__main__":

    class Ends(nn.Module):
        """Looks at the last letter only: an `a` (id 2) speaks for Italian."""

        def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
            a = x[torch.arange(len(x)), lengths - 1] == 2  # (B,)
            return torch.stack([torch.zeros(len(x)), a * 2.0], dim=1)  # (B, langs=2)

    # [('Italian', 0.88...), ('German', 0.11...)]
    print(predict(Ends(), "Anna", {"a": 2, "n": 3}, ["German", "Italian"], top=2))
