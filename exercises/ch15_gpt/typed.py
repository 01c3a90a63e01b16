"""What a learner types to a model that writes: a beginning, and a temperature in front of it if they like."""

import re

from tutor.datasets import prose

USUAL, HIGHEST = 0.7, 5.0


def understood(line: str, context: int) -> tuple[float, str, list[str]]:
    """The temperature, the beginning in characters that the model knows, and sentences about it.

    A number in front is the temperature, at most 5; what is nearly 0 is 0. Without one it is 0.7.

    >>> understood("1.2 The List", 64)
    (1.2, 'the list', [])
    """
    found = re.match(r"\s*(\d*\.?\d+)(?:\s+|$)", line)
    temperature, rest = (min(float(found[1]), HIGHEST), line[found.end() :]) if found else (USUAL, line)
    beginning = prose.plain(rest)
    said = []
    if len(beginning) < len(rest):
        said.append("Signs that no page of the manual has were left out.")
    if not beginning.strip():
        beginning = "the "
        said.append('Nothing was left to begin with, so it begins with "the".')
    if len(beginning) > context:
        said.append(f"It reads the last {context} of your {len(beginning)} characters.")
    return (temperature if temperature >= 0.01 else 0.0), beginning, said
