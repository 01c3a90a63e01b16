"""Hidden checks for ch11/seq-loss."""

import torch

from tutor.checking import given, probe


@probe
def lost(impl, logits, y, pad, upstream):
    """The loss, and the gradient that a number behind it sends back."""
    logits.requires_grad_()
    loss = impl.seq_loss(logits, y) if pad == 0 else impl.seq_loss(logits, y, pad)
    yield {"the loss": loss}
    (gradient,) = given.gradients(loss, upstream, logits)
    yield {"the gradient of the logits": gradient, "y after the call": y}


@probe
def value(impl, logits, y):
    """The loss."""
    yield {"the loss": impl.seq_loss(logits, y)}


@probe
def by_name(impl, logits, y, pad):
    """The loss with `pad` given by its name."""
    yield {"the loss": impl.seq_loss(logits, y, pad=pad)}


@probe
def three_in_turn(impl, first, second, y, other):
    """The loss of two batches, and of the first one again; the logits stay."""
    for logits, right in ((first, y), (second, other), (first, y)):
        yield {"the loss": impl.seq_loss(logits, right)}
    yield {"the logits after the calls": first}


def ids_of(ints, lengths, T, V, pad=0):
    """Right ids, `pad` behind the end of each row and nowhere else."""
    y = ints(0, V - 1, len(lengths), T)
    y = y + (y >= pad)  # all ids but pad
    for row, length in zip(y, lengths):
        row[length:] = pad
    return y


def test_the_worked_example(example):
    logits = torch.tensor([[[0.0, 2.0, 0.0], [0.0, 0.0, 0.0]], [[0.0, 0.0, 4.0], [3.0, 0.0, 0.0]]])
    example(value, logits, torch.tensor([[1, 2], [1, 0]]))


def test_each_token_counts_the_same(agree, rand, ints):
    """The loss is the mean over all tokens of the batch, whichever sentence they stand in; gradients follow."""
    agree(lost, 2 * rand(3, 7, 5), ids_of(ints, [7, 2, 5], 7, 5), 0, rand())
    agree(lost, 2 * rand(5, 3, 11), ids_of(ints, [1, 3, 3, 2, 3], 3, 11), 0, rand())
    agree(lost, 2 * rand(4, 4, 4), ids_of(ints, [4, 1, 3, 4], 4, 4), 0, rand())
    agree(lost, 2 * rand(2, 3, 5), ids_of(ints, [3, 3], 3, 5), 0, rand())
    agree(lost, 2 * rand(2, 131, 5), ids_of(ints, [131, 67], 131, 5), 0, rand())


def test_padding_may_stand_anywhere(agree, rand, ints):
    """Only the id says what is padding: it may stand in the middle, and in front."""
    y = ids_of(ints, [5, 5, 5], 5, 7)
    y[0, 2], y[1, 0], y[2, 1:4] = 0, 0, 0
    agree(lost, 2 * rand(3, 5, 7), y, 0, rand())


def test_more_padding_changes_nothing(agree, rand, ints):
    """Padding counts neither above nor below the fraction: more of it leaves the loss as it is."""
    logits, y = 2 * rand(2, 3, 5), ids_of(ints, [3, 2], 3, 5)
    for more in (0, 1, 11):
        agree(
            lost,
            torch.cat([logits, 3 * rand(2, more, 5)], dim=1),
            torch.cat([y, y.new_zeros(2, more)], dim=1),
            0,
            torch.ones((), dtype=torch.float64),
        )


def test_a_sentence_of_padding_only(agree, rand, ints):
    """A sentence without any token adds nothing, and a batch without any has the loss 0 and gradients of 0."""
    agree(lost, 2 * rand(3, 5, 7), ids_of(ints, [5, 0, 2], 5, 7), 0, rand())
    agree(lost, 2 * rand(3, 2, 7), ids_of(ints, [0, 0, 0], 2, 7), 0, rand())
    agree(lost, 2 * rand(1, 1, 3), ids_of(ints, [0], 1, 3), 0, rand())
    agree(lost, rand(2, 3, 5, dtype=torch.float32), ids_of(ints, [0, 0], 3, 5), 0, rand(dtype=torch.float32))


def test_any_id_may_be_the_padding(agree, rand, ints):
    """Padding is the id that `pad` says; id 0 is then a token like any other."""
    agree(lost, 2 * rand(3, 5, 7), ids_of(ints, [5, 2, 3], 5, 7, pad=4), 4, rand())
    y = ids_of(ints, [5, 3], 5, 7, pad=6)
    y[0, 1] = y[1, 0] = 0
    agree(by_name, 2 * rand(2, 5, 7), y, 6)
    agree(lost, 2 * rand(2, 5, 7), torch.zeros(2, 5, dtype=torch.int64), 3, rand())


def test_large_logits(agree, rand, ints):
    """Logits in the thousands give neither infinity nor NaN, in the loss and in the gradients."""
    agree(lost, 3000 * rand(2, 5, 7), ids_of(ints, [5, 3], 5, 7), 0, rand())
    logits = 1e4 * rand(3, 2, 5, dtype=torch.float32)
    agree(lost, logits, ids_of(ints, [2, 1, 2], 2, 5), 0, rand(dtype=torch.float32))
    agree(lost, 5e3 + rand(2, 3, 5), ids_of(ints, [2, 3], 3, 5), 0, rand())


def test_shapes_and_types(agree, rand, ints):
    """One sentence, one place, float32, and tensors that don't lie row by row work like others."""
    agree(lost, rand(1, 5, 3), ids_of(ints, [4], 5, 3), 0, rand())
    agree(lost, rand(5, 1, 3), ids_of(ints, [1, 0, 1, 1, 0], 1, 3), 0, rand())
    agree(lost, rand(1, 1, 2), ids_of(ints, [1], 1, 2), 0, rand())
    agree(lost, rand(3, 5, 7, dtype=torch.float32), ids_of(ints, [5, 1, 3], 5, 7), 0, rand(dtype=torch.float32))
    agree(lost, rand.strided(3, 5, 7), ids_of(ints, [5, 1, 3], 5, 7).T.contiguous().T, 0, rand())


def test_nothing_is_kept(agree, rand, ints):
    """A second batch is counted by itself, and the logits are left as they are."""
    y, other = ids_of(ints, [3, 2], 3, 5), ids_of(ints, [1, 1], 3, 5)
    agree(three_in_turn, rand(2, 3, 5), rand(2, 3, 5), y, other)
