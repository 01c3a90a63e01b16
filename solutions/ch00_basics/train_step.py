"""One step of learning: the loop that trains every network."""

from backward import backward
from network import Network


def train_step(
    model: Network,
    inputs: list[list[float]],
    targets: list[float],
    lr: float,
) -> float:
    """Moves every parameter of the model one step against its gradient.

    model: has `zero()`, `forward(inputs)`, `loss(predictions, targets)`
      and `update(lr)`, as `Network` does. Gradients may still lie on
      its parameters from before: they don't count.
    inputs: N points, each a list of numbers.
    targets: the N right answers, in the same order.
    lr: the learning rate of this step.
    Returns the loss of the N points before the step, a plain number.
    """
    model.zero()
    predictions = model.forward(inputs)
    loss = model.loss(predictions, targets)
    backward(loss)
    model.update(lr)
    return loss.data


if __name__ == "__main__":
    model = Network([2, 1])
    for parameter, start in zip(model.parameters(), [0.5, -0.5, 0.0], strict=True):
        parameter.data = start
    inputs, targets = [[-1.0, 1.0], [1.0, 1.0]], [-1.0, 1.0]
    for _ in range(3):
        print(round(train_step(model, inputs, targets, lr=0.5), 4))
    print("expected: 0.5284, 0.0971, 0.0303")
