"""Three networks learn the keyed lookup: cards end to end, their plain mean, and your attention."""

import torch
from dot_score import dot_score
from lookup import LETTERS, Bags, draw_bags, train
from networks import Attention, Average, Concatenation, Projected

from tutor import live
from tutor.datasets import images

EPOCHS = 12


def main() -> None:
    seed = live.seed()
    data = images.load()
    test = draw_bags(2000, data.test_x, data.test_y, torch.Generator().manual_seed(1000 + seed))  # unseen pictures

    live.stage("concatenation", of=3)
    concatenation = train(Concatenation(), data, test, epochs=EPOCHS, seed=seed)

    live.stage("mean", of=3)
    mean = train(Average(), data, test, epochs=EPOCHS, seed=seed)

    live.stage("attention", of=3)
    model = Attention(Projected(dot_score))
    attention = train(model, data, test, epochs=EPOCHS, seed=seed, look=lambda epoch: show_weights(model, test, epoch))

    show_one_bag(model, test)
    live.result(
        test_accuracy=attention,
        mean_accuracy=mean,
        concatenation_accuracy=concatenation,
        gain=attention - mean,
        finds_the_card=finds_the_card(model, test),
    )


@torch.no_grad()
def finds_the_card(model: Attention, bags: Bags) -> float:
    """The share of bags in which the card that was asked for has the largest weight."""
    return (model.weights(bags.cards, bags.mask, bags.query).argmax(dim=1) == bags.place).float().mean().item()


@torch.no_grad()
def show_weights(model: Attention, test: Bags, epoch: int) -> None:
    """The weights of seven test bags, one of each size."""
    if epoch not in (1, 2, 3, EPOCHS):
        return
    sizes = test.mask.sum(dim=1)
    wanted = {2: 1, 3: 3, 4: 2, 5: 5, 6: 1, 7: 4, 8: 7}  # for each size, where the card that is asked for should lie
    chosen = [int(((sizes == size) & (test.place + 1 == place)).nonzero()[0]) for size, place in wanted.items()]
    weights = model.weights(test.cards[chosen], test.mask[chosen], test.query[chosen])  # (7, 8)
    asked = test.query.argmax(dim=1)
    live.picture(
        f"Where it looks after epoch {epoch}",
        weights,
        rows=[f"{LETTERS[asked[bag]]} at {test.place[bag] + 1}" for bag in chosen],
        columns=range(1, 9),
        caption="One bag a row, one place a column, the weights in hundredths. The name says where the card lies.",
    )


@torch.no_grad()
def show_one_bag(model: Attention, test: Bags) -> None:
    """The cards of one test bag, and the same cards as bright as their weights."""
    bag = int((test.mask.sum(dim=1) == 4).nonzero()[1])
    pictures = test.cards[bag, :4, :64].reshape(4, 8, 8)
    weights = model.weights(test.cards[[bag]], test.mask[[bag]], test.query[[bag]])[0, :4]  # (4,)
    asked = LETTERS[test.query[bag].argmax()]
    letters = [LETTERS[letter] for letter in test.letters[bag, :4]]
    live.picture(f"A bag of four cards. Asked for: {asked}", pictures, labels=letters)
    live.picture(
        "The same cards, as bright as their weights",
        pictures * weights.reshape(4, 1, 1),
        labels=[f"{letter} {weight:.0%}" for letter, weight in zip(letters, weights.tolist(), strict=True)],
        caption=f"This is what reaches the rest of the network. The answer is {test.answer[bag]}.",
    )


main()
