"""A digit walks across the picture. Does the answer stay? A network with max pooling is asked. About 6 seconds."""

import torch
from anywhere import STEPS, fit, most_wavering, network, scores, tests, verdicts, walk
from shift_consistency import shift_consistency
from torch import nn

from tutor import live
from tutor.datasets import digits

seed = live.seed()
data = digits.load()
test = tests(data)

model = network(lambda channels: nn.MaxPool2d(2))
accuracy = fit(model, data, test, 12, seed=seed)[-1]

chosen = most_wavering(model, data)
digit, y = data.test_x[chosen], int(data.test_y[chosen])
live.slider(
    f"A {y} walks to the right",
    [(f"column {column}", picture[0]) for column, picture in enumerate(walk(digit))],
    caption=[f"The network {verdict}." for verdict in verdicts(model, digit, y)],
)

before = scores(model, test.x)
same = [shift_consistency(before, scores(model, moved)) for moved in test.moved]
words = ["right", "left", "down", "up"]
lines = [f"a pixel {word:8}{share:8.3f}" for word, share in zip(words, same, strict=True)]
live.text("Answers that stay the same, of 450 test pictures", "\n".join(lines))
live.say(
    f"It reads {accuracy:.3f} of the pictures right. The {y} on the slider is no typical one: of 200, it wavers most."
)
live.result(test_accuracy=accuracy, consistency=sum(same) / len(STEPS))
