"""The moons: two half circles with noise, the same for the same seed."""

from __future__ import annotations

import torch

from tutor.datasets import moons


def test_without_noise_the_points_are_those_of_scikit_learn() -> None:
    from sklearn.datasets import make_moons

    x, y = moons.draw(101, 0.0, torch.Generator().manual_seed(0))
    theirs, labels = make_moons(101, shuffle=False)
    for label in (0, 1):
        ours, expected = x[y == label], torch.tensor(theirs[labels == label], dtype=torch.float32)
        ours, expected = (points[points[:, 0].argsort()] for points in (ours, expected))
        assert torch.allclose(ours, expected, atol=1e-6)


def test_noise_has_the_given_spread_in_both_directions() -> None:
    generator = torch.Generator().manual_seed(3)
    order = torch.Generator().manual_seed(3)
    noisy, clean = moons.draw(20_000, 0.3, generator)[0], moons.draw(20_000, 0.0, order)[0]
    assert torch.allclose((noisy - clean).std(dim=0), torch.tensor([0.3, 0.3]), atol=0.01)
    assert (noisy - clean).mean(dim=0).abs().max() < 0.01


def test_shapes_types_and_shares_are_as_promised() -> None:
    data = moons.load(201, 60)
    assert data.train_x.shape == (201, 2) and data.test_x.shape == (60, 2)
    assert data.train_x.dtype == torch.float32 and data.train_y.dtype == torch.int64
    assert torch.bincount(data.train_y).tolist() == [100, 101]
    assert 0 < data.train_y[:50].float().mean() < 1, "the classes don't come in random order"


def test_a_seed_decides_everything_and_the_test_part_knows_nothing_of_the_training_part() -> None:
    some, again, other, larger = moons.load(50, 40), moons.load(50, 40), moons.load(50, 40, seed=1), moons.load(90, 40)
    assert torch.equal(some.train_x, again.train_x) and torch.equal(some.test_y, again.test_y)
    assert not torch.equal(some.train_x, other.train_x) and not torch.equal(some.test_x, other.test_x)
    assert torch.equal(some.test_x, larger.test_x)
    assert not torch.equal(some.train_x[:40], some.test_x)


def test_torchs_own_generator_is_left_alone() -> None:
    torch.manual_seed(5)
    before = torch.get_rng_state()
    moons.load(seed=7)
    assert torch.equal(before, torch.get_rng_state())
