"""A mutant is a slip that a learner could make, in what a learner writes, under a name that stays."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from tutor.authoring.cutting import generate
from tutor.authoring.mutation import Mutant, mutants
from tutor.course import Course

SLIPS = {
    "return x.tril()": {"x.tril() → x", "x.tril() → x.triu()"},
    "return x.softmax(dim=-1)": {
        "x.softmax(dim=-1) → x",
        "x.softmax(dim=-1) → x.softmax(dim=0)",
        "x.softmax(dim=-1) → x.softmax(dim=-2)",
        "x.softmax(dim=-1) → x.sigmoid()",
    },
    "return x.mean(dim=0)": {
        "x.mean(dim=0) → x",
        "x.mean(dim=0) → x.sum(dim=0)",
        "x.mean(dim=0) → x.mean()",
        "x.mean(dim=0) → x.mean(dim=1)",
        "x.mean(dim=0) → x.mean(dim=-1)",
        "x.mean(dim=0) → x.mean(dim=0, keepdim=True)",
    },
    "return a + b - c": {"a + b → a", "a + b → b", "a + b → a - b", "a + b - c → a + b", "a + b - c → a + b + c"},
    "return a * (b + c)": {
        "a * (b + c) → a",
        "a * (b + c) → (b + c)",
        "a * (b + c) → a + (b + c)",
        "b + c → b",
        "b + c → c",
        "b + c → b - c",
    },
    "return a @ b / math.sqrt(n)": {
        "a @ b → b @ a",
        "a @ b → a * b",
        "a @ b / math.sqrt(n) → a @ b",
        "a @ b / math.sqrt(n) → a @ b * math.sqrt(n)",
        "math.sqrt(n) → n",
    },
    "return x.masked_fill(~mask, -math.inf)": {
        "x.masked_fill(~mask, -math.inf) → x",
        "~mask → mask",
        "-math.inf → math.inf",
        "-math.inf → 0.0",
    },
    "return x[:, None] == y": {
        "x[:, None] → x[None, :]",
        "x[:, None] → x[:]",
        "x[:, None] == y → x[:, None] != y",
    },
    "return x[:n], x[n:]": {
        "return x[:n], x[n:] → return x[n:], x[:n]",
        "x[:n] → x[:n + 1]",
        "x[:n] → x[:n - 1]",
        "x[:n] → x[n:]",
        "x[n:] → x[n + 1:]",
        "x[n:] → x[n - 1:]",
        "x[n:] → x[:n]",
    },
    "return x[1:]": {"x[1:] → x[:]", "x[1:] → x[:1]"},
    "return x[0], x.shape[1]": {
        "return x[0], x.shape[1] → return x.shape[1], x[0]",
        "x[0] → x[1]",
        "x[0] → x",
        "x.shape[1] → x.shape[0]",
        "x.shape[1] → x.shape[2]",
    },
    "return rows[i, t]": {
        "rows[i, t] → rows[t, i]",
        "rows[i, t] → rows[:, t]",
        "rows[i, t] → rows[i - 1, t]",
        "rows[i, t] → rows[i, t - 1]",
    },
    "return a and not b": {"a and not b → a or not b", "a and not b → a", "a and not b → not b", "not b → b"},
    "return [f(a) for a in b if a < c]": {
        "if a < c → if True",
        "a < c → a <= c",
        "a < c → a > c",
    },
    "return torch.cat([a, b], dim=1)": {
        "torch.cat([a, b], dim=1) → torch.cat([b, a], dim=1)",
        "torch.cat([a, b], dim=1) → torch.stack([a, b], dim=1)",
        "torch.cat([a, b], dim=1) → torch.cat([a, b], dim=0)",
        "torch.cat([a, b], dim=1) → torch.cat([a, b], dim=2)",
    },
    "return nn.Linear(a, b, bias=False)": {
        "nn.Linear(a, b, bias=False) → nn.Linear(b, a, bias=False)",
        "nn.Linear(a, b, bias=False) → nn.Linear(a, b)",
    },
    "return torch.where(a, b, c)": {"torch.where(a, b, c) → torch.where(a, c, b)"},
    "return x.detach().clone(), w.T": {
        "return x.detach().clone(), w.T → return w.T, x.detach().clone()",
        "x.detach().clone() → x.detach()",
        "x.detach() → x",
        "w.T → w",
    },
    "return type(x)(*y)": {"type(x)(*y) → type(x)(y)"},
    "return self.norm(x)": {"self.norm(x) → x"},
    "return True": {"return True → return False"},
    "return a if b else c": {"if b → if True", "if b → if False"},
    "x = x + 1\nreturn x": {"x = x + 1 → pass", "x + 1 → x", "x + 1 → 1", "x + 1 → x - 1"},
    "x -= y": {"x -= y → pass", "x -= y → x += y", "x -= y → x = y"},
    "with torch.no_grad():\n    x.add_(y)": {"with torch.no_grad() → if True", "x.add_(y) → pass"},
    "a.zero_grad()\nb.backward()": {
        "a.zero_grad() → pass",
        "b.backward() → pass",
        "a.zero_grad(); b.backward() → b.backward(); a.zero_grad()",
    },
    "for i in range(n):\n    f(i)": {
        "range(n) → range(n - 1)",
        "range(n) → range(n + 1)",
        "range(n) → range(1, n)",
        "f(i) → pass",
    },
    "if a is None:\n    raise ValueError('no' + a)\nreturn a": {"if a is None → if False", "a is None → a is not None"},
    "while a < b:\n    break": {"a < b → a <= b", "a < b → a > b", "break → pass"},
}


def of(body: str, arguments: str = "x, self=None") -> dict[str, Mutant]:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    found = mutants(f"def f({arguments}):\n{lines}\n", ["f"])
    return {each.id.removeprefix("f: "): each for each in found}


@pytest.mark.parametrize("body", SLIPS)
def test_the_slips_of_a_line(body: str) -> None:
    assert set(of(body)) == SLIPS[body]


@pytest.mark.parametrize(
    "body",
    [
        "return x.contiguous()",
        "return torch.arange(len(x), device=x.device)[torch.tensor(0.5, device=x.device)]",
        "assert x + y > 0, x[0]",
        "raise ValueError(f'{x + 1}' + str(x - 1))",
        'return f"{x + 1}"',
        "y: Tensor[x + 1] = z\nreturn y",
        "print(x)",
        "return {'a': 1e-5, 'b': 3}",
        "return f(x[None], 3, 1.5)",
        "while True:\n    yield x",
        "y = z\nreturn y",
    ],
)
def test_no_slip_where_none_would_be_a_mistake_or_show(body: str) -> None:
    changed = [each for each in of(body) if "arange" not in each]
    assert changed == []


def test_a_default_in_the_place_of_an_argument() -> None:
    assert set(of("return x ** p", "x, p=2")) == {"x ** p → x", "x ** p → x ** 2"}


def test_an_argument_in_a_comprehension_is_one_too() -> None:
    assert "[f(i) for i in x] → [f(i) for i in y]" in of("return [f(i) for i in x]", "x: list, y: list")


def test_arguments_of_one_type_are_taken_for_each_other() -> None:
    assert of("return run(a, b)", "a: Tensor, b: Callable") == {}
    assert set(of("return run(a, b)", "a: Tensor, b: Tensor")) == {
        "run(a, b) → run(b, a)",
        "run(a, b) → run(b, b)",
        "run(a, b) → run(a, a)",
    }
    assert of("return len(a), a.shape, a.device", "a: Tensor, b: Tensor").keys() == {
        "return len(a), a.shape, a.device → return a.shape, len(a), a.device",
        "return len(a), a.shape, a.device → return len(a), a.device, a.shape",
    }


REFERENCE = '''
    """A file, with 1 + 1 in its docstring."""

    SIZE = 3 + 4  # no learner writes this


    def scaled(x: Tensor, y: float = ONE + ONE) -> Tensor:
        """x - y, and more: 1 + 1."""
        lengths = x.sum(dim=1)  # given: (N,)
        for i in range(3):  # given
            x = (
                x  # a remark
                - y
            )
        return x  # done: "√"


    def other(x):
        return x + 1


    class Cell(nn.Module):
        """λ."""

        def __init__(self) -> None:
            super().__init__()  # given
            self.w = nn.Linear(2, 3)

        def _helper(self, h):
            return h * 2

        def forward(self, x):
            return self._helper(x)
'''


def test_only_what_a_learner_writes_is_changed() -> None:
    found = mutants(dedent(REFERENCE), ["scaled", "Cell"])
    assert {each.id for each in found} == {
        "scaled: x = x - y → pass",
        "scaled: x - y → x",
        "scaled: x - y → x + y",
        "Cell.__init__: nn.Linear(2, 3) → nn.Linear(3, 2)",
        "Cell._helper: h * 2 → h",
        "Cell._helper: h * 2 → 2",
        "Cell.forward: self._helper(x) → x",
    }


def test_a_mutant_keeps_the_comments_and_all_other_lines_where_they_were() -> None:
    reference = dedent(REFERENCE)
    for each in mutants(reference, ["scaled", "Cell"]):
        lines = each.text.splitlines()
        assert len(lines) == len(reference.splitlines())
        differing = [i for i, (old, new) in enumerate(zip(reference.splitlines(), lines), 1) if old != new]
        assert each.line in range(differing[0] - 3, differing[0] + 1)
        assert lines.index('    return x  # done: "√"') == reference.splitlines().index('    return x  # done: "√"')


def test_names_survive_edits_elsewhere_and_tell_repetitions_apart() -> None:
    short = "def f(x):\n    return g(x + 1, x + 1)\n"
    long = f"import math\n\n\ndef g(a):  # new\n    return -a\n\n\n{short}"
    names = [each.id for each in mutants(short, ["f"])]
    assert names == [each.id for each in mutants(long, ["f"])]
    assert names[0] == "f: x + 1 → x"
    assert "f: x + 1 → x #2" in names
    assert len(set(names)) == len(names)


def test_long_fragments_lose_what_is_the_same_on_both_sides() -> None:
    body = "return (a.unsqueeze(-1) * b.unsqueeze(-2) * c.unsqueeze(-3)).sum(dim=-1)"
    assert "….sum(dim=-1) → ….sum(dim=0)" in of(body)


def test_every_exercise_of_the_course_has_mutants_that_run() -> None:
    course = Course.open()
    for chapter in course.chapters:
        for step in chapter.exercises:
            reference = course.reference(chapter, step).read_text(encoding="utf-8")
            found = mutants(reference, step.implement)
            assert 3 <= len(found) <= 150, chapter.address(step)
            trees = [ast.dump(ast.parse(text)) for text in [reference, *(each.text for each in found)]]
            assert len(set(trees)) == len(trees)
            for each in found:
                assert generate(each.text, step.implement) == generate(reference, step.implement)
