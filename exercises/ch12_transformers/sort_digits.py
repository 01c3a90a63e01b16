"""Ten digits are sorted in one pass, with places and without. About 12 seconds."""

from functools import partial

import torch
from add_positions import AddPositions
from learning import answers, fit
from maps import attention_maps
from torch import Tensor, nn
from transformer_block import TransformerBlock

from tutor import live

PLACES, WIDTH, HEADS = 10, 32, 4
EPOCHS, RATE = 8, 6e-3
SHOWN = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]


class Sorter(nn.Module):
    """Reads ten digits at once, and says for each place which digit belongs there."""

    def __init__(self, positions: bool) -> None:
        super().__init__()
        self.digits = nn.Embedding(10, WIDTH)
        self.places = AddPositions(PLACES, WIDTH) if positions else nn.Identity()
        self.blocks = nn.ModuleList(TransformerBlock(WIDTH, HEADS, 4 * WIDTH, dropout=0.0) for _ in range(2))
        self.scores = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 10))

    def forward(self, digits: Tensor) -> Tensor:
        """(B, 10) -> (B, 10, 10), for each place a score for each digit."""
        x = self.places(self.digits(digits))
        for block in self.blocks:
            x = block(x)
        return self.scores(x)


def show(model: Sorter, epoch: int) -> None:
    """What it makes of ten digits by now."""
    if epoch in (1, 2, 3, 4, EPOCHS):
        (said,) = answers(model, torch.tensor([SHOWN]))
        live.text(f"After epoch {epoch}", f"{' '.join(map(str, SHOWN))}\n{' '.join(map(str, said[0].tolist()))}")


@torch.no_grad()
def show_heads(model: Sorter) -> None:
    """Where every place looks, head by head, while the ten digits are sorted."""
    model.eval()
    digits = torch.tensor([SHOWN])
    said = model(digits).argmax(dim=-1)[0].tolist()
    x, frames = model.places(model.digits(digits)), []
    for number, block in enumerate(model.blocks, start=1):
        frames += [(f"block {number}, head {h + 1}", weights) for h, weights in enumerate(attention_maps(block, x)[0])]
        x = block(x)
    live.slider(
        "Where each place looks",
        frames,
        rows=[f"{place}: {digit}" for place, digit in enumerate(said)],
        columns=SHOWN,
        caption="A row for each place with what is written there, a column for each digit that was read. Hundredths.",
    )


def main() -> None:
    seed = live.seed()
    generator = torch.Generator().manual_seed(1000 + seed)
    x = torch.randint(10, (6500, PLACES), generator=generator)
    y = x.sort(dim=1).values
    train, test = (x[:6000], y[:6000]), (x[6000:], y[6000:])
    right = {}
    for title, positions in {"without places": False, "with places": True}.items():
        live.stage(title, of=2)
        torch.manual_seed(seed)
        model = Sorter(positions)
        right[title] = fit(model, train, test, epochs=EPOCHS, rate=RATE, after_epoch=partial(show, model))
    show_heads(model)
    live.result(exact=right["with places"], without_places=right["without places"])


main()
