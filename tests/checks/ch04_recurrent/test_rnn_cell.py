"""Hidden checks for ch04/rnn-cell."""

import torch

from tutor.checking import given, probe


@probe
def one_step(impl, x, h, W_ih, W_hh, b):
    """The new state alone."""
    yield {"the new state": impl.rnn_cell(x, h, W_ih, W_hh, b)}


@probe
def step_and_back(impl, x, h, W_ih, W_hh, b, upstream):
    """The new state, and what a random upstream sends back to each input."""
    inputs = {"x": x, "h": h, "W_ih": W_ih, "W_hh": W_hh, "b": b}
    for value in inputs.values():
        value.requires_grad_()
    out = impl.rnn_cell(*inputs.values())
    yield {"the new state": out}
    for name, gradient in zip(inputs, given.gradients(out, upstream, *inputs.values())):
        yield {f"the gradient of {name}": gradient}


@probe
def many_steps(impl, xs, h, W_ih, W_hh, b):
    """Each new state goes into the next step."""
    for x in xs:
        h = impl.rnn_cell(x, h, W_ih, W_hh, b)
        yield {"the state": h}


@probe
def left_alone(impl, x, h, W_ih, W_hh, b):
    """The arguments after the call."""
    out = impl.rnn_cell(x, h, W_ih, W_hh, b)
    yield {"the new state": out, "x after the call": x, "h after the call": h}
    yield {"W_ih after the call": W_ih, "W_hh after the call": W_hh, "b after the call": b}


def test_the_worked_example(example):
    x = torch.tensor([[1.0, 2.0, 0.0]])
    h = torch.tensor([[0.5, -1.0]])
    W_ih = torch.tensor([[0.5, 0.0, 1.0], [-0.5, 0.5, 0.0]])
    W_hh = torch.tensor([[1.0, 0.5], [0.0, -0.5]])
    example(one_step, x, h, W_ih, W_hh, torch.tensor([0.0, 0.5]))


def test_states_and_gradients_match(agree, rand):
    """The new state is tanh(W_ih x + W_hh h + b) for every row, and gradients flow to all five inputs."""
    agree(step_and_back, rand(5, 3), rand(5, 7), rand(7, 3), rand(7, 7), rand(7), rand(5, 7))
    agree(step_and_back, rand(2, 5), rand(2, 5), rand(5, 5), rand(5, 5), rand(5), rand(2, 5))
    agree(step_and_back, rand(3, 3), rand(3, 3), rand(3, 3), rand(3, 3), rand(3), rand(3, 3))


def test_a_single_row(agree, rand):
    """A batch of one works, and so does a state of one number."""
    agree(step_and_back, rand(1, 3), rand(1, 2), rand(2, 3), rand(2, 2), rand(2), rand(1, 2))
    agree(step_and_back, rand(3, 2), rand(3, 1), rand(1, 2), rand(1, 1), rand(1), rand(3, 1))


def test_twelve_steps_in_a_row(agree, rand):
    """Fed its own state again and again, the cell stays on the right track, with large and huge numbers too."""
    agree(many_steps, [rand(3, 2) for _ in range(12)], rand(3, 5), rand(5, 2), rand(5, 5), rand(5))
    agree(many_steps, [rand(2, 3) * 30 for _ in range(3)], rand(2, 7), rand(7, 3) * 3, rand(7, 7) * 3, rand(7))
    agree(many_steps, [rand(3, 5) * 1e4 for _ in range(2)], rand(3, 2), rand(2, 5), rand(2, 2), rand(2))


def test_arguments_are_left_alone(agree, rand):
    """No argument is changed, float32 stays float32, and the layout in memory does not matter."""
    agree(left_alone, *(rand(*shape, dtype=torch.float32) for shape in [(5, 3), (5, 2), (2, 3), (2, 2), (2,)]))
    agree(left_alone, rand.strided(5, 3), rand.strided(5, 7), rand.strided(7, 3), rand.strided(7, 7), rand.strided(7))
