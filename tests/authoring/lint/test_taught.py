"""What a solution needs, some page before it has said."""

from __future__ import annotations

import pytest

from tests.authoring.lint.conftest import LESSON, Tiny

DOUBLE, EIGHT = "solutions/ch01_small/double.py", "solutions/ch02_more/eight.py"


def untaught(tiny: Tiny) -> list[tuple[str, int]]:
    """The names that nobody has heard of, each with its line."""
    found = [each for each in tiny.findings(strict=True) if each.code == "untaught"]
    return [(each.message.split("`")[1], each.line) for each in found]


def test_a_name_that_no_page_says_is_told(tiny: Tiny) -> None:
    tiny.edit(DOUBLE, "return 2 * x", "return x.mul(2)")
    (found,) = [each for each in tiny.findings(strict=True) if each.code == "untaught"]
    assert found.message.startswith("ch01/double: the solution uses `mul`, which no page before it says; show what")
    assert (found.file.name, found.line) == ("double.py", tiny.line(DOUBLE, "x.mul"))
    assert not [each for each in tiny.findings() if each.code == "untaught"], "it is a house rule"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("text: Doubling a tensor is", "text: With `x.mul(2)`, doubling a tensor is"),
        ("why: Doubling keeps the shape.", "why: mul keeps the shape."),
        ("text: Return twice the input.", "text: Return twice the input, by `mul`."),
        ('"Look at `*`."', '"Look at `mul`."'),
    ],
)
def test_a_page_a_question_or_a_hint_says_it(tiny: Tiny, old: str, new: str) -> None:
    tiny.edit(DOUBLE, "return 2 * x", "return x.mul(2)")
    tiny.edit(LESSON, old, new)
    assert untaught(tiny) == []


def test_a_later_page_says_it_too_late(tiny: Tiny) -> None:
    tiny.edit(DOUBLE, "return 2 * x", "return x.mul(2)")
    tiny.edit(LESSON, "text: Return half the input.", "text: Return half the input, by `mul`.")
    assert untaught(tiny) == [("mul", tiny.line(DOUBLE, "x.mul"))]


def test_a_stub_says_what_it_holds(tiny: Tiny) -> None:
    tiny.edit(DOUBLE, "return 2 * x", "return x.mul(2)")
    tiny.edit("exercises/ch01_small/double.py", "Twice the input", "Twice the input (see `mul`)")
    assert untaught(tiny) == []


def test_only_the_chapters_it_needs_have_said_it(tiny: Tiny) -> None:
    tiny.edit(EIGHT, "return 2 * twice(x)", "return twice(x).mul(2)")
    tiny.edit(LESSON, "text: Doubling a tensor is", "text: With `x.mul(2)`, doubling a tensor is")
    assert untaught(tiny) == []
    tiny.edit("lessons/ch02_more.yaml", "needs: [ch01]\n", "")
    assert untaught(tiny) == [("mul", tiny.line(EIGHT, ".mul"))]
    tiny.write("lessons/ch02_more.yaml", (tiny.root / "lessons/ch02_more.yaml").read_text() + "needs: [ch07]\n")
    assert untaught(tiny) == [("mul", tiny.line(EIGHT, ".mul"))], "a chapter that isn't there says nothing"


def test_keyword_arguments_are_names_too(tiny: Tiny) -> None:
    tiny.edit(DOUBLE, "return 2 * x", "return torch.sum(torch.stack([x, x]), dim=0)")
    assert [name for name, _ in untaught(tiny)] == ["dim", "stack", "sum"]


def test_what_python_has_and_what_the_file_defines_is_known(tiny: Tiny) -> None:
    body = "return 2 * x"
    tiny.edit(DOUBLE, body, 'names = {"a": x}\n    names.update(b=x)\n    return sum(names.values())')
    assert untaught(tiny) == [("b", tiny.line(DOUBLE, "update"))]
    tiny.edit(DOUBLE, "names.update(b=x)", 'names["b"] = x')
    assert untaught(tiny) == []
    tiny.edit(DOUBLE, "return sum(names.values())", "x.kept = 1\n    return x.kept * sum(names.values())")
    assert untaught(tiny) == []


def test_annotations_are_read_and_not_written(tiny: Tiny) -> None:
    tiny.edit(DOUBLE, "x: torch.Tensor) -> torch.Tensor", "x: torch.LongTensor) -> torch.FloatTensor")
    assert untaught(tiny) == []
