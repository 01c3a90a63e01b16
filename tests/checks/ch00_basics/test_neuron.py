"""Hidden checks for ch00/neuron."""

from tutor.checking import probe


@probe
def answered(impl, weights, bias, inputs):
    """The answer, the answer to other inputs, and what the calls leave behind."""
    yield {"the answer": plain(impl.neuron(weights, bias, inputs))}
    yield {"the weights after the call": weights, "the inputs after the call": inputs}
    yield {"the answer to the inputs times 0.9": plain(impl.neuron(weights, bias, [0.9 * x for x in inputs]))}


@probe
def refused(impl, numbers):
    """Whether lists of different lengths are refused: one input too many, then one too few."""
    yield {"it raises ValueError for an input too many": refuses(impl, numbers[1:], numbers)}
    yield {"it raises ValueError for a weight too many": refuses(impl, numbers, numbers[1:])}


def refuses(impl, weights, inputs):
    try:
        impl.neuron(weights, 0.5, inputs)
    except ValueError:
        return True
    return False


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


def test_one_input(agree, rand):
    """A neuron with a single input is a neuron, too."""
    agree(answered, [rand.number(0.3, 0.9)], rand.number(0.2, 0.5), [rand.number(-0.9, -0.2)])


def test_large_sums(agree, rand):
    """Far from 0 the answer comes near 1 or -1, however large the sum is; near 0 it is as small as the sum."""
    size = rand.number(300.0, 900.0)
    agree(answered, [size, 2.0], 1.0, [5.0, 0.5])
    agree(answered, [size, 2.0], 1.0, [-5.0, 0.5])
    agree(answered, [1e-3, 2e-3], 1e-4, rand(2, low=0.2, high=0.9).tolist())


def test_lengths_must_agree(agree, rand):
    """More inputs than weights, or fewer, is a ValueError: nothing is left out silently."""
    agree(refused, rand(4).tolist())
