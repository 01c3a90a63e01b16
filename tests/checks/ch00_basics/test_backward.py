"""Hidden checks for ch00/backward.

An expression travels as a list of lines: ("+", 0, 1) adds what stands at the places 0 and 1, where the numbers that it
begins with have the first places and each line the next. The last line is the output.
"""

from tutor.checking import probe


@probe
def walked(impl, numbers, lines, before):
    """All gradients on the tape, and the numbers on it afterwards; `before` lies on the first numbers already."""
    values = recorded(numbers, lines)
    for value, grad in zip(values, before, strict=False):
        value.grad = grad
    outcome = impl.backward(values[-1])
    count = len(numbers)
    yield {"the gradients of the numbers it begins with": [value.grad for value in values[:count]]}
    yield {"the gradients of the results": [value.grad for value in values[count:]]}
    yield {"the numbers on the tape afterwards": [value.data for value in values]}
    yield {"what is returned": outcome}


@probe
def expression(impl, x, w):
    """y = x · w + x, the lesson's example."""
    from tape import Value

    x, w = Value(x), Value(w)
    product = x * w
    y = product + x
    impl.backward(y)
    yield {"the gradient of x": x.grad, "the gradient of w": w.grad}
    yield {"the gradient of x · w": product.grad, "the gradient of y": y.grad}


@probe
def neuron_learns(impl, weights, bias, inputs, target):
    """The squared error of a neuron, written with `-` and plain numbers, and the slopes of its weights."""
    from tape import Value

    weights, bias = [Value(w) for w in weights], Value(bias)
    total = bias
    for weight, number in zip(weights, inputs, strict=True):
        total = total + weight * number
    error = target - total.tanh()
    impl.backward(0.5 * error * error - 1)
    yield {"the gradients of the weights": [w.grad for w in weights], "the gradient of the bias": bias.grad}


@probe
def two_outputs(impl, numbers, lines, others):
    """Two tapes that share their numbers, one walked after the other; and a third that nobody asked about."""
    values = recorded(numbers, lines)
    more = recorded_on(values[: len(numbers)], others)
    aside = values[0] * values[1]
    impl.backward(values[-1])
    yield {"the gradients after the first": [value.grad for value in values[: len(numbers)]]}
    impl.backward(more[-1])
    yield {"the gradients after the second": [value.grad for value in values[: len(numbers)]]}
    yield {"the gradient of a result that the outputs were not made from": aside.grad}


@probe
def one_after_another(impl, numbers, lines):
    """Several tapes; each is thrown away before the next is recorded."""
    for _ in range(5):
        values = recorded(numbers, lines)
        impl.backward(values[-1])
        yield {"the gradients on this tape": [value.grad for value in values]}
        del values


def recorded(numbers, lines):
    from tape import Value

    return recorded_on([Value(number) for number in numbers], lines)


def recorded_on(first, lines):
    values = list(first)
    for operation, *places in lines:
        operands = [values[place] for place in places]
        if operation == "+":
            values.append(operands[0] + operands[1])
        elif operation == "*":
            values.append(operands[0] * operands[1])
        else:
            values.append(operands[0].tanh())
    return values


def numbers(rand, count):
    """Numbers of both signs, none near 0 or 1, no two alike."""
    return [rand.choice([-1.0, 1.0]) * (0.35 + 0.5 * (i + rand.number(0.2, 0.8)) / count) for i in range(count)]


def by_chance(rand, count, length):
    """An expression that uses everything it made before at random, and is never large: each product is bent."""
    lines = []
    for _ in range(length):
        known = count + len(lines)
        pick = [rand.choice(range(known)) for _ in range(2)]
        lines.append((rand.choice(["+", "*"]), pick[0], pick[1]))
        lines.append(("tanh", known))
    return [*lines, ("*", count + len(lines) - 1, 0), ("+", count + len(lines), count + 1)]


def test_the_worked_example(example):
    example(expression, 3.0, 2.0)


def test_each_operation(agree, rand):
    """Through each operation the gradient is multiplied by the slope of that operation; no number changes."""
    for operation in ("+", "*"):
        agree(walked, numbers(rand, 2), [(operation, 0, 1)], [])
    agree(walked, numbers(rand, 1), [("tanh", 0)], [])
    agree(walked, numbers(rand, 3), [("*", 0, 1), ("+", 3, 2), ("tanh", 4)], [])


def test_used_twice(agree, rand):
    """A number that is used in several places gets the sum of what comes from each."""
    agree(walked, numbers(rand, 2), [("+", 0, 0), ("*", 1, 1), ("+", 2, 3)], [])
    agree(walked, numbers(rand, 2), [("+", 0, 1), ("+", 2, 0), ("+", 3, 0)], [])
    agree(walked, numbers(rand, 2), [("*", 0, 1), ("*", 2, 0), ("*", 3, 1)], [])
    agree(walked, numbers(rand, 2), [("tanh", 0), ("tanh", 0), ("*", 2, 3), ("+", 4, 1)], [])
    agree(walked, numbers(rand, 1), [("*", 0, 0), ("+", 1, 0)], [])
    agree(walked, numbers(rand, 1), [("+", 0, 0), ("*", 1, 0)], [])
    agree(walked, numbers(rand, 1), [("tanh", 0), ("*", 1, 0)], [])


def test_order(agree, rand):
    """A result that is used again hands its gradient on once, when all of it has arrived."""
    first = [("*", 0, 1), ("tanh", 2), ("+", 3, 2), ("*", 4, 2), ("tanh", 5), ("+", 6, 3)]
    agree(walked, numbers(rand, 2), first, [])
    agree(walked, numbers(rand, 3), [("*", 0, 1), ("+", 3, 2), ("*", 3, 4), ("*", 5, 3), ("tanh", 6)], [])
    agree(walked, numbers(rand, 3), [("*", 0, 1), ("+", 2, 3), ("*", 4, 3), ("*", 3, 5), ("tanh", 6)], [])


def test_long_expressions(agree, rand):
    """Long expressions of all three operations, with results used again and again."""
    for count, length in ((2, 5), (3, 7), (5, 6)):
        agree(walked, numbers(rand, count), by_chance(rand, count, length), [])


def test_equal_numbers(agree, rand):
    """Two Values may hold the same number: each has a gradient of its own."""
    same = numbers(rand, 1)[0]
    agree(walked, [same] * 4, [("*", 0, 1), ("*", 2, 3), ("+", 4, 5), ("tanh", 6)], [])
    agree(walked, [same] * 3, [("+", 0, 1), ("*", 3, 2)], [])


def test_zero(agree, rand):
    """A number may be 0: the other factor of its product still says how fast the output grows with it."""
    a, b = numbers(rand, 2)
    agree(walked, [a, -a, b], [("+", 0, 1), ("tanh", 3), ("+", 4, 2)], [])
    agree(walked, [0.0, a, b], [("*", 0, 1), ("*", 3, 2), ("+", 4, 1)], [])
    agree(walked, [a, -a, b], [("+", 0, 1), ("*", 3, 2), ("tanh", 4), ("*", 5, 2)], [])
    agree(walked, [0.0, 0.0, a], [("*", 0, 1), ("tanh", 3), ("+", 4, 2), ("*", 0, 5)], [])


def test_small_numbers(agree, rand):
    """Gradients come out as small, or as large, as they are: nothing is rounded or cut off."""
    agree(walked, [1e-5 * number for number in numbers(rand, 3)], [("*", 0, 1), ("*", 3, 2)], [])
    a, b = numbers(rand, 2)
    agree(walked, [a, 1e6 * b, 1e-10], [("*", 0, 1), ("*", 3, 2)], [])
    agree(walked, [a, b, 1e6], [("*", 0, 1), ("*", 3, 2)], [])
    agree(walked, [1e-5 * a, 3e4], [("*", 0, 1), ("tanh", 2)], [])
    agree(walked, [5 + a], [("tanh", 0)], [])


def test_a_neuron(agree, rand):
    """The squared error of a neuron, with minus signs and plain numbers on the tape."""
    agree(neuron_learns, numbers(rand, 3), 0.1, numbers(rand, 3), rand.choice([-1.0, 1.0]))
    agree(neuron_learns, [number / 9 for number in numbers(rand, 67)], 0.1, numbers(rand, 67), 1.0)


def test_a_number_alone(agree, rand):
    """A number that was made from nothing has the gradient 1, and that is all."""
    agree(walked, numbers(rand, 1), [], [])


def test_gradients_from_before_grow(agree, rand):
    """A gradient that lies on one of the first numbers already grows by the new one."""
    agree(walked, numbers(rand, 2), [("*", 0, 1), ("+", 2, 0), ("tanh", 3)], [5.0, -7.0])
    agree(two_outputs, numbers(rand, 2), [("*", 0, 1), ("tanh", 2)], [("+", 0, 1), ("*", 2, 0)])

    agree(one_after_another, numbers(rand, 3), [("*", 0, 1), ("tanh", 3), ("+", 4, 2), ("*", 5, 3)])
