"""Hidden checks for ch00/neuron."""

from tutor.checking import probe


@probe
def answered(impl, weights, bias, inputs):
    """The answer, the answer to other inputs, and what the calls leave behind."""
    yield {"the answer": plain(impl.neuron(weights, bias, inputs))}
    yield {"the weights after the call": weights, "the inputs after the call": inputs}
    yield {"the answer to the inputs times 0.9": plain(impl.neuron(weights, bias, [0.9 * x for x in inputs]))}
    yield {"another neuron's answer to them": plain(impl.neuron([-0.5 * w for w in weights], 0.7 * bias, inputs))}


@probe
def refused(impl, numbers):
    """What lists of different lengths lead to."""
    yield {"with an input too many": outcome(impl, numbers[1:], numbers)}
    yield {"with a weight too many": outcome(impl, numbers, numbers[1:])}
    yield {"with one weight for all inputs": outcome(impl, numbers[:1], numbers)}
    yield {"with one input for all weights": outcome(impl, numbers, numbers[:1])}
    yield {"with no inputs": outcome(impl, numbers, [])}


def outcome(impl, weights, inputs):
    try:
        answer = impl.neuron(weights, 0.5, inputs)
    except ValueError:
        return "ValueError"
    except IndexError:
        return "IndexError"
    return f"the answer {answer:.4g}" if isinstance(answer, float) else f"no ValueError, but {answer!r:.40}"


def plain(value):
    """The same as Python's own float, if it is a kind of float."""
    return float(value) if isinstance(value, float) else value


def test_the_worked_example(example):
    example(answered, [0.5, -1.0, 2.0], 0.1, [1.0, 2.0, 0.8], only=["the answer"])


def test_the_answer(agree, rand):
    """The answer is tanh of the bias and the weighted sum of all inputs, and the lists stay as they are."""
    agree(answered, [0.3, -0.2, 0.6, 0.1, -0.4], 0.25, rand(5, low=0.2, high=1.2).tolist())
    agree(answered, rand(7).tolist(), rand.number(0.2, 0.9), rand(7, low=-0.5, high=0.5).tolist())
    agree(answered, rand(3, low=0.5, high=1.0).tolist(), -rand.number(0.2, 0.9), [0.7, -0.4, 0.1])
    agree(answered, [0.4, 0.2], 0.3, [0.0, 0.0])
    agree(answered, [0.0, 0.6], 0.0, rand(2, low=0.2, high=1.2).tolist())
    agree(answered, [2.0, -0.3], -0.2, [rand.number(0.7, 0.9), -0.4])
    agree(answered, [0.2, -0.3, 0.1], rand.number(1.1, 1.4), [0.7, -0.4, 0.1])
    agree(answered, rand(67, low=-0.1, high=0.1).tolist(), 0.1, rand(67, low=0.2, high=1.2).tolist())


def test_one_input(agree, rand):
    """A neuron with a single input is a neuron, too."""
    agree(answered, [rand.number(0.3, 0.9)], rand.number(0.2, 0.5), [rand.number(-0.9, -0.2)])


def test_equal_numbers(agree, rand):
    """Where weights or inputs are equal, each of them counts all the same."""
    a, b = rand.number(0.2, 0.5), rand.number(0.6, 0.9)
    agree(answered, [a, a, -b], 0.1, [b, 0.3, a])
    agree(answered, [a, b, -0.1], 0.1, [b, b, 0.3])
    agree(answered, [a, -0.1, a], 0.1, [b, 0.3, b])


def test_large_sums(agree, rand):
    """Far from 0 the answer comes near 1 or -1, however large the sum is; near 0 it is as small as the sum."""
    size = rand.number(300.0, 900.0)
    agree(answered, [size, 2.0], 1.0, [5.0, 0.5])
    agree(answered, [size, 2.0], 1.0, [-5.0, 0.5])
    agree(answered, [1e-6, 2e-6], 1e-7, rand(2, low=0.2, high=0.9).tolist())


def test_lengths_must_agree(agree, rand):
    """More inputs than weights, or fewer, is a ValueError: nothing is left out silently."""
    agree(refused, rand(4).tolist())
