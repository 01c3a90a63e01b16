"""Hidden checks for ch02/softmax-xent-grad."""

import torch

from tutor.checking import probe


@probe
def signalled(impl, logits, y):
    """The signal, and what the call leaves behind."""
    yield {"the signal": impl.softmax_xent_grad(logits, y)}
    yield {"the logits after the call": logits, "y after the call": y}


def classes(rand, n, k):
    """Random classes, of which at least two differ where there is room for that."""
    return torch.tensor([i % k for i in rand.permutation(n)])


def test_the_worked_example(example):
    logits = torch.tensor([[2.0, 1.0, 0.0], [0.0, 1000.0, 0.0]])
    example(signalled, logits, torch.tensor([0, 2]))


def test_the_signal_is_the_gradient(agree, rand):
    """Each score gets the gradient of the mean cross-entropy: probability less what is right, over N."""
    agree(signalled, rand(5, 3), classes(rand, 5, 3))
    agree(signalled, 3 * rand.strided(3, 11), classes(rand, 3, 11))
    agree(signalled, rand(7, 7), classes(rand, 7, 7))


def test_classes_may_repeat_or_be_absent(agree, rand):
    """Examples of one class only, and classes that no example has, get their signal all the same."""
    agree(signalled, rand(5, 3), torch.tensor([1, 1, 1, 1, 1]))
    agree(signalled, rand(2, 7), torch.tensor([6, 0]))


def test_every_row_adds_up_to_nothing(observe, rand):
    """What one class gains the others lose: a row of the signal adds up to 0, and only the right class is negative."""
    y = classes(rand, 7, 5)
    signal = observe(signalled, rand(7, 5), y)["the signal"]
    assert tuple(signal.shape) == (7, 5), f"the signal has shape {tuple(signal.shape)}; expected (7, 5)"
    assert float(signal.sum(dim=1).abs().max()) < 1e-9, "the rows of the signal do not add up to 0"
    negative = (signal < 0).nonzero()
    assert torch.equal(negative[:, 1], y), "the signal is not negative at the right class alone"


def test_scores_may_be_huge(agree, rand):
    """Scores of ±10,000 give a finite signal, whether the right class is far ahead or far behind."""
    y = classes(rand, 7, 3)
    for size in (200.0, 1e3, 1e4):
        agree(signalled, size * rand(7, 3), y)
    for level in (1e4, -1e4):
        agree(signalled, rand(7, 3) + level, y)
    agree(signalled, rand(3, 5) + torch.tensor([[1e4], [0.0], [-1e4]]), classes(rand, 3, 5))
    agree(signalled, 100 * rand(7, 3, dtype=torch.float32), y)


def test_sizes_of_one_work(agree, rand):
    """One example, two classes, and even one class only: its signal is 0."""
    agree(signalled, rand(1, 3), torch.tensor([1]))
    agree(signalled, rand(3, 2), torch.tensor([1, 0, 1]))
    agree(signalled, rand(3, 1), torch.tensor([0, 0, 0]))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """Logits and y are not changed, and float32 stays float32."""
    agree(signalled, rand(3, 5), classes(rand, 3, 5))
    agree(signalled, rand(5, 2, dtype=torch.float32), classes(rand, 5, 2))
