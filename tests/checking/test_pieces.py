"""What ships to the worker, modules from bytes, and answers as edits."""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path

import pytest

from tutor.checking.answers import Answer, StaleEdit, both, load_answers, replace_definitions
from tutor.checking.loading import Library, Source
from tutor.checking.ship import check_titles, probe_names, shipped
from tutor.checking.snapshot import Unreadable, read

CHECKS = '''"""Hidden checks."""
import math

import torch

from tutor.checking import probe

SIZES = (2, 3)
ANSWER = 42


class Model(torch.nn.Module):
    pass


def helper():
    return Model(), SIZES


def closed_form(x):
    return ANSWER * x


@probe
def seen(impl, x):
    yield {"out": helper()}


def test_it(agree):
    """It agrees."""
    assert closed_form(1) == 42
'''


def test_only_what_probes_reach_ships_and_lines_stay() -> None:
    text = shipped(CHECKS)
    assert "closed_form" not in text
    assert "ANSWER" not in text
    assert "test_it" not in text
    assert "class Model" in text
    assert text.splitlines().index("SIZES = (2, 3)") == CHECKS.splitlines().index("SIZES = (2, 3)")
    ast.parse(text)


def test_titles_are_the_promises_in_order() -> None:
    tree = ast.parse(CHECKS)
    assert check_titles(tree) == {"test_it": "It agrees."}
    assert probe_names(tree) == ("seen",)


def library(**sources: str) -> Library:
    made = [Source(name.replace("__", "."), f"/nowhere/{name}.py", text.encode()) for name, text in sources.items()]
    return Library(made, "ch01_a")


def test_both_names_of_a_module_are_one_module() -> None:
    lib = library(ch01_a__one="x = []", ch01_a__two="import one\nfrom ch01_a.one import x\nsame = one.x is x")
    assert lib.fresh("ch01_a.two").same is True


def test_another_chapters_module_is_reached_by_its_full_name() -> None:
    lib = library(ch01_a__one="from ch02_b.one import y", ch02_b__one="y = 5")
    assert lib.fresh("ch01_a.one").y == 5


def test_the_own_chapter_wins_where_two_files_have_one_name() -> None:
    lib = library(ch02_b__one="x = 'other'", ch01_a__one="x = 'own'", ch01_a__two="from one import x")
    assert lib.fresh("ch01_a.two").x == "own"


def test_fresh_forgets_what_was_kept() -> None:
    lib = library(ch01_a__one="calls = []", ch01_a__two="import one\none.calls.append(1)\nn = len(one.calls)")
    assert [lib.fresh("ch01_a.two").n for _ in range(3)] == [1, 1, 1]


def test_libraries_do_not_see_each_other() -> None:
    first, second = library(ch01_a__one="x = 1"), library(ch01_a__one="x = 2")
    assert [first.fresh("ch01_a.one").x, second.fresh("ch01_a.one").x, first.fresh("ch01_a.one").x] == [1, 2, 1]
    sys.modules.pop("ch01_a.one", None)


def test_code_replaces_whole_definitions_and_adds_what_it_needs() -> None:
    text = "import torch\n\n\n@decorator\ndef f(x):\n    return 1\n\n\nLAST = 1\n"
    made = replace_definitions(text, "import math\n\ndef f(x):\n    return math.pi\n", "pi")
    assert "@decorator" not in made
    assert made.index("import math") < made.index("def f")
    assert made.endswith("LAST = 1\n")
    ast.parse(made)


def test_a_stale_edit_says_so() -> None:
    with pytest.raises(StaleEdit, match="stands 0 times"):
        Answer(name="gone", change=(("nowhere", ""),)).apply("x = 1\n")
    with pytest.raises(StaleEdit, match="replaces nothing"):
        Answer(name="gone", code="def g():\n    pass\n").apply("x = 1\n")


def test_two_edits_meet_or_combine() -> None:
    one, two = Answer(name="a", change=(("1", "2"),)), Answer(name="b", change=(("y", "z"),))
    assert both(one, two, "x = 1\ny = 0\n") == "x = 2\nz = 0\n"
    assert both(one, Answer(name="c", change=(("= 1", "= 3"),)), "x = 1\n") is None


@pytest.mark.parametrize(
    "text",
    [
        *("- a list", "wrong: [a]", "rong: {}", "wrong: {", "equivalent: {a: }", "equivalent: {a: [why]}"),
        *(
            "wrong: {a: {says: x}}",
            "wrong: {off: {code: x = 1}}",
            "wrong: {a: {change: [x]}}",
            "wrong: {a: {change: 1}}",
        ),
        "wrong: {a: {code: x = 1, says: [x]}}",
    ],
)
def test_an_answers_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"answers\.yaml"):
        load_answers(path)


def test_an_answers_file_may_excuse_changes_that_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("equivalent:\n  'generic: detached': >-\n    Nothing flows\n    through a mask.\n")
    assert load_answers(path).equivalent == {"generic: detached": "Nothing flows through a mask."}
    path.write_text("wrong:\nright:\n")
    assert load_answers(path).equivalent == {}


def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    plain = tmp_path / "plain.py"
    plain.write_bytes(b"x = 1\n")
    assert read(plain) == b"x = 1\n"
    (tmp_path / "link.py").symlink_to(plain)
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "long.py").write_bytes(b"#" * 1_000_001)
    os.mkfifo(tmp_path / "pipe.py")
    for name in ("link", "folder", "long", "pipe", "missing"):
        with pytest.raises(Unreadable, match=name):
            read(tmp_path / f"{name}.py")
