"""Hidden checks for ch12/is-causal."""

import torch
from torch import nn

from tutor.checking import given, probe


def prefix_sums(x):
    return x.cumsum(dim=1)


def word_by_word(x):
    return torch.tanh(x) * x.shape[1]


def one_back(x):
    return torch.cat([torch.zeros_like(x[:, :1]), x[:, :-1]], dim=1)


def largest_so_far(x):
    return x.cummax(dim=1).values


def sums_with_rounding(x):
    """Prefix sums by way of the future: all of it, less what comes later. Rounding alone depends on the future."""
    later = x.flip(1).cumsum(1).flip(1) - x
    return x.sum(dim=1, keepdim=True) - later


def next_word(x):
    return torch.cat([x[:, 1:], torch.zeros_like(x[:, :1])], dim=1)


def next_but_one(x):
    return x + torch.cat([x[:, 2:], torch.zeros_like(x[:, :2])], dim=1)


def mean_taken_off(x):
    return x - x.mean(dim=1, keepdim=True)


def hears_the_last(x):
    """Only the first place looks, and only at the last one."""
    return torch.cat([x[:, :1] + 1e-3 * x[:, -1:], x[:, 1:]], dim=1)


def first_two_swapped(x):
    return x[:, [1, 0, *range(2, x.shape[1])]]


def last_two_mixed(x):
    """Only the last place but one looks ahead."""
    out = x.clone()
    out[:, -2] = out[:, -2] + x[:, -1]
    return out


def one_number_ahead(x):
    """The last number of a vector alone goes ahead, into the first number of the result."""
    return torch.cat([x[..., :1] + next_word(x)[..., -1:], x[..., 1:]], dim=2)


def one_sentence_ahead(x):
    """Only the last sentence of the batch looks ahead."""
    return torch.cat([x[:-1], next_word(x[-1:])])


def cancels(x):
    """What comes from the future adds up to 0 over the numbers of a vector."""
    ahead = next_word(x)[..., :1]
    return torch.cat([x + ahead, x - ahead], dim=2)


def differences_ahead(x):
    """Hears how the numbers of the next vector differ, not how large they are."""
    ahead = next_word(x)
    return x + ahead - ahead.mean(dim=2, keepdim=True)


def between_sentences(x):
    """Hears how the next word differs from that of the other sentences, not what all of them have in common."""
    ahead = next_word(x)
    return x + ahead - ahead.mean(dim=0, keepdim=True)


def order_ahead(x):
    """Counts how many later words are larger in their first number: steps, without a slope."""
    first = x[..., 0]
    larger = (first.unsqueeze(1) > first.unsqueeze(2)).triu(1)
    return x + larger.sum(dim=2).to(x.dtype).unsqueeze(2)


def amount_ahead(x):
    """Hears how much all later words together hold, in whatever order they come."""
    return x + x.square().sum(dim=2, keepdim=True).flip(1).cumsum(1).flip(1)


def beside_something_large(x):
    """What goes ahead is small beside another number of the same vector."""
    return torch.cat([100 + x.square(), next_word(x)[..., :1]], dim=2)


def in_an_added_number(x):
    """Vectors get one number longer, and that one looks ahead."""
    return torch.cat([x, next_word(x)[..., :1]], dim=2)


def other_width(x):
    return torch.cat([x, x.cumsum(1)[..., :1]], dim=2)


def rounded_prefix(x):
    return x.cumsum(1).round().detach()


CAUSAL = {
    "prefix sums": prefix_sums,
    "each word by itself": word_by_word,
    "the word before": one_back,
    "the largest so far": largest_so_far,
    "sums with rounding": sums_with_rounding,
    "wider vectors": other_width,
    "rounded sums": rounded_prefix,
}
AHEAD = {
    "the next word": next_word,
    "the next word but one": next_but_one,
    "the mean taken off": mean_taken_off,
    "a whisper from the last word": hears_the_last,
    "the first two words swapped": first_two_swapped,
    "the last two words mixed": last_two_mixed,
    "one number ahead": one_number_ahead,
    "one sentence ahead": one_sentence_ahead,
    "ahead, adding up to nothing": cancels,
    "differences ahead": differences_ahead,
    "differences between sentences": between_sentences,
    "steps ahead": order_ahead,
    "the amount ahead": amount_ahead,
    "ahead beside something large": beside_something_large,
    "ahead in an added number": in_an_added_number,
}
LAYERS = CAUSAL | AHEAD


class Fixed(nn.Module):
    """A matrix over the places, (T, T), so for sentences of T places only; `keep` says who hears whom."""

    def __init__(self, weight, keep):
        super().__init__()
        self.weight = nn.Parameter(torch.where(keep, weight, torch.zeros_like(weight)))

    def forward(self, x):
        return torch.einsum("ts,bsd->btd", self.weight, x)


@probe
def judged(impl, names, x):
    """The verdict on each of these layers."""
    for name in names:
        yield {name: impl.is_causal(LAYERS[name], x)}
    yield {"x after the calls": x}


@probe
def judged_fixed(impl, weight, keeps, x):
    """The verdict on matrices over the places, and what is left of the layer afterwards."""
    for number, keep in enumerate(keeps):
        layer = Fixed(weight, keep)
        before = layer.weight.detach().clone()
        x.requires_grad_(number > 1)
        yield {f"matrix {number}": impl.is_causal(layer, x)}
        yield {f"matrix {number} is as it was": torch.equal(layer.weight.detach(), before)}
        yield {f"the gradient on matrix {number}": given.parameter_gradients(layer)["weight"]}
        yield {f"the mode with matrix {number}": layer.training, "the gradient on x": x.grad}
    layer = Fixed(weight, keeps[1])
    yield {"a matrix before it is cut": impl.is_causal(layer, x)}
    with torch.no_grad():
        layer.weight.tril_()
    yield {"the same layer once its matrix is cut": impl.is_causal(layer, x)}


def test_the_worked_example(example):
    x = torch.tensor([[[1.0, 2.0, 0.0], [0.0, -1.0, 3.0], [2.0, 0.0, 1.0], [5.0, 1.0, -1.0], [1.0, 1.0, 4.0]]])
    example(judged, ["prefix sums", "the mean taken off"], x)


def test_layers_that_do_not_look_ahead(agree, rand):
    """True for layers whose outputs are made of the same place and earlier ones, whatever they do with them."""
    agree(judged, list(CAUSAL), rand(3, 5, 2))
    agree(judged, list(CAUSAL), 10 * rand(2, 7, 3))


def test_layers_that_look_ahead(agree, rand):
    """False if any place of any sentence hears a later one, however far away and however quietly."""
    agree(judged, list(AHEAD), rand(3, 5, 2))
    agree(judged, list(AHEAD), rand(2, 7, 3))
    agree(judged, ["the next word", "the last two words mixed", "the mean taken off"], rand(3, 2, 5))


def test_the_numbers_of_x_do_not_decide(agree, rand):
    """It is the layer that is asked about, not x: zeros, or the same vector everywhere, give the same verdict."""
    sure = [name for name in LAYERS if name not in ("rounded sums", "steps ahead")]
    agree(judged, sure, torch.zeros(2, 5, 3, dtype=torch.float64))
    agree(judged, sure, rand(1, 1, 3).expand(2, 5, 3).contiguous())


def test_a_layer_for_one_length_alone(agree, rand):
    """Some layers only take sentences of one length, and are asked with such sentences; they are left as they are."""
    everywhere = torch.ones(5, 5, dtype=torch.bool)
    ahead = everywhere.tril()
    ahead[1, 3] = True
    weight = 1 + rand(5, 5, low=0.0, high=1.0)
    agree(judged_fixed, weight, [everywhere.tril(), everywhere, ahead, everywhere.tril(-1)], rand(3, 5, 2))


def test_small_sizes(agree, rand):
    """One sentence, one number and float32 work; with a single place there is no future."""
    agree(judged, ["prefix sums", "the next word", "each word by itself", "the mean taken off"], rand(1, 3, 1))
    agree(judged, ["prefix sums", "the next word", "the mean taken off"], rand(2, 1, 3))
    single = rand(3, 5, 2, dtype=torch.float32)
    agree(judged, ["prefix sums", "each word by itself", "the next word", "a whisper from the last word"], single)
