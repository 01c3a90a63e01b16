"""What travels between judge and worker, and what does not."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.checking.wire import Garbled, Strange, decode, encode, fresh, plain

leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(values)
@settings(max_examples=150, deadline=None)
def test_plain_values_come_back_with_their_types(value: Any) -> None:
    back = decode(encode(plain(value)))
    assert back == value
    assert repr(back) == repr(value)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16, torch.int64, torch.bool, torch.uint8])
@pytest.mark.parametrize("shape", [(), (0,), (3, 5), (2, 1, 3)])
def test_tensors_come_back_with_shape_and_dtype(dtype: torch.dtype, shape: tuple[int, ...]) -> None:
    tensor = torch.ones(shape).to(dtype)
    back = decode(encode(plain(tensor)))
    assert torch.equal(back, tensor)
    assert (back.dtype, back.shape) == (dtype, shape)


def test_inputs_keep_their_strides_and_requires_grad() -> None:
    tensor = torch.randn(3, 5).double().t().requires_grad_()
    back = fresh([tensor])[0]
    assert back.stride() == tensor.stride()
    assert back.requires_grad
    assert back.data_ptr() != tensor.data_ptr()


@pytest.mark.parametrize(
    "value",
    [
        [1, 2.5, True, None, "text", b"bytes", Strange("a thing")],
        {"a": (torch.ones(2, 3), [torch.zeros(0)]), 2: torch.tensor(5)},
        torch.arange(12.0).reshape(3, 4).t()[1:, ::2],
        torch.ones(1, 3).expand(4, 3),
        torch.nn.Parameter(torch.ones(2)),
    ],
)
def test_a_copy_is_what_would_have_come_over_the_wire(value: object) -> None:
    assert _described(fresh([value])) == _described(decode(encode([value])))


def test_what_does_not_travel_is_not_copied_either() -> None:
    for send in (encode, fresh):
        with pytest.raises(TypeError, match="does not travel"):
            send([object()])


@pytest.mark.parametrize(
    "tensor",
    [torch.ones(2, dtype=torch.complex64), torch.ones(2, device="meta"), torch.eye(3).to_sparse()],
    ids=["complex", "meta", "sparse"],
)
def test_a_tensor_without_ordinary_bytes_is_refused(tensor: torch.Tensor) -> None:
    with pytest.raises(TypeError, match="does not travel"):
        encode([tensor])


def test_what_one_tensor_shows_of_another_comes_whole() -> None:
    negative = torch._neg_view(torch.arange(3.0))
    mixed = [torch.tensor([True]), torch.arange(7.0)[::3], torch.ones(2, 0), torch.tensor(3), negative]
    back = decode(encode(mixed))
    assert [item.tolist() for item in back] == [[True], [0, 3, 6], [[], []], 3, [0, -1, -2]]
    assert [item.dtype for item in back] == [item.dtype for item in mixed]


def _described(value: Any) -> Any:
    """Everything about a value that a probe could notice."""
    if isinstance(value, torch.Tensor):
        return type(value), value.tolist(), value.dtype, value.shape, value.stride(), value.requires_grad
    if isinstance(value, list | tuple):
        return type(value), [_described(item) for item in value]
    if isinstance(value, dict):
        return dict, [(_described(key), _described(item)) for key, item in value.items()]
    return type(value), value


def test_an_observation_can_not_change_after_it_was_made() -> None:
    tensor = torch.ones(3)
    seen = plain({"x": tensor})
    tensor.zero_()
    assert seen["x"].tolist() == [1, 1, 1]


def test_tied_tensors_travel() -> None:
    tensor = torch.ones(3)
    back = decode(encode([tensor, tensor[1:]]))
    assert [item.tolist() for item in back] == [[1, 1, 1], [1, 1]]


class Liar(torch.Tensor):
    """Answers every question about itself with a lie."""

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return torch.ones(99)

    @property
    def shape(self) -> Any:  # type: ignore[override]
        return torch.Size([7])


def test_a_lying_subclass_is_seen_as_what_it_is() -> None:
    seen = plain(torch.zeros(3).as_subclass(Liar))
    assert type(seen) is torch.Tensor
    assert seen.tolist() == [0, 0, 0]


def endless() -> list[Any]:
    inside: list[Any] = []
    inside.append(inside)
    return inside


@pytest.mark.parametrize(
    "value",
    [
        torch.zeros(1).expand(10**10),
        torch.ones(2, dtype=torch.complex64),
        torch.ones(2, device="meta"),
        torch.eye(3).to_sparse(),
        object(),
        [0] * 100_000,
        10**1000,
        b"bytes",
    ],
    ids=["expanded", "complex", "meta", "sparse", "object", "long", "huge", "bytes"],
)
def test_what_does_not_travel_becomes_a_description(value: Any) -> None:
    seen = plain(value)
    found = seen if isinstance(seen, Strange) else next(item for item in seen if isinstance(item, Strange))
    assert found.what
    decode(encode(seen))


def test_a_value_inside_itself_ends() -> None:
    decode(encode(plain(endless())))


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_bytes_do_more_than_raise_garbled(data: bytes) -> None:
    with pytest.raises(Garbled):
        decode(data)


@given(st.binary(min_size=1, max_size=8), st.integers(min_value=0, max_value=500))
@settings(max_examples=200, deadline=None)
def test_a_damaged_message_is_garbled_or_a_value(damage: bytes, place: int) -> None:
    message = encode([torch.ones(3, 2), {"a": 1.5}, ("b", None)])
    place %= len(message)
    hurt = message[:place] + damage + message[place + len(damage) :]
    try:
        decode(hurt)
    except Garbled:
        return
