"""A stub is its solution's own text: only what the learner is to write is cut out."""

from __future__ import annotations

import ast
import difflib
from textwrap import dedent

import pytest

from tutor.authoring.cutting import StubError, generate
from tutor.course import Course
from tutor.course.stubtext import UNFINISHED, unfinished

CASES = {
    "a function keeps everything but its body": (
        '''
        """Adds."""

        import math  # only the body needs it

        from torch import Tensor

        LIMIT = 3  # stays


        @staticmethod
        def add(  # a comment in the signature
            x: Tensor,
            y: Tensor = math.inf,  # with a default
        ) -> Tensor:
            """x + y.

            # not a comment
            """

            # The secret.
            total = x + y
            return total  # done

            # an afterthought

        # about the block below
        if __name__ == "__main__":
            print(add(1, 2))
        ''',
        ["add"],
        '''
        """Adds."""

        import math  # only the body needs it

        from torch import Tensor

        LIMIT = 3  # stays


        @staticmethod
        def add(  # a comment in the signature
            x: Tensor,
            y: Tensor = math.inf,  # with a default
        ) -> Tensor:
            """x + y.

            # not a comment
            """
            raise NotImplementedError

        # about the block below
        if __name__ == "__main__":
            print(add(1, 2))
        ''',
    ),
    "given lines stay where they are": (
        """
        def f(x):
            batch, time = x.shape  # given: the sizes
            # hidden
            h = x.new_zeros(
                batch,
            )

            for t in range(  # given
                time
            ):
                # hidden too
                h = h + x[:, t]

            # the shape is (batch,)  # given
            return (
                h,
                time,
            )  # given
        """,
        ["f"],
        """
        def f(x):
            batch, time = x.shape  # given: the sizes
            raise NotImplementedError

            for t in range(  # given
                time
            ):
                raise NotImplementedError

            # the shape is (batch,)  # given
            return (
                h,
                time,
            )  # given
        """,
    ),
    "given branches stay without their blocks": (
        """
        def f(x):
            try:  # given
                y = 1
            except ValueError:
                y = 2
            else:
                y = 3  # given
            finally:
                y = 4
            if x:  # given
                return 1
            elif y:  # given
                return 2
            else:
                return 3
        """,
        ["f"],
        """
        def f(x):
            try:  # given
                raise NotImplementedError
            except ValueError:
                raise NotImplementedError
            else:
                y = 3  # given
            finally:
                raise NotImplementedError
            if x:  # given
                raise NotImplementedError
            elif y:  # given
                raise NotImplementedError
            else:
                raise NotImplementedError
        """,
    ),
    "a given definition stays whole": (
        '''
        def f(x):
            def helper(y):  # given
                """Twice."""
                return 2 * y

            return helper(x)
        ''',
        ["f"],
        '''
        def f(x):
            def helper(y):  # given
                """Twice."""
                return 2 * y

            raise NotImplementedError
        ''',
    ),
    "a method is cut, the others stay": (
        '''
        class Cell(nn.Module):
            """A cell."""

            size = 3

            def __init__(self) -> None:
                super().__init__()

            async def forward(self, x):
                return x
        ''',
        ["Cell.forward"],
        '''
        class Cell(nn.Module):
            """A cell."""

            size = 3

            def __init__(self) -> None:
                super().__init__()

            async def forward(self, x):
                raise NotImplementedError
        ''',
    ),
    "of a class the signatures and what is given stay": (
        '''
        class Cell(nn.Module):
            """A cell."""

            size: int  # given
            secret = 3

            def __init__(self) -> None:
                """Makes it."""
                super().__init__()  # given
                self.w = nn.Linear(2, 3)

            # About the helper.
            @property
            def _helper(self):
                return 4

            def __len__(self):  # given
                return 3

            def forward(self, x):
                return x
        ''',
        ["Cell"],
        '''
        class Cell(nn.Module):
            """A cell."""

            size: int  # given

            def __init__(self) -> None:
                """Makes it."""
                super().__init__()  # given
                raise NotImplementedError

            def __len__(self):  # given
                return 3

            def forward(self, x):
                raise NotImplementedError
        ''',
    ),
    "one line, and a body of a docstring's line": (
        """
        def f(x): return "λ" + x
        def g(λ): "Doc."; return λ
        """,
        ["f", "g"],
        """
        def f(x): raise NotImplementedError
        def g(λ): "Doc."; raise NotImplementedError
        """,
    ),
    "a method with its class": (
        """
        class A:
            def f(self):
                return 1
        """,
        ["A.f", "A"],
        """
        class A:
            def f(self):
                raise NotImplementedError
        """,
    ),
    "the word given in a string is no mark": (
        """
        def f(x):
            return "# given"
        """,
        ["f"],
        """
        def f(x):
            raise NotImplementedError
        """,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_cut_and_what_stays(case: str) -> None:
    solution, implement, stub = CASES[case]
    assert generate(dedent(solution), implement) == dedent(stub)


@pytest.mark.parametrize(
    ("solution", "words"),
    [
        ("def g(): return 1\n", "defines no `f`"),
        ("def f(:\n", "is not Python"),
        ('def f():\n    """Only this."""\n', "no body to cut"),
        ("def f():\n    return 1  # given\n", "nothing of `f` is left to write"),
        ("def f(x):\n    if x:\n        return 1  # given\n", "line 3 is marked as given, but line 2"),
    ],
)
def test_what_cannot_be_cut_is_said(solution: str, words: str) -> None:
    with pytest.raises(StubError, match=words):
        generate(solution, ["f"])


def test_line_endings_of_another_system_stay() -> None:
    assert generate("def f():\r\n    return 1\r\n", ["f"]) == "def f():\r\n    raise NotImplementedError\r\n"


def test_a_file_without_a_last_newline_is_cut() -> None:
    assert generate("def f():\n    return 1", ["f"]) == "def f():\n    raise NotImplementedError\n"


def test_every_stub_of_the_course_is_its_solution_with_lines_left_out() -> None:
    course = Course.open()
    for chapter in course.chapters:
        for step in chapter.exercises:
            solution = course.reference(chapter, step).read_text(encoding="utf-8")
            stub = generate(solution, step.implement)
            added = [
                line[2:]
                for line in difflib.ndiff(solution.splitlines(), stub.splitlines())
                if line.startswith("+ ") and line[2:].strip()
            ]
            assert {line.strip() for line in added} == {UNFINISHED}
            assert isinstance(ast.parse(stub), ast.Module)
            names = [name.split(".")[0] for name in unfinished(stub)]
            assert {name.split(".")[0] for name in step.implement} <= set(names)


def test_what_is_unfinished_is_found_by_name() -> None:
    text = """
        class A:
            def f(self): raise NotImplementedError("later")
            def g(self): return 1
        def h():
            if True:
                raise NotImplementedError
        def done(): raise ValueError
    """
    assert unfinished(dedent(text)) == ("A.f", "h")
    assert unfinished("def f(:") == ()
