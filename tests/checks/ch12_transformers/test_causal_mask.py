"""Hidden checks for ch12/causal-mask."""

from tutor.checking import probe


@probe
def made(impl, T):
    """The mask of T places."""
    yield {"the mask": impl.causal_mask(T)}


@probe
def made_again(impl, T, other):
    """A mask, and the mask of the same size after the first one was written into, and one of another size."""
    first = impl.causal_mask(T)
    yield {"the mask": first}
    first.logical_not_()
    yield {"the mask of another size": impl.causal_mask(other)}
    yield {"the mask of the same size, later": impl.causal_mask(T)}


def test_the_worked_example(example):
    example(made, 3)


def test_each_place_sees_itself_and_what_came_before(agree):
    """Row t is True at the columns 0 to t, and False behind them, whatever the number of places."""
    for T in (2, 5, 11, 37, 301):
        agree(made, T)


def test_one_place(agree):
    """A single place may look at itself, and the mask keeps its two axes."""
    agree(made, 1)


def test_each_mask_is_a_new_one(agree):
    """Who writes into one mask does not change the next one."""
    agree(made_again, 7, 4)
