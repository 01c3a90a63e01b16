"""Hidden checks for ch10/additive-score."""

import torch

from tutor.checking import given, probe


@probe
def scored(impl, numbers, query, keys):
    """The scores alone, with the parameters set to `numbers`, and what the call leaves behind."""
    score = impl.AdditiveScore(query.shape[-1], keys.shape[-1], len(numbers["mix.bias"]))
    yield {"what is wrong with the parameters": given.adopt(score, numbers)}
    with torch.no_grad():
        yield {"the scores": score(query, keys)}
    yield {"the query after the call": query, "the keys after the call": keys}


@probe
def learned(impl, numbers, query, keys, upstream):
    """The scores, and the gradients that a random upstream sends back."""
    query.requires_grad_(), keys.requires_grad_()
    score = impl.AdditiveScore(query.shape[-1], keys.shape[-1], len(numbers["mix.bias"])).to(query.dtype)
    faults = given.adopt(score, numbers)
    yield {"what is wrong with the parameters": faults, "the parameters": given.parameter_names(score)}
    out = score(query, keys)
    yield {"the scores": out}
    to_query, to_keys = given.gradients(out, upstream, query, keys)
    yield {"the gradient of the query": to_query, "the gradient of the keys": to_keys}
    parameters = dict(score.named_parameters())
    flown = given.gradients(out, upstream, *(parameters[name] for name in numbers))
    yield {f"the gradient of {name}": gradient for name, gradient in zip(numbers, flown, strict=True)}


def numbers_for(rand, query_dim, key_dim, hidden, dtype=torch.float64):
    """Random parameters of an AdditiveScore; no bias is zero, so that a missing one shows."""
    return {
        "mix.weight": rand(hidden, query_dim + key_dim, dtype=dtype),
        "mix.bias": rand(hidden, dtype=dtype),
        "out.weight": rand(1, hidden, dtype=dtype),
    }


def test_the_worked_example(example):
    numbers = {
        "mix.weight": torch.tensor([[1.0, 1.0, 0.0], [0.0, 1.0, -1.0]]),
        "mix.bias": torch.zeros(2),
        "out.weight": torch.tensor([[1.0, 2.0]]),
    }
    example(scored, numbers, torch.tensor([[1.0]]), torch.tensor([[[0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]]))


def test_scores_match(agree, rand):
    """Each score is v · tanh(W [query; key] + c), however large its inputs; gradients flow to everything."""
    agree(learned, numbers_for(rand, 2, 7, 11), rand(3, 2), rand(3, 5, 7), rand(3, 5))
    agree(learned, numbers_for(rand, 5, 3, 2), rand.strided(7, 5), rand.strided(7, 2, 3), rand.strided(7, 2))
    agree(learned, numbers_for(rand, 3, 2, 5), 1e4 * rand(2, 3), 1e4 * rand(2, 7, 2), rand(2, 7))


def test_nothing_is_mixed_up_when_sizes_are_equal(agree, rand):
    """Bags, items and features keep their roles when all sizes are the same number."""
    agree(learned, numbers_for(rand, 4, 4, 4), rand(4, 4), rand(4, 4, 4), rand(4, 4))


def test_sizes_of_one_keep_their_axes(agree, rand):
    """A single bag, a single item and vectors of a single number keep their axes: the result is (B, T)."""
    agree(learned, numbers_for(rand, 2, 3, 5), rand(1, 2), rand(1, 7, 3), rand(1, 7))
    agree(learned, numbers_for(rand, 2, 3, 5), rand(7, 2), rand(7, 1, 3), rand(7, 1))
    agree(learned, numbers_for(rand, 1, 1, 1), rand(3, 1), rand(3, 5, 1), rand(3, 5))
    agree(learned, numbers_for(rand, 1, 1, 1), rand(1, 1), rand(1, 1, 1), rand(1, 1))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """The inputs are not changed, and float32 stays float32."""
    agree(scored, numbers_for(rand, 2, 3, 7), rand(5, 2), rand(5, 11, 3))
    single = torch.float32
    agree(scored, numbers_for(rand, 3, 2, 5, single), rand(2, 3, dtype=single), rand(2, 7, 2, dtype=single))
