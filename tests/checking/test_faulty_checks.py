"""A check with a mistake of its author's: what went wrong in it, and where, is told to whoever can mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.checking.conftest import REFERENCE, MakeJob
from tutor.checking import planting
from tutor.checking.checker import Checker
from tutor.checking.judgement import AT_FAULT
from tutor.checking.proof import Proof

HEAD = """import torch

from tutor.checking import probe


@probe
def scores(impl, query, keys):
    yield {"the scores": impl.dot_score(query, keys)}


@probe
def bare(impl, query, keys):
    yield impl.dot_score(query, keys)


@probe
def returned(impl, query, keys):
    return [impl.dot_score(query, keys)]


@probe
def misread(impl, query, keys):
    yield {"the scores": impl.dot_score(query)}


def helped(seen):
    return seen["labels"]


def test_it(agree, observe, rand):
    # one promise
    q, k = rand(3, 7), rand(3, 5, 7)
    """
LINE = HEAD.count("\n") + 1
HELPER = 1 + HEAD[: HEAD.index('return seen["labels"]')].count("\n")
FAULTS = {
    'assert agree(scores, q, k), "differs"': ("AssertionError: differs", LINE),
    "assert agree(scores, q, k)": ("in AssertionError", LINE),
    'observe(scores, q, k)["labels"]': ("KeyError: 'labels'", LINE),
    "helped(observe(scores, q, k))": ("KeyError: 'labels'", HELPER),
    'got = observe(scores, q, k)["the scores"]\n    assert torch.allclose(got, torch.zeros(3, 5).double()), "wrong"': (
        "AssertionError: wrong",
        LINE + 1,
    ),
    "torch.zeros(3) @ torch.zeros(4)": ("RuntimeError: inconsistent tensor size", LINE),
    "agree(rand(5, 5), rand(5, 5))": ("what it asks first is no probe, but a Tensor", LINE),
    "agree(scores, q)": ("`scores` raises on the reference: TypeError: scores() missing 1", LINE),
    "agree(misread, q, k)": ("`misread` raises on the reference: TypeError: dot_score() missing 1", LINE),
    "agree(bare, q, k)": ("the probe yields a Tensor, not a dict: write {'what it is': value}", LINE),
    "observe(bare, q, k)": ("the probe yields a Tensor, not a dict", LINE),
    "agree(returned, q, k)": ("the probe returns a list, not a dict", LINE),
    "agree(scores, q, k.transpose(1, 2))": (
        "raises on the reference in line 10 of <chxx.dot_score>: RuntimeError",
        LINE,
    ),
}


@pytest.fixture
def proven(job: MakeJob) -> Callable[[str], Any]:
    """What a proof makes of the reference under a check with these lines."""

    def prove(lines: str) -> Any:
        given = job(REFERENCE, checks=HEAD + lines + "\n")
        return Proof(given.to_json()).attempt(REFERENCE)

    return prove


@pytest.mark.parametrize("lines", FAULTS)
def test_an_author_is_told_what_went_wrong_in_a_check_and_where(proven: Callable[[str], Any], lines: str) -> None:
    tried = proven(lines)
    (result,) = tried.results
    said, line = FAULTS[lines]
    assert result.status == "error"
    assert said.replace("<chxx.dot_score>", "dot_score.py") in result.message.replace(
        "<chxx.dot_score>", "dot_score.py"
    )
    assert result.message.endswith(f".py, line {line}).")
    assert "your" not in tried.told
    assert tried.told == f"test_it: error: {result.message.removeprefix(AT_FAULT)}"


def test_long_words_leave_room_for_the_line(proven: Callable[[str], Any]) -> None:
    told = proven('raise ValueError("many words\\n" * 99)').told
    assert told.endswith(f".py, line {LINE}).")
    assert "\n" not in told
    assert len(told) < 300


@pytest.mark.parametrize("lines", ['observe(scores, q, k)["labels"]', "observe(bare, q, k)"])
def test_a_learner_hears_that_the_check_is_at_fault_with_what_its_author_needs(
    checker: Checker, job: MakeJob, lines: str
) -> None:
    (result,) = checker.check(job(REFERENCE, checks=HEAD + lines + "\n")).checks
    said, line = FAULTS[lines]
    assert (result.status, result.message.startswith(AT_FAULT)) == ("error", True)
    assert said in result.message
    assert result.message.endswith(f".py, line {line}).")


def test_a_learner_whose_result_does_not_fit_is_at_fault_alone(checker: Checker, job: MakeJob) -> None:
    checks = HEAD.replace("yield impl.dot_score(query, keys)", "yield {'sum': impl.dot_score(query, keys).sum()}")
    learner = "def dot_score(query, keys):\n    return 3\n"
    (result,) = checker.check(job(learner, checks=checks + "observe(bare, q, k)\n")).checks
    assert (result.status, result.reason) == ("failed", "exception")
    assert result.message.startswith("What your code returned can't be used: AttributeError")


def test_a_learner_whose_function_takes_other_arguments_hears_that(checker: Checker, job: MakeJob) -> None:
    learner = "def dot_score(query):\n    return query\n"
    (result,) = checker.check(job(learner, checks=HEAD + "observe(scores, q, k)\n")).checks
    assert (result.status, result.reason) == ("failed", "exception")
    assert result.message.startswith("Your code can't be called in the way that the docstring says: TypeError")


def test_a_name_that_torch_does_not_have_can_not_be_forbidden(job: MakeJob) -> None:
    proof = Proof(job(REFERENCE).to_json())
    assert planting.plant(proof, "math.exp") == planting.NOTHING
    assert planting.plant(proof, "torch.exp")["scan"]
