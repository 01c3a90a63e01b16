"""One exercise without running it: its stub, its answers file, its check file. What they give away: `leaks.py`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from rich.cells import cell_len

from tutor.authoring.lint import reading
from tutor.authoring.lint.answersfile import AnswersFile, Reference
from tutor.authoring.lint.checkfile import CheckFile
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.lessons import Read
from tutor.authoring.lint.probes import About
from tutor.authoring.stubs import look
from tutor.course.model import ExerciseStep

WIDEST_DOCSTRING = 80


class Exercise:
    """The files of one exercise, each read once; None where a file can't be read, which `findings` tells."""

    def __init__(self, read: Read, index: int, step: ExerciseStep) -> None:
        assert read.chapter is not None
        self.read, self.index, self.step = read, index, step
        self.address = f"{read.id}/{step.id}"
        stem = Path(step.file).stem
        self.solution_file = read.folders.solutions / step.file
        self.stub_file = read.folders.exercises / step.file
        self.check_path = read.folders.checks / f"test_{stem}.py"
        self.answers_path = read.folders.answers / f"{stem}.yaml"
        self._unreadable: list[Finding] = []
        self.solution = self._text(self.solution_file)
        self.solution_tree = self._tree(self.solution_file) if self.solution is not None else None
        self.check_tree = self._tree(self.check_path)
        self.checks = self._checks()
        self.answers = self._answers()

    @property
    def provable(self) -> bool:
        """Whether there is enough to try: a step without faults, Python that parses, answers that can be read."""
        trees = self.solution_tree is not None and self.checks is not None
        return (
            trees and self.answers is not None and self.answers.root is not None and self.index not in self.read.faulty
        )

    def findings(self, house: bool) -> Iterator[Finding]:
        """Everything about these files."""
        yield from self._unreadable
        if self.checks is not None:
            yield from self.checks.findings()
            if house:
                yield from self.checks.house()
        if self.answers is not None:
            yield from self.answers.found
            yield from (each for each in self.answers.enough() if house or each.level == "sound")
        yield from self._stub()
        if house:
            yield from self._wide()

    def _stub(self) -> Iterator[Finding]:
        """A stub that is missing, and a solution that is, are the loader's to tell."""
        if self.solution_tree is None or not self.stub_file.is_file() or self.index in self.read.faulty:
            return
        assert self.read.chapter is not None
        try:
            report = look(self.read.course, self.read.chapter, self.step)
        except (OSError, UnicodeDecodeError) as error:
            say = f"{self.address}: the stub can't be read ({error}); write it anew with `dltutor author stubs --force`"
            yield Finding(self.stub_file, 1, "stub-broken", say)
            return
        name = self.stub_file.name
        match report.state:
            case "current":
                return
            case "edited":
                mend = "bring the edit into the solution, or overwrite it with `dltutor author stubs --force`"
                say = f"the stub {name} was edited by hand; {mend}"
            case "broken":
                say = f"no stub can be made of the solution: {report.message.rpartition('no stub can be made: ')[2]}"
            case _:
                say = f"the stub {name} is {report.state}; run `dltutor author stubs`"
        file = self.solution_file if report.state == "broken" else self.stub_file
        yield Finding(file, 1, f"stub-{report.state}", f"{self.address}: {say}")

    def _wide(self) -> Iterator[Finding]:
        """Lines of docstrings that the learner's editor breaks on a screen of 80 columns."""
        if self.solution_tree is None or self.solution is None:
            return
        lines = self.solution.splitlines()
        for node in ast.walk(self.solution_tree):
            if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) or ast.get_docstring(node) is None:
                continue
            for number in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1):
                if (width := cell_len(lines[number - 1])) > WIDEST_DOCSTRING:
                    say = f"this line is {width} columns wide, and a screen may have {WIDEST_DOCSTRING}; break it"
                    yield Finding(self.solution_file, number, "wide-docstring", f"{self.address}: {say}", "house")

    def _answers(self) -> AnswersFile | None:
        """None where there is no such file: the loader says so."""
        if not self.answers_path.is_file():
            return None
        checks = list(self.checks.checks) if self.checks is not None else None
        return AnswersFile(self.answers_path, Reference(self.address, self.solution, checks))

    def _checks(self) -> CheckFile | None:
        text = self._text(self.check_path) if self.check_tree is not None else None
        if self.check_tree is None or text is None:
            return None
        defined = reading.top_level(self.solution_tree) if self.solution_tree is not None else None
        about = About(self.address, self.step.implement, defined, self._solutions())
        return CheckFile(self.check_path, self.check_tree, text, about)

    def _solutions(self) -> frozenset[str]:
        """The modules of the exercises of this chapter, by both of their names, and of all others by the long one."""
        own = [step.file.removesuffix(".py") for _, step in self.read.exercises]
        names = {*own, *(f"{self.read.folders.name}.{module}" for module in own)}
        for other in self.read.course.names:
            folder = self.read.course.folders(other).solutions
            names |= {f"{other}.{file.stem}" for file in folder.glob("*.py")}
        return frozenset(names)

    def _text(self, file: Path) -> str | None:
        """None also where there is no file: the loader says so."""
        if not file.exists():
            return None
        try:
            return reading.text(file)
        except reading.Unreadable as error:
            self._refuse(file, error)
            return None

    def _tree(self, file: Path) -> ast.Module | None:
        if not file.is_file():
            return None
        try:
            return reading.tree(file)
        except reading.Unreadable as error:
            self._refuse(file, error)
            return None

    def _refuse(self, file: Path, error: reading.Unreadable) -> None:
        """A solution that is no Python is the loader's to tell; `lessons.py` has it at its own line."""
        finding = Finding(file, error.line, "unreadable", f"{self.address}: {error}")
        told_by_loader = file == self.solution_file and "not Python" in str(error)
        if finding not in self._unreadable and not told_by_loader:
            self._unreadable.append(finding)
