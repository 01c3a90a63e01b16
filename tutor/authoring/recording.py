"""Records how the scripts of a chapter do, for `dltutor author record`: measures, writes the file, says what fits.

What a target may ask is a matter of chance as much as of skill, so the reference runs under several seeds. The curves
of the first are what a learner's own are drawn over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tutor.checking import forkparent
from tutor.checking.forkparent import ForkParent
from tutor.course import Chapter, Course, CourseError
from tutor.course.model import RunStep, Step, TrainStep
from tutor.learner.refused import WrongUsage
from tutor.training.madeof import differing, made_of
from tutor.training.record import NothingReported, ScriptFailed, advice, record, run_once
from tutor.training.recorded import Recorded, file_of, load
from tutor.training.targets import misfits

Scripted = TrainStep | RunStep
Say = Callable[[str], None]


class Unrecorded(Exception):
    """Nothing, or not everything, could be measured; the text is a sentence with the next command."""


def record_target(course: Course, target: str, *, seeds: int, say: Say) -> bool:
    """Records a step, or all that belongs to a chapter; whether every target fits what was measured. Without `seeds`
    each record is only renewed, and the answer is whether each could be.

    Raises:
        UnknownTarget, WrongUsage: there is no such thing, or it runs no script.
        Unrecorded: the chapter is broken, or a run of the reference failed.
    """
    try:
        chapter, step = course.find(target)
    except CourseError as error:
        chapter_id = target.partition("/")[0]
        mend = f"Mend these before anything is recorded; `dltutor author lint {chapter_id}` says whether you have."
        raise Unrecorded(f"{error}\n{mend}") from None
    steps = scripts(course, chapter, step)
    parent = forkparent.start()
    try:
        if seeds:
            fitting = [_record(course, chapter, each, seeds, parent, say) for each in steps]
        else:
            fitting = [_renew(course, chapter, each, parent, say) for each in steps]
    finally:
        parent.close()
    return all(fitting)


def scripts(course: Course, chapter: Chapter, step: Step | None) -> tuple[Scripted, ...]:
    """What is to be measured: the step that was named, or of a chapter every train step and what was recorded before.

    A run step is recorded when it is named for the first time: most of them only show something once.
    """
    if step is not None:
        if not isinstance(step, TrainStep | RunStep):
            say = f"{chapter.address(step)} runs no script; name a train or run step."
            raise WrongUsage(say)
        return (step,)
    found = tuple(
        each
        for each in chapter.steps
        if isinstance(each, TrainStep) or (isinstance(each, RunStep) and file_of(course, chapter, each).is_file())
    )
    if not found:
        raise WrongUsage(f"{chapter.id} has no train step; to record a run step, name it: {chapter.id}/STEP.")
    return found


def _record(course: Course, chapter: Chapter, step: Scripted, seeds: int, parent: ForkParent, say: Say) -> bool:
    """Measures one step, writes its file and says what a target may ask."""
    address = chapter.address(step)
    say(f"{address}: {step.script}, {seeds} seed{'s' if seeds > 1 else ''}")
    try:
        recorded = record(course, chapter, step, seeds=seeds, parent=parent, say=lambda line: say(f"  {line}"))
    except NothingReported as error:
        raise WrongUsage(f"{error}, there is nothing to record.") from None
    except (ScriptFailed, ValueError) as error:  # a failed run; a stale edit, or answers that can't be read
        mend = f"Its record was not written. Mend it, then `dltutor author record {address}`."
        raise Unrecorded(f"{str(error).rstrip('.')}.\n{mend}") from None
    file = file_of(course, chapter, step)
    recorded.save(file)
    for line in advice(recorded):
        say(f"  {line}")
    fits, said = _fit(step, load(course, chapter, step) or recorded)
    for line in said:
        say(f"  {line}")
    say(f"  written to {file.relative_to(course.root).as_posix()}")
    return fits


def _renew(course: Course, chapter: Chapter, step: Scripted, parent: ForkParent, say: Say) -> bool:
    """Writes down what a record is made of now, if the first seed, and each mistake that is another one, still give
    what stands in it: then what changed is how the program is written, not what it does."""
    address = chapter.address(step)
    old, now = load(course, chapter, step), made_of(course, chapter, step)
    if old is None:
        say(f"{address}: was never recorded. Next: `dltutor author record {address}`")
        return False
    changed = differing(old.made_of, now)
    if not changed:
        say(f"{address}: nothing has changed")
        return True
    say(f"{address}: {', '.join(changed)}")
    run = run_once(course, chapter, step, parent, seed=0)
    fresh = replace(old, metrics=run.metrics)  # not the curves: how they are thinned is no matter of the script
    same = not run.fault and fresh.to_json() == old.to_json()
    for mistake in (name for name in changed if name in now and name in old.whatif):
        other = run_once(course, chapter, step, parent, seed=0, mistake=mistake)
        again = replace(old, whatif={**old.whatif, mistake: {} if other.fault else other.metrics})
        same = same and again.to_json() == old.to_json()
    if not same:
        say(f"  other numbers than recorded. Next: `dltutor author record {address}`")
        return False
    replace(old, made_of=now).save(file_of(course, chapter, step))
    say("  the same numbers, so the record stays, made of these files")
    return True


def _fit(step: Scripted, recorded: Recorded) -> tuple[bool, list[str]]:
    """Whether the lesson's own target fits what was measured, as the file has it, and the words for it."""
    if isinstance(step, RunStep):
        return True, []
    if found := misfits(step.target, recorded.seeds):
        return False, [f"the target does not fit: {sentence}" for sentence in found]
    return True, ["the target fits: " + ", ".join(f"{name} {bound}" for name, bound in step.target.items())]
