"""Which answers are right, what is said to a wrong one, and when a question comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fake_checker import FakeChecker
from tutor.actions.answering import due_at, is_right
from tutor.learner.records import Answer
from tutor.session import QuizResult, Refused, Session

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def session(tiny_course: Path, workspace: Path, checker: FakeChecker) -> Iterator[Session]:
    opened = Session.open(tiny_course, workspace)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("expected", "given", "right"),
    [
        (12, "12", True),
        (12, " 12.0 ", True),
        (12, "12.1", False),
        (1024, "1,024", True),
        (12, "twelve", False),
        (0.333, "1/3", True),
        (0.5, "50 %", True),
        (5050, "5 050", True),
        (3, "3 bits", True),
        (3, "3 million", False),
        (3, "3 thousand", False),
        (3, "bits", False),
        (50, "50 percent", False),
        (0.5, "0.51", False),
        (-3, "−3", True),
        (0.001, "1e-3", True),
        (3, "nan", False),
        (3, "1/0", False),
        ("(3, 5)", "(3,5)", True),
        ("(3, 5)", "3 x 5", True),
        ("(3, 5)", "torch.Size([3, 5])", True),
        ("(3, 5)", "(5, 3)", False),
        ("(3, 5)", "35", False),
        ("(3,)", "(3)", True),
        ("softmax", " `Softmax` ", True),
        ("the query", "The  query.", True),
        ("softmax", "soft max", False),
        ("12", "12.0", True),
    ],
)
def test_a_typed_answer_is_right_if_it_says_the_same(expected: str | int | float, given: str, right: bool) -> None:
    assert is_right(expected, given) is right


def test_a_choice_is_named_by_its_index_its_letter_or_its_number(session: Session) -> None:
    for given in (0, "a", "1", "A)"):
        assert session.answer("ch01/how-many", given) == QuizResult(True, "Each number is doubled alone.")
    assert session.answer("ch01/how-many", "b") == QuizResult(False, "The values double, not their number.")
    with pytest.raises(Refused, match="answer with a letter from a to b"):
        session.answer("ch01/how-many", "c")


def test_a_first_wrong_typed_answer_hears_the_kind_and_not_the_answer(session: Session) -> None:
    assert session.answer("ch01/shape", "15") == QuizResult(False, "The answer is a shape, such as (2, 7).")
    assert session.answer("ch01/shape", "(5, 3)") == QuizResult(False, "Doubling keeps the shape.", told=True)
    assert session.answer("ch01/shape", "(3, 5)") == QuizResult(True, "Doubling keeps the shape.")


def test_only_a_question_can_be_answered(session: Session) -> None:
    with pytest.raises(Refused, match="there is nothing to answer"):
        session.answer("ch01/double", "2")


@pytest.mark.parametrize(
    ("answers", "days"),
    [([False], 0), ([True], 1), ([False, True, True], 3), ([True, True, False], 0), ([True] * 9, 60)],
)
def test_a_question_comes_back_later_the_more_often_it_was_right(answers: list[bool], days: int) -> None:
    given = [Answer(at=NOW, given="", right=right) for right in answers]
    assert due_at(given) == NOW + timedelta(days=days)


def test_what_was_wrong_is_asked_again_at_once_and_what_was_right_tomorrow(session: Session) -> None:
    session.answer("ch01/how-many", "b")
    session.answer("ch01/shape", "(3, 5)")
    now = datetime.now(UTC)
    assert session.due(now) == ("ch01/how-many",)
    assert session.due(now + timedelta(days=2)) == ("ch01/how-many", "ch01/shape")
