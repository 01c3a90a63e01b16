"""One mistake, one finding: what a trial says only because of something that reading has told already is left out.

Reading knows the line and the word, a trial only what came of it. What is left out here comes back with the next lint
if it has a cause of its own. Called by `lint.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path

from tutor.authoring.lint import reading
from tutor.authoring.lint.answersfile import SECTIONS
from tutor.authoring.lint.finding import Finding
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep

SPOIL_CHECKS = frozenset(
    {
        *("defined-twice", "async", "nested-check", "nested-probe", "decorated-check", "unknown-fixture"),
        *("asks-nothing", "undefined-name", "no-probe", "probe-parameters", "probe-fixture", "silent-probe"),
        *("not-in-solution", "imports-solution", "unseeded", "no-checks"),
    }
)
"""Faults of a check file with which no trial of it says anything."""

SPOIL_RUNS = frozenset({"unreadable", "missing-module", "not-in-file", "missing-use"})

Owner = tuple[str, str]
"""Section and name of an answer; both empty for what is about the file."""


def without_consequences(
    read: Sequence[Finding], tried: Iterable[Finding], course: Course, exercises: Iterable[tuple[Chapter, ExerciseStep]]
) -> list[Finding]:
    """What was found by trying, without what follows from what was read."""
    left = [each for each in tried if not (each.code == "run-failed" and _is_told(each, read))]
    for chapter, step in exercises:
        checks, answers = course.check_file(chapter, step), course.answers_file(chapter, step)
        if any(each.file == checks and each.code in SPOIL_CHECKS for each in read):
            left = [each for each in left if each.file not in (checks, answers)]
            continue
        blamed = {owner_of(each) for each in read if each.file == answers and each.level == "sound"}
        if blamed:
            whatifs = tuple(f"{step.id}:{name}`" for _, name in blamed if name)
            left = [each for each in left if not _follows(each, answers, checks, blamed, whatifs)]
    return left


def owner_of(finding: Finding) -> Owner:
    """Which answer a finding about an answers file is about."""
    lines = _lines(finding.file)
    index = bisect_right([line for line, _ in lines], finding.line)
    return lines[index - 1][1] if index else ("", "")


def _follows(finding: Finding, answers: Path, checks: Path, blamed: set[Owner], whatifs: tuple[str, ...]) -> bool:
    if finding.code == "whatif":
        return any(each in finding.message for each in whatifs)
    if finding.file == checks:
        return finding.code == "idle-check"  # the mistake that makes it fail may be the one that is faulty
    if finding.file != answers:
        return False
    return finding.code == "proof" or ("", "") in blamed or owner_of(finding) in blamed


def _lines(file: Path) -> list[tuple[int, Owner]]:
    """Where each answer begins, and where each section does, in order."""
    root, _ = reading.document(file)
    found: list[tuple[int, Owner]] = []
    sections = root.value if root is not None and isinstance(root.value, dict) else {}
    for section, node in sections.items():
        if root is not None:
            found.append((root.keys[section].line, ("", "")))
        if section in SECTIONS and isinstance(node.value, dict):
            found += [(node.keys[name].line, (section, name)) for name in node.value]
    return sorted(found, key=lambda each: each[0])


def _is_told(failed: Finding, read: Sequence[Finding]) -> bool:
    """Whether the script that fails, or a module that it names, was told to be broken."""
    address = failed.message.partition(":")[0]
    for each in read:
        of_chapter = failed.file.stem in each.file.parts and each.file.name in failed.message
        if each.code in SPOIL_RUNS and (of_chapter or each.message.startswith(f"{address}:")):
            return True
    return False
