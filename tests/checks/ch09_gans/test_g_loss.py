"""Hidden checks for ch09/g-loss."""

import torch

from tutor.checking import given, probe


@probe
def paid(impl, *batches):
    """The loss of one batch of logits after the other, and the gradient that each gets."""
    for logits in batches:
        plain = logits.clone()
        yield {"the loss": impl.g_loss(plain)}
        yield {"the logits afterwards": plain}
        logits.requires_grad_()
        loss = impl.g_loss(logits)
        (gradient,) = given.gradients(loss, torch.ones(()), logits)
        yield {"the gradient of the logits": gradient}
        (twice,) = given.gradients(impl.g_loss(logits), torch.full((), -2.5), logits)
        yield {"the gradient under another loss behind it": twice}
        yield {"the loss of logits that lie apart in memory": impl.g_loss(torch.stack([plain + 1, plain], -1)[..., 1])}
        plain.add_(0.5)
        yield {"the loss after the logits were changed": impl.g_loss(plain)}


@probe
def looked_up(impl, logits):
    """The loss alone."""
    yield {"the loss": impl.g_loss(logits)}


def test_the_worked_example(example):
    example(looked_up, torch.tensor([0.0, 0.0]))
    example(looked_up, torch.tensor([-4.0]))


def test_loss_and_gradient(agree, rand):
    """The loss is the mean of −log of the probability that D calls made-up examples real; gradients follow it."""
    agree(paid, 3 * rand(11), 2 * rand(7), rand(5))
    agree(paid, 3 * rand(131, dtype=torch.float32), rand(2, dtype=torch.float32))


def test_any_shape(agree, rand):
    """Logits of any shape give one number, and every logit counts alike."""
    agree(paid, 3 * rand(5, 1), 2 * rand(2, 3, 5), rand(3, 3))
    agree(paid, rand(1), rand(1, 1), rand.strided(7, 3))


def test_a_discriminator_that_is_sure(agree, rand):
    """However sure D is that examples are made up, or that they are real, loss and gradient stay right."""
    for dtype in (torch.float64, torch.float32):
        sure = torch.tensor([-1000.0, -200.0, -90.0, -50.0, -20.0, -rand.number(5.0, 9.0)], dtype=dtype)
        agree(paid, sure, sure.flip(0)[:1], sure[:1], sure[2:3], sure[3:5])
        nearly = rand(3, dtype=dtype, low=9.0, high=12.0)  # where log(1 + eˣ) is not yet x
        agree(paid, -nearly)
        agree(paid, -sure, -sure[:1], torch.cat([sure, -sure]), 1000 * sure[:1])


def test_a_discriminator_that_says_nothing(agree, rand):
    """Where D says exactly 0, loss and gradient are right, too."""
    agree(paid, torch.zeros(3, dtype=torch.float64), torch.cat([torch.zeros(2, dtype=torch.float64), rand(2)]))
