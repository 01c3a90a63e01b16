"""Verdicts as JUnit XML, the format that CI servers draw."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from tutor.checking.verdict import CheckResult, ExerciseVerdict
from tutor.learner.files import write_whole
from tutor.render.plain import plain

_NO_XML = re.compile("[\ufffe\uffff]")  # what `plain` leaves and XML 1.0 forbids


def write(file: Path, verdicts: list[ExerciseVerdict]) -> None:
    """One test suite an exercise, one test case a promise."""
    root = ElementTree.Element("testsuites", name="dltutor")
    for verdict in verdicts:
        statuses = [check.status for check in verdict.checks]
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=verdict.id,
            tests=str(len(statuses)),
            failures=str(statuses.count("failed")),
            errors=str(statuses.count("error")),
            skipped=str(statuses.count("skipped")),
            time=f"{verdict.seconds:.3f}",
        )
        for check in verdict.checks:
            _case(suite, verdict, check)
        if verdict.output:
            ElementTree.SubElement(suite, "system-out").text = _text(verdict.output)
    ElementTree.indent(root)
    write_whole(file, ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _case(suite: ElementTree.Element, verdict: ExerciseVerdict, check: CheckResult) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname=verdict.id, name=_text(f"{check.id}: {check.title}"), time=f"{check.seconds:.3f}"
    )
    if check.status == "skipped":
        ElementTree.SubElement(case, "skipped", message=_text(verdict.note))
    elif check.status != "passed":
        tag = "failure" if check.status == "failed" else "error"
        said = _text("\n".join(part for part in (check.message, check.diagnosis) if part))
        broken = ElementTree.SubElement(case, tag, message=said.partition("\n")[0], type=check.reason or "error")
        broken.text = said


def _text(text: str) -> str:
    """`text` of any origin as XML may hold it."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", plain(text))
