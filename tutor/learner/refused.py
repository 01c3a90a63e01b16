"""The one exception for an action of the learner's that can't be done now.

It stands here, below everything that refuses, and is offered to screens and commands as `tutor.session.Refused`.
"""

from __future__ import annotations


class Refused(Exception):
    """An action that can't be done now; the text is one sentence that says why and what mends it."""


class WrongPlace(Refused):
    """A workspace that can't be where it was asked for: wrong usage, not bad luck."""
