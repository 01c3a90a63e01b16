"""What every script of this chapter shares: the text, a rival, the score, and how a model goes on."""

import textwrap
from collections.abc import Callable

import torch
from bits_per_character import bits_per_character
from torch import Tensor, nn
from write import write

from tutor.datasets import prose

Model = Callable[[Tensor], Tensor]  # ids (B, T) -> logits (B, T, V)

V = len(prose.ALPHABET)  # 39
CONTEXT = 64

_data = prose.load()
TRAIN, TEST = prose.encode(_data.train), prose.encode(_data.test)  # about (140,000,) and (17,000,)


class GRU(nn.Module):
    """A rival of the same size: torch's GRU in the place of the blocks. It reads on for ever, and is trained alike."""

    context = CONTEXT

    def __init__(self, signs: int = V, width: int = 32, hidden: int = 160) -> None:
        super().__init__()
        self.embed = nn.Embedding(signs, width)
        self.gru = nn.GRU(width, hidden, batch_first=True)
        self.head = nn.Linear(hidden, signs)

    def forward(self, ids: Tensor) -> Tensor:
        """(B, T) -> (B, T, signs)."""
        return self.head(self.gru(self.embed(ids))[0])


@torch.no_grad()
def score(model: Model, ids: Tensor, context: int = CONTEXT) -> float:
    """Bits for each character of a text that is read in windows of `context`, each half over the one before.

    Only the second half of a window counts, so that no character is guessed from almost nothing.
    """
    half = context // 2
    if isinstance(model, nn.Module):
        model.eval()
    starts = torch.arange(0, len(ids) - context, half)[:, None]  # (N, 1)
    places = starts + torch.arange(context)  # (N, context)
    logits = torch.cat([model(part)[:, half:] for part in ids[places].split(100)])  # (N, half, V)
    return bits_per_character(logits, ids[places + 1][:, half:]).item()


@torch.no_grad()
def last_score(model: Model, ids: Tensor, count: int = 2000) -> float:
    """The same, but each window ends with the character from which the next one is guessed: nothing lies behind it."""
    if isinstance(model, nn.Module):
        model.eval()
    starts = torch.linspace(0, len(ids) - CONTEXT - 1, count).long()[:, None]  # (count, 1)
    places = starts + torch.arange(CONTEXT)  # (count, CONTEXT)
    logits = torch.cat([model(part)[:, -1] for part in ids[places].split(100)])  # (count, V)
    return bits_per_character(logits, ids[places[:, -1] + 1]).item()


def size(module: nn.Module) -> int:
    """How many numbers are learned."""
    return sum(parameter.numel() for parameter in module.parameters())


def folded(text: str, width: int = 72) -> str:
    """In lines of the screen that end between two words, a `/` where a paragraph ends."""
    return textwrap.fill(text.replace("\n", " / "), width, break_on_hyphens=False)


def continued(model: nn.Module, beginning: str, n: int, temperature: float, seed: int = 0) -> str:
    """The beginning, and n characters that your `write` adds."""
    ids = prose.encode(beginning).tolist()
    chance = torch.Generator().manual_seed(seed)
    return beginning + prose.decode(write(model, ids, n, temperature, generator=chance))
