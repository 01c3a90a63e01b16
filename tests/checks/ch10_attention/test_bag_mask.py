"""Hidden checks for ch10/bag-mask."""

import torch

from tutor.checking import probe


@probe
def found(impl, x):
    """The mask, with the filling left at its default, and what the call leaves behind."""
    yield {"the mask": impl.bag_mask(x)}
    yield {"the bags after the call": x}


@probe
def found_with(impl, x, fill):
    """The mask for another filling, and what the call leaves behind."""
    yield {"the mask": impl.bag_mask(x, fill=fill)}
    yield {"the bags after the call": x}


def padded(rand, fill, batch, count, *item):
    """Bags with empty places anywhere, some bags without any item and some full."""
    here = torch.rand(batch, count, generator=rand.generator) > 0.4
    here[0], here[-1] = True, False
    here[1, 0], here[1, -1] = False, True
    shape = (batch, count) + (1,) * len(item)
    return torch.where(here.reshape(shape), rand(batch, count, *item), torch.tensor(fill, dtype=torch.float64))


def with_one_number(rand, batch, count, *item):
    """Bags in which an item differs from 0 in one number only, above or below it, at any place of the item."""
    x = torch.zeros(batch, count, *item, dtype=torch.float64).flatten(2)
    size = x.shape[2]
    for b in range(batch):
        for t in range(1, count):
            place = size - 1 if t == 1 else int(torch.randint(size, (), generator=rand.generator))
            x[b, t, place] = (1 if (b + t) % 2 else -1) * rand.number(0.1, 2.0)
    return x.reshape(batch, count, *item)


def test_the_worked_example(example):
    example(found, torch.tensor([[[0.0, 5.0], [0.0, 0.0], [1.0, -1.0]], [[2.0, 2.0], [0.0, 0.0], [0.0, 0.0]]]))


def test_one_number_is_enough(agree, rand):
    """A place is used when any number of its item differs from 0, above or below; numbers that cancel do count."""
    agree(found, padded(rand, 0.0, 3, 5, 7))
    agree(found, with_one_number(rand, 3, 5, 7))
    agree(found, 1e-9 * with_one_number(rand, 2, 3, 5))
    half = rand(5, 3, 2)
    agree(found, torch.cat([half, -half], dim=2))


def test_items_of_any_shape(agree, rand):
    """An item is all that lies behind the first two axes: a vector, a picture, a stack of pictures."""
    agree(found, padded(rand, 0.0, 3, 5, 2, 7))
    agree(found, with_one_number(rand, 3, 5, 4, 2))
    agree(found, padded(rand, 0.0, 2, 7, 3, 2, 5))
    agree(found, with_one_number(rand, 2, 3, 2, 3, 2).transpose(2, 4))


def test_fill_names_the_filling(agree, rand):
    """Empty places may be filled with another number than 0, and then zeros are items."""
    agree(found_with, padded(rand, -1.0, 3, 5, 2), -1.0)
    x = padded(rand, 0.5, 5, 3, 2, 2)
    x[0, 0] = 0.0
    agree(found_with, x, 0.5)


def test_sizes_of_one_keep_their_axes(agree, rand):
    """A single bag, a single place and items of a single number keep their axes: the mask is (B, T)."""
    agree(found, with_one_number(rand, 1, 5, 3))
    agree(found, rand(3, 1, 5))
    agree(found, with_one_number(rand, 3, 5, 1))
    agree(found, torch.zeros(1, 1, 1, dtype=torch.float64))


def test_the_bags_are_left_alone(agree, rand):
    """The bags are not changed, and float32 works like float64."""
    agree(found, padded(rand, 0.0, 3, 5, 2))
    agree(found, with_one_number(rand, 3, 5, 2).float())
