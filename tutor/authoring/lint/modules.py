"""The scripts of a chapter and their helper modules, as Python: can they be read, is what they import there?

A script is only run with `author lint`'s training, and a helper by whatever imports it, so both are read here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tutor.authoring.lint import reading
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.imports import Modules, imported
from tutor.authoring.lint.lessons import Read
from tutor.course.model import RunStep, TrainStep
from tutor.course.nearest import did_you_mean

FINDS_CHAPTERS = ("tutor.chapters", "tutor.live")


def findings(read: Read, wanted: frozenset[str] | None, house: bool) -> Iterator[Finding]:
    """Of every file below exercises/<chapter> but the stubs, or of those that the wanted steps reach."""
    for file in sorted(_files(read, wanted)):
        try:
            tree = reading.tree(file)
        except reading.Unreadable as error:
            yield Finding(file, error.line, "unreadable", f"{read.id}: {error}")
        else:
            yield from _borrowed(read, file, tree)
            yield from _by_hand(read, file, tree) if house else ()
    for _, step in read.exercises:
        if wanted is None or step.id in wanted:
            file = read.folders.solutions / step.file
            try:
                tree = reading.tree(file)
                yield from _borrowed(read, file, tree)
                yield from _by_hand(read, file, tree) if house else ()
            except reading.Unreadable:
                continue  # which has its own say


def _files(read: Read, wanted: frozenset[str] | None) -> set[Path]:
    folder = read.folders.exercises
    stubs = {folder / step.file for _, step in read.exercises}
    if wanted is None:
        return {file for file in folder.rglob("*.py") if "__pycache__" not in file.parts} - stubs
    found, modules = set[Path](), Modules(read)
    for _, step in read.steps:
        if isinstance(step, RunStep | TrainStep) and step.id in wanted and (folder / step.script).is_file():
            found |= imported(folder / step.script, folder, modules).seen
    return found - stubs


def _borrowed(read: Read, file: Path, tree: ast.Module) -> Iterator[Finding]:
    """`from pictures import enlarged` where pictures.py is a file of the course and has nothing of this name."""
    for node in tree.body:
        if not isinstance(node, ast.ImportFrom) or node.level or not node.module:
            continue
        source = _source(read, node.module)
        try:
            names = reading.top_level(reading.tree(source)) if source is not None else None
        except reading.Unreadable:
            continue  # which has its own say
        if source is None or names is None or _is_open(reading.tree(source)):
            continue
        for alias in node.names:
            if alias.name not in names and alias.name != "*":
                near = did_you_mean(alias.name, names)
                say = f"{read.id}: {source.name} defines no `{alias.name}`, which is imported here{near}; mend the name"
                yield Finding(file, node.lineno, "not-in-file", f"{say}, or write it there")


def _by_hand(read: Read, file: Path, tree: ast.Module) -> Iterator[Finding]:
    """A house rule: a file that imports another chapter's says where Python finds them before it does."""
    for node in tree.body:
        modules = _imports(node)
        if any(module in FINDS_CHAPTERS for module in modules):
            return
        other = next((module for module in modules if module.partition(".")[0] in read.course.names), "")
        if other.partition(".")[0] not in ("", read.folders.name):
            say = f"{read.id}: run by hand, {file.name} doesn't find `{other}`; write `import tutor.chapters` above it"
            yield Finding(file, node.lineno, "not-by-hand", say, "house")
            return


def _imports(node: ast.stmt) -> tuple[str, ...]:
    """The modules that a statement imports: of `from tutor import live` both `tutor` and `tutor.live`."""
    if isinstance(node, ast.Import):
        return tuple(alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
    return ()


def _source(read: Read, module: str) -> Path | None:
    """The file of the course that this module is: an exercise's reference, or a helper."""
    chapter, _, name = module.rpartition(".")
    if chapter and chapter not in read.course.names:
        return None
    folders = read.course.folders(chapter) if chapter else read.folders
    for folder in (folders.solutions, folders.exercises):
        if (folder / f"{name}.py").is_file():
            return folder / f"{name}.py"
    return None


def _is_open(tree: ast.Module) -> bool:
    """Whether a module may have more names than its text shows."""
    return any(
        (isinstance(node, ast.ImportFrom) and node.names[0].name == "*")
        or (isinstance(node, ast.FunctionDef) and node.name == "__getattr__")
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("globals", "exec"))
        for node in ast.walk(tree)
    )
