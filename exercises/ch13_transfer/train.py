"""Sentences with few labels: from nothing, warm and frozen, on vectors that were learnt without labels. About 20 s."""

from collections.abc import Callable

import torch
from extract_features import extract_features
from freeze import freeze
from init_from import init_from
from label_budget_curve import label_budget_curve
from param_groups import param_groups
from torch import Tensor, nn
from torch.nn import functional as F
from words import Average, Reader, nearest, pretrain, vocabulary

from tutor import live
from tutor.datasets import docstrings

BUDGETS = [64, 256, 1024, 4096]
BATCHES = 300
SHOWN = ["file", "gradient", "columns"]
Predict = Callable[[Tensor], Tensor]

seed = live.seed()
draws = [3 * seed + draw for draw in range(3)]
data = docstrings.load()
if data.missing:
    live.say(data.missing)
sentences = docstrings.unlabelled()
ids_old = vocabulary(sentences)  # the words that get a vector
ids_new = vocabulary(data.train, min_count=2)  # the words of the task, numbered in another order
x, x_test = (docstrings.encode(part, ids_new) for part in (data.train, data.test))  # (N, T), (M, T)


def learn(model: nn.Module, optimizer: torch.optim.Optimizer, x: Tensor, y: Tensor) -> Predict:
    """The given number of batches of 32, whatever the number of labels."""
    waiting: list[Tensor] = []
    for _ in range(BATCHES):
        waiting = waiting or list(torch.randperm(len(x)).split(32))
        rows = waiting.pop()
        loss = F.cross_entropy(model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    @torch.no_grad()
    def predict(x: Tensor) -> Tensor:
        return model(x).argmax(dim=1)

    return predict


def scratch(x: Tensor, y: Tensor, seed: int) -> Predict:
    """From nothing: all vectors are drawn by chance."""
    torch.manual_seed(seed)
    model = Reader(torch.randn(vectors.shape) * 0.1, len(data.libraries))
    return learn(model, torch.optim.AdamW(model.parameters(), lr=3e-3, fused=True), x, y)


def warm(x: Tensor, y: Tensor, seed: int) -> Predict:
    """The learnt vectors are where it begins; your param_groups let them move ten times as slowly as the head."""
    torch.manual_seed(seed)
    model = Reader(vectors, len(data.libraries))
    groups = param_groups(model, lr_head=1e-2, lr_body=1e-3, decay=0.01)
    return learn(model, torch.optim.AdamW(groups, fused=True), x, y)


def frozen(features: Tensor, y: Tensor, seed: int) -> Predict:
    """A head on features that were computed once."""
    torch.manual_seed(seed)
    head = nn.Linear(features.shape[1], len(data.libraries))
    return learn(head, torch.optim.AdamW(head.parameters(), lr=1e-2), features, y)


def linear(x: Tensor, y: Tensor, seed: int) -> Predict:
    """The plain rival, no network at all: TF-IDF and a logistic regression, both from scikit-learn."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    def texts(x: Tensor) -> list[str]:
        return [" ".join(f"w{i}" for i in row if i > docstrings.UNKNOWN) for row in x.tolist()]

    weigh = TfidfVectorizer(sublinear_tf=True).fit(texts(x))
    model = LogisticRegression(C=10.0, max_iter=1000).fit(weigh.transform(texts(x)), y.numpy())
    return lambda x: torch.from_numpy(model.predict(weigh.transform(texts(x))))


def curve(name: str, fit: Callable[[Tensor, Tensor, int], Predict], x: Tensor, x_test: Tensor) -> Tensor:
    """Your label_budget_curve, budget by budget so that it can be watched: (4, 3)."""
    live.stage(name, of=5)
    rows = []
    for budget in live.batches(BUDGETS):
        rows.append(label_budget_curve(fit, x, data.train_y, x_test, data.test_y, [budget], draws))  # (1, 3)
        live.log(accuracy=rows[-1].mean().item())
    return torch.cat(rows)


def show(batch: int, learnt: Tensor) -> None:
    """The nearest words of some words, by now."""
    known = [word for word in SHOWN if word in ids_old]
    lines = [f"{word:10}" + ", ".join(near for near, _ in nearest(word, learnt, ids_old)) for word in known]
    live.text(f"After {batch} batches: the nearest words", "\n".join(lines))


live.say(f"{len(sentences):,} sentences without labels, {len(ids_old):,} words in them.")
live.stage("vectors of words", of=5)
learnt = pretrain(docstrings.encode(sentences, ids_old), len(ids_old), batches=1000, look=show)  # (V_old, 64)
vectors = init_from(ids_old, learnt, ids_new)  # (V_new, 64)

body = freeze(Average(vectors))
features, features_test = extract_features(body, x), extract_features(body, x_test)  # (N, 64), (M, 64)
curves = {
    "TF-IDF": curve("TF-IDF", linear, x, x_test),
    "from nothing": curve("from nothing", scratch, x, x_test),
    "warm": curve("warm", warm, x, x_test),
    "frozen": curve("frozen", frozen, features, features_test),
}
lines = ["labels       " + "".join(f"{budget:15}" for budget in BUDGETS)]
for name, table in curves.items():
    cells = [f"{row.mean():.3f} ± {row.std():.3f}" for row in table]
    lines.append(f"{name:13}" + "".join(f"{cell:>15}" for cell in cells))
live.text("Which library? The share that is right: mean and spread of three draws", "\n".join(lines))
means = {name: table.mean(dim=1).tolist() for name, table in curves.items()}
live.result(
    gain_256=means["frozen"][1] - means["from nothing"][1],
    warm_over_frozen=means["warm"][3] - means["frozen"][3],
    frozen_64=means["frozen"][0],
    warm_64=means["warm"][0],
    scratch_64=means["from nothing"][0],
    frozen_256=means["frozen"][1],
    warm_256=means["warm"][1],
    scratch_256=means["from nothing"][1],
    linear_256=means["TF-IDF"][1],
    frozen_4096=means["frozen"][3],
    warm_4096=means["warm"][3],
    scratch_4096=means["from nothing"][3],
    linear_4096=means["TF-IDF"][3],
)
