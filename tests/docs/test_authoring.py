"""docs/authoring.md: its tutorial runs as printed, and its reference misses nothing that the program knows."""

from __future__ import annotations

import ast
import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from tests.docs import page as pages
from tests.docs.reference import call_text, code_table, key_table
from tutor import live
from tutor.authoring.commands import app
from tutor.authoring.describing import described
from tutor.authoring.lint import codes
from tutor.checking import given
from tutor.checking.answers import Answer, Answers
from tutor.checking.bench import Bench, Rand
from tutor.checking.fixtures import FIXTURES
from tutor.course.model import STEP_TYPES, Bound, Chapter, Choice, CourseHead, Limits, Link, Term

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "authoring.md").read_text("utf-8")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def test_the_tutorial_runs_as_printed(tmp_path: Path) -> None:
    folder = tmp_path / "activations"
    folder.mkdir()
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "OMP_NUM_THREADS": "1",
        "COLUMNS": "80",
    }
    environment.pop("DLTUTOR_WORKSPACE", None)
    tried = 0
    for step in pages.steps(pages.section(PAGE, "One exercise from nothing")):
        if isinstance(step, pages.File):
            file = folder / step.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text((file.read_text("utf-8") if step.more else "") + step.text, "utf-8")
            continue
        done = subprocess.run(
            step.command,
            shell=True,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert pages.fits(step.output, done.stdout), f"$ {step.command}\n{done.stdout}"
        tried += 1
    assert tried >= 6


@pytest.mark.parametrize(
    ("kind", "without"),
    [(kind, ()) for kind in (CourseHead, *STEP_TYPES.values(), Link, Choice, Limits, Bound, Term)]
    + [(Chapter, ("name",)), (Answers, ()), (Answer, ("name",))],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_every_key_is_listed_with_the_words_of_its_class(kind: type[Any], without: tuple[str, ...]) -> None:
    table = key_table(kind, without)
    assert table in PAGE, f"docs/authoring.md should have this table:\n\n{table}"
    assert set(described(kind)[1]) >= {line.split("`")[1] for line in table.splitlines()[2:]}


def test_every_part_of_a_check_is_explained() -> None:
    calls = [call_text(name, getattr(Bench, name), skip=1) for name in ("agree", "example", "observe", "note", "ints")]
    calls.append(call_text("rand", Rand.__call__, skip=1))
    methods = [name for name, _ in inspect.getmembers(Rand, inspect.isfunction) if not name.startswith("_")]
    calls += [call_text(f"rand.{name}", getattr(Rand, name), skip=1) for name in methods]
    assert {call.partition("(")[0].partition(".")[0] for call in calls} | {"bench"} == set(FIXTURES)
    assert [call for call in (*calls, "bench") if f"| `{call}` |" not in PAGE] == []


def test_every_helper_of_probes_is_explained() -> None:
    helpers = [
        call_text(f"given.{name}", helper)
        for name, helper in vars(given).items()
        if not name.startswith("_") and getattr(helper, "__module__", "") == given.__name__
    ]
    assert len(helpers) > 10
    named = [name for name in helpers if f"`{name}`" in PAGE or (name.endswith("()") and name in PAGE)]
    assert sorted(set(helpers) - set(named)) == []


def test_everything_that_a_script_may_say_is_explained() -> None:
    calls = [call_text(f"live.{name}", getattr(live, name)) for name in live.__all__]
    assert [call for call in calls if f"| `{call}` |" not in PAGE] == []


def test_every_command_and_every_option_of_lint_is_named() -> None:
    assert [name for name in COMMANDS if f"| `dltutor author {name}" not in PAGE] == []
    options = [option for parameter in COMMANDS["lint"].params for option in parameter.opts if option.startswith("--")]
    assert [option for option in options if f"`{option}" not in PAGE] == []


@pytest.mark.parametrize("group", ["READING", "LESSON", "TEXTS", "ANSWERS", "CHECKS", "FILES", "HOUSE", "PROOFS"])
def test_every_kind_of_finding_is_listed(group: str) -> None:
    table = code_table(getattr(codes, group))
    assert table in PAGE, f"docs/authoring.md should have this table:\n\n{table}"


def test_no_kind_of_finding_is_left_out() -> None:
    assert [code for code in codes.CODES if f"| `{code}` |" not in PAGE] == []


def test_every_link_leads_somewhere() -> None:
    for target in pages.links(PAGE):
        file, _, name = target.partition("#")
        if target.startswith("http"):
            continue
        there = (ROOT / "docs" / file).resolve() if file else ROOT / "docs" / "authoring.md"
        assert there.exists(), target
        assert not name or name in pages.anchors(there.read_text("utf-8")), target


def test_what_is_printed_is_python_and_yaml() -> None:
    for text in pages.blocks(PAGE, "python"):
        ast.parse(text)
    for text in pages.blocks(PAGE, "yaml"):
        yaml.safe_load(text)


def test_the_entry_point_is_that_of_the_course_in_the_tests() -> None:
    (printed,) = pages.blocks(PAGE, "toml")
    assert printed in (ROOT / "tests" / "outsider" / "course" / "pyproject.toml").read_text("utf-8")
