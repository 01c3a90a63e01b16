"""Hidden checks for ch00/train-step."""

import itertools

from tutor.checking import probe


class Line:
    """Another model than the lesson's: a straight line, whose loss punishes too much harder than too little."""

    def __init__(self, slope, offset):
        from tape import Value

        self.slope, self.offset = Value(slope), Value(offset)

    def parameters(self):
        return [self.slope, self.offset]

    def zero(self):
        self.slope.grad = self.offset.grad = 0.0

    def forward(self, inputs):
        return [self.slope * x + self.offset for (x,) in inputs]

    def loss(self, predictions, targets):
        total = 0.0
        for prediction, target in zip(predictions, targets, strict=True):
            error = prediction - target
            total = total + error * error * (error * 0.5 + 2.0)
        return total * (1 / len(predictions))

    def update(self, lr):
        self.slope.data -= lr * self.slope.grad
        self.offset.data -= lr * self.offset.grad


class Watched(Line):
    """The line, which remembers the last loss it made, and the gradient that lay on its slope at the last update."""

    made, at_update = None, None

    def loss(self, predictions, targets):
        self.made = super().loss(predictions, targets)
        return self.made

    def update(self, lr):
        self.at_update = self.slope.grad
        super().update(lr)


@probe
def example_steps(impl, start, inputs, targets, lr):
    """Three steps of a single neuron, the lesson's example."""
    from network import Network

    model = placed(Network([len(start) - 1, 1]), start)
    losses = [impl.train_step(model, inputs, targets, lr) for _ in range(3)]
    yield {"what is returned": kind(losses[0])}
    yield {"the losses": [number(loss) for loss in losses]}


@probe
def network_steps(impl, sizes, numbers, before, inputs, targets, lr):
    """Three steps of a network; `before` is the gradient that lies on every parameter at the start."""
    from network import Network

    model = placed(Network(sizes), numbers)
    for parameter in model.parameters():
        parameter.grad = before
    yield from steps(impl, model, inputs, targets, lr)


@probe
def line_steps(impl, slope, offset, inputs, targets, lr):
    """Three steps of another model, with a loss of its own."""
    yield from steps(impl, Line(slope, offset), inputs, targets, lr)


@probe
def watched(impl, slope, offset, inputs, targets, lr, count):
    """The losses of many steps; and what the calls of the first one found and left behind."""
    model = Watched(slope, offset)
    losses = [impl.train_step(model, inputs, targets, lr)]
    yield {"what is returned": kind(losses[0])}
    yield {"the gradient at the update": model.at_update, "the gradient afterwards": model.slope.grad}
    yield {"the gradient of the loss": getattr(model.made, "grad", None)}
    losses += [impl.train_step(model, inputs, targets, lr) for _ in range(count - 1)]
    yield {"the losses": [number(loss) for loss in losses]}


def steps(impl, model, inputs, targets, lr):
    for _ in range(3):
        loss = impl.train_step(model, inputs, targets, lr)
        yield {"the parameters after the step": [parameter.data for parameter in model.parameters()]}
        yield {"what is returned": kind(loss)}
        yield {"the loss": number(loss)}
    yield {"the inputs afterwards": inputs, "the targets afterwards": targets}


def number(loss):
    """The loss itself, also out of a Value (`kind` has told already that it is one); None where there is none."""
    loss = loss if isinstance(loss, int | float) else getattr(loss, "data", loss)
    return float(loss) if isinstance(loss, int | float) else None


def kind(loss):
    many = f" of {len(loss)}" if isinstance(loss, list | tuple) else ""
    return "a number" if isinstance(loss, int | float) else f"a {type(loss).__name__}{many}"


def placed(model, numbers):
    for parameter, number in zip(model.parameters(), numbers, strict=False):
        parameter.data = number
    return model


def points(rand, count, size):
    return [rand(size).tolist() for _ in range(count)]


def test_the_worked_example(example):
    example(example_steps, [0.5, -0.5, 0.0], [[-1.0, 1.0], [1.0, 1.0]], [-1.0, 1.0], 0.5)


def test_three_steps(agree, rand):
    """Three steps end at the right parameters, each by its own gradient, and return the loss before the step."""
    small = rand(13, low=-0.8, high=0.8).tolist()
    agree(network_steps, [2, 3, 1], small, 0.0, points(rand, 5, 2), [1.0, -1.0, 1.0, 1.0, -1.0], rand.number(0.2, 0.6))
    agree(network_steps, [3, 1], small, 0.0, points(rand, 2, 3), [1.0, -1.0], rand.number(0.2, 0.6))


def test_the_loss_falls(observe, note, rand):
    """Step after step the loss falls."""
    inputs = [[-1.0], [rand.number(-0.3, 0.3)], [1.0]]
    seen = observe(watched, rand.number(0.2, 0.9), rand.number(1.0, 1.5), inputs, [0.3, -0.2, 0.8], 0.05, 8)
    for name in ("the gradient at the update", "the gradient afterwards", "the gradient of the loss"):
        note(name, seen[name] if isinstance(seen[name], float) else -1e3, 1e-6)
    assert seen["what is returned"] == "a number", "what is returned is no plain number"
    losses = seen["the losses"]
    assert all(late < early for early, late in itertools.pairwise(losses)), "the loss does not fall"


def test_any_rate(agree, rand):
    """The step is as long as lr says: no step at all for 0, and a wide one for a large lr, though the loss may grow."""
    agree(network_steps, [2, 1], [0.3, -0.2, 0.1], 0.0, [[1.0, 0.5], [-0.5, 1.0]], [1.0, -1.0], 0.0)
    agree(network_steps, [2, 1], [0.3, -0.2, 0.1], 0.0, [[1.0, 0.5], [-0.5, 1.0]], [1.0, -1.0], rand.number(2.0, 3.0))
    agree(line_steps, 0.5, rand.number(0.1, 0.3), [[-1.0], [0.2], [1.0]], [0.3, -0.2, 0.8], 0.7)


def test_nearly_right(agree, rand):
    """Where the loss is very small already, the step is taken and the loss returned as it is."""
    off = rand.number(1e-3, 2e-3)
    agree(line_steps, 0.5, 0.1 + off, [[-1.0], [0.2], [1.0]], [-0.4, 0.2, 0.6], 0.1)


def test_many_points(agree, rand):
    """However many points there are, all of them belong into the step."""
    targets = [rand.choice([-1.0, 1.0]) for _ in range(19)]
    agree(network_steps, [2, 1], [0.3, -0.2, 0.1], 0.0, points(rand, 19, 2), targets, 0.3)


def test_one_point(agree, rand):
    """A single point is enough for a step."""
    agree(network_steps, [2, 2, 1], rand(9, low=-0.8, high=0.8).tolist(), 0.0, points(rand, 1, 2), [1.0], 0.4)


def test_gradients_from_before(agree, rand):
    """Gradients that were lying there before don't count."""
    small = rand(9, low=-0.8, high=0.8).tolist()
    agree(network_steps, [2, 2, 1], small, rand.number(2.0, 5.0), points(rand, 3, 2), [1.0, -1.0, 1.0], 0.3)


def test_any_model(agree, rand):
    """It trains any model with these calls, whatever its loss is."""
    inputs = [[-1.0], [rand.number(-0.3, 0.3)], [1.0]]
    agree(line_steps, rand.number(0.2, 0.9), rand.number(-0.5, 0.5), inputs, [0.3, -0.2, 0.8], 0.1)
    agree(line_steps, 0.3, -rand.number(5.0, 5.5), inputs, [0.3, -0.2, 0.8], 0.01)
