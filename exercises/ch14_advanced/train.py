"""Digits anywhere: max pooling, the plain mean, and your MaxBlurPool2d, with and without a schedule. About 20 seconds.

All networks have the same convolutions, and learn from the same pictures in the same order.
"""

import torch
from anywhere import fit, most_wavering, network, recount, scores, tests, verdicts, walk
from max_blur_pool2d import MaxBlurPool2d
from shift_consistency import shift_consistency
from torch import nn

from tutor import live
from tutor.datasets import images

EPOCHS = 12
RUNS = [  # name, what pools, whether the rate falls along your cosine
    ("max", lambda channels: nn.MaxPool2d(2), True),
    ("mean", lambda channels: nn.AvgPool2d(2), True),
    ("blur", MaxBlurPool2d, True),
    ("blur, constant", MaxBlurPool2d, False),
]

seed = live.seed()
data = images.load()
test = tests(data)
models, accuracy, lowest, same, change = {}, {}, {}, {}, {}
for name, pool, schedule in RUNS:
    live.stage(name, of=len(RUNS))
    torch.manual_seed(seed)
    models[name] = network(pool)
    shares = fit(models[name], data, test, EPOCHS, seed=seed, schedule=schedule)
    accuracy[name], lowest[name] = shares[-1], min(shares[-3:])
    before = scores(models[name], test.x)
    after = [scores(models[name], moved) for moved in test.moved]
    same[name] = sum(shift_consistency(before, moved) for moved in after) / len(after)
    distances = [(before.softmax(1) - moved.softmax(1)).abs().sum(1).mean().item() for moved in after]
    change[name] = sum(distances) / len(distances)

recount(models["blur, constant"], data, seed=seed)
recounted = (scores(models["blur, constant"], test.x).argmax(dim=1) == test.y).float().mean().item()

for name in ("max", "blur"):
    chosen = most_wavering(models[name], data)
    digit, y = data.test_x[chosen], int(data.test_y[chosen])
    asked = zip(verdicts(models["max"], digit, y), verdicts(models["blur"], digit, y), strict=True)
    live.slider(
        f"The {y} on which {name} wavers most",
        [(f"column {column}", picture[0]) for column, picture in enumerate(walk(digit))],
        caption=[f"max {by_max}, blur {by_blur}" for by_max, by_blur in asked],
    )
lines = [
    f"{name:16}{accuracy[name]:12.3f}{lowest[name]:18.3f}{same[name]:10.3f}{change[name]:10.3f}" for name, *_ in RUNS
]
head = f"{'':16}{'read right':>12}{'lowest of last 3':>18}{'stay':>10}{'change':>10}"
live.text("450 test pictures, and the same a pixel further", "\n".join([head, *lines]))
live.say(
    f"The last of them, with batch norm's running numbers counted anew and no other change, reads {recounted:.3f}."
)
live.result(
    consistency=same["blur"],
    test_accuracy=accuracy["blur"],
    change_ratio=change["blur"] / change["max"],
    max_consistency=same["max"],
    max_accuracy=accuracy["max"],
    max_change=change["max"],
    mean_consistency=same["mean"],
    mean_accuracy=accuracy["mean"],
    mean_change=change["mean"],
    blur_change=change["blur"],
    blur_lowest=lowest["blur"],
    constant_accuracy=accuracy["blur, constant"],
    constant_lowest=lowest["blur, constant"],
    constant_recounted=recounted,
    constant_consistency=same["blur, constant"],
)
