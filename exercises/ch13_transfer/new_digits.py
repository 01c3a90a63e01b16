"""Digits 5 to 9 with few labels: from nothing, warm and frozen, on a body that has learnt 0 to 4. About 20 seconds."""

from collections.abc import Callable
from copy import deepcopy

import torch
from extract_features import extract_features
from freeze import freeze
from label_budget_curve import label_budget_curve
from param_groups import param_groups
from pictures import Net, accuracy, load, teach
from replace_head import replace_head
from torch import Tensor, nn
from torch.nn import functional as F

from tutor import live

BUDGETS = [10, 25, 50, 100]
BATCHES = 100
Predict = Callable[[Tensor], Tensor]

seed = live.seed()
old, new = load()
draws = [3 * seed + draw for draw in range(3)]


def learn(model: nn.Module, optimizer: torch.optim.Optimizer, x: Tensor, y: Tensor) -> Predict:
    """The given number of batches of 32 (or of all there are), the rate falling along a cosine."""
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, BATCHES)
    model.train()
    waiting: list[Tensor] = []
    for _ in range(BATCHES):
        waiting = waiting or list(torch.randperm(len(x)).split(32))
        rows = waiting.pop()
        loss = F.cross_entropy(model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    model.eval()

    @torch.no_grad()
    def predict(x: Tensor) -> Tensor:
        return model(x).argmax(dim=1)

    return predict


def scratch(x: Tensor, y: Tensor, seed: int) -> Predict:
    """From nothing: a new body and a new head."""
    torch.manual_seed(seed)
    model = Net(5)
    return learn(model, torch.optim.AdamW(model.parameters(), lr=3e-3), x, y)


def warm(x: Tensor, y: Tensor, seed: int) -> Predict:
    """Your replace_head on a copy of the old network; your param_groups let the body learn ten times as slowly."""
    torch.manual_seed(seed)
    model = replace_head(deepcopy(source), 5)
    return learn(model, torch.optim.AdamW(param_groups(model, lr_head=1e-2, lr_body=1e-3, decay=0.01)), x, y)


def frozen(features: Tensor, y: Tensor, seed: int) -> Predict:
    """A head on features that were computed once."""
    torch.manual_seed(seed)
    head = nn.Linear(features.shape[1], 5)
    return learn(head, torch.optim.AdamW(head.parameters(), lr=1e-2), features, y)


def curve(name: str, fit: Callable[[Tensor, Tensor, int], Predict], x: Tensor, x_test: Tensor) -> Tensor:
    """Your label_budget_curve, budget by budget so that it can be watched; the mean over the draws."""
    live.stage(name, of=4)
    means = []
    for budget in live.batches(BUDGETS):
        table = label_budget_curve(fit, x, new.y, x_test, new.y_test, [budget], draws)  # (1, 3)
        means.append(table.mean())
        live.log(accuracy=table.mean().item())
    return torch.stack(means)


def still_known(hold: bool) -> float:
    """How many digits 0 to 4 a body reads with its old head, after 100 digits 5 to 9; held by your freeze, or not."""
    torch.manual_seed(seed)
    model = replace_head(deepcopy(source), 5)
    if hold:
        model.body = freeze(model.body)
    rows = torch.randperm(len(new.y))[: BUDGETS[-1]]
    groups = param_groups(model, lr_head=1e-2, lr_body=1e-3, decay=0.01)
    learn(model, torch.optim.AdamW(groups), new.x[rows], new.y[rows])
    model.head = source.head
    return accuracy(model, old.x_test, old.y_test)


live.stage("digits 0 to 4", of=4)
torch.manual_seed(seed)
source = teach(old)
known = accuracy(source, old.x_test, old.y_test)
live.say(f"{known:.3f} of the test digits 0 to 4 are read right, wherever they lie. Now 5 to 9, with few labels.")

features, features_test = (extract_features(source.body, x) for x in (new.x, new.x_test))  # (N, 64), (M, 64)
curves = {
    "from nothing": curve("from nothing", scratch, new.x, new.x_test),
    "warm": curve("warm", warm, new.x, new.x_test),
    "frozen": curve("frozen", frozen, features, features_test),
}
lines = ["labels        " + "".join(f"{budget:8}" for budget in BUDGETS)]
lines += [f"{name:14}" + "".join(f"{value:8.3f}" for value in values.tolist()) for name, values in curves.items()]
live.text("Digits 5 to 9: the share that is read right, mean of three draws", "\n".join(lines))

kept = {name: still_known(name == "frozen") for name in ("warm", "frozen")}
live.say(
    f"And digits 0 to 4? With its old head put back, the frozen body reads {kept['frozen']:.3f} of them, "
    f"the warm one {kept['warm']:.3f}, after {BATCHES} batches of the other five."
)
live.result(
    warm_25=curves["warm"][1].item(),
    frozen_25=curves["frozen"][1].item(),
    scratch_25=curves["from nothing"][1].item(),
    gain_25=(curves["warm"][1] - curves["from nothing"][1]).item(),
    warm_100=curves["warm"][3].item(),
    frozen_100=curves["frozen"][3].item(),
    scratch_100=curves["from nothing"][3].item(),
    known_before=known,
    kept_frozen=kept["frozen"],
    kept_warm=kept["warm"],
)
