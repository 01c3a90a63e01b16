"""What a chapter's files import, held against what the lesson says they build on (`uses`), and against what there is.

The checker and the trainer give a file the exercises that `uses` lists and no others, so a forgotten entry is an error
only the learner would meet.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tutor.authoring.lint import reading
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.lessons import Read
from tutor.checking.job import uses_of
from tutor.course import Chapter, CourseError, UnknownTarget
from tutor.course.links import uses
from tutor.course.model import ExerciseStep, RunStep, TrainStep


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file imports, and its own helper modules too: exercises by address, and modules that aren't there.

    `seen` are the file and its helpers; `whole` tells whether all of them could be read.
    """

    exercises: frozenset[str]
    missing: tuple[tuple[Path, int, str], ...]
    seen: frozenset[Path]
    whole: bool


class Modules:
    """Which exercise a module is, as the files of one chapter may call it: a short name belongs to this chapter."""

    def __init__(self, read: Read) -> None:
        self._course = read.course
        self._own = {step.file.removesuffix(".py"): f"{read.id}/{step.id}" for _, step in read.exercises}
        self._name = read.folders.name
        self.chapters = frozenset(read.course.names)

    def exercise(self, module: str) -> str:
        """Its address; empty where it is none. Another chapter is only read where one is named."""
        chapter, _, name = module.rpartition(".")
        if chapter in ("", self._name):
            return self._own.get(name, "")
        other = self._course.sound(chapter) if chapter in self.chapters else None
        steps = other.exercises if other is not None else ()
        return next((f"{other.id}/{step.id}" for step in steps if other and step.file == f"{name}.py"), "")


def findings(read: Read, wanted: frozenset[str] | None, house: bool) -> Iterator[Finding]:
    """Of the files of the wanted steps."""
    if read.chapter is None:
        return
    modules = Modules(read)
    for index, step in read.steps:
        if index in read.faulty or not isinstance(step, ExerciseStep | RunStep | TrainStep):
            continue
        if wanted is not None and step.id not in wanted:
            continue
        folder = read.folders.solutions if isinstance(step, ExerciseStep) else read.folders.exercises
        file = folder / (step.file if isinstance(step, ExerciseStep) else step.script)
        yield from _about(read, read.chapter, index, step, file, modules, house)


def _about(
    read: Read,
    chapter: Chapter,
    index: int,
    step: ExerciseStep | RunStep | TrainStep,
    file: Path,
    modules: Modules,
    house: bool,
) -> Iterator[Finding]:
    address = chapter.address(step)
    try:
        reached = {other.address(exercise) for other, exercise in uses_of(read.course, chapter, step)}
    except (CourseError, UnknownTarget):
        return  # another chapter is broken, and says so itself
    found = imported(file, read.folders.exercises, modules)
    for where_, line, module in found.missing:
        say = f"{address}: `{module}` is imported here, and is neither installed nor a file of this chapter"
        yield Finding(where_, line, "missing-module", f"{say}; add it, or mend the name")
    used = found.exercises - {address}
    for other in sorted(used - reached):
        name = other.removeprefix(f"{read.id}/")
        say = f"{address}: {file.name} imports the exercise {other}, which `uses` doesn't list; add `{name}` to `uses`"
        yield read.finding(("steps", index, "uses"), "missing-use", say)
    trains = isinstance(step, TrainStep)
    for number, use in enumerate(uses(step) if found.whole and (house or trains) else ()):
        other = use if "/" in use else f"{read.id}/{use}"
        if other not in used and not any(other in _below(read, each) for each in used):
            say = f"{address}: `uses` lists {use}, which {file.name} never imports; "
            say += "let it train with what the learner wrote, or delete it there" if trains else "delete it there"
            yield read.finding(("steps", index, "uses", number), "idle-use", say, house=not trains)
    if isinstance(step, TrainStep):
        for number, entry in enumerate(step.whatif):
            exercise = entry.rpartition(":")[0]
            if (exercise if "/" in exercise else f"{read.id}/{exercise}") not in reached:
                say = f"{address}: the mistake `{entry}` can't matter here, since `uses` doesn't reach its exercise"
                yield read.finding(("steps", index, "whatif", number), "idle-whatif", f"{say}; delete it, or use it")


def needs(read: Read) -> Iterator[Finding]:
    """A house rule: a chapter needs those whose exercises it uses."""
    known = set(read.chapter.needs) if read.chapter is not None else set()
    for index, step in read.steps:
        for number, use in enumerate(uses(step)):
            other = use.rpartition("/")[0]
            if other and other != read.id and other not in known:
                known.add(other)
                say = f"{read.id}/{step.id} uses {use}, but the chapter doesn't need {other}; add `{other}` to `needs`"
                yield read.finding(("steps", index, "uses", number), "missing-need", say, house=True)


def imported(file: Path, helpers: Path, modules: Modules) -> Imported:
    """`helpers` is the folder of complete modules that may stand between."""
    exercises: set[str] = set()
    missing: list[tuple[Path, int, str]] = []
    waiting, seen, whole = [file], {file}, True
    while waiting:
        each = waiting.pop()
        try:
            tree = reading.tree(each)
        except reading.Unreadable:
            whole = False
            continue
        for line, name, must_be_there in _names(tree):
            chapter, _, module = name.rpartition(".")
            helper = helpers.parent / (chapter or helpers.name) / f"{module}.py"
            if address := modules.exercise(name):
                exercises.add(address)
            elif helper.is_file():
                if helper not in seen:
                    seen.add(helper)
                    waiting.append(helper)
            elif must_be_there and name not in modules.chapters and not installed(name.partition(".")[0]):
                missing.append((each, line, name))
    return Imported(frozenset(exercises), tuple(missing), frozenset(seen), whole)


@lru_cache(maxsize=1024)
def installed(module: str) -> bool:
    """Whether `import module` would find something."""
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _below(read: Read, address: str) -> set[str]:
    """The exercises that an exercise builds on."""
    try:
        assert read.chapter is not None
        chapter, step = read.course.resolve(read.chapter, address)
        return {other.address(each) for other, each in uses_of(read.course, chapter, step)}
    except (CourseError, UnknownTarget):
        return set()


@lru_cache(maxsize=512)
def _names(tree: ast.Module) -> tuple[tuple[int, str, bool], ...]:
    """Line, module, and whether it must be there: an import inside `try` or a function may be one that can fail."""
    return tuple(_each_name(tree))


def _each_name(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    top = set(map(id, tree.body))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, id(node) in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module, id(node) in top
            yield from ((node.lineno, f"{node.module}.{alias.name}", False) for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            if ast.unparse(node.func) in ("importlib.import_module", "import_module", "__import__"):
                yield node.lineno, str(node.args[0].value), False
