"""Hidden checks for ch10/masked-mean."""

import torch

from tutor.checking import given, probe


@probe
def averaged(impl, values, mask):
    """The means alone, and what the call leaves behind."""
    yield {"the mean": impl.masked_mean(values, mask)}
    yield {"the values after the call": values, "the mask after the call": mask}


@probe
def learned(impl, values, mask, upstream):
    """The means, and the gradient that a random upstream sends back."""
    values.requires_grad_()
    out = impl.masked_mean(values, mask)
    yield {"the mean": out}
    yield {"the gradient of the values": given.gradients(out, upstream, values)[0]}


def some_kept(rand, batch, count):
    """A mask with a different number kept in neighbouring bags, at least one and never all, at any place."""
    kept = torch.tensor([1 + (b + 1) % (count - 1) for b in range(batch)])
    return rand(batch, count).argsort(dim=1).argsort(dim=1) < kept[:, None]


def test_the_worked_example(example):
    values = torch.tensor(
        [
            [[3.0, 0.0], [7.0, 1.0], [1.0, 0.0]],
            [[2.0, 4.0], [6.0, 0.0], [9.0, 9.0]],
            [[5.0, 5.0], [5.0, 5.0], [5.0, 5.0]],
        ]
    )
    mask = torch.tensor([[True, True, False], [True, False, True], [False, False, False]])
    example(averaged, values, mask)


def test_kept_items_are_averaged(agree, rand):
    """Each bag's kept values are averaged, over their own number; gradients reach them and no others."""
    agree(learned, rand(3, 5, 7), some_kept(rand, 3, 5), rand(3, 7))
    agree(learned, rand.strided(7, 3, 2), some_kept(rand, 7, 3), rand.strided(7, 2))


def test_what_is_masked_does_not_matter(agree, rand):
    """Numbers at masked places change nothing, however large."""
    mask = some_kept(rand, 5, 3)
    agree(learned, rand(5, 3, 2).masked_fill(~mask.unsqueeze(-1), 1e6), mask, rand(5, 2))


def test_an_empty_bag_gives_zeros(agree, rand):
    """A bag in which nothing is kept gives zeros: no nan, in the mean or in the gradient."""
    mask = some_kept(rand, 5, 3)
    mask[[1, 4]] = False
    agree(learned, rand(5, 3, 2), mask, rand(5, 2))


def test_a_kept_zero_counts(agree, rand):
    """An item of zeros that is kept counts, as does a single zero in an item."""
    values = rand(2, 5, 3)
    values[:, 1] = 0.0
    values[0, 2, 1] = 0.0
    mask = torch.tensor([[True, True, True, False, False], [False, True, False, True, True]])
    agree(learned, values, mask, rand(2, 3))


def test_sizes_of_one_keep_their_axes(agree, rand):
    """A single bag, a single item and values of a single number keep their axes: the result is (B, D)."""
    agree(learned, rand(1, 5, 3), some_kept(rand, 1, 5), rand(1, 3))
    agree(learned, rand(3, 1, 5), torch.tensor([[True], [False], [True]]), rand(3, 5))
    agree(learned, rand(3, 5, 1), some_kept(rand, 3, 5), rand(3, 1))
    agree(learned, rand(4, 4, 4), some_kept(rand, 4, 4), rand(4, 4))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """Values and mask are not changed, and float32 stays float32."""
    agree(averaged, rand(3, 5, 2), some_kept(rand, 3, 5))
    agree(averaged, rand(2, 5, 3, dtype=torch.float32), some_kept(rand, 2, 5))
