"""Hidden checks for ch06/gru-cell."""

import torch

from tutor.checking import given, probe

NAMES = ("x", "h", "W_ih", "W_hh", "b_ih", "b_hh")


@probe
def one_step(impl, x, h, W_ih, W_hh, b_ih, b_hh):
    """The new state alone."""
    yield {"the new state": impl.gru_cell(x, h, W_ih, W_hh, b_ih, b_hh)}


@probe
def step_and_back(impl, x, h, W_ih, W_hh, b_ih, b_hh, upstream):
    """The new state, and what a random upstream sends back to each input."""
    inputs = (x, h, W_ih, W_hh, b_ih, b_hh)
    for value in inputs:
        value.requires_grad_()
    out = impl.gru_cell(*inputs)
    yield {"the new state": out}
    for name, gradient in zip(NAMES, given.gradients(out, upstream, *inputs)):
        yield {f"the gradient of {name}": gradient}


@probe
def many_steps(impl, xs, h, W_ih, W_hh, b_ih, b_hh):
    """Each new state goes into the next step; two batches take turns."""
    states = [h, -2 * h]
    for x in xs:
        for turn, h in enumerate(states):
            states[turn] = impl.gru_cell(x, h, W_ih, W_hh, b_ih, b_hh)
            yield {"the state": states[turn]}


@probe
def left_alone(impl, x, h, W_ih, W_hh, b_ih, b_hh):
    """The arguments after the call."""
    yield {"the new state": impl.gru_cell(x, h, W_ih, W_hh, b_ih, b_hh)}
    for name, value in zip(NAMES, (x, h, W_ih, W_hh, b_ih, b_hh)):
        yield {f"{name} after the call": value}


def case(make, B, D, H):
    """The arguments of a cell for these sizes."""
    return make(B, D), make(B, H), make(3 * H, D), make(3 * H, H), make(3 * H), make(3 * H)


def test_the_worked_example(example):
    W_ih, W_hh = torch.tensor([[0.0], [2.0], [1.0]]), torch.tensor([[0.0], [0.0], [0.5]])
    example(one_step, torch.tensor([[1.0]]), torch.tensor([[2.0]]), W_ih, W_hh, torch.zeros(3), torch.zeros(3))


def test_states_and_gradients_match(agree, rand):
    """The new state follows from both gates and the new content of every row; gradients flow to all six inputs."""
    for B, D, H in ((5, 3, 7), (3, 7, 2), (2, 5, 5)):
        agree(step_and_back, *case(rand, B, D, H), rand(B, H))


def test_where_all_sizes_are_equal(agree, rand):
    """Rows, inputs and states keep their roles where all sizes are equal."""
    agree(step_and_back, *case(rand, 3, 3, 3), rand(3, 3))
    agree(step_and_back, *case(rand, 5, 5, 5), rand(5, 5))


def test_a_single_row(agree, rand):
    """A batch of one works, and so do a state of one number and an input of one."""
    for B, D, H in ((1, 3, 2), (2, 3, 1), (3, 1, 2), (1, 1, 1)):
        agree(step_and_back, *case(rand, B, D, H), rand(B, H))


def test_many_steps_in_a_row(agree, rand, ints):
    """Fed its own state again and again, the cell stays on the right track, with large and huge numbers too."""
    agree(many_steps, [rand(3, 2) for _ in range(7)], *case(rand, 3, 2, 5)[1:])
    agree(many_steps, [rand(2, 3) * 30 for _ in range(3)], *(3 * value for value in case(rand, 2, 3, 5)[1:]))
    h, *weights = case(rand, 3, 5, 2)[1:]
    agree(many_steps, [rand(3, 5) * 1e4 for _ in range(2)], 1e3 * h, *weights)
    x, h, *weights = case(lambda *shape: ints(-9, 10, *shape).float(), 3, 5, 2)  # sums exact in any order
    agree(many_steps, [1e3 * x], 1e3 * h, *weights)


def test_gradients_of_huge_numbers(agree, rand, ints):
    """Where both gates are wide open or shut, the gradients are right, too."""
    x, h, *weights = case(lambda *shape: ints(-9, 10, *shape).double(), 5, 3, 2)
    agree(step_and_back, 1e3 * x, 1e3 * h, *weights, rand(5, 2))


def test_arguments_are_left_alone(agree, rand):
    """No argument is changed, float32 stays float32, and the layout in memory does not matter."""
    agree(left_alone, *(value.float() for value in case(rand, 5, 3, 2)))
    agree(left_alone, *case(rand.strided, 3, 5, 2))
