"""Wines and cells are scikit-learn's, row for row, and so is their split, though scikit-learn is never imported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
import torch

from tutor.datasets import tables


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(tables.wine, "load_wine"), (tables.breast_cancer, "load_breast_cancer")],
    ids=["wine", "cells"],
)
def test_rows_classes_and_split_are_those_of_scikit_learn(ours: Callable[[], tables.Table], theirs: str) -> None:
    import sklearn.datasets
    from sklearn.model_selection import train_test_split

    x, y = getattr(sklearn.datasets, theirs)(return_X_y=True)
    train_x, test_x, train_y, test_y = train_test_split(x, y, test_size=0.25, stratify=y, random_state=0)
    table = ours()
    assert torch.equal(table.train_x, torch.tensor(train_x, dtype=torch.float32))
    assert torch.equal(table.test_x, torch.tensor(test_x, dtype=torch.float32))
    assert table.train_y.tolist() == train_y.tolist() and table.test_y.tolist() == test_y.tolist()
    assert table.train_y.dtype == torch.int64


def test_every_column_and_class_has_its_name() -> None:
    from sklearn.datasets import load_breast_cancer, load_wine

    wine, cells = tables.wine(), tables.breast_cancer()
    assert len(wine.features) == wine.train_x.shape[1] == 13 and len(wine.classes) == 3
    assert len(cells.features) == cells.train_x.shape[1] == 30
    theirs = [name.replace("_", " ").replace("color", "colour") for name in load_wine().feature_names]
    assert all(name.startswith(ours) for name, ours in zip(theirs, wine.features, strict=True))
    renamed = [name.removesuffix(" error") for name in load_breast_cancer().feature_names]
    short = [name.removeprefix("error of ") for name in cells.features]
    assert short == renamed and cells.classes == tuple(load_breast_cancer().target_names)


def test_a_changed_tensor_is_nobody_elses() -> None:
    tables.wine().train_x.zero_()
    assert tables.wine().train_x.max() == 1680


def test_loading_imports_no_scikit_learn() -> None:
    code = "import sys; from tutor.datasets import tables; tables.wine(); print('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_missing_scikit_learn_is_said_with_the_command_that_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    tables._read.cache_clear()
    with pytest.raises(FileNotFoundError, match=r"tables come with scikit-learn.*pip install scikit-learn"):
        tables.wine()
