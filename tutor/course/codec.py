"""Chapters as JSON and back, without pydantic: the form in which a sound lesson is kept (see `cache`)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tutor.course.model import STEP_TYPES, Bound, Chapter, Choice, CourseHead, Limits, Link, Step, Term


def encode(chapter: Chapter) -> dict[str, Any]:
    return asdict(chapter)


def decode(data: dict[str, Any]) -> Chapter:
    """Equal to the chapter that was encoded. KeyError, TypeError or ValueError where `data` is anything else."""
    steps = tuple(_step(step) for step in data["steps"])
    terms = tuple(Term(**_tuples(term, "also")) for term in data["terms"])
    return Chapter(**_tuples(data, "needs", "objectives") | {"steps": steps, "terms": terms})


def encode_head(head: CourseHead) -> dict[str, Any]:
    return asdict(head)


def decode_head(data: dict[str, Any]) -> CourseHead:
    return CourseHead(**_tuples(data, "authors"))


def _step(data: dict[str, Any]) -> Step:
    kind = next(kind for kind in STEP_TYPES if kind in data)
    made = _tuples(data, "uses", "implement", "forbid", "hints", "whatif", "data", "weights")
    made["reading"] = tuple(Link(**link) for link in data["reading"])
    if "choices" in data:
        made["choices"] = tuple(Choice(**choice) for choice in data["choices"])
    if "target" in data:
        made["target"] = {metric: Bound(**bound) for metric, bound in data["target"].items()}
    if "limits" in data:
        made["limits"] = Limits(**data["limits"])
    return STEP_TYPES[kind](**made)


def _tuples(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: tuple(value) if name in names else value for name, value in data.items()}
