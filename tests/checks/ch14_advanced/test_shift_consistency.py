"""Hidden checks for ch14/shift-consistency."""

import torch

from tutor.checking import probe


def plain(share):
    """A float as Python's own: NumPy's is one, too."""
    return float(share) if isinstance(share, float) else share


@probe
def shared(impl, before, after):
    """The share, and the scores after the call."""
    yield {"the result": plain(impl.shift_consistency(before, after))}
    yield {"the scores before, after the call": before, "the scores after, after the call": after}


@probe
def several(impl, pairs):
    """One question after the other."""
    for before, after in pairs:
        yield {"the result": plain(impl.shift_consistency(before, after))}


@probe
def moved_twice(impl, before, one, other):
    """The same scores before two moves, and before the first again, when they hold other numbers."""
    yield {"the result of one move": plain(impl.shift_consistency(before, one))}
    yield {"the result of another move of the same pictures": plain(impl.shift_consistency(before, other))}
    before.copy_(other)
    yield {"the result with other numbers in the same tensor": plain(impl.shift_consistency(before, one))}
    one.copy_(other)
    yield {"the result with other numbers in both": plain(impl.shift_consistency(before, one))}


def scores(rand, classes, K, dtype=torch.float64):
    """Scores whose highest ones are these classes: the others are 0.1 or more below."""
    drawn = rand(len(classes), K, dtype=dtype)
    rows = torch.arange(len(classes))
    drawn[rows, classes] = drawn.amax(dim=1) + rand(len(classes), low=0.1, high=1.0).to(dtype)
    return drawn


def moved(classes, places, K):
    """These classes, with another one at the places."""
    other = classes.clone()
    other[places] = (other[places] + 1) % K
    return other


def case(rand, ints, N, K, changed, dtype=torch.float64):
    """Scores of N pictures before and after; `changed` of them get another class."""
    first = ints(0, K, N)
    second = moved(first, rand.permutation(N)[:changed], K)
    return scores(rand, first, K, dtype), scores(rand, second, K, dtype)


def test_the_worked_example(example):
    before = torch.tensor([[2.0, 0.5, 1.0], [0.1, 0.3, 0.2], [-3.0, -1.0, -2.0], [1.0, 0.0, 9.0]])
    after = torch.tensor([[5.0, 4.0, 3.0], [0.1, 0.2, 0.3], [-9.0, -8.0, -8.5], [0.0, 1.0, 2.0]])
    example(shared, before, after)


def test_equal_answers_are_counted(agree, rand, ints):
    """The result is the share of pictures that get the same class twice, whatever N and K are."""
    before, after = case(rand, ints, 17, 5, 3)
    before[2, 1] = after[2, 1] = before.abs().max() + after.abs().max()  # the highest number of all stays where it is
    agree(shared, before, after)
    for N, K, changed in ((7, 3, 2), (11, 5, 7), (31, 13, 1), (5, 5, 3), (2, 2, 1), (101, 10, 1), (523, 3, 50)):
        agree(shared, *case(rand, ints, N, K, changed))
    agree(shared, rand.strided(83, 4), rand.strided(83, 4))
    agree(shared, rand(3, 97).T, rand(3, 97).T)


def test_all_or_none(agree, rand, ints):
    """Where every answer stays the result is 1, and where none does it is 0; one picture is enough."""
    for N, K in ((7, 3), (1, 5), (1, 2)):
        agree(shared, *case(rand, ints, N, K, 0))
        agree(shared, *case(rand, ints, N, K, N))


def test_only_the_highest_score_counts(agree, rand, ints):
    """Scores may be negative, huge or close to each other: all that counts is which of them is the highest."""
    before, after = case(rand, ints, 11, 7, 3)
    agree(shared, before - 50, after + 3)
    agree(shared, before * 1e-3, after * 1e4)
    agree(shared, (before + 30) * 1e3, (after - 30) * 1e3)
    agree(shared, before * 1e-8 + 5, after * 1e-8 - 5)
    before, after = case(rand, ints, 13, 3, 4, torch.float32)
    agree(shared, before * 100 + 100, after * 100 - 200)


def test_pictures_are_compared_one_by_one(agree, rand):
    """Each picture is compared with itself: the same classes for other pictures count for nothing."""
    classes = torch.tensor([0, 1, 2, 3, 4, 0, 1])
    agree(shared, scores(rand, classes, 5), scores(rand, classes.roll(1), 5))
    agree(shared, scores(rand, classes, 5), scores(rand, classes.flip(0), 5))


def test_scores_are_left_alone(agree, rand, ints):
    """The scores are not changed, and nothing is remembered from call to call."""
    agree(shared, *case(rand, ints, 5, 3, 1, torch.float32))
    agree(several, [case(rand, ints, N, 5, changed) for N, changed in ((7, 2), (7, 6), (3, 0), (11, 4))])
    before, one = case(rand, ints, 13, 5, 4)
    agree(moved_twice, before, one, case(rand, ints, 13, 5, 0)[0])
