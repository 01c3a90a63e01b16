"""Hidden checks for ch06/lstm-cell."""

import torch

from tutor.checking import given, probe

NAMES = ("x", "h", "c", "W_ih", "W_hh", "b")


@probe
def one_step(impl, x, h, c, W_ih, W_hh, b):
    """Both results."""
    h_next, c_next = impl.lstm_cell(x, h, c, W_ih, W_hh, b)
    yield {"the output h'": h_next, "the memory c'": c_next}


@probe
def step_and_back(impl, x, h, c, W_ih, W_hh, b, to_h, to_c):
    """Both results, and what random upstreams send back from each of them to each input."""
    inputs = (x, h, c, W_ih, W_hh, b)
    for value in inputs:
        value.requires_grad_()
    h_next, c_next = both = impl.lstm_cell(*inputs)
    yield {"how many tensors come back": len(both) if isinstance(both, (tuple, list)) else 1}
    yield {"the output h'": h_next, "the memory c'": c_next}
    for name, gradient in zip(NAMES, given.gradients(h_next, to_h, *inputs)):
        yield {f"the gradient of {name}, from h'": gradient}
    for name, gradient in zip(NAMES, given.gradients(c_next, to_c, *inputs)):
        yield {f"the gradient of {name}, from c'": gradient}


@probe
def many_steps(impl, xs, h, c, W_ih, W_hh, b):
    """Both results go into the next step; two batches take turns."""
    states = [(h, c), (-h, 2 * c)]
    for x in xs:
        for turn, (h, c) in enumerate(states):
            h_next, c_next = states[turn] = impl.lstm_cell(x, h, c, W_ih, W_hh, b)
            yield {"the output h'": h_next, "the memory c'": c_next}


@probe
def left_alone(impl, x, h, c, W_ih, W_hh, b):
    """The arguments after the call."""
    h_next, c_next = impl.lstm_cell(x, h, c, W_ih, W_hh, b)
    yield {"the output h'": h_next, "the memory c'": c_next}
    for name, value in zip(NAMES, (x, h, c, W_ih, W_hh, b)):
        yield {f"{name} after the call": value}


def case(make, B, D, H):
    """The arguments of a cell for these sizes."""
    return make(B, D), make(B, H), make(B, H), make(4 * H, D), make(4 * H, H), make(4 * H)


def test_the_worked_example(example):
    W_ih = torch.tensor([[0.0], [2.0], [1.0], [0.0]])
    x, h, c = torch.tensor([[1.0]]), torch.tensor([[0.0]]), torch.tensor([[2.0]])
    example(one_step, x, h, c, W_ih, torch.zeros(4, 1), torch.zeros(4))


def test_both_results_and_all_gradients(agree, rand):
    """h' and c' follow from the four gates of every row, and gradients flow to all six inputs."""
    for B, D, H in ((5, 3, 7), (3, 7, 2), (2, 5, 5)):
        agree(step_and_back, *case(rand, B, D, H), rand(B, H), rand(B, H))


def test_where_all_sizes_are_equal(agree, rand):
    """Rows, inputs and states keep their roles where all sizes are equal."""
    agree(step_and_back, *case(rand, 3, 3, 3), rand(3, 3), rand(3, 3))
    agree(step_and_back, *case(rand, 4, 4, 4), rand(4, 4), rand(4, 4))


def test_a_single_row(agree, rand):
    """A batch of one works, and so do a state of one number and an input of one."""
    for B, D, H in ((1, 3, 2), (3, 2, 1), (4, 1, 2), (1, 1, 1)):
        agree(step_and_back, *case(rand, B, D, H), rand(B, H), rand(B, H))


def test_many_steps_in_a_row(agree, rand, ints):
    """Fed its own results again and again, the cell stays on the right track, with large and huge numbers too."""
    agree(many_steps, [rand(3, 2) for _ in range(7)], *case(rand, 3, 2, 5)[1:])
    agree(many_steps, [rand(2, 3) * 30 for _ in range(3)], *(3 * value for value in case(rand, 2, 3, 5)[1:]))
    h, c, *weights = case(rand, 3, 5, 2)[1:]
    agree(many_steps, [rand(3, 5) * 1e4 for _ in range(2)], 1e3 * h, 1e3 * c, *weights)
    x, h, c, *weights = case(lambda *shape: ints(-9, 10, *shape).float(), 3, 5, 2)  # sums exact in any order
    agree(many_steps, [1e3 * x], 1e3 * h, 1e3 * c, *weights)


def test_gradients_of_huge_numbers(agree, rand, ints):
    """Where all gates are wide open or shut, the gradients are right, too."""
    x, h, c, *weights = case(lambda *shape: ints(-9, 10, *shape).double(), 5, 3, 2)
    agree(step_and_back, 1e3 * x, 1e3 * h, 1e3 * c, *weights, rand(5, 2), rand(5, 2))


def test_arguments_are_left_alone(agree, rand):
    """No argument is changed, float32 stays float32, and the layout in memory does not matter."""
    agree(left_alone, *(value.float() for value in case(rand, 5, 3, 2)))
    x, h, c, W_ih, W_hh, b = case(rand.strided, 3, 5, 2)
    agree(left_alone, x, h, c, W_ih, W_hh, b)
