"""Hidden checks for ch00/squared-error."""

from tutor.checking import probe


@probe
def measured(impl, predictions, targets):
    """The error, the error with other predictions, and what the calls leave behind."""
    yield {"the error": plain(impl.squared_error(predictions, targets))}
    yield {"the predictions after the call": predictions, "the targets after the call": targets}
    larger = [p + 0.1 for p in predictions]
    yield {"the error of predictions that are 0.1 larger": plain(impl.squared_error(larger, targets))}


@probe
def refused(impl, numbers):
    """Whether lists of different lengths are refused: one target too many, then one too few."""
    yield {"it raises ValueError for a target too many": refuses(impl, numbers[1:], numbers)}
    yield {"it raises ValueError for a prediction too many": refuses(impl, numbers, numbers[1:])}


def refuses(impl, predictions, targets):
    try:
        impl.squared_error(predictions, targets)
    except ValueError:
        return True
    return False


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


def test_one_prediction(agree, rand):
    """With a single prediction the error is its squared difference."""
    agree(measured, [rand.number(0.2, 0.8)], [rand.number(1.2, 1.8)])


def test_no_error(agree, rand):
    """Where every prediction is right the error is 0."""
    right = rand(3).tolist()
    agree(measured, right, list(right))


def test_small_errors(agree, rand):
    """Where predictions are nearly right the error is as small as it is: nothing is rounded off."""
    targets, small = rand(5).tolist(), rand(5, low=1e-4, high=1e-3).tolist()
    agree(measured, [t + e for t, e in zip(targets, small, strict=True)], targets)


def test_lengths_must_agree(agree, rand):
    """More targets than predictions, or fewer, is a ValueError: nothing is left out silently."""
    agree(refused, rand(4).tolist())
