"""Hidden checks for ch11/shift-right."""

import torch

from tutor.checking import probe


@probe
def shifted(impl, y, sos):
    """The result, and whether y and the result leave each other alone."""
    out = impl.shift_right(y, sos)
    yield {"the result": out}
    yield {"y after the call": y}
    y.add_(1)
    yield {"the result after y was written over": out}
    yield {"the result for what y holds now": impl.shift_right(y, sos)}


@probe
def in_turn(impl, y, other, sos):
    """The results for two batches, each under two signs, made one after the other and then looked at."""
    for result in [impl.shift_right(batch, sign) for sign in (sos, sos + 1) for batch in (y, other)]:
        yield {"the result": result}


def test_the_worked_example(example):
    example(shifted, torch.tensor([[5, 8, 6, 2], [7, 2, 0, 0]]), 1)


def test_each_row_moves_by_one_place(agree, ints):
    """Each row moves by one place to the right, sos comes in front, the last column falls out, and y stays."""
    agree(shifted, ints(3, 50, 3, 7), 1)
    agree(shifted, ints(3, 50, 5, 5), 1)
    agree(shifted, ints(3, 50, 7, 3).T, 1)


def test_sos_may_be_any_id(agree, ints):
    """The id in front is the one that was handed over."""
    agree(shifted, ints(3, 50, 2, 5), 61)
    agree(shifted, ints(3, 50, 2, 5), 0)
    agree(in_turn, ints(3, 50, 2, 5), ints(3, 50, 2, 5), 1)


def test_the_end_and_the_padding_move_too(agree, ints):
    """The end sign and the padding are shifted like any word, wherever they stand, and so are ids that are sos."""
    y = ints(3, 50, 5, 7)
    y[0, 3], y[0, 4:] = 2, 0
    y[1, 0], y[1, 1:] = 2, 0
    y[2, 5:] = 0
    y[3, 2] = 1
    y[4, 0], y[4, 1], y[4, 3] = 1, 0, 2
    agree(shifted, y, 1)


def test_small_batches(agree, ints):
    """One sentence and one place work."""
    agree(shifted, ints(3, 50, 1, 5), 1)
    agree(shifted, ints(3, 50, 4, 1), 1)
    agree(shifted, ints(3, 50, 1, 1), 7)


def test_long_rows_and_large_ids(agree, ints):
    """Rows of any length, and every id that int64 holds."""
    agree(shifted, ints(3, 70_000, 2, 131), 1)
    agree(shifted, ints(2**40, 2**41, 3, 5), 2**40 + 1)
