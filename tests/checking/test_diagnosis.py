"""Which mistake is named, and when nothing is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tutor.checking.bench import Evidence
from tutor.checking.checker import Checker
from tutor.checking.evidence import alike
from tutor.checking.job import CheckJob
from tutor.checking.relation import relation
from tutor.checking.verdict import CheckResult
from tutor.checking.wire import Strange
from tutor.course.model import Limits

MakeJob = Callable[..., CheckJob]
SCALE = " / math.sqrt(query.shape[-1])"


def named(checker: Checker, job: CheckJob) -> dict[str, CheckResult]:
    return {check.id: check for check in checker.check(job).checks}


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        (SCALE, "", "unscaled"),
        ("query.shape[-1])", "keys.shape[1])", "wrong-size"),
        (".squeeze(-1)", "", "keepdim"),
    ],
)
def test_a_single_mistake_is_named(
    checker: Checker, job: MakeJob, reference: str, old: str, new: str, mistake: str
) -> None:
    checks = named(checker, job(reference.replace(old, new)))
    assert checks["test_scores_match"].mistake == mistake


def test_a_mistake_in_another_style_is_named(checker: Checker, job: MakeJob) -> None:
    other = "import torch\n\ndef dot_score(q, k):\n    return torch.einsum('bd,btd->bt', q, k)\n"
    assert named(checker, job(other))["test_scores_match"].mistake == "unscaled"


def test_two_mistakes_at_once_are_both_named(checker: Checker, job: MakeJob, reference: str) -> None:
    both = reference.replace(SCALE, "").replace(".squeeze(-1)", "")
    check = named(checker, job(both))["test_scores_match"]
    assert check.mistake == "unscaled + keepdim"
    assert "root of d is missing" in check.diagnosis
    assert "length 1 is left" in check.diagnosis


def test_a_plain_relation_is_told_where_no_mistake_fits(checker: Checker, job: MakeJob, reference: str) -> None:
    check = named(checker, job(reference.replace("return (", "return -(")))["test_scores_match"]
    assert check.mistake is None
    assert "the negative of what is expected" in check.diagnosis


def test_nothing_is_guessed_about_a_strange_answer(checker: Checker, job: MakeJob) -> None:
    odd = "import torch\n\ndef dot_score(q, k):\n    return torch.cos(k).sum(-1) + q.sum()\n"
    check = named(checker, job(odd))["test_scores_match"]
    assert (check.mistake, check.diagnosis) == (None, "")


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        (0.5, Strange("a complex"), False),
        (Strange("a complex"), Strange("a complex"), True),
        (Strange("a complex"), Strange("a Value"), False),
        (Strange("a complex"), 0.5, False),
        ([0.5, 1.0], [0.5, Strange("a complex")], False),
    ],
)
def test_a_mistake_may_show_what_is_no_number(mine: object, theirs: object, same: bool) -> None:
    learner, suspect = (Evidence(call=0, name="the error", value=value) for value in (mine, theirs))
    assert alike(learner, suspect, None) is same


def test_an_exception_of_ones_own_is_not_diagnosed(checker: Checker, job: MakeJob) -> None:
    check = named(checker, job("def dot_score(q, k):\n    return q.nothing\n"))["test_scores_match"]
    assert (check.reason, check.mistake) == ("exception", None)


def test_the_same_assert_takes_the_name_that_the_values_found(checker: Checker, job: MakeJob, reference: str) -> None:
    checks = named(checker, job(reference.replace(SCALE, "")))
    assert checks["test_their_spread_is_one"].mistake == "unscaled"


def test_the_verdict_is_heard_before_the_diagnosis(checker: Checker, job: MakeJob, reference: str) -> None:
    heard: list[str | None] = []
    final = checker.check(job(reference.replace(SCALE, "")), lambda verdict: heard.append(verdict.checks[1].mistake))
    assert heard == [None]
    assert final.checks[1].mistake == "unscaled"


def test_a_verdict_stands_where_the_diagnosis_never_ends(
    checker: Checker, job: MakeJob, reference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of the course that loops for ever (lint tells its author) costs the diagnosis, not the verdict."""
    monkeypatch.setattr("tutor.checking.checker._GRACE", 0.5)
    answers = tmp_path / "dot_score.yaml"
    change = [["    return (", "    while True: pass\n    return ("]]
    answers.write_text(json.dumps({"wrong": {"endless": {"says": "It never ends.", "change": change}}}))
    asked = job(reference.replace(SCALE, ""), limits=Limits(check_seconds=1, file_seconds=2))
    verdict = checker.check(replace(asked, answers_file=answers))
    assert (verdict.status, verdict.checks[1].reason, verdict.checks[1].mistake) == ("failed", "wrong", None)
    assert checker.check(job(reference)).status == "passed"


def test_the_last_digits_are_no_relation() -> None:
    right = torch.randn(5, 7, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    assert relation(right.float(), right) == ""
    assert relation(right + 0.5, right) == "yours is what is expected plus 0.5 everywhere."
