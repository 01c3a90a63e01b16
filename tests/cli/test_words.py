"""`dltutor find` and `glossary`: what a word means comes first, then who speaks of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.calling import Dltutor
from tests.fake_checker import FakeChecker
from tutor.cli import app

TERMS = """
terms:
  - term: doubling
    also: [twice]
    symbol: $2\\,x$
    means: Two times a number, in code `2 * x` and in formulas $2 x$.
    step: why
  - {term: shape, means: How many numbers lie along each axis., step: shape}
"""


@pytest.fixture(autouse=True)
def with_terms(tiny_course: Path) -> None:
    with (tiny_course / "lessons" / "ch01_small.yaml").open("a") as lesson:
        lesson.write(TERMS)


def test_what_a_word_means_comes_before_the_steps_that_speak_of_it(dltutor: Dltutor) -> None:
    result = dltutor("find", "twice")
    assert result.exit_code == 0
    assert result.stdout == (
        "doubling  2 x  (also twice)\n"
        "  Two times a number, in code `2 * x` and in formulas 2 x.\n"
        "  ch01/why  Why we double\n"
        "Next: dltutor show ch01/why\n"
        "\n"
        "Steps that speak of 'twice':\n"
        "ch01/double  exercise  Double a tensor\n"
        "  Return twice the input.\n"
        "ch01/twice  exercise  Double it twice\n"
        "  Return four times the input, by doubling twice.\n"
    )


def test_a_word_in_the_place_of_a_chapter_is_shown_the_way(dltutor: Dltutor) -> None:
    result = dltutor("glossary", "twice")
    assert result.exit_code == 2
    assert result.stderr == "'twice' is no chapter; `dltutor find twice` says what the word means.\n"
    assert "There is no 'xyz'" in dltutor("glossary", "xyz").stderr


def test_several_words_are_looked_up_together_with_quotes_or_without(dltutor: Dltutor) -> None:
    quoted = dltutor("find", "four  times")
    assert "ch01/twice" in quoted.stdout and "ch01/double" not in quoted.stdout
    assert dltutor("find", "four", "times").stdout == quoted.stdout
    assert "ch01/twice  exercise" in dltutor("find", "doubling", "four").stdout


def test_a_word_that_is_nearly_spelt_so_is_named_and_is_not_found(dltutor: Dltutor) -> None:
    result = dltutor("find", "doublign")
    assert result.exit_code == 1
    assert result.stdout.startswith("The glossary has no 'doublign'. Spelt nearly so:\ndoubling  2 x")


def test_the_steps_are_found_where_the_glossary_knows_nothing(dltutor: Dltutor, tiny_course: Path) -> None:
    found = CliRunner().invoke(app, ["find", "FOUR times", "--course", str(tiny_course)])
    assert found.exit_code == 0
    assert found.stdout == "ch01/twice  exercise  Double it twice\n  Return four times the input, by doubling twice.\n"


def test_a_word_that_nobody_knows(dltutor: Dltutor) -> None:
    result = dltutor("find", "transformer")
    assert (result.exit_code, result.stdout) == (
        1,
        "No step speaks of 'transformer'; `dltutor glossary` lists the terms of the course.\n",
    )


def test_find_as_json(dltutor: Dltutor) -> None:
    told = json.loads(dltutor("find", "twice", "--json").stdout)
    assert told["schema"] == 1
    assert told["terms"] == [
        {
            "term": "doubling",
            "also": ["twice"],
            "symbol": "2 x",
            "means": "Two times a number, in code `2 * x` and in formulas 2 x.",
            "step": "ch01/why",
            "title": "Why we double",
            "near": False,
        }
    ]
    assert told["steps"][0] == {
        "id": "ch01/double",
        "kind": "exercise",
        "title": "Double a tensor",
        "text": "Return twice the input.",
    }
    assert json.loads(dltutor("find", "doublign", "--json").stdout)["terms"][0]["near"] is True


def test_the_glossary_lists_every_term(dltutor: Dltutor) -> None:
    told = dltutor("glossary").stdout
    assert told.index("doubling") < told.index("shape\n  How many")
    assert told.endswith("2 terms.\nNext: dltutor show ch01/why\n")
    assert [each["term"] for each in json.loads(dltutor("glossary", "--json").stdout)["terms"]] == ["doubling", "shape"]
    assert dltutor("glossary", "ch01").stdout.startswith("doubling")
    assert dltutor("glossary", "ch02").stdout == "There are no terms here.\n"
    assert dltutor("glossary", "ch09").exit_code == 2


def test_looking_up_makes_no_workspace(tiny_course: Path, tmp_path: Path, checker: FakeChecker) -> None:
    place = tmp_path / "nowhere"
    named = ["--course", str(tiny_course), "--workspace", str(place)]
    assert CliRunner().invoke(app, ["find", "twice", *named]).exit_code == 0
    assert CliRunner().invoke(app, ["glossary", *named]).exit_code == 0
    assert not place.exists()


@pytest.mark.parametrize("word", ["", "  "])
def test_without_a_word_there_is_nothing_to_look_up(dltutor: Dltutor, word: str) -> None:
    result = dltutor("find", word)
    assert (result.exit_code, result.stderr) == (2, "Name a word to look up, such as `dltutor find softmax`.\n")
