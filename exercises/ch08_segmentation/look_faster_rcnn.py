"""torchvision's Faster R-CNN, stage by stage, on a photograph. About ten seconds; nothing is ever downloaded.

With trained weights, which `dltutor fetch fasterrcnn` gets, it finds things of 80 kinds; without them it still shows
what each stage hands to the next. For a photograph of your own put photo.jpg beside this file.
"""

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from tutor import downloads, live, torchvision_compat
from tutor.datasets import bundled


def photograph() -> Tensor:
    """(3, H, W), from 0 to 1: yours, or one that comes with scikit-learn."""
    from PIL import Image
    from torchvision.transforms.functional import pil_to_tensor

    mine = Path(__file__).with_name("photo.jpg")
    file = mine if mine.exists() else bundled.find("china.jpg", "photograph", folder="images")
    with Image.open(file) as image:
        small = image.convert("RGB")
        small.thumbnail((640, 640))
    return pil_to_tensor(small) / 255


@torch.no_grad()
def main() -> None:
    """Runs the stages one by one, and tells what comes out of each."""
    live.seed()
    if not torchvision_compat.ensure():
        torch.compiler.set_stance("force_eager")
        live.say("torchvision's compiled operators don't fit this torch; plain torch takes their place, more slowly.")
    from torchvision.models import detection

    model = detection.fasterrcnn_mobilenet_v3_large_320_fpn(weights=None, weights_backbone=None).eval()
    kinds = detection.FasterRCNN_MobileNet_V3_Large_320_FPN_Weights.DEFAULT.meta["categories"]
    weights = downloads.find("fasterrcnn")
    if weights is not None:
        model.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))

    photo = photograph()
    images, _ = model.transform([photo])  # (1, 3, h, w), with mean 0 and spread 1
    maps = model.backbone(images.tensors)  # three maps (1, 256, ...), each about half the size of the one before
    proposals, _ = model.rpn(images, maps)  # [(K, 4)]: the likeliest of all anchors, moved, after NMS
    pooled = model.roi_heads.box_roi_pool(maps, proposals, images.image_sizes)  # (K, 256, 7, 7)
    scores, moves = model.roi_heads.box_predictor(model.roi_heads.box_head(pooled))  # (K, 91), (K, 364)
    detections, _ = model.roi_heads(maps, proposals, images.image_sizes)
    found = model.transform.postprocess(detections, images.image_sizes, [photo.shape[1:]])[0]

    cells = sum(grid.shape[2] * grid.shape[3] for grid in maps.values())
    anchors = cells * model.rpn.anchor_generator.num_anchors_per_location()[0]
    rows = [
        ("the photograph", photo.shape),
        ("made smaller", images.tensors.shape),
        *[("a map of the backbone", grid.shape) for grid in maps.values()],
        ("anchors", (anchors, 4)),
        ("proposals", proposals[0].shape),
        ("after RoIAlign", pooled.shape),
        ("a score for each kind", scores.shape),
        ("a box for each kind", moves.shape),
        ("after the last NMS", found["boxes"].shape),
    ]
    live.text("What each stage hands on", "\n".join(f"{name:24}{tuple(shape)}" for name, shape in rows))
    if weights is None:
        live.say(f"Untrained it hands on the same shapes as trained. {downloads.missing('fasterrcnn')}")
        return
    height, width = images.image_sizes[0]
    across = 160  # pixels of the drawing, as a terminal has no more
    drawn = F.interpolate(photo[None], size=(across * height // width, across), mode="area")[0]
    live.picture(
        "Twenty proposals: something may be here",
        drawn,
        colour=True,
        boxes=(proposals[0][:20] * across / width).tolist(),
    )
    sure = found["scores"] > 0.5
    names = [kinds[label] for label in found["labels"][sure].tolist()]
    boxes = (found["boxes"][sure] * across / photo.shape[2]).tolist()
    live.picture(
        "What it found",
        drawn,
        colour=True,
        boxes=[(*box, name.replace(" ", "-")) for box, name in zip(boxes, names, strict=True)],
        caption=f"{len(names)} boxes: {', '.join(names)}." if names else "Nothing that it is sure of by a half.",
    )


main()
