"""What a recording was made of: a short hash of each file that decides how a script runs, and of each `whatif` mistake.

`record` stores them in train.json, and lint compares them with the files as they are, so that nobody compares a
learner's curve with that of another script. A comment, a docstring or the layout may change; data may not.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tutor.checking.answers import Answers, load_answers
from tutor.course import Chapter, Course, CourseError, UnknownTarget
from tutor.course.model import ExerciseStep, RunStep, TrainStep
from tutor.syntax import is_docstring, parse

Hashes = dict[str, str]


def made_of(course: Course, chapter: Chapter, step: TrainStep | RunStep) -> Hashes:
    """`train.py`, the modules that it imports (`dot_score.py`, `ch04_recurrent/rnn_cell.py`) and those that these do,
    the chapter's data files, and `dot-score:unscaled` for every mistake of its `whatif`. What can't be read is left
    out, which makes it another one than was recorded."""
    files = _modules(course, chapter, step) | _data(course, chapter)
    found = {_name(course, chapter, home, file): _of_file(file) for file, home in files.items() if file.is_file()}
    if isinstance(step, TrainStep):
        found |= dict(_mistakes(course, chapter, step))
    return dict(sorted(found.items()))


def differing(recorded: Hashes, now: Hashes) -> list[str]:
    """The names of what is there no more, is new, or is another one."""
    return sorted(name for name in recorded.keys() | now.keys() if recorded.get(name) != now.get(name))


def exists(course: Course, chapter: Chapter, mistake: str) -> bool:
    """Whether an exercise has the mistake `dot-score:unscaled`; also where its answers can't be read now."""
    try:
        return mistake.rpartition(":")[2] in _answers(course, chapter, mistake)[2].wrong
    except (UnknownTarget, KeyError):
        return False
    except (CourseError, OSError, SyntaxError, ValueError):
        return True


@lru_cache(maxsize=1024)
def of_python(source: str) -> str:
    """The same for two texts of one program, under every version of Python. SyntaxError, ValueError."""
    return _short(_written(parse(source)).encode())


def _modules(course: Course, chapter: Chapter, step: TrainStep | RunStep) -> dict[Path, Chapter]:
    """The script and every file of the course that it reaches by imports, each with its chapter."""
    waiting = [(course.exercises_dir(chapter) / step.script, chapter)]
    found: dict[Path, Chapter] = {}
    while waiting:
        file, home = waiting.pop()
        if file not in found:
            found[file] = home
            waiting += [each for name in _imported(file) if (each := _module(course, home, name)) is not None]
    return found


def _imported(file: Path) -> tuple[str, ...]:
    try:
        return _imports(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return ()


@lru_cache(maxsize=1024)
def _imports(source: bytes) -> tuple[str, ...]:
    """Every name that may be a module: `a.b` of `from a import b` too."""
    return tuple(_names(parse(source)))


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ([node.module] if node.module else [])
            yield from (f"{node.module}.{alias.name}" if node.module else alias.name for alias in node.names)


def _module(course: Course, home: Chapter, name: str) -> tuple[Path, Chapter] | None:
    """Which file of the course a module is: of this chapter, or under the name of another one."""
    owner, _, module = name.rpartition(".")
    if owner and owner != home.name:
        if owner not in course.names:
            return None
        try:
            home = course.chapter(owner)
        except (CourseError, UnknownTarget):
            return None
    solved = {each.file for each in home.exercises}
    file = (course.solutions_dir(home) if f"{module}.py" in solved else course.exercises_dir(home)) / f"{module}.py"
    return (file, home) if file.is_file() else None


def _data(course: Course, chapter: Chapter) -> dict[Path, Chapter]:
    """Everything in the chapter's folder that is no Python and no rest of a run."""
    folder = course.exercises_dir(chapter)
    inside = [file for file in folder.rglob("*") if file.is_file() and file.suffix not in (".py", ".pyc")]
    return {file: chapter for file in inside if not any(p[0] == "." for p in file.relative_to(folder).parts)}


def _mistakes(course: Course, chapter: Chapter, step: TrainStep) -> Iterator[tuple[str, str]]:
    for mistake in step.whatif:
        with contextlib.suppress(CourseError, LookupError, OSError, SyntaxError, ValueError):
            home, owner, answers = _answers(course, chapter, mistake)
            answer = answers.wrong[mistake.rpartition(":")[2]]
            yield mistake, of_python(answer.apply(course.reference(home, owner).read_text("utf-8")))


def _answers(course: Course, chapter: Chapter, mistake: str) -> tuple[Chapter, ExerciseStep, Answers]:
    home, owner = course.resolve(chapter, mistake.rpartition(":")[0])
    return home, owner, load_answers(course.answers_file(home, owner))


def _name(course: Course, chapter: Chapter, home: Chapter, file: Path) -> str:
    """As seen from the chapter's folders: `train.py`, `data/spring.csv`, and `ch04_recurrent/rnn_cell.py` elsewhere."""
    folder = next(each for each in (course.exercises_dir(home), course.solutions_dir(home)) if each in file.parents)
    inside = file.relative_to(folder).as_posix()
    return inside if home.name == chapter.name else f"{home.name}/{inside}"


def _of_file(file: Path) -> str:
    raw = file.read_bytes()
    try:
        return of_python(raw.decode("utf-8")) if file.suffix == ".py" else _short(raw)
    except (SyntaxError, ValueError):
        return _short(raw)


def _written(node: object) -> str:
    """Like `ast.dump`, whose text is another one in each version of Python: what is empty is left out here, and so are
    docstrings."""
    if isinstance(node, ast.AST):
        fields = ((name, value) for name, value in ast.iter_fields(node) if name not in ("ctx", "kind", "type_comment"))
        return f"{type(node).__name__}({','.join(f'{n}={_written(v)}' for n, v in fields if v not in (None, []))})"
    if isinstance(node, list):
        return f"[{','.join(_written(each) for each in node if not is_docstring(each))}]"
    return repr(node)


def _short(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]
