"""Hidden checks for ch01/array-dataset."""

import itertools

import torch
from torch.utils.data import DataLoader

from tutor.checking import probe


def taken(data, indices):
    """The pairs at some indices, part by part."""
    for i in indices:
        pair = data[i]
        yield {f"the parts of data[{i}]": len(pair) if isinstance(pair, tuple | list) else 1}
        example, label = pair
        yield {f"the example of data[{i}]": example, f"the label of data[{i}]": label}


@probe
def pairs(impl, x, y, indices):
    """Length and pairs, from tensors."""
    data = impl.ArrayDataset(x, y)
    yield {"the length len(data)": len(data)}
    yield from taken(data, indices)


@probe
def from_numpy(impl, x, y, kind, indices):
    """The same from numpy arrays, whose numbers are float64 and of an integer kind."""
    data = impl.ArrayDataset(x.numpy(), y.numpy().astype(kind))
    yield {"the length len(data)": len(data)}
    yield from taken(data, indices)


@probe
def second_pair(impl, x, y):
    """data[1] of two numpy arrays, the lesson's example."""
    data = impl.ArrayDataset(x.numpy(), y.numpy())
    yield {"the length len(data)": len(data)}
    yield from taken(data, [1])


@probe
def beyond(impl, x, y):
    """What an index beyond the end does, and a loop over everything (cut short should it never end)."""
    data = impl.ArrayDataset(x, y)
    for i in (len(x), len(x) + 3):
        try:
            data[i]
            yield {f"what data[{i}] does, with {len(x)} examples": "gives a pair"}
        except Exception as fault:
            yield {f"what data[{i}] does, with {len(x)} examples": f"raises {type(fault).__name__}"}
    yield {"how many pairs a loop finds": sum(1 for _ in itertools.islice((data[i] for i in range(len(data))), 100))}


@probe
def refused(impl, x, y):
    """What the constructor does with x and y of different length."""
    try:
        impl.ArrayDataset(x, y)
        yield {f"ArrayDataset with {len(x)} examples and {len(y)} labels": "is accepted"}
    except Exception as fault:
        yield {f"ArrayDataset with {len(x)} examples and {len(y)} labels": f"raises {type(fault).__name__}"}


@probe
def loaded(impl, x, y, batch_size):
    """What a DataLoader makes of it, in order."""
    for examples, labels in DataLoader(impl.ArrayDataset(x, y), batch_size=batch_size):
        yield {"a batch of examples": examples, "its labels": labels}


def test_the_worked_example(example):
    x = torch.tensor([[0.5, 1.0], [2.0, 3.0], [4.0, 5.0]], dtype=torch.float64)
    example(second_pair, x, torch.tensor([7, 0, 9]))


def test_its_length_is_the_number_of_examples(agree, rand, ints):
    """len(data) is the number of rows of x."""
    agree(pairs, rand(7, 3), ints(0, 5, 7), [])
    agree(pairs, rand(2, 11), ints(0, 5, 2), [])


def test_every_pair_comes_out(agree, rand, ints):
    """data[i] is row i of x, float32, and label i, an int64 tensor of shape ()."""
    agree(pairs, rand(5, 3, dtype=torch.float32), ints(0, 7, 5), [0, 1, 4, 2, 2])
    agree(pairs, rand.strided(3, 2), ints(0, 7, 3), [0, 1, 2])
    agree(pairs, rand(1, 1), ints(0, 7, 1), [0])


def test_numpy_arrays_work_too(agree, rand, ints):
    """numpy arrays are taken as well, and their dtypes are mended: float32 examples, int64 labels."""
    for kind in ("int32", "uint8", "int64"):
        agree(from_numpy, rand(5, 3), ints(0, 7, 5), kind, [0, 3, 4])


def test_whole_numbers_become_float32(agree, ints):
    """Pixels that come as whole numbers become float32, labels of another integer dtype int64."""
    agree(pairs, ints(0, 17, 5, 3), ints(0, 7, 5).to(torch.int32), [0, 3])
    agree(from_numpy, ints(0, 256, 5, 3).to(torch.uint8), ints(0, 7, 5), "uint8", [0, 3])


def test_indices_work_as_for_a_list(agree, rand, ints):
    """data[-1] is the last pair; an index beyond the end raises IndexError."""
    agree(pairs, rand(5, 2), ints(0, 7, 5), [-1, -5, -2])
    agree(beyond, rand(5, 2), ints(0, 7, 5))


def test_pictures_keep_their_shape(agree, rand, ints):
    """An example may have any shape, such as (height, width)."""
    agree(pairs, rand(5, 2, 3), ints(0, 7, 5), [0, 4])
    agree(pairs, rand(3), ints(0, 7, 3), [0, 2])


def test_different_lengths_are_refused(agree, rand, ints):
    """ValueError where there are more examples than labels, or fewer."""
    agree(refused, rand(5, 3), ints(0, 7, 4))
    agree(refused, rand(3, 3), ints(0, 7, 4))


def test_a_loader_makes_batches_of_it(agree, rand, ints):
    """A DataLoader stacks the pairs into (B, D) examples and (B,) labels."""
    agree(loaded, rand(7, 3), ints(0, 5, 7), 3)
