"""Hidden checks for ch04/last-state."""

import torch

from tutor.checking import given, probe


@probe
def picked(impl, out, lengths):
    """The last states, and the arguments afterwards."""
    yield {"the last states": impl.last_state(out, lengths)}
    yield {"out after the call": out, "lengths after the call": lengths}


@probe
def picked_and_back(impl, out, lengths, upstream):
    """Where the gradient of the last states lands."""
    out.requires_grad_()
    last = impl.last_state(out, lengths)
    yield {"the last states": last, "the gradient of out": given.gradients(last, upstream, out)[0]}


def test_the_worked_example(example):
    out = torch.tensor([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [[7.0, 8.0], [0.0, 0.0], [0.0, 0.0]]])
    example(picked, out, torch.tensor([3, 1]))


def test_states_match(agree, rand):
    """Row i of the answer is out[i, lengths[i] - 1], whatever stands behind it."""
    agree(picked, rand(5, 7, 3), torch.tensor([4, 7, 1, 6, 2]))
    agree(picked, rand(3, 11, 2), torch.tensor([10, 5, 7]))
    out = rand(3, 5, 2)
    out[0, 3:] = 0.0
    out[1, 2] = 0.0
    agree(picked, out, torch.tensor([2, 3, 4]))


def test_all_rows_end_before_the_last_column(agree, rand):
    """The batch may be padded further than its longest row."""
    agree(picked, rand(3, 7, 2), torch.tensor([2, 5, 1]))


def test_gradients_reach_the_last_states(agree, rand):
    """The error flows back into the last real step of each row, and into nothing else."""
    agree(picked_and_back, rand(5, 7, 3), torch.tensor([7, 3, 1, 5, 2]), rand(5, 3))


def test_one_row_and_one_step(agree, rand):
    """A batch of one, names of one letter, states of one number: all keep the shape (B, H)."""
    agree(picked, rand(1, 5, 3), torch.tensor([4]))
    agree(picked, rand(1, 1, 3), torch.tensor([1]))
    agree(picked, rand(5, 1, 2), torch.ones(5, dtype=torch.int64))
    agree(picked, rand(3, 5, 1), torch.tensor([5, 2, 3]))
    agree(picked_and_back, rand(1, 3, 1), torch.tensor([2]), rand(1, 1))


def test_any_type_and_any_layout(agree, rand):
    """float32 stays float32, and it does not matter how out lies in memory."""
    agree(picked, rand(3, 5, 2, dtype=torch.float32), torch.tensor([1, 5, 2]))
    agree(picked, rand.strided(3, 5, 7), torch.tensor([2, 5, 1]))
    agree(picked_and_back, rand(5, 3, 2).transpose(0, 1), torch.tensor([4, 1, 5]), rand(3, 2))
