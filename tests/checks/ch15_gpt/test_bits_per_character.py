"""Hidden checks for ch15/bits-per-character."""

import torch

from tutor.checking import given, probe


@probe
def worked(impl, probabilities, targets):
    """The lesson's example."""
    yield {"the bits": impl.bits_per_character(probabilities.log(), targets)}


@probe
def measured(impl, cases):
    """The bits of several texts, and what the calls leave behind."""
    for logits, targets in cases:
        yield {"the bits": impl.bits_per_character(logits, targets)}
        yield {"the logits after the call": logits, "the targets after the call": targets}


@probe
def learned(impl, logits, targets, upstream):
    """The bits, and the gradient that a random upstream sends back."""
    logits.requires_grad_()
    bits = impl.bits_per_character(logits, targets)
    yield {"the bits": bits}
    (gradient,) = given.gradients(bits, upstream, logits)
    yield {"the gradient of the logits": gradient}


def test_the_worked_example(example):
    probabilities = torch.tensor([[[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]]])
    example(worked, probabilities, torch.tensor([[0, 2]]))


def test_every_place_counts_the_same(agree, rand, ints):
    """Each place of each text counts the same, its softmax runs over the V scores, and gradients reach all of them."""
    agree(learned, 3 * rand(3, 5, 7), ints(0, 7, 3, 5), rand())
    agree(learned, 3 * rand(4, 4, 4), ints(0, 4, 4, 4), rand())


def test_any_number_of_axes(agree, rand, ints):
    """One text or many, one place, one character alone: the last axis holds the scores."""
    cases = [(rand(11, 5), ints(0, 5, 11)), (rand(2, 3, 5, 7), ints(0, 7, 2, 3, 5)), (rand(1, 1, 3), ints(0, 3, 1, 1))]
    cases += [(rand(3, 5, 1), ints(0, 1, 3, 5)), (rand.strided(3, 5, 7), ints(0, 7, 5, 3).T)]
    agree(measured, cases)


def test_large_scores(agree, rand, ints):
    """Scores in the thousands give finite bits, however wrong the guess was."""
    agree(measured, [(1e3 * rand(2, 5, 7), ints(0, 7, 2, 5)), (rand(2, 3, 5) - 5e3, ints(0, 5, 2, 3))])
    agree(learned, 1e4 * rand(1, 2, 3), ints(0, 3, 1, 2), rand())


def test_float32_stays_float32(agree, rand, ints):
    """The bits have the dtype of the logits."""
    agree(measured, [(rand(3, 5, 7, dtype=torch.float32), ints(0, 7, 3, 5))])
