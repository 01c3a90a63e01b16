"""Hidden checks for ch04/bidirectional."""

import torch

from tutor.checking import given, probe


def total(x_t, h):
    """The cell of the worked example: the sum of all it has read."""
    return h + x_t


def wave(A, R):
    """A cell whose next state depends on the order of all it has read."""
    return lambda x_t, h: torch.sin(x_t @ A + h @ R)


def real(out, lengths):
    """(real steps, 2H): out without the padding steps, of which nothing is promised."""
    return out[torch.arange(out.shape[1]) < lengths[:, None]]


@probe
def sums(impl, x, lengths, h0):
    """The sums from both ends."""
    out = impl.bidirectional(x, lengths, total, total, h0)
    yield {"the shape of out": list(out.shape)}
    yield {"the states at the real steps, row after row": real(out, lengths)}


@probe
def states(impl, x, lengths, forth, back, h0):
    """The states at the real steps, and the arguments afterwards."""
    out = impl.bidirectional(x, lengths, wave(*forth), wave(*back), h0)
    yield {"the shape of out": list(out.shape)}
    yield {"the states at the real steps, row after row": real(out, lengths)}
    yield {"x after the call": x, "lengths after the call": lengths, "h0 after the call": h0}


@probe
def states_and_back(impl, x, lengths, forth, back, h0, upstream):
    """What a random upstream at every real step sends back."""
    leaves = {"x": x, "h0": h0, "cell_f's input weights": forth[0], "cell_f's state weights": forth[1]}
    leaves |= {"cell_b's input weights": back[0], "cell_b's state weights": back[1]}
    for leaf in leaves.values():
        leaf.requires_grad_()
    out = impl.bidirectional(x, lengths, wave(*forth), wave(*back), h0)
    yield {"the shape of out": list(out.shape)}
    there = real(out, lengths)
    yield {"the states at the real steps, row after row": there}
    for name, gradient in zip(leaves, given.gradients(there, upstream, *leaves.values())):
        yield {f"the gradient of {name}": gradient}


def padded(rand, B, T, D, lengths):
    """Inputs with loud numbers where a row is over, so that reading them shows."""
    x = rand(B, T, D)
    over = torch.arange(T) >= lengths[:, None]
    return torch.where(over[:, :, None], 100 * rand(B, T, D), x)


def weights(rand, D, H):
    return [rand(D, H), rand(H, H)]


def test_the_worked_example(example):
    x = torch.tensor([[[1.0], [2.0], [4.0]], [[1.0], [2.0], [9.0]]])
    example(sums, x, torch.tensor([3, 2]), torch.zeros(2, 1))


def test_both_directions_match(agree, rand):
    """At each real step: cell_f's state after reading from the left, then cell_b's after reading from the right."""
    lengths = torch.tensor([4, 7, 1, 6, 2])
    agree(states, padded(rand, 5, 7, 3, lengths), lengths, weights(rand, 3, 2), weights(rand, 3, 2), rand(5, 2))
    lengths = torch.tensor([2, 3])
    agree(states, padded(rand, 2, 5, 2, lengths), lengths, weights(rand, 2, 7), weights(rand, 2, 7), rand(2, 7))


def test_gradients_flow_both_ways(agree, rand):
    """The error at any real step reaches the letters on both sides of it, h0 and both cells, and never the padding."""
    lengths = torch.tensor([5, 2, 7])
    x = padded(rand, 3, 7, 2, lengths)
    agree(states_and_back, x, lengths, weights(rand, 2, 5), weights(rand, 2, 5), rand(3, 5), rand(14, 10))


def test_one_row_and_one_step(agree, rand):
    """A batch of one works, and so do rows of one step."""
    agree(states, rand(1, 5, 3), torch.tensor([5]), weights(rand, 3, 2), weights(rand, 3, 2), rand(1, 2))
    agree(states, rand(1, 1, 3), torch.tensor([1]), weights(rand, 3, 2), weights(rand, 3, 2), rand(1, 2))
    agree(states, rand(3, 1, 2), torch.tensor([1, 1, 1]), weights(rand, 2, 1), weights(rand, 2, 1), rand(3, 1))


def test_float32_and_any_layout(agree, rand):
    """float32 stays float32, and it does not matter how x lies in memory."""
    lengths = torch.tensor([5, 3, 1, 4])
    forth, back = ([w.float() for w in weights(rand, 3, 2)] for _ in range(2))
    agree(states, padded(rand, 4, 5, 3, lengths).float(), lengths, forth, back, rand(4, 2, dtype=torch.float32))
    agree(states, rand.strided(4, 5, 3), lengths, weights(rand, 3, 2), weights(rand, 3, 2), rand.strided(4, 2))
