"""Hidden checks for ch02/cross-entropy."""

import torch

from tutor.checking import given, probe


@probe
def lost(impl, logits, y):
    """The loss alone, and what the call leaves behind."""
    yield {"the loss": impl.cross_entropy(logits, y)}
    yield {"the logits after the call": logits, "y after the call": y}


@probe
def learned(impl, logits, y, upstream):
    """The loss, and the gradient that a random upstream sends back."""
    logits.requires_grad_()
    loss = impl.cross_entropy(logits, y)
    yield {"the loss": loss}
    (gradient,) = given.gradients(loss, upstream, logits)
    yield {"the gradient of the logits": gradient}


@probe
def lost_twice(impl, logits, y, few):
    """The loss of all examples, of the first few, and of all again."""
    yield {"the loss of all": impl.cross_entropy(logits, y)}
    yield {"the loss of a smaller batch afterwards": impl.cross_entropy(logits[:few], y[:few])}
    yield {"the loss of all, asked again": impl.cross_entropy(logits, y)}


def classes(rand, n, k):
    """Random classes, of which at least two differ where there is room for that."""
    return torch.tensor([i % k for i in rand.permutation(n)])


def test_the_worked_example(example):
    logits = torch.tensor([[2.0, 1.0, 0.0], [0.0, 1000.0, 0.0], [5.0, 5.0, 5.0]])
    example(lost, logits, torch.tensor([0, 1, 2]))


def test_the_loss_is_right(agree, rand):
    """The mean over the examples of the log of the sum of exp, less the score of the right class; gradients too."""
    agree(learned, rand(5, 3), classes(rand, 5, 3), rand())
    agree(learned, 3 * rand.strided(3, 11), classes(rand, 3, 11), rand())
    agree(learned, rand(5, 5), classes(rand, 5, 5), rand())


def test_the_level_of_a_row_does_not_matter(agree, rand):
    """A row may lie anywhere, and each somewhere else: the same is added to all of its scores."""
    level = torch.tensor([[30.0], [0.0], [-30.0], [7.0]])
    agree(learned, rand(4, 3) + level, classes(rand, 4, 3), rand())


def test_scores_may_be_huge(agree, rand):
    """Scores of ±10,000 give a finite loss and gradient, whether the right class is far ahead or far behind."""
    y = classes(rand, 7, 3)
    single = torch.float32
    far = torch.tensor([[80.0, 80.0, -60.0], [-60.0, 80.0, 80.0]]) + rand(2, 3, dtype=single)
    agree(learned, far, torch.tensor([2, 0]), rand(dtype=single))
    for size in (200.0, 1e3, 1e4):
        agree(learned, size * rand(7, 3), y, rand())
    for level in (1e4, -1e4):
        agree(learned, rand(7, 3) + level, y, rand())
    agree(learned, rand(3, 5) + torch.tensor([[1e4], [0.0], [-1e4]]), classes(rand, 3, 5), rand())
    ahead = torch.tensor([[1e4, 0.0, 0.0, -1e4], [-1e4, -1e4, 1e4, 0.0]], dtype=torch.float64) + rand(2, 4)
    agree(learned, ahead, torch.tensor([0, 2]), rand())
    agree(learned, ahead, torch.tensor([3, 0]), rand())
    agree(learned, 100 * rand(7, 3, dtype=single), y, rand(dtype=single))


def test_sizes_of_one_work(agree, rand):
    """One example, two classes, and even one class only: its loss is 0."""
    agree(learned, rand(1, 3), torch.tensor([1]), rand())
    agree(learned, rand(3, 2), torch.tensor([1, 0, 1]), rand())
    agree(learned, rand(3, 1), torch.tensor([0, 0, 0]), rand())


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """Logits and y are not changed, and float32 stays float32."""
    agree(lost, rand(3, 5), classes(rand, 3, 5))
    agree(lost, rand(5, 2, dtype=torch.float32), classes(rand, 5, 2))


def test_nothing_is_kept_between_calls(agree, rand):
    """Batches of different sizes may follow each other, as the last one of an epoch does."""
    agree(lost_twice, rand(7, 3), classes(rand, 7, 3), 2)
