"""Commands inside sentences, as they must be typed for the course that was named: the one place that adds `--course`.

A finding says `dltutor author stubs`; typed so, it would mean the course that one stands in, or the default one.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

_COMMAND = re.compile(r"`(dltutor (?:author|show|start|check|train|record)\b[^`]*)`")


def course_option(course: Path | None) -> str:
    """` --course DIR`, to be put behind a command, or nothing where none was named."""
    return "" if course is None else f" --course {shlex.quote(str(course))}"


def with_course(sentence: str, course: Path | None) -> str:
    """The sentence with the option in each of its commands."""
    option = course_option(course)
    return _COMMAND.sub(lambda found: f"`{found[1]}{'' if '--course' in found[1] else option}`", sentence)
