"""Hidden checks for ch08/nms."""

import torch

from tutor.checking import probe


@probe
def kept(impl, boxes, scores, threshold, labels):
    """The places of the boxes that stay, and the inputs afterwards."""
    yield {"the result": impl.nms(boxes, scores, threshold, labels)}
    yield {"boxes, scores and labels after the call": [boxes, scores, labels]}


@probe
def kept_by_default(impl, boxes, scores, threshold):
    """The places of the boxes that stay where no labels are given."""
    yield {"the result": impl.nms(boxes, scores, threshold)}


@probe
def kept_for_each(impl, boxes, scores, thresholds, labels):
    """The same boxes under several thresholds."""
    for threshold in thresholds:
        yield {f"the result for a threshold of {threshold:g}": impl.nms(boxes, scores, threshold, labels)}


def crowd(rand, ints, objects, each, dtype=torch.float64):
    """Some objects with several boxes around each, in a random order, and scores of all sizes that differ."""
    size = rand(objects, 1, 2, dtype=dtype, low=6.0, high=14.0)
    low = 8.0 * ints(-4, 5, objects, 1, 2) + size * rand(objects, each, 2, dtype=dtype, low=-0.3, high=0.3)
    boxes = torch.cat([low, low + size * rand(objects, each, 2, dtype=dtype, low=0.7, high=1.3)], dim=2).flatten(0, 1)
    count = len(boxes)
    scores = torch.tensor(rand.permutation(count), dtype=dtype) / 3 - count / 6
    return boxes[torch.tensor(rand.permutation(count))], scores


def row(starts, dtype=torch.float64):
    """Boxes of 8 × 8 that begin at these places of one line."""
    x = torch.tensor(starts, dtype=dtype)
    return torch.stack([x, torch.zeros_like(x), x + 8, torch.full_like(x, 8)], dim=1)


def test_the_worked_example(example):
    boxes = torch.tensor([[4.0, 0.0, 14.0, 10.0], [0.0, 0.0, 10.0, 10.0], [8.0, 0.0, 18.0, 10.0]])
    example(kept_for_each, boxes, torch.tensor([0.8, 0.9, 0.7]), [0.4, 0.5], None)


def test_the_best_of_each_crowd_stays(agree, rand, ints):
    """Of boxes that lie on each other the best stays; the places of those that stay come with the best first."""
    for objects, each in ((3, 5), (5, 3)):
        boxes, scores = crowd(rand, ints, objects, each)
        agree(kept_for_each, boxes, scores, [0.1, 0.3, 0.5, 0.7], None)
    agree(kept_by_default, *crowd(rand, ints, 11, 11), 0.6)


def test_a_dropped_box_drops_no_other(agree, rand):
    """In a chain where each box lies on the next, those that only a dropped box lies on stay."""
    for starts in ([0, 4, 8], [0, 4, 8, 12], [0, 3, 6, 9, 12, 15, 18]):
        order = rand.permutation(len(starts))
        scores = torch.empty(len(starts), dtype=torch.float64)
        scores[torch.tensor(order)] = torch.linspace(0.9, 0.1, len(starts), dtype=torch.float64)
        agree(kept_for_each, row(starts)[torch.tensor(order)], scores, [0.3, 0.2], None)
        agree(kept_for_each, row(starts), scores, [0.3, 0.2], None)
    agree(kept_by_default, row(list(range(0, 150, 3))), torch.linspace(0.9, 0.1, 50), 0.3)


def test_an_overlap_of_just_the_threshold_stays(agree):
    """Only an overlap that is larger than the threshold drops a box; with 1 all stay, with 0 those that only touch."""
    boxes = torch.tensor([[0.0, 0.0, 4.0, 4.0], [0.0, 0.0, 4.0, 2.0], [0.0, 0.0, 2.0, 2.0], [4.0, 0.0, 8.0, 4.0]])
    agree(kept_for_each, boxes, torch.tensor([0.3, 0.2, 0.1, 0.4]), [0.5, 0.25, 0.0, 1.0], None)
    agree(kept_for_each, boxes, torch.tensor([0.3, 0.2, 0.1, 0.4]), [0.4999, 0.2499], None)
    agree(kept_for_each, row([0, 7]), torch.tensor([0.1, 0.2]), [0.06, 0.07], None)


def test_labels_apart(agree, rand, ints):
    """With labels a box drops only boxes of its own label, whatever the labels and places are."""
    boxes, scores = crowd(rand, ints, 3, 5)
    for names in ([0, 1], [0, 1, 2], [0, 7, 90]):
        agree(kept, boxes, scores, 0.3, torch.tensor(names)[ints(0, len(names), 15)])
    agree(kept, 1e6 * boxes, scores, 0.3, ints(0, 2, 15))
    agree(kept, boxes - boxes.max() - 3, scores, 0.3, ints(0, 2, 15))
    same = torch.tensor([[2.0, 2.0, 12.0, 12.0]]).repeat(4, 1) + torch.arange(4.0)[:, None] / 10
    agree(kept_for_each, same, torch.tensor([0.2, 0.9, 0.5, 0.4]), [0.0, 0.5], torch.tensor([1, 0, 1, 0]))
    chain = torch.tensor([1, 0, 1, 1, 0])
    agree(kept_for_each, row([0, 2, 4, 6, 8]), torch.tensor([0.9, 0.8, 0.7, 0.6, 0.5]), [0.2, 0.4], chain)


def test_none_and_one(agree, rand, ints):
    """Without boxes nothing stays, int64 all the same; one box stays; boxes that lie apart all stay."""
    nothing = torch.zeros(0, 4)
    agree(kept, nothing, torch.zeros(0), 0.5, None)
    agree(kept, nothing, torch.zeros(0), 0.5, torch.zeros(0, dtype=torch.int64))
    agree(kept, row([3]), torch.tensor([-0.5]), 0.5, None)
    agree(kept, row([40, 0, 20]), rand(3), 0.5, torch.tensor([4, 4, 4]))
    agree(kept_by_default, row(list(range(0, 2110, 10))), rand(211), 0.5)


def test_any_scores(agree, rand, ints):
    """Scores may be negative, small or large, and of float32."""
    boxes, scores = crowd(rand, ints, 3, 5, torch.float32)
    for change in (1e-6 * scores, scores - 1000, 1e6 * scores):
        agree(kept, boxes, change, 0.4, None)
