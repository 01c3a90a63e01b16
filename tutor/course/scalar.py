"""What YAML 1.1 makes of one scalar, and a sentence where that is hardly what its writer meant."""

from __future__ import annotations

import math
import re
from typing import Any

from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

_TAG = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+][0-9]+)?")
_EXPONENT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]*)?|[-+]?\.[0-9]+)[eE]([-+]?[0-9]+)")
_resolver = Resolver()


def tag_of(source: str, implicit: tuple[bool, bool]) -> str:
    """`str`, `bool`, `int`, `float`, `null`, `timestamp`, `merge` or `value`: how YAML resolves this scalar."""
    tag = _resolver.resolve(ScalarNode, source, implicit)  # type: ignore[no-untyped-call]
    return str(tag).removeprefix(_TAG)


def describe(tag: str) -> str:
    """The tag in words."""
    names = {"bool": "true or false", "int": "a number", "float": "a number", "null": "nothing", "timestamp": "a date"}
    return names.get(tag, tag)


def read(tag: str, source: str, plain: bool) -> tuple[Any, str]:
    """The value of a scalar, and the sentence about a surprise (empty where there is none).

    A plain `1e-3` is a surprise wherever it stands: who means text writes quotes, and the number is not understood.
    """
    if tag == "null":
        return None, ""
    if tag == "bool":
        return source.lower() in ("yes", "on", "true"), ""
    if tag == "int":
        if _WHOLE.fullmatch(source):
            return int(source), ""
        return 0, f"YAML does not read {source} as it looks; put it in quotes, or write a plain whole number"
    if tag == "float":
        if _DECIMAL.fullmatch(source) and math.isfinite(float(source)):
            return float(source), ""
        return 0.0, f"{source} is no plain number; put it in quotes if text is meant, or write a decimal number"
    if plain and (match := _EXPONENT.fullmatch(source)):
        mantissa, exponent = match.groups()
        mantissa += "" if "." in mantissa else ".0"
        exponent = exponent if exponent[0] in "+-" else f"+{exponent}"
        better = f"{mantissa}e{exponent}"
        return 0.0, f"YAML reads {source} as text; write {better}, or put it in quotes if text is meant"
    return source, ""
