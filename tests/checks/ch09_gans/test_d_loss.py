"""Hidden checks for ch09/d-loss."""

import torch

from tutor.checking import given, probe


@probe
def paid(impl, *pairs):
    """The loss of one pair of batches of logits after the other, and the gradient that each batch gets."""
    for real, fake in pairs:
        plain = real.clone(), fake.clone()
        yield {"the loss": impl.d_loss(*plain)}
        yield {"the logits of real examples, afterwards": plain[0]}
        yield {"the logits of made-up examples, afterwards": plain[1]}
        real.requires_grad_(), fake.requires_grad_()
        loss = impl.d_loss(real, fake)
        to_real, to_fake = given.gradients(loss, torch.ones(()), real, fake)
        yield {"the gradient of the real logits": to_real, "the gradient of the made-up logits": to_fake}
        (twice,) = given.gradients(impl.d_loss(real, fake), torch.full((), -2.5), fake)
        yield {"the gradient under another loss behind it": twice}
        spread = [torch.stack([each + 1, each], -1)[..., 1] for each in plain]
        yield {"the loss of logits that lie apart in memory": impl.d_loss(*spread)}
        plain[0].add_(0.5)
        yield {"the loss after the real logits were changed": impl.d_loss(*plain)}


@probe
def looked_up(impl, real_logits, fake_logits):
    """The loss alone."""
    yield {"the loss": impl.d_loss(real_logits, fake_logits)}


def test_the_worked_example(example):
    example(looked_up, torch.tensor([0.0, 0.0]), torch.tensor([0.0]))
    example(looked_up, torch.tensor([4.5951]), torch.tensor([-4.5951]))


def test_loss_and_gradients(agree, rand):
    """Real examples are to be called real and made-up ones made-up, each side averaged; gradients reach both."""
    agree(paid, (3 * rand(7), 2 * rand(7)), (rand(3), rand(3)))
    agree(paid, (3 * rand(5, dtype=torch.float32), rand(5, dtype=torch.float32)))


def test_batches_of_different_sizes(agree, rand):
    """Each side has a mean of its own, however many examples the other has; the two means are added."""
    agree(paid, (2 * rand(3), 2 * rand(11)), (rand(7), rand(1)), (rand(1), rand(2)))


def test_any_shape(agree, rand):
    """Logits of any shape give one number, and on each side every logit counts alike."""
    agree(paid, (2 * rand(5, 1), rand(3, 1)), (rand(2, 3), rand.strided(5, 3)), (rand(3, 3), rand(3, 3)))
    agree(paid, (rand(1, 1), rand(2, 1)), (rand(7), rand(2, 3, 2)))


def test_a_discriminator_that_is_sure(agree, rand):
    """However sure D is, and however wrong, loss and gradients stay right."""
    for dtype in (torch.float64, torch.float32):
        sure = torch.tensor([1000.0, 200.0, 90.0, 50.0, 20.0, rand.number(5.0, 9.0)], dtype=dtype)
        agree(paid, (sure, -sure), (-sure, sure), (-sure[2:3], -sure[:1]), (sure[:1], sure[2:3]), (sure[:1], sure[3:5]))
        nearly = rand(3, dtype=dtype, low=9.0, high=12.0)  # where log(1 + eˣ) is not yet x
        agree(paid, (-nearly, nearly[:2]))
        agree(paid, (torch.cat([sure, -sure]), -sure[:2]), (-sure[3:5], -sure[:1]), (-1000 * sure[:1], 3000 * sure[:1]))


def test_a_discriminator_that_says_nothing(agree, rand):
    """Where D says exactly 0, loss and gradients are right, too."""
    nothing = torch.zeros(3, dtype=torch.float64)
    agree(paid, (nothing, nothing[:2]), (torch.cat([nothing, rand(2)]), torch.cat([rand(1), nothing])))
