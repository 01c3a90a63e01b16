"""Hidden checks for ch10/general-score."""

import torch

from tutor.checking import given, probe


@probe
def scored(impl, weight, query, keys):
    """The scores alone, with W set to `weight`, and what the call leaves behind."""
    score = impl.GeneralScore(*weight.shape)
    yield {"what is wrong with the parameters": given.adopt(score, {"weight": weight})}
    with torch.no_grad():
        yield {"the scores": score(query, keys)}
    yield {"the query after the call": query, "the keys after the call": keys}


@probe
def learned(impl, weight, query, keys, upstream):
    """The scores, and the gradients that a random upstream sends back."""
    query.requires_grad_(), keys.requires_grad_()
    score = impl.GeneralScore(*weight.shape).to(weight.dtype)
    faults = given.adopt(score, {"weight": weight})
    yield {"what is wrong with the parameters": faults, "the parameters": given.parameter_names(score)}
    out = score(query, keys)
    yield {"the scores": out}
    to_weight, to_query, to_keys = given.gradients(out, upstream, score.weight, query, keys)
    yield {"the gradient of W": to_weight, "the gradient of the query": to_query, "the gradient of the keys": to_keys}


def test_the_worked_example(example):
    weight = torch.tensor([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]])
    query = torch.tensor([[1.0, 2.0]])
    keys = torch.tensor([[[1.0, 1.0, 5.0], [2.0, -1.0, 7.0], [0.0, 1.0, 0.0]]])
    example(scored, weight, query, keys)


def test_scores_match(agree, rand):
    """Each score is q W k, within its own bag; gradients flow to W, query and keys."""
    agree(learned, rand(2, 7), rand(3, 2), rand(3, 5, 7), rand(3, 5))
    agree(learned, rand(5, 3), rand.strided(7, 5), rand.strided(7, 2, 3), rand.strided(7, 2))


def test_square_matrix_is_not_transposed(agree, rand):
    """With queries and keys of one length a transposed W runs without an error; W is still the right way round."""
    agree(learned, rand(5, 5), rand(3, 5), rand(3, 7, 5), rand(3, 7))
    agree(learned, rand(4, 4), rand(4, 4), rand(4, 4, 4), rand(4, 4))


def test_sizes_of_one_keep_their_axes(agree, rand):
    """A single bag, a single item and vectors of a single number keep their axes: the result is (B, T)."""
    agree(learned, rand(2, 3), rand(1, 2), rand(1, 5, 3), rand(1, 5))
    agree(learned, rand(2, 3), rand(5, 2), rand(5, 1, 3), rand(5, 1))
    agree(learned, rand(1, 1), rand(3, 1), rand(3, 5, 1), rand(3, 5))
    agree(learned, rand(1, 1), rand(1, 1), rand(1, 1, 1), rand(1, 1))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """The inputs are not changed, and float32 stays float32."""
    agree(scored, rand(2, 3), rand(5, 2), rand(5, 7, 3))
    single = torch.float32
    agree(scored, rand(3, 2, dtype=single), rand(2, 3, dtype=single), rand(2, 5, 2, dtype=single))
