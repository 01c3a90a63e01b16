"""How values travel between judge and worker: a JSON tree with tagged leaves, tensors as safetensors; never pickle.

`plain` turns whatever a probe observed into plain values: CPU tensors of ordinary dtypes, numbers, text, lists, tuples,
dicts, and `Strange` for everything else. It is applied when an observation is made, so nothing can change it later, and
with caps, so a gigantic, deep or endless answer becomes a sentence instead of a hang. Every field that arrives is
treated as hostile.
"""

from __future__ import annotations

import json
import struct
from ctypes import string_at
from dataclasses import dataclass
from typing import Any

import torch
from safetensors.torch import load as load_tensors

MAX_ELEMENTS = 4_000_000
MAX_NODES = 50_000
MAX_DEPTH = 30
MAX_TEXT = 20_000
MAX_NAME = 100  # of a class: what an error names is no page
MAX_BITS = 2_000  # of a whole number: Python itself refuses to write longer ones
MAX_MESSAGE = 128 * 2**20

DTYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.uint16: "U16",
    torch.uint32: "U32", torch.uint64: "U64", torch.bool: "BOOL",
}  # fmt: skip
"""What travels, and its name in a blob of safetensors."""

_HEADER = struct.Struct("!QQ")
_BLOB = struct.Struct("<Q")


class Garbled(Exception):
    """Bytes that are no message of ours."""


@dataclass(frozen=True, slots=True)
class Strange:
    """A value of a kind that does not travel; `what` describes it ("a numpy.ndarray")."""

    what: str


class _Budget:
    """What one observation may still spend."""

    def __init__(self) -> None:
        self.nodes = MAX_NODES
        self.elements = MAX_ELEMENTS


def plain(value: Any) -> Any:
    """A copy of `value` in plain types, as it is now. Runs no code of the value's class; never raises on odd values."""
    with torch._C.DisableTorchFunctionSubclass():
        return _plain(value, _Budget(), 0)


def _plain(value: Any, budget: _Budget, depth: int) -> Any:
    budget.nodes -= 1
    kind = type(value)
    if budget.nodes < 0:
        return Strange("a value with too many parts")
    if depth > MAX_DEPTH:
        return Strange("a value nested too deeply, perhaps inside itself")
    if value is None or kind is bool or kind is Strange:
        return value
    if kind is int:
        return value if value.bit_length() < MAX_BITS else Strange("an int with more than 600 digits")
    if kind is float:
        return value
    if kind is str:
        return _cut(value, MAX_TEXT)
    if issubclass(kind, torch.Tensor):
        return _plain_tensor(value, budget)
    for base in (tuple, list, dict):
        if issubclass(kind, base) and base.__len__(value) > budget.nodes:  # to look at each would take seconds
            return Strange(f"a {base.__name__} of {base.__len__(value)} items, far more than expected")
    if issubclass(kind, tuple):
        return tuple([_plain(item, budget, depth + 1) for item in tuple.__iter__(value)])
    if issubclass(kind, list):
        return [_plain(item, budget, depth + 1) for item in list.__iter__(value)]
    if issubclass(kind, dict):
        return {_key(key): _plain(item, budget, depth + 1) for key, item in dict.items(value)}
    return Strange(_name(kind))


def _key(key: Any) -> Any:
    """A key of a dict: text and numbers as they are, anything else by the name of its class."""
    kind = type(key)
    if kind is str:
        return _cut(key, MAX_TEXT)
    return key if kind is bool or (kind is int and key.bit_length() < MAX_BITS) else _name(kind)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"


def _plain_tensor(value: torch.Tensor, budget: _Budget) -> Any:
    if type(value).__torch_dispatch__ is not torch._C._disabled_torch_dispatch_impl and type(value) not in (
        torch.Tensor,
        torch.nn.Parameter,
    ):
        return Strange(f"a tensor of the class {_name(type(value), article=False)}")
    bare = value.detach()
    if bare.is_nested:
        return Strange("a nested tensor")
    if bare.layout is not torch.strided:
        return Strange(f"a tensor with the layout {str(bare.layout).removeprefix('torch.')}")
    bare = bare.as_subclass(torch.Tensor)
    if bare.device.type == "meta":
        return Strange("a tensor without values (on the device 'meta')")
    if bare.dtype not in DTYPES:
        return Strange(f"a tensor of dtype {str(bare.dtype).removeprefix('torch.')}")
    budget.elements -= bare.numel()  # before the clone: an expanded tensor may be larger than memory
    if budget.elements < 0:
        return Strange(f"a tensor of shape {tuple(bare.shape)}, far larger than expected")
    copy = torch.empty(bare.shape, dtype=bare.dtype)
    copy.copy_(bare)
    needs_grad = torch.Tensor.requires_grad.__get__(value) is True  # type: ignore[attr-defined]
    return copy.requires_grad_() if needs_grad and copy.is_floating_point() else copy


def _name(kind: type, article: bool = True) -> str:
    module = type.__getattribute__(kind, "__module__")
    known = isinstance(module, str) and module not in ("builtins", "__main__", "")
    bare = type.__getattribute__(kind, "__name__")
    name = _cut(f"{module}.{bare}" if known else bare, MAX_NAME)
    if not article:
        return name
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def encode(value: Any) -> bytes:
    """One message. Tensors keep requires_grad and, where they are not contiguous, their strides."""
    tensors: dict[str, torch.Tensor] = {}
    tree = json.dumps(_tree(value, tensors), ensure_ascii=True).encode()
    blob = _blob(tensors) if tensors else b""
    return _HEADER.pack(len(tree), len(blob)) + tree + blob


def _blob(tensors: dict[str, torch.Tensor]) -> bytes:
    """The bytes that `safetensors.torch.save` would make, in a fifth of its time: it looks for shared memory, by way of
    numpy. The widest numbers come first, so that all lie where a processor likes them."""
    header, parts, end = {}, [], 0
    for key, tensor in sorted(tensors.items(), key=lambda pair: -pair[1].itemsize):
        size = tensor.nbytes
        header[key] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [end, end + size]}
        parts.append(string_at(tensor.data_ptr(), size) if size else b"")
        end += size
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    return _BLOB.pack(len(head)) + head + b"".join(parts)


def _tree(value: Any, tensors: dict[str, torch.Tensor]) -> Any:
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        return ["i", hex(value)]
    if kind is float:
        return ["f", value.hex()]
    if kind is bytes:
        return ["b", value.hex()]
    if kind is Strange:
        return ["x", value.what]
    if kind is list:
        return ["l", [_tree(item, tensors) for item in value]]
    if kind is tuple:
        return ["u", [_tree(item, tensors) for item in value]]
    if kind is dict:
        return ["d", [[_tree(key, tensors), _tree(item, tensors)] for key, item in value.items()]]
    if isinstance(value, torch.Tensor):
        key = str(len(tensors))
        bare = value.detach()
        if bare.dtype not in DTYPES or bare.device.type != "cpu" or bare.layout is not torch.strided:
            raise TypeError(f"a tensor of {bare.dtype} on {bare.device} does not travel between judge and worker")
        tensors[key] = bare.contiguous().resolve_neg()
        strides = None if bare.is_contiguous() else list(bare.stride())
        return ["t", key, value.requires_grad, strides]
    raise TypeError(f"{kind.__name__} does not travel between judge and worker")


def decode(message: bytes) -> Any:
    """The value of one message. Garbled for anything that `encode` can't have made."""
    try:
        tree_size, blob_size = _HEADER.unpack_from(message)
        start = _HEADER.size
        if len(message) != start + tree_size + blob_size:
            raise Garbled("wrong length")
        tree = json.loads(message[start : start + tree_size])
        tensors = load_tensors(message[start + tree_size :]) if blob_size else {}
        return _value(tree, tensors, 0)
    except Garbled:
        raise
    except Exception as fault:  # every field is hostile: whatever goes wrong here, the message is not ours
        raise Garbled(str(fault)) from fault


def _value(tree: Any, tensors: dict[str, torch.Tensor], depth: int) -> Any:
    if tree is None or isinstance(tree, bool | str):
        return tree
    if not isinstance(tree, list) or not tree or depth > 3 * MAX_DEPTH:
        raise Garbled("unknown node")
    match tree:
        case ["i", str(text)]:
            if len(text) > MAX_BITS // 4 + 3:
                raise Garbled("a number too long")
            return int(text, 16)
        case ["f", str(text)]:
            return float.fromhex(text)
        case ["b", str(text)]:
            return bytes.fromhex(text)
        case ["x", str(what)]:
            return Strange(_cut(what, 3 * MAX_NAME))
        case ["l", list(items)]:
            return [_value(item, tensors, depth + 1) for item in items]
        case ["u", list(items)]:
            return tuple([_value(item, tensors, depth + 1) for item in items])
        case ["d", list(items)]:
            return {_value(key, tensors, depth + 1): _value(item, tensors, depth + 1) for key, item in items}
        case ["t", str(key), bool(needs_grad), strides]:
            return _tensor(tensors[key].clone(), needs_grad, strides)  # no view: errors and `_base` would tell of one
    raise Garbled("unknown node")


def _tensor(tensor: torch.Tensor, needs_grad: bool, strides: Any) -> torch.Tensor:
    if strides is not None:
        extent = 1 + sum((size - 1) * int(stride) for size, stride in zip(tensor.shape, strides, strict=True))
        if not 0 < extent <= 64 * MAX_ELEMENTS or any(int(stride) < 1 for stride in strides):
            strided = tensor  # an expanded input: its values are what matters
        else:
            strided = torch.empty_strided(tensor.shape, [int(s) for s in strides], dtype=tensor.dtype).copy_(tensor)
        tensor = strided
    return tensor.requires_grad_() if needs_grad and tensor.is_floating_point() else tensor


def fresh(value: Any) -> Any:
    """A copy with no storage in common, strides and requires_grad kept: what a probe is given each time it runs. The
    same as `decode(encode(value))`, without the message between."""
    kind = type(value)
    if value is None or kind in (bool, int, float, str, bytes, Strange):
        return value
    if kind in (list, tuple):
        return kind(map(fresh, value))
    if kind is dict:
        return {fresh(key): fresh(item) for key, item in value.items()}
    if isinstance(value, torch.Tensor):
        bare = value.detach().as_subclass(torch.Tensor)
        strides = None if bare.is_contiguous() else list(bare.stride())
        return _tensor(bare.clone(memory_format=torch.contiguous_format), value.requires_grad, strides)
    raise TypeError(f"{kind.__name__} does not travel between judge and worker")
