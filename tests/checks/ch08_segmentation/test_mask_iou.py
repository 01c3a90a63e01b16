"""Hidden checks for ch08/mask-iou."""

import torch

from tutor.checking import probe


@probe
def compared(impl, predicted, mask):
    """The overlap of each picture."""
    yield {"the result": impl.mask_iou(predicted, mask)}


@probe
def compared_all(impl, pairs):
    """Several batches after one another."""
    for predicted, mask in pairs:
        yield {"the result": impl.mask_iou(predicted, mask)}


@probe
def apart(impl, predicted, mask):
    """Whether masks that don't meet give a plain 0."""
    out = impl.mask_iou(predicted, mask)
    yield {"the result": out, "whether it is exactly 0": out == 0}


@probe
def left_alone(impl, predicted, mask):
    """The result of arguments by name, and the inputs afterwards."""
    yield {"the result": impl.mask_iou(predicted=predicted, mask=mask)}
    yield {"predicted after the call": predicted, "mask after the call": mask}


def drawn(rand, share, *shape):
    """A mask that is True in about this share of its pixels."""
    return rand(*shape, low=0.0, high=1.0) < share


def test_the_worked_example(example):
    mask = torch.tensor([[[0, 1, 1], [0, 1, 1]], [[0, 0, 0], [0, 0, 0]]]).bool()
    predicted = torch.tensor([[[0, 0, 1], [1, 1, 1]], [[0, 0, 0], [0, 0, 0]]]).bool()
    example(compared, predicted, mask)


def test_each_picture_for_itself(agree, rand):
    """Each picture gets its own overlap: what both masks hold, over what at least one of them holds."""
    agree(compared, drawn(rand, 0.6, 5, 7, 3), drawn(rand, 0.3, 5, 7, 3))
    agree(compared, drawn(rand, 0.2, 3, 3, 3), drawn(rand, 0.8, 3, 3, 3))
    sizes = torch.arange(1, 6)[:, None]
    agree(compared, torch.arange(11) < 2 * sizes, torch.arange(11) >= sizes)


def test_a_few_pixels_in_a_large_picture(agree, rand):
    """Pixels that both masks leave out don't count, however many they are."""
    agree(compared, drawn(rand, 0.05, 3, 31, 29), drawn(rand, 0.05, 3, 31, 29))


def test_the_same_and_apart(agree, rand):
    """Equal masks give 1; masks that don't meet give exactly 0; a mask inside another gives its share."""
    mask = torch.cat([drawn(rand, 0.5, 3, 5, 6), torch.ones(3, 5, 1).bool()], dim=2)
    smaller = mask & (torch.arange(7) % 2 == 0)
    agree(compared_all, [(mask, mask.clone()), (~mask, mask), (smaller, mask), (mask, smaller)])
    agree(apart, ~mask[:2], mask[:2])


def test_empty_masks(agree, rand):
    """Where both masks of a picture are empty it is 1; where one of them is, 0; the other pictures don't mind."""
    some = torch.cat([drawn(rand, 0.5, 4, 3, 4), torch.ones(4, 3, 1).bool()], dim=2)
    one, two = torch.tensor([1, 1, 0, 0]).bool(), torch.tensor([1, 0, 1, 0]).bool()
    agree(compared, some & one[:, None, None], some & two[:, None, None])
    nothing = torch.zeros(2, 3, 5).bool()
    agree(compared_all, [(nothing, nothing.clone()), (nothing, ~nothing), (~nothing, nothing)])


def test_other_axes_and_sizes(agree, rand):
    """Any axes after the first: a channel of one, a row, a single pixel; and a batch of one."""
    shapes = [(3, 1, 5, 4), (2, 17), (1, 5, 7), (1, 1, 3, 2), (5, 2, 3, 2, 2), (7, 1)]
    agree(compared_all, [(drawn(rand, 0.5, *shape), drawn(rand, 0.7, *shape)) for shape in shapes])


def test_many_pixels(agree, rand):
    """Counts are exact in a large picture, too, whatever order the pixels have in memory."""
    agree(compared, drawn(rand, 0.9, 2, 231, 173), drawn(rand, 0.95, 2, 173, 231).mT)


def test_the_masks_are_left_alone(agree, rand):
    """Neither mask is changed."""
    agree(left_alone, drawn(rand, 0.5, 3, 5, 4), drawn(rand, 0.5, 3, 5, 4))
