"""Where the schemas of a course lie, and `dltutor author schema`.

A course keeps them in a folder of its own, so an editor needs no network: the first line of a file, `mark`, names its
schema by the relative path.
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path

from tutor.authoring.schema import ROOTS, Kind, schema
from tutor.course.locate import find_root
from tutor.course.nearest import did_you_mean
from tutor.learner.files import shown
from tutor.learner.refused import Refused, WrongUsage

FOLDER = Path("lessons") / ".schema"


def schema_text(of: Kind) -> str:
    """The file as it is written."""
    return json.dumps(schema(of), indent=2, ensure_ascii=False) + "\n"


def schema_file(of: Kind) -> Path:
    """Where a course keeps it, from the course's root."""
    return FOLDER / f"{of}.json"


def mark(of: Kind) -> str:
    """The first line of a file that its author's editor is to check."""
    up = "../../../lessons/" if of == "answers" else ""
    return f"# yaml-language-server: $schema={up}{FOLDER.name}/{of}.json\n"


def write_schemas(root: Path) -> tuple[Path, ...]:
    """Brings the schemas of the course at `root` up to date; returns the files."""
    files = []
    for of in ROOTS:
        file = root / schema_file(of)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(schema_text(of), encoding="utf-8")
        files.append(file)
    return tuple(files)


def print_schema(of: str, output: Path | None, course: Path | None) -> None:
    """Prints one schema, or writes it to `output`, or writes all of a course. WrongUsage, Refused, CourseError."""
    kind = _kind(of)
    if course is not None:
        if output is not None:
            raise WrongUsage(
                "--output names a file for one schema, and --course writes all of a course: give only one."
            )
        for file in write_schemas(find_root(course)):
            print(f"wrote {shown(file)}")
        print(f"Next: dltutor author lint --course {shlex.quote(str(course))}")
    elif output is None:
        print(schema_text(kind), end="")
    else:
        try:
            output.write_text(schema_text(kind), encoding="utf-8")
        except OSError as error:
            raise Refused(f"{shown(output)} can't be written: {error.strerror}.") from None
        print(f"wrote {shown(output)}")
        print(f"Next: let a file begin with `# yaml-language-server: $schema={output}`, as seen from its folder.")


def _kind(of: str) -> Kind:
    for kind in ROOTS:
        if of == kind:
            return kind
    raise WrongUsage(
        f"There is a schema of a lesson, of a course and of answers, not of {of!r}{did_you_mean(of, ROOTS)}"
    )
