"""Hidden checks for ch10/masked-softmax."""

import torch

from tutor.checking import given, probe


@probe
def weighed(impl, scores, mask):
    """The weights alone, and what the call leaves behind."""
    yield {"the weights": impl.masked_softmax(scores, mask)}
    yield {"the scores after the call": scores, "the mask after the call": mask}


@probe
def learned(impl, scores, mask, upstream):
    """The weights, and the gradient that a random upstream sends back (the sum of all weights has none)."""
    scores.requires_grad_()
    out = impl.masked_softmax(scores, mask)
    yield {"the weights": out}
    yield {"the gradient of the scores": given.gradients(out, upstream, scores)[0]}


@probe
def learned_along(impl, scores, mask, dim, upstream):
    """The same along a named axis."""
    scores.requires_grad_()
    out = impl.masked_softmax(scores, mask, dim=dim)
    yield {"the weights": out}
    yield {"the gradient of the scores": given.gradients(out, upstream, scores)[0]}


def some_kept(rand, *shape):
    """A mask with both kinds in every row: a kept and a masked place are planted, the rest is chance."""
    mask = rand(*shape) > 0
    order = rand(*shape).argsort(dim=-1)
    mask.scatter_(-1, order[..., :1], True)
    return mask.scatter_(-1, order[..., 1:2], False)


def test_the_worked_example(example):
    scores = torch.tensor([[2.0, 1.0, -3.0], [1.0, 2.0, -2.0], [4.0, 5.0, 6.0]])
    mask = torch.tensor([[True, True, False], [True, True, True], [False, False, False]])
    example(weighed, scores, mask)


def test_kept_items_share_everything(agree, rand):
    """Kept items share a total of 1 by their exp, masked ones get exactly 0, and so do the gradients."""
    agree(learned, rand(3, 5), some_kept(rand, 3, 5), rand(3, 5))
    agree(learned, rand.strided(5, 7), some_kept(rand, 5, 7), rand.strided(5, 7))
    agree(learned, torch.zeros(5, 3, dtype=torch.float64), some_kept(rand, 5, 3), rand(5, 3))


def test_an_empty_bag_gets_zeros(agree, rand):
    """Where everything is masked all weights are 0: no nan, in the weights or in the gradient."""
    mask = some_kept(rand, 5, 3)
    mask[[0, 3]] = False
    agree(learned, rand(5, 3), mask, rand(5, 3))
    agree(weighed, rand(1, 7), torch.zeros(1, 7, dtype=torch.bool))


def test_size_of_the_scores_does_not_matter(agree, rand):
    """Scores near 10,000 or -10,000 work, and a masked score is ignored however large it is."""
    mask = some_kept(rand, 3, 7)
    for size in (1e4, -1e4):
        agree(learned, rand(3, 7) + size, mask, rand(3, 7))
    agree(learned, rand(3, 7) + torch.tensor([[1e4], [0.0], [-1e4]]), mask, rand(3, 7))
    for size in (50.0, 300.0, 1e4, 3e4):
        agree(learned, rand(3, 7).masked_fill(~mask, size), mask, rand(3, 7))
    agree(learned, (rand(3, 7) - 1e4).masked_fill(~mask, 0.0), mask, rand(3, 7))
    agree(learned, rand(3, 7, dtype=torch.float32) + 200, mask, rand(3, 7, dtype=torch.float32))


def test_dim_names_the_axis(agree, rand):
    """`dim` says along which axis the weights add up to 1, for tensors with any number of axes."""
    agree(learned, rand(2, 3, 5), some_kept(rand, 2, 3, 5), rand(2, 3, 5))
    agree(learned, rand(7), some_kept(rand, 7), rand(7))
    for dim in (0, 1, -2):
        agree(learned_along, rand(3, 5, 2), rand(3, 5, 2) > 0, dim, rand(3, 5, 2))


def test_sizes_of_one_work(agree, rand):
    """A single bag and a single item are no exception: one kept item gets the weight 1."""
    agree(learned, rand(1, 5), some_kept(rand, 1, 5), rand(1, 5))
    agree(learned, rand(3, 1), torch.tensor([[True], [False], [True]]), rand(3, 1))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """Scores and mask are not changed, and float32 stays float32."""
    agree(weighed, rand(3, 5), some_kept(rand, 3, 5))
    agree(weighed, rand(2, 7, dtype=torch.float32), some_kept(rand, 2, 7))
