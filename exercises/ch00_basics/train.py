"""Your tape and your training step at work: one layer and two on exclusive or and the moons, one neuron on digits."""

from __future__ import annotations

import random
from collections.abc import Callable

from network import Network
from neuron import neuron
from regions import Plane, regions
from squared_error import squared_error
from tasks import Task, exclusive_or, moons, threes_and_eights
from train_step import train_step
from two_layers import two_layers

from tutor import live

Answer = Callable[[list[float]], float]

LAYERS = ("one layer", "two layers")
LOOKS = (1, 2, 3, 5, 10, 20, 40, 80)  # the epochs after which the answers are drawn


def main() -> None:
    seed = live.seed()
    result = {}
    for name, task in (("xor", exclusive_or(seed)), ("moons", moons(seed))):
        live.stage(f"{name}, one layer", of=5)
        one = fit(Network([2, 1], seed), task, epochs=80, lr=0.5)

        live.stage(f"{name}, two layers", of=5)
        two = fit(
            Network([2, 8, 1], seed),
            task,
            epochs=80,
            lr=0.5,
            look=lambda epoch, answer, name=name, one=one, task=task: draw(name, epoch, one[epoch], answer, task),
        )
        draw_all(name, one, two, task)
        result[f"{name}_one"] = accuracy(one[LOOKS[-1]], task)
        result[f"{name}_two"] = accuracy(two[LOOKS[-1]], task)

    live.stage("3 or 8, one neuron", of=5)
    task = threes_and_eights()
    model = Network([64, 1], seed)
    result["digits"] = accuracy(fit(model, task, epochs=10, lr=0.05)[10], task)
    draw_weights(model)
    live.result(**result)


def fit(
    model: Network, task: Task, epochs: int, lr: float, look: Callable[[int, Answer], None] | None = None
) -> dict[int, Answer]:
    """Trains on ten examples at a time, and returns what the network had become after the epochs in LOOKS."""
    rows = list(range(len(task.inputs)))
    answers: dict[int, Answer] = {}
    for epoch in live.epochs(epochs):
        random.shuffle(rows)
        for ten in live.batches([rows[i : i + 10] for i in range(0, len(rows), 10)]):
            live.log(loss=train_step(model, [task.inputs[i] for i in ten], [task.targets[i] for i in ten], lr))
        answer = as_it_is_now(model)
        live.log(test_accuracy=accuracy(answer, task))
        if epoch + 1 in LOOKS:
            answers[epoch + 1] = answer
            if look is not None:
                look(epoch + 1, answer)
    live.log(test_error=squared_error([answer(inputs) for inputs in task.test_inputs], task.test_targets))
    return answers


def as_it_is_now(model: Network) -> Answer:
    """What the network answers with its present weights, worked out by your neurons, without a tape."""
    *hidden, (output,) = model.numbers()
    if hidden:
        params = {"hidden": hidden[0], "output": output}
        return lambda inputs: two_layers(params, inputs)
    weights, bias = output
    return lambda inputs: neuron(weights, bias, inputs)


def accuracy(answer: Answer, task: Task) -> float:
    """The share of test points whose answer has the right sign."""
    right = [(answer(x) > 0) == (y > 0) for x, y in zip(task.test_inputs, task.test_targets, strict=True)]
    return sum(right) / len(right)


def draw(name: str, epoch: int, one: Answer, two: Answer, task: Task) -> None:
    """The plane as both networks see it, while the second one still learns."""
    if epoch in (1, 5, 20):
        live.picture(f"{name} after epoch {epoch}", planes(one, two, task), labels=LAYERS, colour=True)


def draw_all(name: str, one: dict[int, Answer], two: dict[int, Answer], task: Task) -> None:
    """The same after each of the epochs in LOOKS, to go through them back and forth."""
    live.slider(
        f"{name}: how the answers bend",
        {f"epoch {epoch}": planes(one[epoch], two[epoch], task) for epoch in LOOKS},
        labels=LAYERS,
        caption="Orange: 1, blue: -1, white: undecided. Dark: the points to learn from.",
        colour=True,
    )


def planes(one: Answer, two: Answer, task: Task) -> list[Plane]:
    return [regions(answer, task.inputs, task.targets) for answer in (one, two)]


def draw_weights(model: Network) -> None:
    """The 64 weights of the one neuron, where their pixels are."""
    ((weights, _),) = model.numbers()[0]
    most = max(map(abs, weights))
    live.picture(
        "What the neuron looks for",
        [weights[row : row + 8] for row in range(0, 64, 8)],
        low=-most,
        high=most,
        caption="Bright: ink here speaks for an 8. Dark: ink here speaks for a 3.",
    )


main()
