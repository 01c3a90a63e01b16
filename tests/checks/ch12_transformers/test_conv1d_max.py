"""Hidden checks for ch12/conv1d-max."""

import torch

from tutor.checking import given, probe


@probe
def best(impl, x, mask, weight, bias):
    """The results alone, and what the call leaves behind."""
    yield {"the result": impl.conv1d_max(x, mask, weight, bias)}
    yield {"x after the call": x, "the mask after the call": mask, "the weight after the call": weight}
    yield {"the bias after the call": bias}


@probe
def learned(impl, x, mask, weight, bias, upstream):
    """The results, and the gradients that a random upstream sends back."""
    x.requires_grad_(), weight.requires_grad_(), bias.requires_grad_()
    out = impl.conv1d_max(x, mask, weight, bias)
    yield {"the result": out}
    to_x, to_weight, to_bias = given.gradients(out, upstream, x, weight, bias)
    yield {"the gradient of x": to_x, "the gradient of the weight": to_weight, "the gradient of the bias": to_bias}


@probe
def asked_twice(impl, x, mask, weight, bias, other):
    """Two batches of one size, one after the other."""
    yield {"the result": impl.conv1d_max(x, mask, weight, bias)}
    yield {"the result for other vectors": impl.conv1d_max(other, mask, weight, bias)}
    yield {"the result for other patterns": impl.conv1d_max(x, mask, -weight, bias)}
    yield {"the result for fewer words": impl.conv1d_max(x, mask & (torch.arange(mask.shape[1]) < 2), weight, bias)}


def case(rand, lengths, T, D, C, K, dtype=torch.float64):
    """Sentences of these lengths; where padding is, large numbers stand."""
    mask = torch.arange(T) < torch.tensor(lengths).unsqueeze(1)
    x = rand(len(lengths), T, D, dtype=dtype)
    x = torch.where(mask.unsqueeze(2), x, 50 * x)
    return x, mask, rand(C, D, K, dtype=dtype), rand(C, dtype=dtype)


def test_the_worked_example(example):
    x = torch.tensor([[[1.0, 0.0], [0.0, 2.0], [2.0, 1.0], [9.0, 9.0]]])
    weight = torch.tensor([[[1.0, 0.0], [0.0, 1.0]], [[-1.0, -1.0], [0.0, 0.0]]])
    example(best, x, torch.tensor([[True, True, True, False]]), weight, torch.tensor([0.0, 0.5]))


def test_each_pattern_is_scored_where_it_fits_best(agree, rand):
    """Without padding, each result is the largest score of one pattern in one sentence; gradients flow to all three."""
    agree(learned, *case(rand, [7, 7, 7], 7, 5, 2, 3), rand(3, 2))
    agree(learned, *case(rand, [5] * 2, 5, 3, 7, 2), rand(2, 7))
    agree(learned, *case(rand, [11] * 3, 11, 2, 13, 5), rand(3, 13))


def test_padding_has_no_say(agree, rand):
    """Padding starts no window, and counts as zeros in a window that runs into it, whatever its vectors say."""
    agree(learned, *case(rand, [7, 3, 1, 5], 7, 5, 11, 3), rand(4, 11))
    agree(learned, *case(rand, [2, 4, 1], 5, 3, 7, 2), rand(3, 7))
    x, mask, weight, bias = case(rand, [5, 2, 3], 5, 2, 7, 3)
    agree(learned, torch.where(mask.unsqueeze(2), x, 1e4), mask, weight, bias, rand(3, 7))


def test_the_largest_score_may_be_negative(agree, rand):
    """Where no window fits, the result is still the largest score, below zero."""
    x, mask, weight, bias = case(rand, [5, 2, 4], 7, 3, 5, 2)
    agree(best, x.abs(), mask, -weight.abs(), -bias.abs() - 1)
    agree(best, 1e3 * x.abs() + 1e3, mask, -weight.abs() - 0.1, bias - 20)
    agree(best, x, mask, weight, bias - 5000)
    agree(best, 1e7 * x.abs() + 1e6, mask, -weight.abs() - 0.1, bias)


def test_large_scores(agree, rand):
    """Scores may be as large as they like, on both sides of 0."""
    x, mask, weight, bias = case(rand, [5, 2, 4], 7, 3, 5, 2)
    agree(best, 1e3 * x, mask, weight, bias)
    agree(best, 1e6 * x, mask, weight, 1e3 * bias)
    agree(best, 1e40 * x.abs() + 1e40, mask, -weight.abs() - 0.1, bias)
    agree(best, 1e30 * x.abs().float() + 1e30, mask, -weight.abs().float() - 0.1, bias.float())


def test_gaps_count_as_zeros(agree, rand):
    """The mask alone says where a word stands, also when it has gaps; a word made of zeros is a word."""
    x, _, weight, bias = case(rand, [7, 7, 7], 7, 3, 5, 3)
    mask = torch.tensor([[1, 0, 1, 1, 0, 0, 1], [0, 0, 1, 0, 1, 1, 0], [0, 1, 1, 1, 1, 1, 1]]).bool()
    x[0, 2], x[1, 4] = 0.0, 0.0
    agree(best, x, mask, weight, bias)
    agree(best, 0 * x, mask, weight, bias)


def test_a_sentence_shorter_than_a_pattern(agree, rand):
    """A word starts a window even where the sentence, or the whole batch, is shorter than the pattern."""
    agree(learned, *case(rand, [2, 1, 3], 3, 2, 5, 7), rand(3, 5))
    agree(learned, *case(rand, [1, 1], 1, 3, 2, 2), rand(2, 2))


def test_a_sentence_without_a_word_gives_zeros(agree, rand):
    """For a sentence without any word the result is 0, and no gradient is NaN."""
    agree(learned, *case(rand, [3, 0, 5, 0], 5, 2, 7, 3), rand(4, 7))
    agree(best, *case(rand, [0], 2, 3, 5, 2))


def test_nothing_is_mixed_up_when_sizes_are_equal(agree, rand):
    """Sentences, places, features, patterns and window keep their roles when all sizes are the same number."""
    agree(learned, *case(rand, [4, 2, 3, 4], 4, 4, 4, 4), rand(4, 4))
    agree(learned, *case(rand, [3, 3, 3], 3, 3, 3, 3), rand(3, 3))


def test_sizes_of_one_keep_their_axes(agree, rand):
    """One sentence, one place, one feature, one pattern or a window of one keep their axes: the result is (B, C)."""
    agree(learned, *case(rand, [3], 5, 2, 3, 2), rand(1, 3))
    agree(learned, *case(rand, [1, 1, 0], 1, 2, 5, 1), rand(3, 5))
    agree(learned, *case(rand, [3, 5], 5, 1, 1, 3), rand(2, 1))
    agree(learned, *case(rand, [1], 1, 1, 1, 1), rand(1, 1))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """Nothing that is handed over is changed, float32 stays float32, and tensors may lie in memory in any way."""
    agree(best, *case(rand, [5, 3, 0], 5, 2, 3, 2))
    agree(best, *case(rand, [5, 3, 2], 7, 3, 11, 3, torch.float32))
    _, mask, _, bias = case(rand, [2, 5, 3], 5, 3, 7, 2)
    agree(best, rand.strided(3, 5, 3), mask, rand.strided(7, 3, 2), bias)


def test_nothing_is_kept_between_calls(agree, rand):
    """Other vectors, patterns and masks of the same sizes give their own results."""
    x, mask, weight, bias = case(rand, [5, 3], 5, 3, 7, 2)
    agree(asked_twice, x, mask, weight, bias, rand(2, 5, 3))
