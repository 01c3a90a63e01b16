"""Two mistakes that show in different checks, and one beside something that has no name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tutor.checking.checker import Checker
from tutor.checking.job import CheckJob

REFERENCE = '''"""Four small functions."""


def double(x):
    return 2 * x


def shift(x):
    return x + 3


def is_odd(n):
    return n % 2 == 1


def is_even(n):
    return n % 2 == 0


def product(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def average(a):
    return sum(a) / len(a) if a else 0.0


def half(x):
    return x / 2


def called(f, x):
    return f(x)
'''
WRONG = {
    "triple": ["2 * x", "3 * x"],
    "shift-two": ["x + 3", "x + 2"],
    "always-odd": ["n % 2 == 1", "True"],
    "always-even": ["n % 2 == 0", "True"],
}
CHECKS = '''"""Hidden checks."""

from tutor.checking import probe


@probe
def doubled(impl, x):
    yield {"the double": impl.double(x)}


@probe
def shifted(impl, x):
    yield {"the sum": impl.shift(x)}


@probe
def odd(impl, n):
    yield {"odd": impl.is_odd(n)}


@probe
def even(impl, n):
    yield {"even": impl.is_even(n)}


@probe
def summed(impl, a, b):
    yield {"the sum of products": float(impl.product(a, b))}


@probe
def averaged(impl, a):
    yield {"of some": impl.average(a)}
    yield {"of none": impl.average([])}


@probe
def halved(impl, x):
    yield {"the half": impl.half(x)}


class Twice:
    def __call__(self, x):
        return 2 * x


@probe
def of_twice(impl, x):
    yield {"what it returns": impl.called(Twice(), x)}


@probe
def refused(impl, a, b):
    try:
        yield {"of two lengths": f"{impl.product(a, b):.4g}"}
    except ValueError:
        yield {"of two lengths": "ValueError"}


def test_double(agree, rand):
    agree(doubled, rand(5))


def test_double_of_many(agree, rand):
    agree(doubled, rand(50))


def test_shift(agree, rand):
    agree(shifted, rand(5))


def test_product(agree, rand):
    agree(summed, rand(4).tolist(), rand(4).tolist())


def test_average(agree, rand):
    agree(averaged, rand(5).tolist())


def test_lengths(agree, rand):
    agree(refused, rand(3).tolist(), rand(4).tolist())


def test_odd(agree):
    agree(odd, 3)
    agree(odd, 4)


def test_half(agree, rand):
    agree(halved, rand(5).requires_grad_())


def test_half_of_columns(agree, rand):
    agree(halved, rand(2, 5).T.requires_grad_())


def test_called(agree, rand):
    agree(of_twice, rand(5))


def test_none(agree):
    agree(odd, 0)


def test_even(observe):
    assert observe(even, 2)["even"], "two is even"
    assert not observe(even, 3)["even"], "three is odd"
'''
SHIFT, ODD, EVEN = "x + 3", "n % 2 == 1", "n % 2 == 0"
Make = Callable[..., dict[str, str | None]]


@pytest.fixture
def named(checker: Checker, job: Callable[..., CheckJob], tmp_path: Path) -> Make:
    """What is named for each failed check of the reference with these changes in it."""

    def name(*changes: list[str], more: dict[str, list[str]] | None = None) -> dict[str, str | None]:
        text = REFERENCE
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        asked = job(text, checks=CHECKS)
        answers = tmp_path / "answers.yaml"
        wrong = {
            name: {"says": f"It is {name}.", "change": [change]} for name, change in (WRONG | (more or {})).items()
        }
        answers.write_text(json.dumps({"wrong": wrong}))
        reference = {asked.target: ("double.py", REFERENCE.encode())}
        verdict = checker.check(replace(asked, answers_file=answers, reference=reference, implement=("double",)))
        return {check.id: check.mistake for check in verdict.checks if check.status == "failed"}

    return name


def test_two_mistakes_in_different_checks_are_both_named(named: Make) -> None:
    both = "triple + shift-two"
    found = named(WRONG["triple"], WRONG["shift-two"])
    assert found == {"test_double": both, "test_double_of_many": both, "test_shift": both}


def test_a_tie_of_such_pairs_is_told_as_a_tie(named: Make) -> None:
    found = named(WRONG["triple"], WRONG["shift-two"], more={"one-less": [SHIFT, "x + 3 - 1"]})
    assert set(found.values()) == {"triple + shift-two or triple + one-less"}


def test_one_of_many_such_pairs_is_not_guessed(named: Make) -> None:
    more = {f"twin-{n}": [SHIFT, f"x + 2 + 0 * {n}"] for n in range(9)}
    found = named(WRONG["triple"], WRONG["shift-two"], more=more)
    assert found == {"test_double": "triple", "test_double_of_many": "triple", "test_shift": None}


def test_a_mistake_is_named_for_its_own_checks_beside_something_nameless(named: Make) -> None:
    found = named(WRONG["triple"], [SHIFT, "x * x"])
    assert found == {"test_double": "triple", "test_double_of_many": "triple", "test_shift": None}


def test_two_mistakes_are_named_for_their_own_checks_beside_something_nameless(named: Make) -> None:
    found = named(WRONG["triple"], WRONG["shift-two"], [ODD, "n > 0"], more={"always-odd": [ODD, "0"]})
    assert found["test_double"] == "triple"
    assert found["test_shift"] == "shift-two"
    assert found["test_odd"] is None


def test_a_mistake_that_shows_otherwise_in_another_check_is_not_named(named: Make) -> None:
    found = named(["2 * x", "3 * x if len(x) < 9 else x * x"], [SHIFT, "x * x"])
    assert set(found.values()) == {None}


def test_a_mistake_that_breaks_what_the_learner_keeps_is_not_named(named: Make) -> None:
    found = named(["2 * x", "3 * x if len(x) < 9 else 2 * x"], [SHIFT, "x * x"])
    assert found == {"test_double": None, "test_shift": None}


def test_a_truth_value_is_too_little_to_name_a_mistake_by(named: Make) -> None:
    found = named(WRONG["always-odd"], ["2 * x", "x * x"])
    assert set(found.values()) == {None}


def test_on_thin_evidence_a_mistake_must_also_keep_what_the_learner_keeps(named: Make) -> None:
    """Of four and three the learner says what `always-odd` says; of nought, which it passes, it does not."""
    assert named([ODD, "n != 0"]) == {"test_odd": None}
    assert named(WRONG["always-odd"]) == {"test_odd": "always-odd", "test_none": "always-odd"}


def test_an_error_is_the_same_in_the_learners_process_and_here(named: Make) -> None:
    in_place, attribute = ["x / 2", "x.div_(2)"], ["return f(x)", "return f.times * x"]
    more = {"in-place": in_place, "attribute": attribute}
    assert named(in_place, more=more) == {"test_half": "in-place", "test_half_of_columns": "in-place"}
    assert named(attribute, more=more) == {"test_called": "attribute"}


def test_a_broken_property_is_named_beside_what_the_values_have_named(named: Make) -> None:
    found = named(WRONG["triple"], WRONG["always-even"])
    assert found == {"test_double": "triple", "test_double_of_many": "triple", "test_even": "always-even"}


def test_a_property_broken_in_other_words_is_not_named(named: Make) -> None:
    assert named(WRONG["triple"], [EVEN, "False"])["test_even"] is None


SUM = "sum(x * y for x, y in zip(a, b, strict=True))"
ADDED = {"added": [SUM, "sum(x + y for x, y in zip(a, b, strict=True))"], "short": [", strict=True", ""]}
ADDED_AND_SHORT = [SUM, "sum(x + y for x, y in zip(a, b))"]


def test_two_mistakes_in_one_line_are_both_named(named: Make) -> None:
    """What the second one shows is made of both, and the first one's edit quotes the line that the second changes."""
    found = named(ADDED_AND_SHORT, more=ADDED)
    assert found == {"test_product": "added + short", "test_lengths": "added + short"}


def test_a_second_mistake_is_not_guessed_from_where_it_shows(named: Make) -> None:
    found = named([SUM, "sum(x + y for x, y in zip(a, b)) + 1.0 * (len(a) != len(b))"], more=ADDED)
    assert found == {"test_product": "added", "test_lengths": None}


EMPTY = {"total": [" / len(a)", ""], "one-of-none": ["else 0.0", "else 1.0"]}


def test_two_mistakes_in_one_check_of_which_one_shows_only_later_are_both_named(named: Make) -> None:
    assert named(*EMPTY.values(), more=EMPTY) == {"test_average": "total + one-of-none"}


def test_of_such_a_pair_one_is_named_where_others_fit_as_well_as_the_second(named: Make) -> None:
    more = EMPTY | {f"twin-{n}": ["else 0.0", f"else 1.0 + 0 * {n}"] for n in range(3)}
    assert named(*EMPTY.values(), more=more) == {"test_average": "total"}


def test_a_pair_that_breaks_what_the_learner_keeps_is_not_named(named: Make) -> None:
    found = named(["2 * x", "3 * x + 1 if len(x) < 9 else 2 * x"], more={"one-more": ["2 * x", "2 * x + 1"]})
    assert found == {"test_double": None}
    found = named(["2 * x", "3 * x + 1"], more={"one-more": ["2 * x", "2 * x + 1"]})
    assert set(found.values()) == {"triple + one-more"}
