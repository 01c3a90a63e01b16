"""What the reference in docs/authoring.md has to say, made of the program itself: keys, functions, codes."""

from __future__ import annotations

import dataclasses
import inspect
import types
from collections.abc import Callable, Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from tutor.authoring.describing import described

WORDS = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def key_table(kind: type[Any], without: tuple[str, ...] = ()) -> str:
    """The keys of one part of a course as a Markdown table, in the order of the class, `without` some of its fields."""
    _, sentences = described(kind)
    types_of = get_type_hints(kind)
    lines = ["| key | value | without it | |", "| --- | --- | --- | --- |"]
    for field in dataclasses.fields(kind):
        if field.name not in without:
            cells = [f"`{field.name}`", value_words(types_of[field.name]), default_words(field), sentences[field.name]]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def value_words(hint: Any) -> str:
    """A type in words: `list of text`."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin is tuple:
        return "list of pairs" if get_origin(inside[0]) is tuple else f"list of {plural(inside[0])}"
    if origin is dict:
        return f"mapping of {plural(inside[1])}"
    if origin is Literal:
        return " or ".join(f"`{word}`" for word in inside)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(value_words(each) for each in inside if each is not type(None)))
    return WORDS.get(hint) or f"[{hint.__name__.lower()}](#{hint.__name__.lower()})"


def plural(hint: Any) -> str:
    """What a list or a mapping holds, with a link to where the page says more."""
    if hint is str:
        return "texts"
    if get_origin(hint) in (Union, types.UnionType):
        return "[steps](#steps)"
    if get_origin(hint) is Literal:
        return value_words(hint)
    name = hint.__name__.lower()
    return f"[{name}s](#{name})"


def default_words(field: dataclasses.Field[Any]) -> str:
    """What holds where the key is not written."""
    if field.default_factory is dict:
        return "none"
    if field.default_factory is not dataclasses.MISSING:
        return "its defaults"
    if field.default is dataclasses.MISSING:
        return "**needed**"
    if field.default in ((), "", None):
        return "none"
    return f"`{str(field.default).lower()}`" if isinstance(field.default, bool) else f"`{field.default}`"


def call_text(name: str, function: Callable[..., Any], skip: int = 0) -> str:
    """How a function is called, `rand(*shape, dtype=torch.float64)`, without types; `skip` leaves `self` out."""
    parts = []
    starred = False
    for parameter in list(inspect.signature(function).parameters.values())[skip:]:
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        before = "*" * (parameter.kind is parameter.VAR_POSITIONAL) + "**" * (parameter.kind is parameter.VAR_KEYWORD)
        starred = starred or before == "*"
        default = "" if parameter.default is parameter.empty else f"={parameter.default!r}"
        parts.append(f"{before}{parameter.name}{default}")
    return f"{name}({', '.join(parts)})"


def code_table(codes: Mapping[str, str]) -> str:
    """The kinds of finding of one group."""
    return (
        "\n".join(["| code | says |", "| --- | --- |", *(f"| `{code}` | {says} |" for code, says in codes.items())])
        + "\n"
    )
