"""The commands for instructors, `dltutor author ...`; mounted by the command line only when one of them is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutor.authoring.told import course_option, with_course
from tutor.course import Course, CourseError, UnknownTarget

app = typer.Typer(
    help="For instructors: keep a course sound.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)

CourseOption = Annotated[
    Path | None, typer.Option("--course", metavar="DIR", help="Another course than the one you stand in.")
]


@app.callback()
def author() -> None:
    """For instructors: keep a course sound."""


@app.command(short_help="Make a chapter, or a course, that works already.")
def new(
    chapter: Annotated[str, typer.Argument(metavar="CHAPTER", help="Its id, such as ch16, or its whole name.")],
    title: Annotated[str, typer.Argument(metavar="TITLE", help='What it is about, such as "State-space models".')],
    course: Annotated[
        Path | None, typer.Option("--course", metavar="DIR", help="The course; a new folder becomes one.")
    ] = None,
) -> None:
    """Make a chapter that works from its first minute, to be edited step by step."""
    from tutor.authoring.scaffold import new_chapter, tell  # yaml and pydantic: 90 ms, for this command only

    tell(new_chapter(chapter, title, course), course)


@app.command()
def stubs(
    chapters: Annotated[list[str] | None, typer.Argument(metavar="CHAPTER", help="All without it.")] = None,
    course: CourseOption = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 where a stub is not current.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite stubs that were edited by hand.")] = False,
) -> None:
    """Write the stubs in exercises/ from the solutions."""
    from tutor.authoring.standing import root_of
    from tutor.authoring.stubs import write_stubs  # yaml and pydantic: 90 ms, for this command only

    try:
        opened = Course.open(root_of(course))
        names = tuple(opened.name_of(chapter) for chapter in chapters or ())
    except CourseError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(3) from None
    except UnknownTarget as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    reports = write_stubs(opened, names, check=check, force=force)
    for report in reports:
        if not report.good:
            typer.echo(with_course(report.message, course), err=True)
        elif report.state != "current":
            typer.echo(f"{report.state} {report.path}")
    reports = tuple(report for report in reports if report.state != "removed")
    good = sum(report.good for report in reports)
    typer.echo(f"{good} of {len(reports)} stubs are up to date")
    if any(report.state == "broken" for report in reports):
        raise typer.Exit(3)
    if good < len(reports):
        raise typer.Exit(1)


@app.command()
def record(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A chapter, such as ch10, or one step of it.")],
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="How many seeds the reference is run with.")] = 10,
    renew: Annotated[
        bool, typer.Option("--renew", help="Only where files changed: run seed 0, and keep the record if it fits.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """Run a chapter's training scripts and store their curves. Exit 1 where a target asks more than was measured.

    With --renew a record stays as it is where one run still gives all its numbers; it is only told what it is made of
    now. Exit 1 where a run gives others, which asks for a whole record.
    """
    from tutor.authoring.recording import Unrecorded, record_target  # the runner: 40 ms, for this command only
    from tutor.authoring.standing import root_of

    opened = Course.open(root_of(course))
    try:
        fits = record_target(opened, target, seeds=0 if renew else seeds, say=lambda line: print(line, flush=True))
    except Unrecorded as error:
        typer.echo(with_course(str(error), course), err=True)
        raise typer.Exit(3) from None
    print(with_course(f"Next: `dltutor author lint {target.partition('/')[0]}`", course))
    raise typer.Exit(0 if fits else 1)


@app.command(short_help="Prove that a course is sound; report every problem.")
def lint(
    targets: Annotated[
        list[str] | None, typer.Argument(metavar="CHAPTER[/STEP]", help="The whole course without it.")
    ] = None,
    course: CourseOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")] = False,
    no_train: Annotated[bool, typer.Option("--no-train", help="Run no script.")] = False,
    mutate: Annotated[bool, typer.Option("--mutate", help="Also try small changes of each reference.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Ask for the house rules, whatever the course says.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="If nothing else is wrong, write down what is proven (proven.json).")
    ] = False,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Fix the further seeds, which are others each day without it.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Try everything again, whatever is remembered.")] = False,
) -> None:
    """Prove that a course is sound: report every problem with the edit that mends it. Exit 1 where there is one."""
    from tutor.authoring.lint.command import run_lint  # yaml, pydantic, the runner: for this command only
    from tutor.authoring.lint.lint import Options

    options = Options(train=not no_train, mutate=mutate, strict=strict, seed=seed, fresh=fresh)
    raise typer.Exit(run_lint(course, targets or (), options, as_json=as_json, accepted=accept))


@app.command(short_help="Print the JSON Schema for your editor.")
def schema(
    of: Annotated[str, typer.Option("--of", metavar="KIND", help="Of a lesson, a course, or answers.")] = "lesson",
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write it to this file.")] = None,
    course: Annotated[
        Path | None, typer.Option("--course", metavar="DIR", help="Bring all schemas of this course up to date.")
    ] = None,
) -> None:
    """Print the JSON Schema with which an editor completes and checks what you write."""
    from tutor.authoring.schema_files import print_schema  # yaml and pydantic: 90 ms, for this command only

    print_schema(of, output, course)


@app.command(short_help="See a chapter as a learner does, anew at each save.")
def preview(
    target: Annotated[str, typer.Argument(metavar="CHAPTER[/STEP]", help="Such as ch10 or ch10/dot-score.")],
    course: CourseOption = None,
    solved: Annotated[
        bool, typer.Option("--solved", help="With the references in the files, so that training can be seen.")
    ] = False,
) -> None:
    """See a chapter as a learner does, shown anew at each save; no progress is touched."""
    from tutor.authoring.preview import preview as show  # the session and the screens: for this command only

    next_command = show(target, course, solved)
    print(f"Next: {next_command}{course_option(course)}")
