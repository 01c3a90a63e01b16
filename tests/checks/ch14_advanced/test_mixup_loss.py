"""Hidden checks for ch14/mixup-loss."""

import torch

from tutor.checking import given, probe


@probe
def lost(impl, logits, y_a, y_b, lam):
    """The loss alone, and what the call leaves behind."""
    yield {"the loss": impl.mixup_loss(logits, y_a, y_b, lam)}
    yield {"the logits after the call": logits, "y_a after the call": y_a, "y_b after the call": y_b}


@probe
def learned(impl, logits, y_a, y_b, lam, upstream):
    """The loss, and the gradient of the logits."""
    logits.requires_grad_()
    loss = impl.mixup_loss(logits, y_a, y_b, lam)
    yield {"the loss": loss}
    yield {"the gradient of the logits": given.gradients(loss, upstream, logits)[0]}
    yield {"what lies in .grad of the logits after the call": logits.grad}


@probe
def several(impl, batches):
    """One batch after the other."""
    for batch in batches:
        yield {"the loss": impl.mixup_loss(*batch)}


@probe
def asked_again(impl, logits, others, y_a, y_b):
    """The same tensors in other places, two losses held at once, and other numbers in the same tensor."""
    one, other = impl.mixup_loss(logits, y_a, y_b, 0.7), impl.mixup_loss(logits, y_b, y_a, 0.7)
    yield {"the loss, after another call": one, "the loss with the classes exchanged": other}
    yield {"the loss of other logits": impl.mixup_loss(others, y_a, y_b, 0.7)}
    others.copy_(logits)
    yield {"the loss with other numbers in the same logits": impl.mixup_loss(others, y_a, y_b, 0.7)}
    y_a.copy_(y_b)
    yield {"the loss with other classes in the same y_a": impl.mixup_loss(others, y_a, y_b, 0.7)}


# One-hot rows times lam are float32, a right answer in a common spelling: lam itself is then 3e-8 off.
COARSE = 20


def pairs(ints, rand, B, K):
    """Two classes for each example; at the first place, if there are several, they are different."""
    y_a = ints(0, K, B)
    y_b = (y_a + ints(0, K, B)) % K
    y_b[0] = (y_a[0] + 1) % K
    return y_a, y_b


def test_the_worked_example(example):
    logits = torch.tensor([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]]).log()
    example(lost, logits, torch.tensor([0, 2]), torch.tensor([1, 2]), 0.7)


def test_each_class_counts_by_its_share(agree, rand, ints):
    """The loss weighs the two classes by lam and 1 - lam and takes the mean; gradients follow."""
    for B, K in ((5, 3), (3, 7), (5, 5), (2, 11)):
        agree(learned, 2 * rand(B, K), *pairs(ints, rand, B, K), rand.number(0.55, 0.95), rand(), tol=COARSE)
    agree(learned, rand.strided(7, 3), *pairs(ints, rand, 7, 3), rand.number(0.1, 0.45), rand(), tol=COARSE)


def test_lam_at_its_ends(agree, rand, ints):
    """With lam = 1 only the first class counts, with lam = 0 only the second, with 0.5 both alike."""
    for lam in (1.0, 0.0, 0.5, 1e-4, 1 - 1e-4):
        agree(learned, rand(5, 3), *pairs(ints, rand, 5, 3), lam, rand(), tol=COARSE)
    sure, y = 1e4 * torch.eye(5, dtype=torch.float64), torch.arange(5)  # almost nothing but the other class costs
    agree(learned, sure, y, y.roll(1), 1.0, rand(), tol=COARSE)
    agree(learned, sure, y.roll(2), y, 0.0, rand(), tol=COARSE)


def test_one_example_and_equal_classes(agree, rand, ints):
    """A single example works like others, and two equal classes are one."""
    agree(learned, rand(1, 5), *pairs(ints, rand, 1, 5), 0.7, rand(), tol=COARSE)
    y = ints(0, 3, 7)
    agree(learned, rand(7, 3), y, y, 0.6, rand(), tol=COARSE)
    agree(learned, rand(1, 2), torch.tensor([1]), torch.tensor([1]), 0.8, rand(), tol=COARSE)


def test_many_examples_and_classes(agree, rand, ints):
    """Large batches and hundreds of classes work like others."""
    agree(learned, rand(131, 2), *pairs(ints, rand, 131, 2), 0.7, rand(), tol=COARSE)
    y_a, y_b = torch.tensor([10, 299, 256]), torch.tensor([301, 10, 130])
    agree(learned, rand(3, 307), y_a, y_b, 0.6, rand(), tol=COARSE)


def test_large_logits(agree, rand, ints):
    """Logits in the hundreds and thousands give the right loss and gradient, however unlikely the classes are."""
    for size in (50.0, 1e3, 1e5, 1e8):
        agree(learned, size * rand(5, 3), *pairs(ints, rand, 5, 3), 0.7, rand(), tol=COARSE)
        agree(learned, size + rand(5, 3), *pairs(ints, rand, 5, 3), 0.6, rand(), tol=COARSE)
        agree(learned, rand(3, 5) - size, *pairs(ints, rand, 3, 5), 0.9, rand(), tol=COARSE)
    for lam in (1.0, 0.0):
        agree(learned, 1e4 * rand(5, 3), *pairs(ints, rand, 5, 3), lam, rand(), tol=COARSE)
    agree(lost, 200 * rand(5, 7, dtype=torch.float32), *pairs(ints, rand, 5, 7), 0.7)


def test_inputs_and_dtype_are_left_alone(agree, rand, ints):
    """Logits and classes are not changed, float32 stays float32, and no batch is remembered."""
    agree(lost, rand(3, 5, dtype=torch.float32), *pairs(ints, rand, 3, 5), 0.7)
    agree(lost, rand(7, 2), *pairs(ints, rand, 7, 2), 0.6)
    agree(several, [(rand(5, 3), *pairs(ints, rand, 5, 3), rand.number(0.5, 1)) for _ in range(3)])
    agree(asked_again, rand(5, 3), rand(5, 3), *pairs(ints, rand, 5, 3))
