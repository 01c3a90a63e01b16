"""Few labels, and wrong ones: with and without your mixup. About 20 seconds.

The plain network keeps alpha at 0; then your mixup mixes nothing, and your mixup_loss is the usual one.
"""

import torch
from few import choose, fit, network, quality, sure_between, sure_when_wrong

from tutor import live
from tutor.datasets import images

EPOCHS = 80
ALPHAS = {"plain": 0.0, "alpha 0.2": 0.2, "alpha 1": 1.0}
TASKS = {"300 labels": (300, 0.0), "600, wrong ones": (600, 0.3)}

seed = live.seed()
data = images.load(colour=True)
share, surprise, models, after_ten = {}, {}, {}, {}
for task, (count, wrong) in TASKS.items():
    x, y = choose(data, count, wrong, seed)
    for name, alpha in ALPHAS.items():
        live.stage(f"{task}, {name}", of=len(TASKS) * len(ALPHAS))
        torch.manual_seed(seed)
        models[task, name] = network(data.train_x.shape[1])
        shares = fit(models[task, name], x, y, data, EPOCHS, alpha=alpha, seed=seed)
        share[task, name], surprise[task, name] = quality(models[task, name], data)
        after_ten[task, name] = shares[9]

way = [number / 20 for number in range(21)]
live.scatter(
    "How sure, on the way from one test picture to another",
    [point for name in ALPHAS for point in zip(way, sure_between(models["300 labels", name], data, way), strict=True)],
    [number for number in range(len(ALPHAS)) for _ in way],
    names=["plain", "some (alpha 0.2)", "much (alpha 1)"],
    x=(0, 1),
    y=(0.4, 1),
    joined=True,
    caption="Across: the share of the second picture. Up: the largest probability, on average. 300 labels.",
)
lines = [
    f"{name:12}" + "".join(f"{share[task, name]:>11.3f}{surprise[task, name]:>9.3f}" for task in TASKS)
    for name in ALPHAS
]
head = f"{'':12}" + "".join(f"{task:>20}" for task in TASKS)
live.text("Read right, and the mean loss, on 450 test pictures", "\n".join([head, *lines]))
few, wrong = TASKS
live.say(f"After 10 of {EPOCHS} epochs, the plain network with the wrong labels read {after_ten[wrong, 'plain']:.3f}.")
live.result(
    few_loss_ratio=surprise[few, "alpha 0.2"] / surprise[few, "plain"],
    wrong_loss_ratio=surprise[wrong, "alpha 1"] / surprise[wrong, "plain"],
    wrong_gain=share[wrong, "alpha 1"] - share[wrong, "plain"],
    few_plain=share[few, "plain"],
    few_a02=share[few, "alpha 0.2"],
    few_a1=share[few, "alpha 1"],
    few_sure_wrong_plain=sure_when_wrong(models[few, "plain"], data),
    few_sure_wrong_a02=sure_when_wrong(models[few, "alpha 0.2"], data),
    few_loss_plain=surprise[few, "plain"],
    few_loss_a02=surprise[few, "alpha 0.2"],
    few_loss_a1=surprise[few, "alpha 1"],
    wrong_plain=share[wrong, "plain"],
    wrong_a02=share[wrong, "alpha 0.2"],
    wrong_a1=share[wrong, "alpha 1"],
    wrong_loss_plain=surprise[wrong, "plain"],
    wrong_loss_a02=surprise[wrong, "alpha 0.2"],
    wrong_loss_a1=surprise[wrong, "alpha 1"],
    wrong_plain_after_ten=after_ten[wrong, "plain"],
)
