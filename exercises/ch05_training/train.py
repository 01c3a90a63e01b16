"""Six optimisers on the handwritten digits, and a rate that is far too large, with clipping and without. About 10 s."""

from adam_step import adam_step
from clip_grad_norm import clip_grad_norm
from cosine_lr import cosine_lr
from fitting import Schedule, learn
from sgd_step import sgd_step
from warmup import warmup

from tutor import live
from tutor.datasets import images

EPOCHS = 15
RAMP = 5
GOOD = 0.95

seed = live.seed()
data = images.load()
train, test = (data.train_x, data.train_y), (data.test_x, data.test_y)


def always(lr: float) -> Schedule:
    return lambda epoch: lr


def up_and_down(epoch: int) -> float:
    """Five epochs up to 1.0, ten along a cosine down to 0."""
    return warmup(epoch, RAMP, lambda t: cosine_lr(t, 1.0, EPOCHS - RAMP))


runs = {
    "SGD 0.01": (sgd_step, always(0.01), {}),
    "SGD 0.1": (sgd_step, always(0.1), {}),
    "SGD 1.0": (sgd_step, always(1.0), {}),
    "ramp, cosine 1.0": (sgd_step, up_and_down, {}),
    "momentum 0.01": (sgd_step, always(0.01), {"momentum": 0.9}),
    "Adam 0.003": (adam_step, always(0.003), {}),
}
shares = {}
for name, (step, rate, settings) in runs.items():
    live.stage(name, of=len(runs) + 1)
    shares[name] = learn(step, rate, train, test, epochs=EPOCHS, seed=seed, **settings)[1]

live.stage("SGD 3.0", of=len(runs) + 1)
for name, clip in {"unclipped": None, "clipped": lambda parameters: clip_grad_norm(parameters, 0.3)}.items():
    shares[f"SGD 3.0 {name}"] = learn(
        sgd_step, always(3.0), train, test, epochs=EPOCHS, seed=seed, clip=clip, curve=name
    )[1]


def first_good(name: str) -> int:
    """The epoch after which it first read 95 % right, counted from 1; one more than there are where it never did."""
    return next((epoch for epoch, share in enumerate(shares[name], start=1) if share >= GOOD), EPOCHS + 1)


lines = [f"{'':18}{'epoch 1':>9}{'epoch 5':>9}{'epoch 15':>9}{'  .95 in epoch':>15}"]
for name, curve in shares.items():
    first = first_good(name)
    lines.append(
        f"{name:18}{curve[0]:>9.3f}{curve[4]:>9.3f}{curve[-1]:>9.3f}{first if first <= EPOCHS else 'never':>15}"
    )
live.text("Test digits read right", "\n".join(lines))
live.result(
    test_accuracy=shares["Adam 0.003"][-1],
    adam_epochs=first_good("Adam 0.003"),
    momentum_accuracy=shares["momentum 0.01"][-1],
    schedule_gain=shares["ramp, cosine 1.0"][-1] - shares["SGD 1.0"][-1],
    clip_gain=shares["SGD 3.0 clipped"][-1] - shares["SGD 3.0 unclipped"][-1],
    scheduled_accuracy=shares["ramp, cosine 1.0"][-1],
    constant_accuracy=shares["SGD 1.0"][-1],
    slow_accuracy=shares["SGD 0.01"][-1],
    middle_accuracy=shares["SGD 0.1"][-1],
    clipped_accuracy=shares["SGD 3.0 clipped"][-1],
    diverged_accuracy=shares["SGD 3.0 unclipped"][-1],
)
