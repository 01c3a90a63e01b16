"""What `dltutor fetch` knows. An entry is files of exact bytes; an archive stays one, and whoever reads it opens it.

So a folder that was fetched can be looked through again, and served to a class as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20  # as PyTorch's own pages have it


def megabytes(size: int) -> str:
    """`size` bytes for a person: 7.4, 45, 1,200."""
    return f"{size / MEGABYTE:,.1f}" if size < 10 * MEGABYTE else f"{size / MEGABYTE:,.0f}"


@dataclass(frozen=True, slots=True)
class File:
    """One file of exactly `size` bytes with this `sha256`. The addresses `urls` are tried in their order."""

    name: str
    size: int
    sha256: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """What is fetched under one name.

    Attributes:
        name: what to type, and the name of its folder.
        title: what it is, in the plural and so that "are not here" can follow: "the weights of ResNet-18".
        licence: under which terms it is given, in one sentence.
        used_by: the steps that look for it.
        files: all of them are needed.
        from_torch: whether torch.hub may have its one file already, under the same name.
    """

    name: str
    title: str
    licence: str
    used_by: tuple[str, ...]
    files: tuple[File, ...]
    from_torch: bool = False

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def megabytes(self) -> str:
        return megabytes(self.size)


def _weights(name: str, title: str, licence: str, file: str, size: int, sha256: str, used_by: str) -> Download:
    """One of torchvision's, whose file name ends in the first eight digits of its checksum."""
    url = f"https://download.pytorch.org/models/{file}"
    return Download(name, title, licence, (used_by,), (File(file, size, sha256, (url,)),), from_torch=True)


TABLE = {
    each.name: each
    for each in (
        _weights(
            "resnet18",
            "the weights of ResNet-18 for ImageNet",
            "BSD 3-Clause, as torchvision; the photographs of ImageNet are for research and teaching.",
            "resnet18-f37072fd.pth",
            46_830_571,
            "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec",
            "ch13/look-resnet",
        ),
        _weights(
            "fasterrcnn",
            "the weights of a small Faster R-CNN for COCO",
            "BSD 3-Clause, as torchvision; the photographs of COCO are under the terms of Flickr.",
            "fasterrcnn_mobilenet_v3_large_320_fpn-907ea3f9.pth",
            77_844_807,
            "907ea3f91ff92242bc1baea8049276a3e76bca48ce7560bd268cc029f37977b5",
            "ch08/look-faster-rcnn",
        ),
    )
}
