"""The scenes: digits among strokes and noise, and masks and boxes that say where they are."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tutor.datasets import digits, scenes


@pytest.fixture(scope="module")
def drawn() -> scenes.Scenes:
    data = digits.load()
    return scenes.compose(150, data.train_x, data.train_y, np.random.RandomState(5))


def test_shapes_and_types_are_as_promised() -> None:
    train, test = scenes.load(40, 25)
    assert (len(train), len(test)) == (40, 25)
    assert train.pictures.shape == (40, 1, 32, 32) and train.pictures.dtype == torch.float32
    assert train.masks.shape == (40, 32, 32) and train.masks.dtype == torch.bool
    assert len(train.boxes) == len(train.labels) == 40
    for boxes, labels in zip(train.boxes, train.labels, strict=True):
        assert boxes.shape == (len(labels), 4) and boxes.dtype == torch.float32
        assert labels.dtype == torch.int64 and labels.min() >= 0 and labels.max() <= 9


def test_one_to_three_digits_all_as_frequent(drawn: scenes.Scenes) -> None:
    counts = torch.bincount(torch.tensor([len(labels) for labels in drawn.labels]))
    assert counts[0] == 0 and len(counts) == 4 and counts[1:].min() > 30
    assert len(torch.cat(drawn.labels).unique()) == 10


def test_boxes_hold_the_ink_of_their_digit_and_touch_it_on_all_four_sides(drawn: scenes.Scenes) -> None:
    for mask, boxes in zip(drawn.masks, drawn.boxes, strict=True):
        left_over = mask.clone()
        for x1, y1, x2, y2 in boxes.int().tolist():
            assert 0 <= x1 < x2 <= 32 and 0 <= y1 < y2 <= 32
            inside = mask[y1:y2, x1:x2]
            assert inside[0].any() and inside[-1].any() and inside[:, 0].any() and inside[:, -1].any()
            left_over[y1:y2, x1:x2] = False
        assert not left_over.any(), "there is a mask outside of the boxes"


def test_digits_never_overlap(drawn: scenes.Scenes) -> None:
    for boxes in drawn.boxes:
        covered = torch.zeros(32, 32, dtype=torch.int64)
        for x1, y1, x2, y2 in boxes.int().tolist():
            covered[y1:y2, x1:x2] += 1
        assert covered.max() == 1


def test_the_mask_of_a_digit_is_its_ink() -> None:
    x = torch.zeros(1, 1, 8, 8)
    x[0, 0, 2:5, 1] = 1.0
    x[0, 0, 7, 6] = 0.3  # too pale
    found = scenes.compose(30, x, torch.tensor([4]), np.random.RandomState(0))
    for mask, boxes, labels in zip(found.masks, found.boxes, found.labels, strict=True):
        assert mask.sum() == 3 * len(boxes) and set(labels.tolist()) == {4}
        assert ((boxes[:, 2:] - boxes[:, :2]) == torch.tensor([1.0, 3.0])).all()


def test_under_a_mask_the_picture_is_the_digit_and_noise(drawn: scenes.Scenes) -> None:
    data = digits.load()
    bright, dark = drawn.pictures[:, 0][drawn.masks].mean(), drawn.pictures[:, 0][~drawn.masks].mean()
    ink = data.train_x[data.train_x > scenes.INK].mean()
    assert abs(bright - ink) < 0.03 and dark < 0.1
    again = scenes.compose(1, data.train_x, data.train_y, np.random.RandomState(5))
    flat = again.pictures[0, 0][~again.masks[0]]
    assert 0.1 < flat.median() - flat.quantile(0.16) < 0.2, "noise has a standard deviation of 0.15"


def test_about_one_pixel_in_twenty_belongs_to_a_digit() -> None:
    train, test = scenes.load()
    assert abs(train.masks.float().mean() - 0.049) < 0.001 and abs(test.masks.float().mean() - 0.049) < 0.002


def test_a_seed_decides_everything_and_sizes_do_not_matter() -> None:
    (train, test), (again, _), (other, _) = scenes.load(12, 9), scenes.load(12, 9), scenes.load(12, 9, seed=1)
    assert torch.equal(train.pictures, again.pictures) and torch.equal(train.masks, again.masks)
    assert not torch.equal(train.pictures, other.pictures)
    larger_train, larger_test = scenes.load(20, 9)
    assert torch.equal(larger_train.pictures[:12], train.pictures) and torch.equal(larger_test.pictures, test.pictures)


def test_test_scenes_hold_none_of_the_training_digits() -> None:
    data, (_, test) = digits.load(), scenes.load(1, 40)
    for picture, boxes in zip(test.pictures[:, 0], test.boxes, strict=True):
        x1, y1, x2, y2 = boxes[0].int().tolist()
        seen = picture[y1:y2, x1:x2]
        nearest = []
        for part in (data.train_x, data.test_x):
            windows = part.squeeze(1).unfold(1, y2 - y1, 1).unfold(2, x2 - x1, 1)  # (N, rows, columns, h, w)
            nearest.append(((windows - seen) ** 2).mean(dim=(3, 4)).min())
        assert nearest[1] < nearest[0]


def test_no_other_generator_is_touched() -> None:
    torch.manual_seed(5)
    np.random.seed(5)
    expected, before = np.random.rand(), torch.get_rng_state()
    np.random.seed(5)
    scenes.load(3, 3)
    assert torch.equal(before, torch.get_rng_state()) and np.random.rand() == expected


def test_a_changed_tensor_is_nobody_elses() -> None:
    first, _ = scenes.load(2, 2)
    first.pictures.zero_()
    first.labels[0].zero_()
    again, _ = scenes.load(2, 2)
    assert again.pictures.max() > 0.5
    data = digits.load()
    assert data.train_y.float().mean() > 4
