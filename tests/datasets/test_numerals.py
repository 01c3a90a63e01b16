"""Numbers and days in words, in English and in French."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.datasets.french import joined
from tutor.datasets.numerals import english_date, english_number, french_date, french_number


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "zéro"), (1, "un"), (10, "dix"), (11, "onze"), (16, "seize"), (17, "dix-sept"), (19, "dix-neuf"),
        (20, "vingt"), (21, "vingt et un"), (22, "vingt-deux"), (31, "trente et un"), (41, "quarante et un"),
        (51, "cinquante et un"), (61, "soixante et un"), (69, "soixante-neuf"), (70, "soixante-dix"),
        (71, "soixante et onze"), (72, "soixante-douze"), (77, "soixante-dix-sept"), (79, "soixante-dix-neuf"),
        (80, "quatre-vingts"), (81, "quatre-vingt-un"), (82, "quatre-vingt-deux"), (90, "quatre-vingt-dix"),
        (91, "quatre-vingt-onze"), (92, "quatre-vingt-douze"), (97, "quatre-vingt-dix-sept"),
        (99, "quatre-vingt-dix-neuf"), (100, "cent"), (101, "cent un"), (180, "cent quatre-vingts"),
        (200, "deux cents"), (201, "deux cent un"), (280, "deux cent quatre-vingts"), (500, "cinq cents"),
        (571, "cinq cent soixante et onze"), (999, "neuf cent quatre-vingt-dix-neuf"), (1000, "mille"),
        (1001, "mille un"), (1100, "mille cent"), (1200, "mille deux cents"), (2000, "deux mille"),
        (2021, "deux mille vingt et un"), (10_000, "dix mille"), (21_000, "vingt et un mille"),
        (71_000, "soixante et onze mille"), (80_000, "quatre-vingt mille"),
        (80_080, "quatre-vingt mille quatre-vingts"),
        (81_000, "quatre-vingt-un mille"), (90_300, "quatre-vingt-dix mille trois cents"),
        (99_999, "quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf"),
    ],
)  # fmt: skip
def test_french_numbers(number: int, expected: str) -> None:
    assert joined(french_number(number)) == expected


def test_cents_and_vingts_keep_their_s_only_at_the_end_and_mille_never_has_one() -> None:
    for number in [*range(3000), *range(79_000, 82_000), *range(99_000, 100_000)]:
        said = joined(french_number(number))
        assert not re.search(r"cents .|vingts.|milles", said)
        assert said.endswith("cents") == (number % 100 == 0 and number % 1000 > 100)
        assert said.endswith("quatre-vingts") == (number % 100 == 80)
        assert not re.search(r"\bun (?:mille|cent)\b", said.replace("et un mille", "").replace("-un mille", ""))


ONES = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
]  # fmt: skip
TENS = {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
VALUES = {word: value for value, word in enumerate(ONES)} | TENS


def read_number(said: str) -> int:
    """A French number read by somebody else's rules: add up, and multiply by four, by a hundred, by a thousand."""
    total = part = below = 0
    for word in re.split(r"[- ]", said.replace("quatre-vingt", "80 ").replace("80 s", "80 ")):
        if word == "mille":
            total, part, below = 1000 * max(1, part + below), 0, 0
        elif word in ("cent", "cents"):
            part, below = 100 * max(1, below), 0
        elif word not in ("et", ""):
            below += int(word) if word.isdigit() else VALUES[word]
    return total + part + below


@given(st.integers(0, 99_999))
def test_a_french_number_can_be_read_back(number: int) -> None:
    assert read_number(joined(french_number(number))) == number


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (85, "eighty-five"),
        (100, "one hundred"),
        (105, "one hundred and five"),
        (999, "nine hundred and ninety-nine"),
        (1000, "one thousand"),
        (1005, "one thousand and five"),
        (1100, "one thousand one hundred"),
        (12_345, "twelve thousand three hundred and forty-five"),
        (80_000, "eighty thousand"),
    ],
)
def test_english_numbers(number: int, expected: str) -> None:
    assert joined(english_number(number)) == expected


@pytest.mark.parametrize("number", [-1, 100_000])
def test_other_numbers_are_refused(number: int) -> None:
    for said in (english_number, french_number):
        with pytest.raises(ValueError, match="from 0 to 99,999"):
            said(number)


@pytest.mark.parametrize(
    ("day", "weekday", "in_english", "in_french"),
    [
        (
            "1984-05-01",
            False,
            "the first of May nineteen eighty-four",
            "le premier mai mille neuf cent quatre-vingt-quatre",
        ),
        (
            "1789-07-14",
            True,
            "Tuesday the fourteenth of July seventeen eighty-nine",
            "le mardi quatorze juillet mille sept cent quatre-vingt-neuf",
        ),
        (
            "1918-11-11",
            False,
            "the eleventh of November nineteen eighteen",
            "le onze novembre mille neuf cent dix-huit",
        ),
        (
            "2000-02-29",
            True,
            "Tuesday the twenty-ninth of February two thousand",
            "le mardi vingt-neuf février deux mille",
        ),
        (
            "2001-03-21",
            False,
            "the twenty-first of March two thousand and one",
            "le vingt et un mars deux mille un",
        ),
        (
            "1900-08-12",
            False,
            "the twelfth of August nineteen hundred",
            "le douze août mille neuf cents",
        ),
        (
            "1905-10-30",
            False,
            "the thirtieth of October nineteen oh five",
            "le trente octobre mille neuf cent cinq",
        ),
        (
            "2024-01-08",
            True,
            "Monday the eighth of January twenty twenty-four",
            "le lundi huit janvier deux mille vingt-quatre",
        ),
    ],
)
def test_dates(day: str, weekday: bool, in_english: str, in_french: str) -> None:
    date = datetime.date.fromisoformat(day)
    said = english_date(date, weekday=weekday), french_date(date, weekday=weekday)
    assert (joined(said[0]), joined(said[1])) == (in_english, in_french)


def test_only_the_first_of_a_month_is_an_ordinal() -> None:
    for number in range(1, 32):
        said = french_date(datetime.date(2001, 1, number))
        assert ("premier" in said) == (number == 1) and not said.startswith("l'")
