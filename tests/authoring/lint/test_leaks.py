"""Nothing that a learner sees beforehand holds a line of the solution; naming a tool is no leak."""

from __future__ import annotations

import pytest

from tests.authoring.lint.conftest import ANSWERS, CHECKS, LESSON, Tiny
from tutor.authoring.lint.leaks import cut_lines, kept
from tutor.authoring.lint.secrets import Secret, spelled, values_of
from tutor.authoring.stubs import write_stubs
from tutor.course import Course

SOLUTION = '''\
"""Doubling."""

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    """Twice the input, of any shape."""
    with torch.no_grad():
        total = x.sum(dim=0) + 2 * x  # the secret
    return torch.add(x, total)


if __name__ == "__main__":
    print(double(torch.ones(3)))
'''
SECRET = "total = x.sum(dim=0) + 2 * x"


@pytest.fixture
def secret(tiny: Tiny) -> Tiny:
    """The tiny course with a solution whose lines are worth something."""
    tiny.write("solutions/ch01_small/double.py", SOLUTION)
    for old, new in (("[[2 * x, 3 * x]]", "[[2 * x, 3 * x]]"), ("torch.mul(x, 2)", "(x + x)")):
        text = (tiny.root / ANSWERS).read_text().replace(old, new).replace("'2 * x'", "'2 * x'")
        tiny.write(ANSWERS, text)
    write_stubs(Course.open(tiny.root), force=True)
    assert tiny.told() == []
    return tiny


@pytest.mark.parametrize(
    ("path", "old", "new", "what"),
    [
        (LESSON, "What is twice a number?", f'"Try {SECRET}."', "hint 1"),
        (LESSON, "text: Return twice the input.", f'text: "Write `{SECRET}`."', "the text"),
        (
            ANSWERS,
            "The factor is not the one",
            "Write total=x.sum( dim = 0 )+2*x, not the one",
            "what the mistake `wrong-factor` says",
        ),
        (CHECKS, "Each number of the input", f"{SECRET}, each", "the promise of `test_every_number_counts`"),
        ("solutions/ch01_small/double.py", "Twice the input", f"{SECRET}: twice the input", "what the stub says"),
    ],
    ids=["a hint", "the text", "a message", "a promise", "the stub"],
)
def test_a_line_of_the_solution_is_named_wherever_it_stands(
    secret: Tiny, path: str, old: str, new: str, what: str
) -> None:
    secret.edit(path, old, new)
    write_stubs(Course.open(secret.root), force=True)
    found = secret.one("leak")
    say = f"ch01/double: {what} holds a line of the solution, `{SECRET}`; say it in words, or leave a part of it out"
    assert found.message == say
    shown = "exercises/ch01_small/double.py" if what == "what the stub says" else path
    assert found.file == secret.root / shown
    assert found.line == secret.line(shown, new.strip('"')[:12])


def test_only_what_is_cut_out_and_not_trivial_counts() -> None:
    lines = cut_lines(SOLUTION, ("double",)).values()
    assert list(lines) == [SECRET, "torch.add(x, total)"]


def test_a_line_that_the_stub_keeps_may_be_repeated() -> None:
    kept = SOLUTION.replace("print(double(torch.ones(3)))", "x = torch.ones(3)\n    total = x.sum(dim=0) + 2 * x")
    assert SECRET not in cut_lines(kept, ("double",)).values()


def test_words_are_compared_whole() -> None:
    assert spelled("a = bc") not in spelled("aa = bcd")
    assert spelled("x+y") in spelled("take `x + y`, then")


def test_a_solution_that_cannot_be_cut_has_no_lines_to_leak() -> None:
    assert cut_lines("def f(:", ("f",)) == {}
    assert cut_lines("x = 1\n", ("f",)) == {}


VALUE = "torch.exp(x - x.max(dim=-1, keepdim=True).values)"
SOFTMAX = f"""\
import torch


def double(x):
    shifted = {VALUE}
    rows: list = torch.stack([shifted, x], dim=0)
    other = torch.stack(rows, dim=1)
    return shifted / shifted.sum(dim=-1, keepdim=True)
"""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"Try `{VALUE}`.", "the right-hand side of a line"),
        (f"Try `e = {VALUE}`.", "the right-hand side of a line"),
        (f"Try `shifted = {VALUE}`.", "a line"),
        ("Then `e / e.sum(dim=-1, keepdim=True)`.", "the right-hand side of a line"),
        ("The sum of `e` has the shape of `e`: `e / f.sum(dim=-1, keepdim=True)`.", ""),
        ("Take `torch.stack(rows, dim=1)`.", ""),
        ("Take torch.exp, and x.max(dim=-1, keepdim=True).", ""),
    ],
)
def test_the_value_of_a_line_is_a_leak_in_whatever_names_and_a_tool_is_none(text: str, what: str) -> None:
    lines = tuple(cut_lines(SOFTMAX, ("double",)).values())
    hidden = [*map(Secret.whole, lines[:1]), *values_of(SOFTMAX, lines, kept(SOFTMAX, ("double",)))]
    assert [each.what for each in hidden if each.stands_in(spelled(text))][:1] == ([what] if what else [])


def test_a_value_that_the_stub_has_too_is_no_leak() -> None:
    also = SOFTMAX + f"\n\nif __name__ == '__main__':\n    x = torch.ones(3)\n    print({VALUE})\n"
    lines = tuple(cut_lines(also, ("double",)).values())
    assert VALUE not in [each.shown for each in values_of(also, lines, kept(also, ("double",)))]


def test_a_hint_with_the_value_alone_is_named(secret: Tiny) -> None:
    secret.edit("solutions/ch01_small/double.py", "x.sum(dim=0) + 2 * x", "x.sum(dim=0, keepdim=True) + 2 * x")
    secret.edit(LESSON, "What is twice a number?", '"Put it together: all = x.sum(dim=0, keepdim=True) + 2 * x"')
    write_stubs(Course.open(secret.root), force=True)
    found = secret.one("leak")
    assert (
        "hint 1 holds the right-hand side of a line of the solution, `x.sum(dim=0, keepdim=True) + 2 * x`"
        in found.message
    )
