"""From nodes to the dataclasses of `model`: types and keys, by pydantic, in sentences and with positions.

The strict reader is built from the very classes that the program passes around, so a lesson's format is written down
once. Imported only where a lesson really is read (see `cache`): pydantic costs about 70 ms.

Each step is read by itself, so that one bad step doesn't hide what is wrong with the others.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError, create_model

from tutor.course.document import Document
from tutor.course.explain import explain_and_repair, got
from tutor.course.model import STEP_TYPES, Chapter, CourseHead, Kind, Step
from tutor.course.nearest import nearest
from tutor.course.node import Node, Place

_STRICT = ConfigDict(extra="forbid", strict=True)
REPAIRS = 4


@dataclass(slots=True)
class Draft:
    """A chapter as far as it could be read, also with faults: `steps` holds those whose kind is known, with their index
    in the document, and `ids` every id that the document names."""

    chapter: Chapter
    steps: list[tuple[int, Step]]
    ids: frozenset[str]


def read_head(document: Document) -> CourseHead | None:
    """The contents of `course.yaml`; None with problems in the document."""
    root = document.root
    if root is None or not _is_mapping(document, root, ()):
        return None
    return cast(CourseHead, _validate(document, CourseHead, root.data(), (), "a course"))


def read_chapter(document: Document, name: str) -> Draft | None:
    """One lesson file; `name` is its stem. None where the file is no mapping."""
    root = document.root
    if root is None or not _is_mapping(document, root, ()):
        return None
    data = root.data()
    if "name" in data:
        del data["name"]
        document.report(("name",), "unknown-key", "unknown key `name`; the name of a chapter is its file's", key=True)
    node = root.value.get("steps")
    items = node.value if node is not None and isinstance(node.value, list) else []
    ids = frozenset(
        str(item.value["id"].value) for item in items if isinstance(item.value, dict) and "id" in item.value
    )
    steps = [(index, step) for index, item in enumerate(items) if (step := _step(document, item, ("steps", index)))]
    if isinstance(data.get("steps"), list):
        data["steps"] = []
    head = cast(Chapter, _validate(document, Chapter, {**data, "name": name}, (), "a chapter"))
    return Draft(replace(head, steps=tuple(step for _, step in steps)), steps, ids)


def _step(document: Document, node: Node, place: Place) -> Step | None:
    if not _is_mapping(document, node, place):
        return None
    kinds = [kind for kind in STEP_TYPES if kind in node.value]
    if len(kinds) > 1:
        first, second = sorted(kinds, key=lambda kind: (node.keys[kind].line, node.keys[kind].column))[:2]
        say = f"a step has one kind, but this one is `{first}` and `{second}`; make two steps of it"
        document.report((*place, second), "two-kinds", say, key=True)
        return None
    if not kinds:
        for key in node.value:
            if near := nearest(key, STEP_TYPES):
                document.report((*place, key), "no-kind", f"unknown key `{key}`; did you mean `{near}`?", key=True)
                return None
        say = "this step has no kind; give it a title under one of " + ", ".join(f"`{kind}`" for kind in STEP_TYPES)
        document.report(place, "no-kind", say)
        return None
    kind: Kind = kinds[0]
    article = "an" if kind == "exercise" else "a"
    return cast(Step, _validate(document, STEP_TYPES[kind], node.data(), place, f"{article} {kind} step"))


def _is_mapping(document: Document, node: Node, place: Place) -> bool:
    if isinstance(node.value, dict):
        return True
    what = "a step" if place else "the file"
    document.report(place, "type", f"{what} must be a mapping (`name: value`), not {got(node)}")
    return False


@cache
def adapter(kind: type) -> TypeAdapter[Any]:
    """Wrapped in a model, since only so do plain dataclasses and their parts take over `_STRICT`."""
    return TypeAdapter(create_model("Strict", __config__=_STRICT, it=(kind, ...)))


def _validate(document: Document, kind: type, data: Any, place: Place, what: str) -> object:
    """The dataclass; after reporting every fault, with a neutral value in each faulty place, so that one wrong key
    doesn't hide what else is wrong. JSON, since strict Python input would refuse lists for tuples."""
    for _ in range(REPAIRS):
        try:
            return cast(object, adapter(kind).validate_json(json.dumps({"it": data})).it)
        except ValidationError as error:
            explain_and_repair(document, error, data, place, kind, what)
    raise AssertionError(f"{what} can't be repaired: {data}")
