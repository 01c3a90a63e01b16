"""The digits are scikit-learn's, and so is their split, though scikit-learn is never imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from tutor.datasets import digits


def test_pixels_labels_and_split_are_those_of_scikit_learn() -> None:
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    x, y = load_digits(return_X_y=True)
    train_x, test_x, train_y, test_y = train_test_split(x, y, test_size=0.25, stratify=y, random_state=0)
    ours = digits.load()
    assert torch.equal(ours.train_x.flatten(1), torch.tensor(train_x / 16, dtype=torch.float32))
    assert torch.equal(ours.test_x.flatten(1), torch.tensor(test_x / 16, dtype=torch.float32))
    assert ours.train_y.tolist() == train_y.tolist()
    assert ours.test_y.tolist() == test_y.tolist()


@pytest.mark.parametrize(
    ("sizes", "share", "seed"), [((50, 31, 19), 0.25, 3), ((10, 10), 0.5, 1), ((7, 90, 5, 5), 0.3, 9)]
)
def test_other_splits_are_scikit_learns_too(sizes: tuple[int, ...], share: float, seed: int) -> None:
    from sklearn.model_selection import train_test_split

    labels = np.repeat(np.arange(len(sizes)), sizes)
    np.random.RandomState(5).shuffle(labels)
    expected = train_test_split(np.arange(len(labels)), test_size=share, stratify=labels, random_state=seed)
    ours = digits.split(labels, share, seed)
    assert [part.tolist() for part in ours] == [part.tolist() for part in expected]


def test_shapes_types_and_ranges_are_as_promised() -> None:
    ours = digits.load()
    assert tuple(ours.train_x.shape) == (1347, 1, 8, 8) and tuple(ours.test_x.shape) == (450, 1, 8, 8)
    assert ours.train_x.dtype == torch.float32 and ours.train_y.dtype == torch.int64
    assert ours.train_x.min() == 0 and ours.train_x.max() == 1
    shares = torch.bincount(ours.test_y) / torch.bincount(torch.cat([ours.train_y, ours.test_y]))
    assert (shares - 0.25).abs().max() < 0.01


def test_a_changed_tensor_is_nobody_elses() -> None:
    digits.load().train_x.zero_()
    assert digits.load().train_x.max() == 1


def test_loading_imports_no_scikit_learn() -> None:
    code = "import sys; from tutor.datasets import digits; digits.load(); print('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_missing_scikit_learn_is_said_with_the_command_that_mends_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="pip install scikit-learn"):
        digits.data_file()
