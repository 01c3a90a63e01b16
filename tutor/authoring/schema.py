"""JSON Schemas of what an author writes, for editors: `lessons/*.yaml`, `lessons/course.yaml` and the answers files.

Made from the very classes of `course.model` and the reader of `course.validate`, so they can't drift away from what is
read; descriptions come from the docstrings (`describing`), and what types can't say (an id's form, 1 to 5) stands in
`_SAYS`. Draft 7, which is what yaml-language-server knows best.
"""

from __future__ import annotations

from typing import Any, Literal

from tutor.authoring.describing import described
from tutor.checking.answers import Answer, Answers
from tutor.course.model import STEP_TYPES, Bound, Chapter, Choice, CourseHead, Limits, Link, Term
from tutor.course.rules import FORBIDDABLE, FORMAT, FORMULA, ID, OPEN_NAME
from tutor.course.validate import adapter

Kind = Literal["lesson", "course", "answers"]

ROOTS: dict[Kind, type] = {"lesson": Chapter, "course": CourseHead, "answers": Answers}
_NESTED = (Answer, Bound, Choice, Limits, Link, Term)
_PARTS = {kind.__name__: kind for kind in (*ROOTS.values(), *STEP_TYPES.values(), *_NESTED)}
_STEPS: dict[str, str] = {made.__name__: kind for kind, made in STEP_TYPES.items()}


def _form(pattern: str, mend: str) -> dict[str, Any]:
    return {"pattern": f"^({pattern})$", "patternErrorMessage": mend}


_FILLED = {"pattern": r"\S", "patternErrorMessage": "this is empty"}
_FILE = _form(r"[a-z_][a-z0-9_]*\.py", "use lower-case letters, digits and `_`, like dot_score.py")
_ID = _form(ID.pattern, "use lower-case letters, digits and hyphens, like dot-score")
_ABOVE_ZERO = {"exclusiveMinimum": 0}
_SAYS: dict[str, dict[str, Any]] = {
    "Chapter": {
        "id": _form("[a-z][a-z0-9]*", "write the file's name up to the first `_`, like ch10"),
        "title": _FILLED,
        "summary": _FILLED,
        "minutes": _ABOVE_ZERO,
        "steps": {"minItems": 1},
    },
    "CourseHead": {"format": {"const": FORMAT}, "title": _FILLED, "licence": _FILLED, "authors": {"minItems": 1}},
    "Link": {"url": {"pattern": "^https?://", "patternErrorMessage": "a web address starts with https://"}},
    "Choice": {"text": _FILLED, "why": _FILLED},
    "Term": {
        "term": _FILLED,
        "means": _FILLED,
        "also": {"items": {"type": "string"} | _FILLED},
        "symbol": _form(FORMULA.pattern, "put it between dollars, like $\\gamma$"),
    },
    "Limits": {"check_seconds": _ABOVE_ZERO, "file_seconds": _ABOVE_ZERO},
    "QuizStep": {"choices": {"minItems": 2, "contains": {"required": ["correct"]}}},
    "RunStep": {"script": _FILE},
    "ExerciseStep": {
        "file": _FILE,
        "implement": {"minItems": 1, "items": {"type": "string"} | _form(OPEN_NAME.pattern, "like Class.method")},
        "forbid": {"items": {"type": "string"} | _form(FORBIDDABLE.pattern, "like torch.nn.functional.softmax")},
        "difficulty": {"minimum": 1, "maximum": 5},
        "points": {"minimum": 0},
        "minutes": _ABOVE_ZERO,
        "hints": {"items": {"type": "string"} | _FILLED},
    },
    "TrainStep": {"script": _FILE, "target": {"minProperties": 1}, "minutes": _ABOVE_ZERO},
}
_WHOLE: dict[str, dict[str, Any]] = {
    "QuizStep": {"oneOf": [{"required": ["choices"]}, {"required": ["answer"]}]},
    "Bound": {"minProperties": 1},
    "Answer": {"anyOf": [{"required": ["change"]}, {"required": ["code"]}]},
}


def schema(of: Kind) -> dict[str, Any]:
    """The schema of one kind of file."""
    made = adapter(ROOTS[of]).json_schema(ref_template="#/definitions/{model}")
    parts = {name: _part(name, part) for name, part in made["$defs"].items()}
    root = parts.pop(ROOTS[of].__name__)
    if of == "lesson":
        root["properties"]["steps"]["items"] = {"oneOf": [_ref(kind.__name__) for kind in STEP_TYPES.values()]}
    elif of == "answers":
        del root["required"]
        wrong = root["properties"]["wrong"]
        wrong["additionalProperties"] = {"allOf": [_ref("Answer")], "required": ["says", "caught_by"]}
    title = {"lesson": "A chapter of a dltutor course", "course": "A dltutor course", "answers": "Other answers"}[of]
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title}
    return head | root | ({"definitions": parts} if parts else {})


def _part(name: str, made: dict[str, Any]) -> dict[str, Any]:
    """Pydantic's schema of one class, with our words in the place of its own."""
    about, fields = described(_PARTS[name])
    properties = {
        field: _property(_plain(value), fields[field], _says(name, field))
        for field, value in made["properties"].items()
        if field != "name"
    }
    required = [field for field in made.get("required", ()) if field in properties]
    part: dict[str, Any] = {
        "description": about,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
    if required:
        part["required"] = required
    return part | _WHOLE.get(name, {})


def _says(name: str, field: str) -> dict[str, Any]:
    """What else is to be said of a field; every kind of step has the same id, and its texts are filled."""
    if name in _STEPS and field == "id":
        return _ID
    if name in _STEPS and (field == _STEPS[name] or (field == "text" and name != "QuizStep")):
        return _FILLED
    says: dict[str, Any] = _SAYS.get(name, {}).get(field, {})
    return says


def _property(value: dict[str, Any], text: str, says: dict[str, Any]) -> dict[str, Any]:
    return {"description": text} | ({"allOf": [value]} if "$ref" in value else value) | says


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """Without titles made of names and defaults that say nothing, and a pair as draft 7 has it."""
    plain: dict[str, Any] = {key: _plain(each) if isinstance(each, dict) else each for key, each in value.items()}
    plain.pop("title", None)
    if not plain.get("default", True) and plain["default"] is not False:
        del plain["default"]
    if "prefixItems" in plain:
        plain["items"] = plain.pop("prefixItems")[0]
    return plain


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/definitions/{name}"}
