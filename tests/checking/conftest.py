"""One small exercise, and a checker that all tests of this process share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tutor.checking.checker import Checker
from tutor.checking.job import CheckJob, Files
from tutor.course.model import Limits

REFERENCE = '''"""Scaled scores."""

import math

import torch


def dot_score(query: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    """Scores (B, T) of a query (B, D) and keys (B, T, D)."""
    return (keys @ query.unsqueeze(-1)).squeeze(-1) / math.sqrt(query.shape[-1])
'''

ANSWERS = """
wrong:
  unscaled:
    says: The division by the root of d is missing.
    change: [[" / math.sqrt(query.shape[-1])", ""]]
    caught_by: test_scores_match
  wrong-size:
    says: You divide by the root of T.
    change: [["query.shape[-1]", "keys.shape[1]"]]
    caught_by: test_scores_match
  keepdim:
    says: A last axis of length 1 is left.
    change: [[".squeeze(-1)", ""]]
    caught_by: test_scores_match
right:
  einsum:
    code: |
      def dot_score(query, keys):
          return torch.einsum("bd,btd->bt", query, keys) / query.shape[-1] ** 0.5
"""

CHECKS = '''"""Hidden checks."""

import torch

from tutor.checking import given, probe

SECRET = "only the judge may see this"


@probe
def scores(impl, query, keys, upstream):
    query.requires_grad_(), keys.requires_grad_()
    out = impl.dot_score(query, keys)
    yield {"the scores": out}
    to_query, to_keys = given.gradients(out, upstream, query, keys)
    yield {"the gradient of the query": to_query, "the gradient of the keys": to_keys}


def test_the_worked_example(example):
    example(scores, torch.tensor([[3.0, 4.0]]), torch.tensor([[[1.0, 0.0], [0.0, 1.0]]]), torch.ones(1, 2))


def test_scores_match(agree, rand):
    """Each score is q·k divided by √d, and gradients flow to both."""
    agree(scores, rand(3, 7), rand(3, 5, 7), rand(3, 5))


def test_their_spread_is_one(observe, rand):
    """The scores vary by about 1 at any size."""
    seen = observe(scores, rand(3, 400), rand(3, 500, 400), rand(3, 500))
    assert abs(float(seen["the scores"].std()) - 1) < 0.2, "the scores do not vary by 1"
'''

MakeJob = Callable[..., CheckJob]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a reference, its other answers and its checks."""
    return written(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def job(tiny: Path) -> MakeJob:
    """Makes a check job from the text or bytes of a learner's file."""
    return maker(tiny)


def written(root: Path) -> Path:
    """The folder, with the exercise in it."""
    (root / "dot_score.py").write_text(REFERENCE)
    (root / "dot_score.yaml").write_text(ANSWERS)
    (root / "test_dot_score.py").write_text(CHECKS)
    return root


def maker(tiny: Path) -> MakeJob:
    """What makes the jobs of the exercise in this folder."""

    def make(learner: str | bytes, *, checks: str | None = None, limits: Limits | None = None, **more: Any) -> CheckJob:
        data = learner.encode() if isinstance(learner, str) else learner
        check_file = tiny / "test_dot_score.py"
        if checks is not None:
            check_file = tiny / f"test_{hashlib.sha256(checks.encode()).hexdigest()[:12]}.py"
            check_file.write_text(checks)
        mine: Files = {"chxx.dot_score": ("/workspace/chxx/dot_score.py", data)}
        reference: Files = {"chxx.dot_score": (str(tiny / "dot_score.py"), REFERENCE.encode())}
        return CheckJob(
            address="chxx/dot-score",
            target="chxx.dot_score",
            implement=("dot_score",),
            forbid=more.pop("forbid", ()),
            limits=limits or Limits(),
            check_file=check_file,
            answers_file=tiny / "dot_score.yaml",
            learner=mine | more.pop("siblings", {}),
            reference=reference | more.pop("reference_siblings", {}),
            uses=(),
            sha256=hashlib.sha256(data).hexdigest(),
            **more,
        )

    return make


@pytest.fixture(scope="session")
def checker() -> Iterator[Checker]:
    made = Checker()
    yield made
    made.close()


@pytest.fixture
def reference() -> str:
    return REFERENCE
