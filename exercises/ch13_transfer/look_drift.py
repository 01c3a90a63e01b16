"""A body whose weights can't learn, and yet it changes: batch norm's running numbers. About 6 seconds."""

from copy import deepcopy

import torch
from freeze import freeze
from pictures import Net, accuracy, load, teach
from torch import nn

from tutor import live

LOOKS = [0, 3, 10, 30, 100]  # after so many batches

seed = live.seed()
old, new = load()
torch.manual_seed(seed)
model = teach(old)
paper = 1 - new.x  # digits 5 to 9, black on white
live.picture("Digits 5 to 9, black on white", list(paper[:4, 0].clamp(0, 1)))


def only_weights(body: nn.Module) -> nn.Module:
    """What many take for frozen: no weight can learn."""
    return body.requires_grad_(False)


def watch(name: str, body: nn.Module) -> list[float]:
    """Digits 0 to 4 that are read right, with the old head, after the body has seen so many batches in train mode."""
    live.stage(name, of=2)
    whole = Net(5)
    whole.body, whole.head = body, model.head
    order = torch.Generator().manual_seed(seed)
    shares = []
    for batch in range(LOOKS[-1] + 1):
        if batch in LOOKS:
            shares.append(accuracy(whole, old.x_test, old.y_test))
            live.log(digits_0_to_4=shares[-1])
        whole.train()
        with torch.no_grad():
            whole(paper[torch.randint(len(paper), (32,), generator=order)])  # nothing is learnt: it only looks
    return shares


loose, held = deepcopy(model.body), deepcopy(model.body)
rows = {
    "only requires_grad": watch("only requires_grad = False", only_weights(loose)),
    "your freeze": watch("your freeze", freeze(held)),
}
weights = all(torch.equal(a, b) for a, b in zip(model.body.parameters(), loose.parameters(), strict=True))
lines = ["batches it saw        " + "".join(f"{looked:8}" for looked in LOOKS)]
lines += [f"{name:22}" + "".join(f"{share:8.3f}" for share in shares) for name, shares in rows.items()]
live.text("Digits 0 to 4 that are read right, while black 5s to 9s pass through", "\n".join(lines))
live.say(f"Weights of the first body that have changed: {'none' if weights else 'some'}. Its running numbers have:")
before, after = model.body[1], loose[1]
lines = ["channel               " + "".join(f"{i:8}" for i in range(6))]
lines += ["before                " + "".join(f"{v:8.3f}" for v in before.running_mean[:6].tolist())]
lines += ["after 100 batches     " + "".join(f"{v:8.3f}" for v in after.running_mean[:6].tolist())]
live.text("The running means of its first batch norm", "\n".join(lines))
live.result(
    before=rows["your freeze"][0], only_requires_grad=rows["only requires_grad"][-1], held=rows["your freeze"][-1]
)
