"""`dltutor check`: the verdict on one exercise or a chapter, for a person, a program or a CI server."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tutor.commands.opening import session
from tutor.commands.options import CourseOption, JsonOption, TargetArgument, WorkspaceOption

if TYPE_CHECKING:  # what a check needs is imported while torch is, see `session`
    from tutor.checking.verdict import ExerciseVerdict
    from tutor.course import Chapter
    from tutor.course.model import ExerciseStep
    from tutor.session import Session


def check(
    target: TargetArgument = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="PATH", help="Check this file in the exercise's place.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every failed check in full.")] = False,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Also write the verdicts as JUnit XML.")
    ] = None,
    as_json: JsonOption = False,
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Check your code: one exercise, a chapter, or where you are. Exit 0 if all passed, 1 if not."""
    with session(course, workspace, checker=True) as opened:
        from tutor.commands.targets import exercises

        chapter, wanted = exercises(opened, target)
        if file is not None:
            _require(file, wanted)
        elif len(wanted) == 1:
            opened.visit(chapter.address(wanted[0]))
        result = Result(chapter)
        for step in wanted:
            result.add(step, _check(opened, chapter, step, file, everything, len(wanted) == 1, as_json))
        if junit is not None:
            from tutor.commands.junit import write

            write(junit, result.verdicts)
        if as_json:
            from tutor.commands.console import print_json

            print_json(result.to_json())
        elif len(wanted) > 1:
            from tutor.commands.console import say

            say(result.words())
    raise typer.Exit(result.exit_code)


@dataclass
class Result:
    """The verdicts of one command. An optional exercise that nobody began counts neither for nor against."""

    chapter: Chapter
    verdicts: list[ExerciseVerdict] = field(default_factory=list)
    counted: list[ExerciseVerdict] = field(default_factory=list)

    def add(self, step: ExerciseStep, verdict: ExerciseVerdict) -> None:
        self.verdicts.append(verdict)
        if not (step.optional and verdict.status == "untouched"):
            self.counted.append(verdict)

    @property
    def passed(self) -> bool:
        return all(verdict.status == "passed" for verdict in self.counted)

    @property
    def exit_code(self) -> int:
        return 3 if any(verdict.status == "error" for verdict in self.verdicts) else 0 if self.passed else 1

    @property
    def score(self) -> tuple[int, int]:
        """Checks passed, and checks in all."""
        return sum(each.passed for each in self.counted), sum(len(each.checks) for each in self.counted)

    def words(self) -> str:
        exercises = sum(verdict.status == "passed" for verdict in self.counted)
        passed, of = self.score
        return f"{self.chapter.id}: {exercises} of {len(self.counted)} exercises, {passed} of {of} checks"

    def to_json(self) -> dict[str, Any]:
        passed, of = self.score
        exercises = [verdict.to_json() for verdict in self.verdicts]
        return {"schema": 1, "passed": self.passed, "score": {"passed": passed, "of": of}, "exercises": exercises}


def _check(
    opened: Session, chapter: Chapter, step: ExerciseStep, file: Path | None, everything: bool, alone: bool, quiet: bool
) -> ExerciseVerdict:
    """One verdict, reported as it becomes known: first what was seen, then which mistake it looks like."""
    address = chapter.address(step)
    if quiet:
        return opened.check(address, file=file)
    from tutor.commands import report
    from tutor.commands.console import say

    path = file or opened.workspace.file(chapter, step)

    def told(seen: ExerciseVerdict) -> None:
        if alone or seen.status not in ("untouched", "passed"):
            report.report(seen, step.title, path, everything=everything)

    verdict = opened.check(address, file=file, on_verdict=told)
    report.diagnosis(verdict, everything=everything)
    if alone:
        _ending(opened, chapter, step, verdict, file)
    else:
        say(f"{address}: {verdict.status}, {report.count(verdict)}")
        if verdict.status not in ("untouched", "passed"):
            say()
    return verdict


def _ending(opened: Session, chapter: Chapter, step: ExerciseStep, verdict: ExerciseVerdict, file: Path | None) -> None:
    """What a single exercise's report ends in: the count, why it works, and the next command."""
    from tutor.commands import report
    from tutor.commands.console import markdown, say, word
    from tutor.commands.targets import way_on

    say()
    say(f"{verdict.id}: ", word(verdict.status), f", {report.count(verdict)}, {verdict.seconds:.2f} s")
    if verdict.status != "passed":
        say(f"Next: {opened.command(report.next_command(verdict, bool(step.hints)))}")
    elif file is None:
        if step.after:
            say()
            markdown(step.after)
            say()
        following = chapter.steps[chapter.steps.index(step) + 1 :]
        if following:
            say(f"Next: {way_on(opened, chapter.address(following[0]))}")


def _require(file: Path, wanted: tuple[ExerciseStep, ...]) -> None:
    from tutor.learner.refused import WrongUsage

    if len(wanted) > 1:
        raise WrongUsage(
            "--file stands for one exercise: name it, such as `dltutor check ch10/dot-score --file my.py`."
        )
    if not file.exists():
        raise WrongUsage(f"There is no file {file}.")
