"""Your autoencoder against your PCA, with 2, 8 and 16 numbers in the middle. About 20 seconds.

1. Two linear layers with one weight: your TiedLinear, which can do no more than PCA.
2. Your Autoencoder, three times for 80 epochs. While the one with a code of 2 learns, its map of test digits is drawn.
3. Code 16 again: once with four times the patience, and once with only 60 pictures to learn from.
"""

import torch
from autoencoder import Autoencoder
from fitting import SHOWN, TEST, TEST_DIGIT, TRAIN, error, fit, neighbours_right, sheet
from pca import pca
from reconstruct import reconstruct
from tied_linear import TiedLinear
from torch import Tensor, nn

from tutor import live

CODES = [2, 8, 16]
DIGITS = [str(digit) for digit in range(10)]

seed = live.seed()
few = TRAIN[:60]
found = pca(TRAIN, max(CODES))  # (64,), (16, 64)


def by_pca(x: Tensor, k: int, patterns: tuple[Tensor, Tensor] = found) -> Tensor:
    """x squeezed into k numbers by PCA and rebuilt. (N, 64) -> (N, 64)"""
    mean, W = patterns
    return reconstruct((x - mean) @ W[:k].T, W[:k], mean)


def learn(title: str, k: int, epochs: int, x: Tensor) -> tuple[Autoencoder, float]:
    """A new autoencoder that has learnt from x, and its test error."""
    live.stage(title, of=6)
    torch.manual_seed(seed)
    model = Autoencoder(64, k)
    fit(model, epochs, x=x, after_epoch=lambda epoch: draw_map(model, epoch) if k == 2 and epoch % 10 == 9 else None)
    return model, error(model, TEST)


def draw_map(model: nn.Module, epoch: int) -> None:
    """Every test picture as a point, where its two numbers say."""
    with torch.no_grad():
        codes = model.encode(TEST)
    live.scatter("The map of codes", codes, TEST_DIGIT, names=DIGITS, caption=f"After epoch {epoch + 1}.")


live.stage("tied, code 2", of=6)
narrow = nn.Linear(64, 2)
tied = nn.Sequential(narrow, TiedLinear(narrow))
fit(tied, 80, rate=3e-2)
linear_2 = error(tied, TEST)

models, yours, theirs, frames, captions = {}, {}, {}, [], []
for k in CODES:
    models[k], yours[k] = learn(f"code {k}", k, 80, TRAIN)
    theirs[k] = error(lambda x, k=k: by_pca(x, k), TEST)
    with torch.no_grad():
        frames.append((f"code {k}", sheet(TEST[SHOWN], by_pca(TEST[SHOWN], k), models[k](TEST[SHOWN]))))
    captions.append(f"Top: test digits. Middle: PCA, error {theirs[k]:.4f}. Bottom: your autoencoder, {yours[k]:.4f}.")

live.slider("Squeezed and rebuilt", frames, caption=captions)

with torch.no_grad():
    flat = models[2]
    codes = flat.encode(TEST)  # (450, 2)
    (left, low), (right, high) = codes.quantile(0.03, dim=0).tolist(), codes.quantile(0.97, dim=0).tolist()
    grid = [[(a, b) for a in torch.linspace(left, right, 9).tolist()] for b in torch.linspace(high, low, 3).tolist()]
    drawn = [flat.decode(torch.tensor(row)) for row in grid]  # each (9, 64)
    live.picture(
        "What your decoder draws at even places of the map",
        sheet(*drawn),
        caption="Nobody wrote these digits. Between two regions one turns into the other.",
    )
    by_map = neighbours_right(flat.encode(TRAIN), flat.encode(TEST))

_, patient = learn("16, patient", 16, 320, TRAIN)
_, starved = learn("16, 60 pictures", 16, 80, few.repeat(22, 1))  # as many steps as with all pictures
starved_pca = error(lambda x: by_pca(x, 16, pca(few, 16)), TEST)

mean, W = found
by_pca_map = neighbours_right((TRAIN - mean) @ W[:2].T, (TEST - mean) @ W[:2].T)
rows = [(f"code {k}", theirs[k], yours[k]) for k in CODES]
rows += [("code 16, 320 epochs", theirs[16], patient), ("code 16, 60 pictures", starved_pca, starved)]
lines = [f"{name:22}{left:10.4f}{right:14.4f}" for name, left, right in rows]
live.text("Test error for each pixel", "\n".join([f"{'':22}{'PCA':>10}{'autoencoder':>14}", *lines]))
live.say(f"Two tied linear layers with a code of 2: {linear_2:.4f}, as PCA.")
live.say(f"The five nearest on the map have the right digit: {by_map:.2f} of the time, on PCA's map {by_pca_map:.2f}.")

live.result(
    ae_2=yours[2],
    gain_2=theirs[2] - yours[2],
    linear_2=linear_2,
    gain_8=theirs[8] - yours[8],
    gain_16=theirs[16] - yours[16],
    gain_16_patient=theirs[16] - patient,
    gain_16_few=starved_pca - starved,
    map_gain=by_map - by_pca_map,
)
