"""`dltutor doctor`: what of this machine the tutor needs, whether it is there, and how to mend it."""

from __future__ import annotations

from typing import Any

import typer

from tutor.commands.console import print_json, say, word
from tutor.commands.options import CourseOption, JsonOption, WorkspaceOption

WORDS = {"ok": "passed", "note": "untouched", "fault": "failed"}


def doctor(as_json: JsonOption = False, course: CourseOption = None, workspace: WorkspaceOption = None) -> None:
    """Look at this machine: what is missing, and how to mend it. Exit 1 if something is."""
    from tutor.commands.examinations import EXAMINATIONS, Finding

    findings: list[Finding] = []
    for examine in EXAMINATIONS:
        finding = examine(course, workspace)
        findings.append(finding)
        if not as_json:
            _say(finding)
    faults = [finding for finding in findings if finding.state == "fault"]
    if as_json:
        listed: list[dict[str, Any]] = [finding.to_json() for finding in findings]
        print_json({"schema": 1, "healthy": not faults, "findings": listed})
    else:
        say()
        say("Everything the course needs is here." if not faults else f"To mend: {', '.join(f.name for f in faults)}.")
    raise typer.Exit(1 if faults else 0)


def _say(finding: Any) -> None:
    style = str(word(WORDS[finding.state]).style)
    say((finding.state.ljust(6), style), f"{finding.name.ljust(12)}  {finding.what}")
    if finding.mend:
        say(f"Mend: {finding.mend}", indent=8)
