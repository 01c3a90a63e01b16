"""Files of a chapter: what they import, stubs that are not up to date, files that belong to nothing."""

from __future__ import annotations

import shutil

import pytest

from tests.authoring.lint.conftest import LESSON, Tiny

TRAIN = "exercises/ch01_small/train.py"


def test_an_import_that_is_nowhere_is_named(tiny: Tiny) -> None:
    tiny.edit(TRAIN, "import torch\n", "import torch\nimport no_such_module\n")
    found = tiny.one()
    assert (found.file, found.line) == (tiny.root / TRAIN, tiny.line(TRAIN, "no_such"))
    assert found.message == (
        "ch01/train: `no_such_module` is imported here, and is neither installed nor a file of this chapter; add it, "
        "or mend the name"
    )


def test_a_helper_module_is_looked_through(tiny: Tiny) -> None:
    tiny.edit(TRAIN, "from double import double\n", "from helper import double\n")
    tiny.write("exercises/ch01_small/helper.py", "from double import double\nimport gone\n")
    assert tiny.one().message.startswith("ch01/train: `gone` is imported here")
    tiny.write(
        "exercises/ch01_small/helper.py",
        "from double import double\n\ntry:\n    import gone\nexcept ImportError:\n    pass\n",
    )
    assert tiny.findings() == ()
    tiny.write("exercises/ch01_small/helper.py", "from ch01_small.extra import halve as double\n")
    assert {each.code for each in tiny.findings()} == {"missing-use", "idle-use"}


@pytest.mark.parametrize("line", ["from extra import halve", "import ch01_small.extra", "from ch01_small import extra"])
def test_an_exercise_that_uses_does_not_list_is_named(tiny: Tiny, line: str) -> None:
    tiny.edit(TRAIN, "import torch\n", f"import torch\n{line}\n")
    found = tiny.one()
    say = "ch01/train: train.py imports the exercise ch01/extra, which `uses` doesn't list; add `extra` to `uses`"
    assert found.message == say
    assert (found.file, found.line) == (tiny.root / LESSON, tiny.line(LESSON, "target:") - 1)


def test_what_is_used_by_what_is_used_need_not_be_listed(tiny: Tiny) -> None:
    tiny.edit(LESSON, "script: train.py\n    uses: [double]", "script: train.py\n    uses: [twice]")
    tiny.edit(TRAIN, "from double import double\n", "from double import double\nfrom twice import twice\n")
    assert tiny.findings() == ()


def test_a_training_that_never_imports_what_it_uses_is_told_in_any_course(tiny: Tiny) -> None:
    tiny.edit(LESSON, "script: train.py\n    uses: [double]", "script: train.py\n    uses: [double, extra]")
    found = tiny.one()
    assert found.message == (
        "ch01/train: `uses` lists extra, which train.py never imports; let it train with what the learner wrote, or "
        "delete it there"
    )
    assert (found.code, found.level) == ("idle-use", "sound")


def test_an_import_while_it_runs_is_one(tiny: Tiny) -> None:
    tiny.edit(
        TRAIN, "from double import double\n", "import importlib\n\ndouble = importlib.import_module('double').x\n"
    )
    assert tiny.told() == []


def test_an_exercise_that_uses_what_it_never_imports_is_a_house_matter(tiny: Tiny) -> None:
    tiny.edit(LESSON, "file: twice.py\n    implement: [twice]\n    uses: [double]", TWICE)
    assert tiny.told() == []
    found = tiny.one("idle-use", strict=True)
    assert found.message == "ch01/twice: `uses` lists extra, which twice.py never imports; delete it there"


TWICE = "file: twice.py\n    implement: [twice]\n    uses: [double, extra]"


@pytest.mark.parametrize("path", [TRAIN, "exercises/ch01_small/look.py", "exercises/ch01_small/deep/helper.py"])
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [("x = 1\ny = 'a\n", 2, "is not Python: unterminated string"), (b"x = 1\n\n# \xff\n", 3, "is not UTF-8")],
    ids=["a stray quote", "bytes"],
)
def test_a_script_or_helper_that_cannot_be_read_is_told_at_its_line(
    tiny: Tiny, path: str, text: str | bytes, line: int, said: str
) -> None:
    tiny.write(path, text)
    found = tiny.one()
    assert (found.file, found.line, found.code) == (tiny.root / path, line, "unreadable")
    assert said in found.message


def test_of_a_step_the_files_that_it_reaches_are_read(tiny: Tiny) -> None:
    tiny.edit(TRAIN, "import torch\n", "import torch\nimport helper\n")
    tiny.write("exercises/ch01_small/helper.py", "x = (\n")
    assert [each.code for each in tiny.findings("ch01/train")] == ["unreadable"]
    assert tiny.findings("ch01/look") == ()


def test_a_name_that_a_helper_does_not_define_is_told(tiny: Tiny) -> None:
    tiny.write("exercises/ch01_small/helper.py", "def enlarged(x):\n    return x\n")
    tiny.edit(TRAIN, "import torch\n", "import torch\nfrom helper import enlarge\n")
    found = tiny.one()
    assert (found.code, found.file, found.line) == ("not-in-file", tiny.root / TRAIN, 2)
    assert found.message == (
        "ch01: helper.py defines no `enlarge`, which is imported here; did you mean `enlarged`?; mend the name, or "
        "write it there"
    )
    tiny.write("exercises/ch01_small/helper.py", "from math import *\n")
    assert tiny.told() == []


def test_a_name_that_another_exercise_does_not_define_is_told(tiny: Tiny) -> None:
    tiny.edit("solutions/ch02_more/eight.py", "import twice\n", "import twice, thrice\n")
    assert "twice.py defines no `thrice`, which is imported here" in tiny.one("not-in-file").message


def test_a_solution_that_is_no_python_is_told_at_its_own_line(tiny: Tiny) -> None:
    path = "solutions/ch01_small/double.py"
    tiny.edit(path, "    return 2 * x", "    return 2 *")
    found = tiny.one()
    assert (found.file, found.line, found.code) == (tiny.root / path, tiny.line(path, "2 *"), "solution-syntax")
    assert found.message == "ch01/double: double.py is not Python: invalid syntax; mend this line"


def test_a_what_if_about_something_else_is_named(tiny: Tiny) -> None:
    tiny.edit(
        LESSON, "target: {size: {at_least: 60}}", "target: {size: {at_least: 60}}\n    whatif: [extra:wrong-factor]"
    )
    assert tiny.one().message == (
        "ch01/train: the mistake `extra:wrong-factor` can't matter here, since `uses` doesn't reach its exercise; "
        "delete it, or use it"
    )


STUB = "exercises/ch01_small/double.py"


def test_a_stub_that_is_older_than_its_solution_is_told(tiny: Tiny) -> None:
    tiny.edit("solutions/ch01_small/double.py", "Twice the input", "Two times the input")
    found = tiny.one()
    assert (found.file, found.code) == (tiny.root / STUB, "stub-stale")
    assert found.message == "ch01/double: the stub double.py is stale; run `dltutor author stubs`"


def test_a_stub_that_was_edited_by_hand_is_told(tiny: Tiny) -> None:
    tiny.edit(STUB, "Twice the input", "Two times the input")
    found = tiny.one()
    assert found.code == "stub-edited"
    assert "bring the edit into the solution, or overwrite it with `dltutor author stubs --force`" in found.message


def test_a_solution_that_cannot_be_cut_is_told(tiny: Tiny) -> None:
    tiny.edit("solutions/ch01_small/double.py", "    return 2 * x", "    return 2 * x  # given")
    found = tiny.one("stub-broken")
    assert found.file == tiny.root / "solutions/ch01_small/double.py"
    assert "nothing of `double` is left to write" in found.message


def test_a_missing_file_is_told_once(tiny: Tiny) -> None:
    (tiny.root / STUB).unlink()
    assert "there is no stub exercises/ch01_small/double.py; run `dltutor author stubs`" in tiny.one().message
    (tiny.root / "solutions/ch01_small/double.py").unlink()
    assert [each.code for each in tiny.findings("ch01/double")] == ["missing-solution"]


def test_files_of_no_step_are_named(tiny: Tiny) -> None:
    for path in (
        "solutions/ch01_small/{}.py",
        "solutions/ch01_small/answers/{}.yaml",
        "tests/checks/ch01_small/test_{}.py",
    ):
        tiny.write(path.format("doubel"), "")
    tiny.write("solutions/ch01_small/trian.json", "{}")
    assert tiny.findings() == ()
    said = [each.message for each in tiny.findings("ch01", strict=True) if each.code == "orphan"]
    assert len(said) == 4
    for name, near in (
        ("doubel.py", "double.py"),
        ("doubel.yaml", "double.yaml"),
        ("test_doubel.py", "test_double.py"),
    ):
        say = f"{name} belongs to no step of ch01; did you mean `{near}`?; put the step back, or delete the file"
        assert say in said


def test_a_stub_of_no_exercise_is_named(tiny: Tiny) -> None:
    shutil.copy(tiny.root / STUB, tiny.root / "exercises/ch01_small/old.py")
    assert tiny.one().message == "old.py is the stub of no exercise of ch01; `dltutor author stubs ch01` removes it"


def test_a_folder_without_a_lesson_is_named(tiny: Tiny) -> None:
    (tiny.root / "lessons/ch02_more.yaml").unlink()
    said = [each.message for each in tiny.findings(strict=True) if each.code == "orphan-folder"]
    assert len(said) == 3
    assert said[0] == "exercises/ch02_more belongs to no lesson; put lessons/ch02_more.yaml back, or delete it"
    assert tiny.findings() == ()


EIGHT = "solutions/ch02_more/eight.py"


def test_what_imports_another_chapter_says_first_where_the_chapters_are(tiny: Tiny) -> None:
    assert [each.code for each in tiny.findings(strict=True) if each.code == "not-by-hand"] == []
    tiny.edit(EIGHT, "import tutor.chapters\n", "")
    found = tiny.one("not-by-hand", strict=True)
    assert (found.file, found.line, found.level) == (tiny.root / EIGHT, tiny.line(EIGHT, "from ch01_small"), "house")
    assert found.message == (
        "ch02: run by hand, eight.py doesn't find `ch01_small.twice`; write `import tutor.chapters` above it"
    )
    tiny.edit(
        EIGHT, "from ch01_small.twice import twice\n", "from ch01_small.twice import twice\nimport tutor.chapters\n"
    )
    assert tiny.one("not-by-hand", strict=True).line == found.line, "below it comes too late"
    tiny.edit(EIGHT, "import torch\n", "import torch\nfrom tutor import live\n")
    assert [each.code for each in tiny.findings(strict=True) if each.code == "not-by-hand"] == []


def test_a_script_or_helper_that_imports_another_chapter_says_so_too(tiny: Tiny) -> None:
    tiny.write("exercises/ch02_more/helper.py", "import ch02_more.eight\nimport ch01_small.double\n")
    found = tiny.one("not-by-hand", strict=True)
    assert (found.file, found.line) == (tiny.root / "exercises/ch02_more/helper.py", 2), "its own chapter is beside it"


def test_a_line_of_a_docstring_fits_a_screen_of_eighty_columns(tiny: Tiny) -> None:
    solution = "solutions/ch01_small/double.py"
    tiny.edit(solution, 'Tensor:\n    """', f'Tensor:\n    """{"é" * 70}\n    {"é" * 77}\n\n    ')
    found = tiny.one("wide-docstring", strict=True)
    assert (found.file, found.line) == (tiny.root / solution, tiny.line(solution, "é" * 77))
    assert found.message == "ch01/double: this line is 81 columns wide, and a screen may have 80; break it"
    assert not [each for each in tiny.findings() if each.code == "wide-docstring"]
