"""What a class of the course's data says of itself and of its fields: the section `Attributes:` of its docstring.

The one source of what editors show beside a key (`schema`), and of the reference in docs/authoring.md.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

_FIELD = re.compile(r"^    (\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)


def described(kind: type[Any]) -> tuple[str, dict[str, str]]:
    """The sentence about the class, and the sentences about its fields by name."""
    head, _, fields = (inspect.getdoc(kind) or "").partition("\nAttributes:\n")
    return _line(head), {name: _line(text) for name, text in _FIELD.findall(fields)}


def _line(text: str) -> str:
    return " ".join(text.split())
