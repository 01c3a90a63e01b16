"""Hidden checks for ch07/pca. The signs of the directions are free, so what is compared has none."""

import torch

from tutor.checking import probe


@probe
def found(impl, X, k):
    """The mean, and each direction without its sign."""
    mean, W = impl.pca(X, k)
    yield {"the mean": mean, "the shape of W": list(W.shape)}
    yield {"the lengths of the rows of W": W.norm(dim=-1)}
    yield {"the products of each row of W with itself (which have no sign)": W[:, :, None] * W[:, None, :]}


@probe
def at_right_angles(impl, X, k):
    """The products of all directions with each other, where the data does not decide all of them."""
    mean, W = impl.pca(X, k)
    yield {"the mean": mean, "the shape of W": list(W.shape), "W @ W.T": W @ W.T}


@probe
def left_alone(impl, X, k):
    """What the call leaves behind."""
    mean, W = impl.pca(X, k)
    yield {"the mean": mean, "the dtype of W": str(W.dtype), "X after the call": X}


@probe
def asked_again(impl, first, X, k):
    """The answer for some data after other data."""
    impl.pca(first, k)
    mean, W = impl.pca(X, k)
    yield {"the mean": mean, "the products of each row of W with itself": W[:, :, None] * W[:, None, :]}


def cloud(rand, N, spreads, middle=1.0, dtype=torch.float64):
    """N examples that spread by exactly these numbers along directions at right angles; the rest of them is equal."""
    D = len(spreads)
    most = min(N - 1, D)
    A = rand(N, most)
    U = torch.linalg.qr(A - A.mean(dim=0)).Q
    V = torch.linalg.qr(rand(D, D)).Q
    spreads = torch.tensor(spreads[:most], dtype=torch.float64)
    return (middle * rand(D) + (U * spreads) @ V[:, :most].T).to(dtype)


def test_the_worked_example(example):
    example(found, torch.tensor([[16.0, 20.0], [4.0, 4.0], [14.0, 9.0], [6.0, 15.0]]), 1)


def test_directions_of_the_largest_spread(agree, rand):
    """The rows of W are the k directions of the largest spread around the mean, the largest first."""
    agree(found, cloud(rand, 17, [9.0, 6.0, 4.0, 2.5, 1.5]), 2)
    agree(found, cloud(rand, 29, [5.0, 3.0, 2.0, 1.2, 0.7, 0.4, 0.2], middle=30.0), 3)
    agree(found, cloud(rand, 13, [7.0, 4.0, 2.0]), 3)
    agree(found, 0.05 * cloud(rand, 23, [7.0, 3.0, 1.0, 0.4]), 1)


def test_the_mean_is_taken_off(agree, rand):
    """A cloud far away from zero has the same directions as one around it."""
    X = cloud(rand, 11, [6.0, 4.0, 2.5, 1.5], middle=0.0)
    agree(found, X, 2)
    agree(found, X + 200 * rand(4), 2)


def test_columns_keep_their_own_spread(agree, rand):
    """A column that spreads widely counts for more than one that hardly changes, or is constant."""
    X = cloud(rand, 19, [3.0, 2.0, 1.3, 0.8]) * torch.tensor([50.0, 1.0, 0.1, 0.0])
    agree(found, X, 2)


def test_fewer_examples_than_columns(agree, rand):
    """More columns than examples work as well, and as many of each."""
    agree(found, cloud(rand, 5, [8.0, 5.0, 3.0, 1.5] + [0.0] * 9), 3)
    agree(found, cloud(rand, 7, [8.0, 5.0, 3.0, 1.5, 0.9, 0.5, 0.0]), 2)
    agree(at_right_angles, cloud(rand, 3, [8.0, 5.0, 0.0, 0.0, 0.0]), 3)


def test_one_direction_one_column(agree, rand):
    """W keeps both axes where k is 1, where there is one column, and where there are two examples."""
    agree(found, cloud(rand, 7, [4.0, 2.0, 1.0]), 1)
    agree(found, cloud(rand, 5, [3.0]), 1)
    agree(found, cloud(rand, 2, [3.0, 0.0, 0.0]), 1)


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """X is not changed, however it lies in memory; float32 stays float32; nothing of earlier data is kept."""
    agree(left_alone, cloud(rand, 11, [5.0, 3.0, 2.0]), 2)
    agree(found, cloud(rand, 11, [5.0, 3.0, 2.0]).T.contiguous().T, 2)
    single = cloud(rand, 11, [6.0, 3.0, 1.5], dtype=torch.float32)
    agree(left_alone, single, 2)
    agree(found, single, 2, tol=3)
    agree(asked_again, cloud(rand, 13, [5.0, 3.0, 2.0]), cloud(rand, 13, [5.0, 3.0, 2.0]), 2)
