"""Hidden checks for ch04/rnn-forward."""

import torch
from torch import nn

from tutor.checking import given, probe


def wave(A, R):
    """A cell whose next state depends on the order of all it has read."""
    return lambda x_t, h: torch.sin(x_t @ A + h @ R)


def half_life(x_t, h):
    """The cell of the worked example: forgets half, then adds what comes in."""
    return 0.5 * h + x_t


@probe
def halved(impl, x, lengths, h0):
    """The states under the cell 0.5 * h + x."""
    yield {"the states": impl.rnn_forward(x, lengths, half_life, h0)}


@probe
def states(impl, x, lengths, A, R, h0):
    """The states, and the arguments afterwards."""
    out = impl.rnn_forward(x, lengths, wave(A, R), h0)
    yield {"the states": out}
    yield {"x after the call": x, "lengths after the call": lengths, "h0 after the call": h0}


@probe
def states_and_back(impl, x, lengths, A, R, h0, upstream):
    """What a random upstream at every step sends back."""
    for value in (x, A, R, h0):
        value.requires_grad_()
    out = impl.rnn_forward(x, lengths, wave(A, R), h0)
    yield {"the states": out}
    from_x, from_A, from_R, from_h0 = given.gradients(out, upstream, x, A, R, h0)
    yield {"the gradient of x": from_x, "the gradient of h0": from_h0}
    yield {"the gradient of the cell's input weights": from_A, "the gradient of the cell's state weights": from_R}


@probe
def with_a_gru_cell(impl, x, lengths, h0, upstream):
    """Another cell, a module with weights of its own."""
    cell = nn.GRUCell(x.shape[2], h0.shape[1]).double()
    out = impl.rnn_forward(x, lengths, cell, h0)
    yield {"the states": out}
    out.backward(upstream)
    yield {"the gradients of the cell's weights": given.parameter_gradients(cell)}


def padded(rand, B, T, D, lengths):
    """Inputs with loud numbers where a row is over, so that reading them shows."""
    x = rand(B, T, D)
    over = torch.arange(T) >= lengths[:, None]
    return torch.where(over[:, :, None], 100 * rand(B, T, D), x)


def test_the_worked_example(example):
    x = torch.tensor([[[1.0], [1.0], [1.0]], [[4.0], [9.0], [9.0]]])
    example(halved, x, torch.tensor([3, 1]), torch.zeros(2, 1))


def test_states_match(agree, rand):
    """out[i, t] is row i's state after step t, started at h0; where a row is over, its last state is repeated."""
    lengths = torch.tensor([4, 7, 1, 6, 2])
    agree(states, padded(rand, 5, 7, 3, lengths), lengths, rand(3, 2), rand(2, 2), rand(5, 2))
    lengths = torch.tensor([2, 3, 1])
    agree(states, padded(rand, 3, 3, 2, lengths), lengths, rand(2, 5), rand(5, 5), rand(3, 5))


def test_gradients_flow_through_time(agree, rand):
    """The error at any step reaches all inputs before it, h0 and the cell's weights, and never the padding."""
    lengths = torch.tensor([5, 2, 7])
    agree(states_and_back, padded(rand, 3, 7, 2, lengths), lengths, rand(2, 5), rand(5, 5), rand(3, 5), rand(3, 7, 5))
    lengths = torch.tensor([23, 17])
    agree(states_and_back, padded(rand, 2, 23, 1, lengths), lengths, rand(1, 3), rand(3, 3), rand(2, 3), rand(2, 23, 3))


def test_a_batch_padded_further_than_its_longest_row(agree, rand):
    """out has as many steps as x, even where all rows are over before."""
    lengths = torch.tensor([3, 1])
    agree(states, padded(rand, 2, 5, 3, lengths), lengths, rand(3, 7), rand(7, 7), rand(2, 7))


def test_one_row_and_one_step(agree, rand):
    """A batch of one works, and so do rows of one step."""
    agree(states, rand(1, 5, 3), torch.tensor([5]), rand(3, 2), rand(2, 2), rand(1, 2))
    agree(states, rand(1, 1, 3), torch.tensor([1]), rand(3, 2), rand(2, 2), rand(1, 2))
    agree(states, rand(3, 1, 2), torch.tensor([1, 1, 1]), rand(2, 1), rand(1, 1), rand(3, 1))


def test_any_cell_will_do(agree, rand):
    """The step is whatever `cell` does, be it a module with gates."""
    lengths = torch.tensor([2, 5, 3])
    agree(with_a_gru_cell, padded(rand, 3, 5, 2, lengths), lengths, rand(3, 7), rand(3, 5, 7))


def test_float32_and_any_layout(agree, rand):
    """float32 stays float32, and it does not matter how x lies in memory."""
    lengths = torch.tensor([5, 3, 1, 4])
    f32 = torch.float32
    x = padded(rand, 4, 5, 3, lengths).float()
    agree(states, x, lengths, rand(3, 2, dtype=f32), rand(2, 2, dtype=f32), rand(4, 2, dtype=f32))
    agree(states, rand.strided(4, 5, 3), lengths, rand(3, 2), rand(2, 2), rand.strided(4, 2))
