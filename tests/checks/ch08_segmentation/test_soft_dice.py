"""Hidden checks for ch08/soft-dice."""

import torch

from tutor.checking import given, probe


@probe
def scored(impl, probabilities, mask):
    """The result for logits that stand for these probabilities."""
    yield {"the result": impl.soft_dice(probabilities.logit(), mask)}


@probe
def learned(impl, logits, mask, smooth, upstream):
    """The result, and the gradient that a random upstream sends back to the logits."""
    logits.requires_grad_()
    out = impl.soft_dice(logits, mask) if smooth is None else impl.soft_dice(logits, mask, smooth)
    yield {"the result": out}
    (gradient,) = given.gradients(out, upstream, logits)
    yield {"the gradient of the logits": gradient}


@probe
def left_alone(impl, logits, mask, smooth):
    """Two results, and the inputs afterwards."""
    yield {"the result": impl.soft_dice(logits, mask, smooth=smooth)}
    yield {"the logits after the call": logits, "the mask after the call": mask}
    yield {"the result": impl.soft_dice(logits=-logits, mask=~mask)}


def drawn(rand, share, *shape):
    """A mask that is True in about this share of its pixels."""
    return rand(*shape, low=0.0, high=1.0) < share


def test_the_worked_example(example):
    probabilities = torch.tensor([[0.8, 0.6, 0.2, 0.4], [0.1, 0.1, 0.1, 0.1]])
    example(scored, probabilities, torch.tensor([[1, 1, 0, 0], [0, 0, 0, 0]]).bool())


def test_each_picture_for_itself(agree, rand):
    """Each picture gets its own number, out of its probabilities and its mask; gradients flow to the logits."""
    agree(learned, 2 * rand(5, 7, 3), drawn(rand, 0.4, 5, 7, 3), None, rand(5))
    agree(learned, rand(3, 3, 3) - 1, drawn(rand, 0.7, 3, 3, 3), None, rand(3))
    agree(learned, rand.strided(2, 5, 4), drawn(rand, 0.2, 2, 5, 4), None, rand(2))


def test_smoothing(agree, rand):
    """smooth is added above and below; left out, it is 1."""
    for smooth in (0.01, 3.0, 50.0):
        agree(learned, rand(3, 4, 5), drawn(rand, 0.3, 3, 4, 5), smooth, rand(3))


def test_pictures_without_an_object(agree, rand):
    """An empty mask counts about 1 where nothing is seen, and less where something is; the others don't mind."""
    mask = drawn(rand, 0.5, 4, 3, 5) & torch.tensor([1, 0, 0, 1]).bool()[:, None, None]
    logits = rand(4, 3, 5) + torch.tensor([0.0, -30.0, 2.0, -30.0], dtype=torch.float64)[:, None, None]
    agree(learned, logits, mask, None, rand(4))
    agree(learned, logits - 20, torch.zeros(4, 3, 5).bool(), 0.1, rand(4))
    agree(learned, logits + 20, torch.ones(4, 3, 5).bool(), 0.1, rand(4))


def test_logits_of_any_size(agree, rand):
    """Logits in the thousands give no nan, neither in the result nor in the gradient."""
    agree(learned, 1000 * rand(3, 5, 4), drawn(rand, 0.5, 3, 5, 4), None, rand(3))
    logits = torch.tensor([[1000.0, -1000.0, 0.5], [-90.0, 90.0, -0.5]])
    agree(learned, logits, drawn(rand, 0.5, 2, 3), None, rand(2, dtype=torch.float32))


def test_other_axes_and_sizes(agree, rand):
    """Any axes after the first: a channel of one, a row, a single pixel; and a batch of one."""
    for shape in ((3, 1, 5, 4), (2, 11), (1, 5, 3), (1, 1), (2, 2, 3, 2, 2)):
        agree(learned, rand(*shape), drawn(rand, 0.5, *shape), None, rand(shape[0]))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """Logits and mask are not changed, and float32 stays float32."""
    agree(left_alone, rand(3, 4, 5), drawn(rand, 0.5, 3, 4, 5), 2.0)
    agree(left_alone, rand(2, 31, 29, dtype=torch.float32), drawn(rand, 0.1, 2, 31, 29), 0.5)
