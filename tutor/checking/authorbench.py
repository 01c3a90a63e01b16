"""The author's bench: `pytest tests/checks/ch10_attention [--impl IMPL]` with the same fixtures as in the judge.

IMPL is `reference` (the default), `mistake:unscaled`, `right:einsum`, or the path of a file to put in the exercise's
place (then name one check file). Author files are trusted: everything runs in this process.
"""

from __future__ import annotations

from pathlib import Path

from tutor.checking.answers import load_answers
from tutor.checking.bench import Bench
from tutor.checking.loading import Library, Source
from tutor.checking.local import LocalSubject


def course_sources(root: Path) -> dict[str, Source]:
    """All solutions of a course, and the helper modules beside its stubs."""
    found: dict[str, Source] = {}
    for folder in ("exercises", "solutions"):  # a solution takes the place of its stub
        for path in sorted((root / folder).glob("*/*.py")):
            name = f"{path.parent.name}.{path.stem}"
            found[name] = Source(name, str(path), path.read_bytes())
    return found


def bench_for(check_file: Path, impl: str, check_id: str, seed: int) -> Bench:
    """A bench for one check of `check_file` (`<course>/tests/checks/<chapter>/test_<file>.py`) on `impl`."""
    root, chapter, stem = check_file.parents[3], check_file.parent.name, check_file.stem.removeprefix("test_")
    target = f"{chapter}.{stem}"
    sources = course_sources(root)
    if target not in sources:
        raise FileNotFoundError(
            f"{root / 'solutions' / chapter / (stem + '.py')} is missing: {check_file.name} checks it"
        )
    reference = LocalSubject(Library(sources.values(), chapter), target)
    if impl == "reference":
        return Bench(reference, reference, check_id, seed)
    place = sources[target]
    sources[target] = Source(target, *_implementation(root, place, impl))
    return Bench(LocalSubject(Library(sources.values(), chapter), target), reference, check_id, seed, again=2)


def _implementation(root: Path, reference: Source, impl: str) -> tuple[str, bytes]:
    section, _, name = impl.partition(":")
    if section not in ("mistake", "right"):
        path = Path(impl)
        return str(path), path.read_bytes()
    file = root / "solutions" / reference.chapter / "answers" / f"{reference.short}.yaml"
    answers = load_answers(file)
    known = answers.wrong if section == "mistake" else answers.right
    if name not in known:
        raise KeyError(f"{file} has no {section} '{name}'; it has {', '.join(known)}")
    return f"<{impl}>", known[name].apply(reference.data.decode("utf-8")).encode()
