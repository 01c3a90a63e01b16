"""The one exception for an action of the learner's that can't be done now.

It stands here, below everything that refuses, and is offered to screens and commands as `tutor.session.Refused`.
"""

from __future__ import annotations


class Refused(Exception):
    """An action that can't be done now; the text is one sentence that says why and what mends it."""


class WrongUsage(Refused):
    """Something that can never be as it was asked for, such as a workspace inside a course: exit code 2, not 1."""
