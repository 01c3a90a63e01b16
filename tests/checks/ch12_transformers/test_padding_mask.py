"""Hidden checks for ch12/padding-mask."""

import torch

from tutor.checking import probe


@probe
def found(impl, ids):
    """The mask, with the padding's id left at its default, and what the call leaves behind."""
    yield {"the mask": impl.padding_mask(ids)}
    yield {"the ids after the call": ids}


@probe
def found_with(impl, ids, pad):
    """The mask for another id of padding, and what the call leaves behind."""
    yield {"the mask": impl.padding_mask(ids, pad=pad)}
    yield {"the ids after the call": ids}


@probe
def found_again(impl, ids, others):
    """The masks of two batches of one size, one after the other."""
    yield {"the mask": impl.padding_mask(ids)}
    yield {"the mask of the next batch": impl.padding_mask(others)}
    ids.copy_(others)
    yield {"the mask of the first batch, filled anew": impl.padding_mask(ids)}


def sentences(bench, lengths, T, pad=0):
    """Sentences of these lengths, filled up to T with `pad`; words are other ids from 0 to 12."""
    words = bench.ints(0, 12, len(lengths), T)
    words = torch.where(words >= pad, words + 1, words)  # no word is the padding
    return torch.where(torch.arange(T) < torch.tensor(lengths).unsqueeze(1), words, pad)


def test_the_worked_example(example):
    example(found, torch.tensor([[5, 2, 9], [7, 3, 0]]))


def test_words_are_true_and_padding_is_false(agree, bench):
    """Each place with a word is True, each filled place False; a full sentence and an empty one, too."""
    agree(found, sentences(bench, [5, 2, 4], 5))
    agree(found, sentences(bench, [7, 0, 3, 1, 6], 7))
    agree(found, sentences(bench, [3, 2, 0], 3))
    agree(found, sentences(bench, [301, 67, 130], 301))
    agree(found, torch.tensor([[256, 2**16, 2**32, 128, 0], [512, 0, 0, 0, 0]]))
    agree(found_with, torch.tensor([[2**24 + 1, 1, 257, 2**24]]), 2**24)


def test_pad_names_the_padding(agree, bench):
    """Padding may have any id; then 0, and ids above and below it, are words."""
    for pad in (5, 12, 1):
        ids = sentences(bench, [7, 3, 0, 5], 7, pad)
        ids[0, :3], ids[1, :2] = torch.tensor([0, pad - 1, pad + 1]), torch.tensor([pad + 1, 0])
        agree(found_with, ids, pad)


def test_sizes_of_one_keep_their_axes(agree, bench):
    """One sentence, or one place, keeps its axis: the mask is (B, T)."""
    agree(found, sentences(bench, [3], 5))
    agree(found, sentences(bench, [1, 0, 1], 1))
    agree(found, sentences(bench, [1], 1))


def test_the_ids_are_left_alone(agree, bench):
    """The ids are not changed, and they may lie in memory in any way."""
    agree(found_with, sentences(bench, [2, 5, 3], 5, 7), 7)
    agree(found, sentences(bench, [5, 2, 1, 4], 5).T.contiguous().T)


def test_nothing_is_kept_between_calls(agree, bench):
    """The next batch gets a mask of its own."""
    agree(found_again, sentences(bench, [2, 5, 3], 5), sentences(bench, [4, 1, 5], 5))
