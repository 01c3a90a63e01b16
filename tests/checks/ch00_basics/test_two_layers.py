"""Hidden checks for ch00/two-layers."""

from tutor.checking import probe


@probe
def answered(impl, params, inputs):
    """The answers to several points; and the parameters afterwards."""
    for point in inputs:
        yield {"the answer": plain(impl.two_layers(params, point))}
    yield {"the parameters after the calls": params, "the inputs after the calls": inputs}
    weights, bias = params["output"]
    hidden = [([0.9 * w for w in each], 0.1 - offset) for each, offset in params["hidden"]]
    other = {"output": ([-0.7 * w for w in weights], 0.2 - bias), "hidden": hidden}
    for point in inputs:
        yield {"another network's answer": plain(impl.two_layers(other, point))}
        half = [0.5 * x for x in point]
        yield {"its answer to half of the inputs": plain(impl.two_layers(other, half))}


@probe
def exclusive(impl, params, inputs):
    """The answers of the network that was put together by hand."""
    yield {"the answers": [plain(impl.two_layers(params, point)) for point in inputs]}


def pair(rand, count):
    """Weights and a bias that keep tanh where it bends."""
    return (rand(count, low=-1.2, high=1.2).tolist(), rand.choice([-1.0, 1.0]) * rand.number(0.2, 0.6))


def network(rand, inputs, hidden):
    """Parameters for a number of inputs and of hidden neurons, no two of them alike."""
    return {"hidden": [pair(rand, inputs) for _ in range(hidden)], "output": pair(rand, hidden)}


def points(rand, count, size):
    return [rand(size).tolist() for _ in range(count)]


def plain(value):
    """The same as Python's own float, if it is a kind of float."""
    return float(value) if isinstance(value, float) else value


def test_the_worked_example(example):
    either, both = ([2.0, 2.0], 2.0), ([2.0, 2.0], -2.0)
    params = {"hidden": [either, both], "output": ([2.0, -2.0], -2.0)}
    example(exclusive, params, [[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])


def test_the_answer(agree, rand):
    """Every hidden neuron sees all inputs, the last one sees all hidden answers, and nothing is used up."""
    agree(answered, network(rand, 3, 5), points(rand, 3, 3))
    agree(answered, network(rand, 5, 2), points(rand, 3, 5))
    agree(answered, network(rand, 3, 3), points(rand, 3, 3))
    agree(
        answered, {"hidden": [([0.7, -0.4], 0.0), ([0.3, 0.8], 0.4)], "output": ([0.9, -0.6], 0.0)}, points(rand, 2, 2)
    )
    agree(answered, network(rand, 2, 19), points(rand, 2, 2))


def test_equal_neurons(agree, rand):
    """Where hidden neurons are equal, each of them has a weight of its own all the same."""
    one, other = pair(rand, 3), pair(rand, 3)
    agree(answered, {"hidden": [one, one, other], "output": ([0.8, 0.3, -0.5], 0.2)}, points(rand, 2, 3))


def test_one_hidden_neuron(agree, rand):
    """One hidden neuron is a layer, too, and so is one input."""
    agree(answered, network(rand, 3, 1), points(rand, 2, 3))
    agree(answered, network(rand, 1, 1), points(rand, 2, 1))
    agree(answered, network(rand, 1, 7), points(rand, 2, 1))
