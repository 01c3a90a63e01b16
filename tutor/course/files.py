"""Do the files that a lesson speaks of exist: scripts, stubs, solutions, checks, answers, and the names in them."""

from __future__ import annotations

import ast
import sys
import sysconfig
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from pathlib import Path

from tutor.course.document import Document
from tutor.course.model import ExerciseStep, RunStep, Step, TrainStep
from tutor.course.nearest import did_you_mean, nearest
from tutor.course.node import Place
from tutor.course.places import ChapterFolders
from tutor.syntax import parse


def check_files(document: Document, steps: list[tuple[int, Step]], folders: ChapterFolders) -> None:
    """Reports to the document, at the key that names the file."""
    owners: dict[str, int] = {}
    for index, step in steps:
        place: Place = ("steps", index)
        if isinstance(step, RunStep | TrainStep):
            _script(document, step.script, folders, (*place, "script"))
        elif isinstance(step, ExerciseStep):
            if step.file in owners:
                say = f"`{step.file}` belongs to the exercise `{steps_id(steps, owners[step.file])}` already"
                document.report((*place, "file"), "duplicate-file", say)
            owners.setdefault(step.file, index)
            _exercise(document, step, folders, place)
        if isinstance(step, TrainStep):
            _mistakes(document, step, {each.id: each for _, each in steps}, folders, place)


def steps_id(steps: list[tuple[int, Step]], index: int) -> str:
    return next(step.id for each, step in steps if each == index)


def _script(document: Document, script: str, folders: ChapterFolders, place: Place) -> None:
    if not _named_well(document, script, place):
        return
    if not (folders.exercises / script).is_file():
        say = f"there is no {_shown(folders, folders.exercises / script)}{_near(script, folders.exercises)}"
        document.report(place, "missing-script", say)


def _mistakes(
    document: Document, step: TrainStep, steps: dict[str, Step], folders: ChapterFolders, place: Place
) -> None:
    """The mistakes under `whatif` are in the answers of their exercises, as far as these belong to this chapter."""
    for index, whatif in enumerate(step.whatif):
        name, _, mistake = whatif.rpartition(":")
        exercise = steps.get(name)
        if not isinstance(exercise, ExerciseStep):
            continue
        file = folders.answers / f"{Path(exercise.file).stem}.yaml"
        wrong, instead = _mistakes_in(file, file.read_bytes()) if file.is_file() else (None, "")
        if wrong is not None and mistake not in wrong:
            say = f"{_shown(folders, file)} names no mistake `{mistake}`{did_you_mean(mistake, wrong)}"
            if instead:
                say = f"{_shown(folders, file)} has no `wrong`, which would name `{mistake}`, but {instead}"
            document.report((*place, "whatif", index), "bad-whatif", say)


@lru_cache(maxsize=64)
def _mistakes_in(file: Path, raw: bytes) -> tuple[tuple[str, ...] | None, str]:
    """Their names, once for all trainings that try some of them, None where there are none to be read; and what stands
    in the place of a misspelt `wrong`."""
    root = Document(file, raw).root
    sections = root.value if root is not None else None
    if root is None or not isinstance(sections, dict):
        return None, ""
    if "wrong" not in sections:
        near = nearest("wrong", sections)
        return (), f"`{near}` in line {root.keys[near].line}; mend that" if near else ""
    wrong = sections["wrong"].value
    return tuple(wrong) if isinstance(wrong, dict) else None, ""


def _exercise(document: Document, step: ExerciseStep, folders: ChapterFolders, place: Place) -> None:
    where = (*place, "file")
    if not _named_well(document, step.file, where):
        return
    solution = folders.solutions / step.file
    stem = Path(step.file).stem
    if not solution.is_file():
        say = f"there is no solution {_shown(folders, solution)}{_near(step.file, folders.solutions)}"
        document.report(where, "missing-solution", say)
    else:
        _implemented(document, step, solution, folders, place)
        if not (folders.exercises / step.file).is_file():
            stub = _shown(folders, folders.exercises / step.file)
            document.report(where, "missing-stub", f"there is no stub {stub}; run `dltutor author stubs`")
    for file, code, what in (
        (folders.checks / f"test_{stem}.py", "missing-checks", "are no checks"),
        (folders.answers / f"{stem}.yaml", "missing-answers", "are no other answers"),
    ):
        if not file.is_file():
            document.report(where, code, f"there {what} {_shown(folders, file)}{_near(file.name, file.parent)}")


def _implemented(document: Document, step: ExerciseStep, solution: Path, folders: ChapterFolders, place: Place) -> None:
    try:
        names = _names_in(solution.read_bytes())
    except (SyntaxError, ValueError) as error:
        line = f":{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        say = f"the solution {_shown(folders, solution)}{line} is not Python: {getattr(error, 'msg', error)}"
        document.report((*place, "file"), "solution-syntax", say)
        return
    for index, name in enumerate(step.implement):
        if name not in names:
            say = f"{_shown(folders, solution)} defines no `{name}`{did_you_mean(name, names)}"
            document.report((*place, "implement", index), "not-defined", say)


@lru_cache(maxsize=256)
def _names_in(source: bytes) -> tuple[str, ...]:
    return tuple(defined_names(parse(source)))


def defined_names(tree: ast.Module) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """What a stub may leave open: top-level functions and classes, and methods as `Class.method`."""
    names: dict[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names[node.name] = node
        for inner in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                names[f"{node.name}.{inner.name}"] = inner  # type: ignore[attr-defined]
    return names


def _named_well(document: Document, file: str, place: Place) -> bool:
    stem, _, ending = file.partition(".")
    if ending != "py" or not stem.isidentifier() or stem != stem.lower():
        say = f"`{file}` is no file name for Python; use lower-case letters, digits and `_`, like dot_score.py"
        document.report(place, "bad-file", say)
        return False
    if shadowed := shadows(stem):
        document.report(place, "shadows", f"`{file}` would hide {shadowed}; choose another name")
        return False
    return True


@cache
def shadows(stem: str) -> str:
    """Which module a file `<stem>.py` on the path would hide, in words; empty where none.

    Looks in site-packages only and not along `sys.path`, which may hold the very folder of the file.
    """
    if stem in sys.stdlib_module_names:
        return f"Python's own module `{stem}`"
    if stem == "tutor":
        return "this program"
    found = PathFinder.find_spec(stem, [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    return f"the installed module `{stem}`" if found is not None and found.origin else ""


def _shown(folders: ChapterFolders, file: Path) -> str:
    return file.relative_to(folders.root).as_posix()


def _near(name: str, folder: Path) -> str:
    try:
        there = [each.name for each in folder.iterdir() if each.is_file()]
    except OSError:
        return ""
    return did_you_mean(name, there, 0.75)
