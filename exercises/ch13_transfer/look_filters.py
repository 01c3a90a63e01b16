"""The first layer of a network for digits 0 to 4, and what it makes of a 7. Then your replace_head. About 5 seconds."""

from copy import deepcopy

import torch
from pictures import Net, load, teach
from replace_head import replace_head
from torch import Tensor

from tutor import live

seed = live.seed()
old, new = load()
torch.manual_seed(seed)
untrained = Net(5)
torch.manual_seed(seed)
model = teach(old)


def filters(model: Net) -> Tensor:
    """The 16 filters of the first layer, 8 in a row, each pixel drawn twice as large: (13, 55), from -1 to 1."""
    weights = model.body[0].weight.detach()[:, 0]  # (16, 3, 3)
    weights = weights / weights.abs().amax(dim=(1, 2), keepdim=True)
    tiles = weights.repeat_interleave(2, 1).repeat_interleave(2, 2)  # (16, 6, 6)
    sheet = torch.full((13, 55), -1.0)
    for i, tile in enumerate(tiles):
        top, left = 7 * (i // 8), 7 * (i % 8)
        sheet[top : top + 6, left : left + 6] = tile
    return sheet


said = "White: counts for it. Black: counts against it. Grey: does not matter."
live.picture("16 filters before training", filters(untrained), low=-1, caption=said)
live.picture("The same 16 after training on digits 0 to 4", filters(model), low=-1, caption=said)

shown = torch.stack([old.x_test[old.y_test == 3][0], new.x_test[new.y_test == 2][0]])  # a 3 and a 7
with torch.no_grad():
    maps = model.body[:3](shown)  # (2, 16, 16, 16), after the batch norm and the ReLU
best = maps.amax(dim=(2, 3)).sum(dim=0).topk(3).indices.tolist()  # the filters that find most in the two
for name, picture, found in zip(["a 3, which it knows", "a 7, which it was never shown"], shown, maps, strict=True):
    drawn = [picture[0].clamp(0, 1), *[found[i] / found[i].max().clamp(min=1e-6) for i in best]]
    live.picture(f"The first layer on {name}", drawn, labels=["the picture", *[f"filter {i}" for i in best]])

changed = replace_head(deepcopy(model), 7)
same = all(torch.equal(a, b) for a, b in zip(model.body.state_dict().values(), changed.body.state_dict().values()))
counts = [sum(p.numel() for p in part.parameters()) for part in (model.body, model.head, changed.head)]
lines = [f"body        {counts[0]:8,} numbers, {'all as they were' if same else 'no longer as they were'}"]
lines += [f"old head    {counts[1]:8,} numbers for 5 classes", f"new head    {counts[2]:8,} numbers for 7 classes"]
live.text("After your replace_head(model, 7)", "\n".join(lines))
live.result(body=counts[0], new_head=counts[2])
