"""Hidden checks for ch01/move-to."""

from collections import namedtuple

import torch

from tutor.checking import given, probe

Batch = namedtuple("Batch", ["pictures", "labels"])
Pair = namedtuple("Pair", ["first", "second"])


def described(obj):
    """The structure as text: the kind of every container, and of every tensor its dtype, device and shape."""
    if isinstance(obj, torch.Tensor):
        return f"{str(obj.dtype).removeprefix('torch.')} {tuple(obj.shape)} on {obj.device.type}"
    if isinstance(obj, dict):
        return f"{type(obj).__name__}({', '.join(f'{key}: {described(value)}' for key, value in obj.items())})"
    if isinstance(obj, tuple | list):
        return f"{type(obj).__name__}({', '.join(described(item) for item in obj)})"
    return repr(obj)


def target(name):
    return torch.device(name) if name in ("cpu", "meta") else getattr(torch, name)


@probe
def values(impl, obj, where):
    """The moved structure itself."""
    yield {"the result": impl.move_to(obj, target(where))}


@probe
def kinds(impl, obj, where):
    """What the moved structure is made of."""
    yield {"the structure": described(impl.move_to(obj, target(where)))}


@probe
def named(impl, x, y, where):
    """A namedtuple, by itself and inside other containers."""
    batch = impl.move_to(Batch(x, y), target(where))
    yield {"the kind": type(batch).__name__, "is it the same class": type(batch) is Batch}
    yield {"pictures": batch.pictures, "labels": batch.labels}
    yield {"inside a list": described(impl.move_to([Batch(x, {"y": y}), 3], target(where)))}
    yield {"inside another": described(impl.move_to(Pair(Batch(x, None), (y,)), target(where)))}


@probe
def by_name(impl, x):
    """The device given as text."""
    yield {"the structure": described(impl.move_to({"x": [x]}, "meta"))}


@probe
def in_a_graph(impl, x, where):
    """A tensor that requires a gradient, and what comes back to it."""
    x.requires_grad_()
    moved = impl.move_to([x], target(where))[0]
    yield {"the result": moved}
    yield {"the gradient of what was moved": given.gradients(moved, torch.ones_like(moved), x)[0]}


@probe
def before_and_after(impl, obj, where):
    """The caller's structure after the call."""
    impl.move_to(obj, target(where))
    yield {"the structure handed in": described(obj)}
    yield {"its values": obj}


def nested(rand, ints):
    return {
        "pictures": rand(3, 2, dtype=torch.float32),
        "parts": [rand(5, dtype=torch.float32), (ints(0, 7, 2), {"deep": [rand(1, dtype=torch.float32)]})],
        "empty": [[], (), {}],
    }


def test_the_worked_example(example):
    example(values, {"pictures": torch.zeros(2, 3), "sizes": [torch.ones(2), "cm"]}, "float64")


def test_a_tensor_moves(agree, rand):
    """A tensor by itself comes back in the dtype asked for, with its values."""
    agree(values, rand(3, 2), "float32")
    agree(values, rand(3, dtype=torch.float32), "float64")
    agree(values, rand(2), "int64")
    agree(in_a_graph, rand(3, dtype=torch.float32), "float64")


def test_every_container_keeps_its_kind(agree, rand, ints):
    """Lists stay lists, tuples tuples, dicts dicts with their keys, as deep as they go; every tensor moves."""
    agree(kinds, nested(rand, ints), "float64")
    agree(values, nested(rand, ints), "float64")
    agree(values, (rand(2), [rand(3)], ({"a": rand(1)},)), "float32")
    agree(values, {7: rand(2), (0, 1): rand(3)}, "float32")


def test_a_namedtuple_keeps_its_names(agree, rand, ints):
    """A namedtuple comes back as the same class, its fields moved."""
    agree(named, rand(3, 2, dtype=torch.float32), ints(0, 5, 3), "float64")


def test_everything_else_is_untouched(agree, rand):
    """Text, numbers and None come back as they are, alone or inside."""
    for other in ("seven", "", 7, 2.5, None, True):
        agree(values, other, "float64")
    agree(values, ["name", {"id": 7, "x": rand(2, dtype=torch.float32), "note": None}, ("a", 1.5)], "float64")


def test_devices_work_too(agree, rand, ints):
    """`where` may be a device, as an object or as text."""
    agree(kinds, nested(rand, ints), "meta")
    agree(kinds, [rand(2)], "cpu")
    agree(by_name, rand(3, 2))


def test_the_structure_stays_as_it_is(agree, rand, ints):
    """The structure that was handed in still holds the old tensors."""
    agree(before_and_after, nested(rand, ints), "float64")
