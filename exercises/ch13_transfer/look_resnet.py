"""ResNet-18: your four functions on a network that has seen a million photographs. About 10 seconds.

Its weights (45 MB) are fetched by `dltutor fetch resnet18`, and never by this script. Without them it shows the same
surgery on an untrained one.
"""

import torch
from extract_features import extract_features
from freeze import freeze
from normalize_input import normalize_input
from pictures import Task, load
from replace_head import replace_head
from torch import Tensor, nn
from torch.nn import functional as F

from tutor import downloads, live, torchvision_compat
from tutor.datasets import bundled

MEAN, STD = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])  # red, green, blue of ImageNet
LABELS, TESTED, SIDE = 50, 200, 64


def photograph(name: str) -> Tensor:
    """A photograph that comes with scikit-learn, its middle made 224 by 224: (1, 3, 224, 224), from 0 to 1."""
    from PIL import Image
    from torchvision.transforms.functional import pil_to_tensor

    with Image.open(bundled.find(name, "photograph", folder="images")) as image:
        width, height = image.size
        left, top = (width - min(image.size)) // 2, (height - min(image.size)) // 2
        square = image.convert("RGB").crop((left, top, width - left, height - top)).resize((224, 224))
    return pil_to_tensor(square)[None] / 255


def ready(x: Tensor) -> Tensor:
    """Grey digits (B, 1, 16, 16) as the network wants pictures: large, three channels, by your normalize_input."""
    large = F.interpolate(x, size=(SIDE, SIDE), mode="bilinear").clamp(0, 1)
    return normalize_input(large.expand(-1, 3, -1, -1), MEAN, STD)  # (B, 3, 64, 64)


def filters(weight: Tensor) -> Tensor:
    """48 of the first layer's filters (64, 3, 7, 7) in three rows, in colour: (3, 23, 127)."""
    tiles = weight[:48]
    low, high = tiles.amin(dim=(1, 2, 3), keepdim=True), tiles.amax(dim=(1, 2, 3), keepdim=True)
    sheet = torch.zeros(3, 23, 127)
    for i, tile in enumerate((tiles - low) / (high - low)):
        top, left = 8 * (i // 16), 8 * (i % 16)
        sheet[:, top : top + 7, left : left + 7] = tile
    return sheet


def head_on(features: Tensor, task: Task, rows: Tensor) -> float:
    """A linear layer on the first few features; the share that it reads right of those behind them."""
    torch.manual_seed(0)
    spread = features[:LABELS].std(dim=0) + 1e-3
    scaled = (features - features[:LABELS].mean(dim=0)) / spread
    head = nn.Linear(features.shape[1], 5)
    optimizer = torch.optim.AdamW(head.parameters(), lr=1e-2, weight_decay=0.1)
    for _ in range(100):
        loss = F.cross_entropy(head(scaled[:LABELS]), task.y[rows[:LABELS]])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        right = head(scaled[LABELS:]).argmax(dim=1) == task.y[rows[LABELS:]]
    return right.float().mean().item()


def main() -> None:
    """Filters, two photographs, the surgery, and digits that are read through the frozen body."""
    seed = live.seed()
    torchvision_compat.ensure()
    from torchvision import models

    model = models.resnet18(weights=None).eval()
    file = downloads.find("resnet18")
    if file is None:
        live.say(downloads.missing("resnet18"))
        live.say("Untrained it has the same shapes, so go on; what it says of pictures means nothing.")
    else:
        model.load_state_dict(torch.load(file, map_location="cpu", weights_only=True))
    state = "untrained" if file is None else "trained on ImageNet"

    said = "Edges of every direction, and spots of colour." if file else "Noise, as long as nobody has taught it."
    live.picture(
        f"Filters of the first layer, {state}", filters(model.conv1.weight.detach()), colour=True, caption=said
    )
    if file is not None:
        kinds = models.ResNet18_Weights.DEFAULT.meta["categories"]
        for name in ("china.jpg", "flower.jpg"):
            photo = photograph(name)
            with torch.no_grad():
                best = model(normalize_input(photo, MEAN, STD)).softmax(dim=1)[0].topk(3)
            guesses = [f"{kinds[i]} {p:.2f}" for i, p in zip(best.indices.tolist(), best.values.tolist(), strict=True)]
            live.picture(name, F.avg_pool2d(photo, 4)[0], colour=True, caption=", ".join(guesses))

    old = sum(p.numel() for p in model.parameters())
    lines = [f"as it comes               {tuple(model.fc.weight.shape)!s:14} {old:12,} numbers in all"]
    replace_head(model, 5, head="fc")
    now, own = (sum(p.numel() for p in part.parameters()) for part in (model, model.fc))
    lines += [f"after your replace_head   {tuple(model.fc.weight.shape)!s:14} {now:12,}, {own:,} of them new"]
    model.fc = nn.Identity()
    body = freeze(model).train()
    learn = sum(p.numel() for p in body.parameters() if p.requires_grad)
    lines += [f"its body, by your freeze  {'':14} {learn:12,} that can learn"]
    live.text("The head of ResNet-18", "\n".join(lines))

    torch.manual_seed(seed)
    _, digits = load()
    rows = torch.randperm(len(digits.y))[: LABELS + TESTED]
    pictures = digits.x[rows]
    parts = [extract_features(body, ready(part)) for part in live.batches(pictures.split(50))]
    features = torch.cat(parts)  # (250, 512)
    shares = {"pixels": head_on(pictures.flatten(1), digits, rows), "features": head_on(features, digits, rows)}
    size, by_pixels, by_features = pictures[0].numel(), shares["pixels"], shares["features"]
    live.say(f"A linear head learns from {LABELS} digits 5 to 9, each somewhere in noise. Guessing gives 0.2.")
    live.say(f"It reads {by_pixels:.3f} of {TESTED} others by their {size} pixels, {by_features:.3f} by 512 features.")
    if file is not None:
        live.say("It was taught photographs of dogs and mushrooms, and not one digit.")
    live.result(trained=float(file is not None), on_pixels=by_pixels, on_features=by_features)


if __name__ == "__main__":
    main()
