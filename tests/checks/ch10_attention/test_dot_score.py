"""Hidden checks for ch10/dot-score."""

import torch

from tutor.checking import given, probe


@probe
def scored(impl, query, keys):
    """The scores alone, and what the call leaves behind."""
    yield {"the scores": impl.dot_score(query, keys)}
    yield {"the query after the call": query, "the keys after the call": keys}


@probe
def learned(impl, query, keys, upstream):
    """The scores, and the gradients that a random upstream sends back."""
    query.requires_grad_(), keys.requires_grad_()
    out = impl.dot_score(query, keys)
    yield {"the scores": out}
    to_query, to_keys = given.gradients(out, upstream, query, keys)
    yield {"the gradient of the query": to_query, "the gradient of the keys": to_keys}


def test_the_worked_example(example):
    query = torch.tensor([[1.0, 2.0, 0.0, 1.0], [0.0, 1.0, 1.0, -1.0]])
    keys = torch.tensor(
        [
            [[1.0, 1.0, 0.0, 1.0], [-1.0, 1.0, 3.0, 1.0], [0.0, -3.0, 1.0, 0.0]],
            [[2.0, 1.0, 1.0, 0.0], [0.0, 2.0, 3.0, 1.0], [5.0, 0.0, 0.0, 4.0]],
        ]
    )
    example(scored, query, keys)


def test_scores_match(agree, rand):
    """Each score is the dot product of query and key over √D, however large; gradients flow to both."""
    agree(learned, rand(3, 7), rand(3, 5, 7), rand(3, 5))
    agree(learned, rand.strided(5, 2), rand.strided(5, 11, 2), rand.strided(5, 11))
    agree(learned, 100 * rand(2, 3), 100 * rand(2, 7, 3), rand(2, 7))


def test_nothing_is_mixed_up_when_sizes_are_equal(agree, rand):
    """Bags, items and features keep their roles when B, T and D are the same number."""
    agree(learned, rand(5, 5), rand(5, 5, 5), rand(5, 5))


def test_the_spread_does_not_grow_with_d(observe, note, rand):
    """Random vectors give scores with a spread near 1, whether they have 16 numbers or 256."""
    for d in (16, 256):
        scores = observe(scored, rand(53, d), rand(53, 7, d))["the scores"]
        assert tuple(scores.shape) == (53, 7), f"the scores have shape {tuple(scores.shape)}; expected (53, 7)"
        spread = float(scores.std())
        note(f"the spread at D = {d}", spread, within=0.01 * spread)
        assert 0.6 < spread < 1.6, (
            f"with vectors of {d} random numbers your scores have a spread (standard deviation) of {spread:.3g}, "
            f"where it should be near 1"
        )


def test_sizes_of_one_keep_their_axes(agree, rand):
    """A single bag, a single item and vectors of a single number keep their axes: the result is (B, T)."""
    agree(learned, rand(1, 3), rand(1, 5, 3), rand(1, 5))
    agree(learned, rand(5, 3), rand(5, 1, 3), rand(5, 1))
    agree(learned, rand(3, 1), rand(3, 5, 1), rand(3, 5))
    agree(learned, rand(1, 1), rand(1, 1, 1), rand(1, 1))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """The inputs are not changed, and float32 stays float32."""
    agree(scored, rand(3, 2), rand(3, 5, 2))
    agree(scored, rand(2, 5, dtype=torch.float32), rand(2, 3, 5, dtype=torch.float32))
