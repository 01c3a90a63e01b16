"""Whatever is typed to chapter 15's GPT can be begun with."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.datasets import prose

_FILE = Path(__file__).parents[1] / "exercises" / "ch15_gpt" / "typed.py"


@pytest.fixture(scope="module")
def understood() -> Callable[[str, int], tuple[float, str, list[str]]]:
    spec = importlib.util.spec_from_file_location("typed", _FILE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    answer: Callable[[str, int], tuple[float, str, list[str]]] = module.understood
    return answer


@pytest.mark.parametrize(
    ("line", "temperature", "beginning"),
    [
        ("the list", 0.7, "the list"),
        ("1.2 The List", 1.2, "the list"),
        ("0 a", 0.0, "a"),
        ("0.000000001 a", 0.0, "a"),
        ("99999 a", 5.0, "a"),
        (".5", 0.5, "the "),
        ("42!", 0.7, "the "),
        ("日本語", 0.7, "the "),
        ("9" * 1000, 5.0, "the "),
        ("1e3 x", 0.7, "e x"),
        ("-1 x", 0.7, "- x"),
        ("   ", 0.7, "the "),
    ],
)
def test_a_number_in_front_is_the_temperature_and_the_rest_a_beginning(
    understood: Callable[[str, int], tuple[float, str, list[str]]], line: str, temperature: float, beginning: str
) -> None:
    assert understood(line, 64)[:2] == (temperature, beginning)


def test_what_is_left_out_or_not_read_is_said(understood: Callable[[str, int], tuple[float, str, list[str]]]) -> None:
    assert understood("the list", 64)[2] == []
    assert "left out" in understood("PEP 8", 64)[2][0]
    assert "last 64 of your 1000" in understood("a" * 1000, 64)[2][0]


def test_every_beginning_can_be_encoded(understood: Callable[[str, int], tuple[float, str, list[str]]]) -> None:
    line = "".join(map(chr, range(32, 0x500)))
    assert len(prose.encode(understood(line, 64)[1])) > 64
