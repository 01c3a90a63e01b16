"""Is what an exercise forbids really caught? A call of it is planted into the reference, once in plain text for the
scan, and once through `getattr`, which only the trace can see."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import torch

from tutor.checking.forbid import PACKAGES, Forbid, exists, operators, resolve
from tutor.checking.job import files_from_json
from tutor.checking.loading import Library
from tutor.checking.local import LocalSubject
from tutor.checking.proof import Proof

NOTHING: dict[str, Any] = {"exists": False, "scan": None, "trace": None}
"""Of a name that torch does not have, nothing can be planted."""

_HIDDEN = """

def _planted(args):
    import operator

    import torch

    return operator.attrgetter({path!r})(torch)(*args)
"""
_HIDDEN_IMPORT = """

def _planted(args):
    import importlib

    return importlib.import_module({path!r})
"""


def plant(proof: Proof, name: str) -> dict[str, Any]:
    """Whether `name` exists, and whether the scan and the trace see a call of it. `scan` is None for an operator, which
    has no spelling of its own; `trace` is None where no simple call of it could be made."""
    if not name.startswith(("torch.", "aten.", *(f"{each}." for each in PACKAGES))) or not exists(name):
        return NOTHING  # nothing else passes by the trace
    return {"exists": True, "scan": _scanned(name), "trace": _traced(proof, name)}


def _scanned(name: str) -> bool | None:
    if name.startswith("aten."):
        return None
    place, _, short = name.rpartition(".")
    forbid = Forbid((name,), set())
    spelled = (
        f"import {name.partition('.')[0]}\n\ny = {name}(x)\n",
        f"from {place} import {short} as other\n\ny = other(x)\n",
    )
    methods = name.startswith("torch.") and isinstance(
        resolve(place), type
    )  # `torch.Tensor.softmax` can be imported from nowhere
    return all(forbid.scan(text.encode()) for text in spelled[: 1 if methods else 2])


def _traced(proof: Proof, name: str) -> bool | None:
    if name.partition(".")[0] in PACKAGES:
        return _raises(proof, name, _HIDDEN_IMPORT.format(path=name.partition(".")[0]), 0)
    spellings = [f"torch.ops.aten.{operator}" for operator in operators(name)] or [name]
    simple = ((each, number) for each in spellings for number, args in enumerate(_arguments()) if _works(each, args))
    spelling, working = next(simple, ("", 0))
    if not spelling:
        return None
    return _raises(proof, name, _HIDDEN.format(path=spelling.removeprefix("torch.")), working)


def _raises(proof: Proof, name: str, planted: str, working: int) -> bool:
    target = proof.job["target"]
    text = proof.reference + planted
    files = files_from_json(proof.job["reference"]) | {target: (f"<{target}>", text.encode())}
    subject = LocalSubject(Library.of_files(files, target.partition(".")[0]), target, (name,))

    def probe(impl: Any) -> dict[str, Any]:
        impl._planted(list(_arguments())[working])
        return {}

    raised = subject.ask(probe, (), 0)().raised
    return raised is not None and raised.reason == "forbidden"


def _works(spelling: str, args: tuple[Any, ...]) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            resolve(spelling)(*args)
    except Exception:
        return False
    return True


def _arguments() -> Iterator[tuple[Any, ...]]:
    """Arguments that some function or class of torch takes; each list is made anew."""
    x = torch.rand(3, 4)
    ids = torch.tensor([0, 2, 1])
    number = (torch.rand(4, requires_grad=True) ** 2).sum()
    picture, kernel = torch.rand(1, 1, 5, 5), torch.rand(1, 1, 3, 3)
    yield from [(x,), (x, -1), (x, 0), (x, x), (x, x, x), (x, x.T), (x, x.T, x.T), (ids,), (ids, 5), (ids, x), (x, ids)]
    yield from [([x, x],), ([x[0], x[1, :2]],), (x, (4,)), (x, 0.5), (x, torch.zeros(4), torch.ones(4)), (number,)]
    yield from [(), (2,), (2, 3), (4, 2), (2, 3, 1), (2, 3, 3), (0.5,), ([2, 3],)]
    yield from [
        (x, torch.rand(3, 5), torch.rand(5, 4), torch.rand(5, 5)),
        (torch.rand(2, 3, 4),) * 3,
        (torch.rand(1, 2, 3, 4),) * 3,
    ]
    yield from [(picture, 2), (picture, kernel), (picture[0], kernel[0]), (picture, kernel, None)]
    convolution = (None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1)
    yield from [
        (picture, kernel, *convolution),
        (picture[..., :3, :3], picture, kernel, *convolution, [True, True, False]),
    ]
    yield (picture, kernel, [3, 3])
    yield from [(torch.nn.Linear(2, 3).parameters(),), (torch.nn.Linear(2, 3).parameters(), 0.1)]
    yield from [(torch.nn.Linear(2, 3),), (torch.nn.Linear(2, 3), "weight"), ([1, 2, 3],), ("ij,jk->ik", x, x.T)]
    yield from [(torch.sin, x), (torch.Tensor.sum, x), ([torch.rand(2, requires_grad=True)], 1.0)]
