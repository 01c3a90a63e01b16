"""Questions in the terminal: answers from the keyboard or a pipe."""

from __future__ import annotations

from tests.cli.calling import Dltutor


def test_all_right_is_exit_code_0(dltutor: Dltutor) -> None:
    result = dltutor("quiz", "ch01", input="a\n(3, 5)\n")
    assert result.exit_code == 0
    assert "Right.\nEach number is doubled alone.\n" in result.stdout
    assert result.stdout.endswith("2 of 2 right.\n")


def test_a_wrong_answer_hears_its_reason(dltutor: Dltutor) -> None:
    result = dltutor("quiz", "ch01/how-many", input="2\n")
    assert result.exit_code == 1
    assert "Not right.\nThe values double, not their number.\n" in result.stdout


def test_an_answer_that_is_no_choice_is_asked_for_again(dltutor: Dltutor) -> None:
    result = dltutor("quiz", "ch01/how-many", input="z\n\na\n")
    assert result.exit_code == 0
    assert "answer with a letter from a to b" in result.stdout


def test_the_end_of_the_input_ends_the_questions_and_keeps_the_answers(dltutor: Dltutor) -> None:
    result = dltutor("quiz", "ch01", input="a\n")
    assert result.exit_code == 1
    assert "Stopped: 1 of 2 right." in result.stdout
    assert "  done  ch01/how-many" in dltutor("list").stdout


def test_review_asks_what_was_wrong_and_rests_when_all_is_known(dltutor: Dltutor) -> None:
    assert "Nothing to review yet" in dltutor("review").stdout
    dltutor("quiz", "ch01", input="b\n(3, 5)\n")
    result = dltutor("review", input="a\n")
    assert result.exit_code == 0
    assert "ch01/how-many  question 1 of 1" in result.stdout
    assert "The next question comes back in 1 day." in dltutor("review").stdout


def test_a_chapter_without_questions_says_so(dltutor: Dltutor) -> None:
    result = dltutor("quiz", "ch02")
    assert (result.exit_code, result.stderr) == (1, "ch02 has no questions.\n")
