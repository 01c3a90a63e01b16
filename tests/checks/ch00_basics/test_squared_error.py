"""Hidden checks for ch00/squared-error."""

from tutor.checking import probe


@probe
def measured(impl, predictions, targets):
    """The error, the error with other predictions, and what the calls leave behind."""
    yield {"the error": plain(impl.squared_error(predictions, targets))}
    yield {"the predictions after the call": predictions, "the targets after the call": targets}
    larger = [p + 0.1 for p in predictions]
    yield {"the error of predictions that are 0.1 larger": plain(impl.squared_error(larger, targets))}
    others = [2 * t + 0.3 for t in targets]
    yield {"the error against other targets": plain(impl.squared_error(predictions, others))}


@probe
def refused(impl, numbers):
    """What lists of different lengths lead to."""
    yield {"with a target too many": outcome(impl, numbers[1:], numbers)}
    yield {"with a prediction too many": outcome(impl, numbers, numbers[1:])}
    yield {"with one prediction for all targets": outcome(impl, numbers[:1], numbers)}
    yield {"with one target for all predictions": outcome(impl, numbers, numbers[:1])}
    yield {"with no targets": outcome(impl, numbers, [])}


def outcome(impl, predictions, targets):
    try:
        error = impl.squared_error(predictions, targets)
    except ValueError:
        return "ValueError"
    except (IndexError, ZeroDivisionError) as fault:
        return type(fault).__name__
    return f"the error {error:.4g}" if isinstance(error, float) else f"no ValueError, but {error!r:.40}"


def plain(value):
    """The same as Python's own float, if it is a kind of float."""
    return float(value) if isinstance(value, float) else value


def test_the_worked_example(example):
    example(measured, [0.9, -0.4, 0.2], [1.0, -1.0, -1.0], only=["the error"])


def test_the_mean_of_the_squares(agree, rand):
    """Each difference is squared, then comes the mean over all predictions; the lists stay as they are."""
    agree(measured, rand(5).tolist(), rand(5).tolist())
    agree(measured, [0.8, -0.3, 0.1, 2.0], [1.0, 1.0, -1.0, -1.0])
    agree(measured, rand(7, low=0.1, high=0.9).tolist(), rand(7, low=1.1, high=1.9).tolist())
    agree(measured, rand(11, low=-900.0, high=900.0).tolist(), rand(11).tolist())
    agree(measured, rand(5, low=4000.0, high=9000.0).tolist(), rand(5).tolist())
    agree(measured, rand(67).tolist(), rand(67).tolist())


def test_one_prediction(agree, rand):
    """With a single prediction the error is its squared difference."""
    agree(measured, [rand.number(0.2, 0.8)], [rand.number(1.2, 1.8)])


def test_equal_numbers(agree, rand):
    """Where predictions or targets are equal, each pair of them counts all the same."""
    a, b = rand.number(0.2, 0.5), rand.number(0.6, 0.9)
    agree(measured, [a, a, b], [1.0, -1.0, 1.0])
    agree(measured, [a, b, a, b], [1.0, -1.0, 1.0, 1.0])
    agree(measured, [a, b, -a], [b, b, b])


def test_no_error(agree, rand):
    """Where every prediction is right the error is 0, and one that is right counts in the mean."""
    right = rand(3).tolist()
    agree(measured, right, list(right))
    agree(measured, right, [right[0], 0.5 + right[1], right[2]])


def test_small_errors(agree, rand):
    """Where predictions are nearly right the error is as small as it is: nothing is rounded off."""
    targets, small = rand(5).tolist(), rand(5, low=1e-4, high=1e-3).tolist()
    agree(measured, [t + e for t, e in zip(targets, small, strict=True)], targets)


def test_lengths_must_agree(agree, rand):
    """More targets than predictions, or fewer, is a ValueError: nothing is left out silently."""
    agree(refused, rand(4).tolist())
