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
        files: all of them are needed.
        from_torch: whether torch.hub may have its one file already, under the same name.
    """

    name: str
    title: str
    licence: str
    files: tuple[File, ...]
    from_torch: bool = False

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def megabytes(self) -> str:
        return megabytes(self.size)


def _weights(name: str, title: str, licence: str, file: str, size: int, sha256: str) -> Download:
    """One of torchvision's, whose file name ends in the first eight digits of its checksum."""
    url = f"https://download.pytorch.org/models/{file}"
    return Download(name, title, licence, (File(file, size, sha256, (url,)),), from_torch=True)


def _four(
    urls: tuple[str, ...], train: tuple[int, str], labels: tuple[int, str], test: tuple[int, str], last: tuple[int, str]
) -> tuple[File, ...]:
    """The files of MNIST and of all that is laid out as it is: pictures and labels, to train and to test with."""
    names = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
    return tuple(
        File(f"{name}.gz", size, sha256, tuple(f"{url}{name}.gz" for url in urls))
        for name, (size, sha256) in zip(names, (train, labels, test, last), strict=True)
    )


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
        ),
        _weights(
            "fasterrcnn",
            "the weights of a small Faster R-CNN for COCO",
            "BSD 3-Clause, as torchvision; the photographs of COCO are under the terms of Flickr.",
            "fasterrcnn_mobilenet_v3_large_320_fpn-907ea3f9.pth",
            77_844_807,
            "907ea3f91ff92242bc1baea8049276a3e76bca48ce7560bd268cc029f37977b5",
        ),
        Download(
            "mnist",
            "the handwritten digits of MNIST",
            "CC BY-SA 3.0, Yann LeCun and Corinna Cortes.",
            _four(
                (
                    "https://ossci-datasets.s3.amazonaws.com/mnist/",
                    "https://storage.googleapis.com/cvdf-datasets/mnist/",
                ),
                (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
            ),
        ),
        Download(
            "fashion",
            "the clothes of Fashion-MNIST",
            "MIT, Zalando SE.",
            _four(
                (
                    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
                    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",  # it has no https
                ),
                (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
            ),
        ),
        Download(
            "cifar10",
            "the small photographs of CIFAR-10",
            "No licence is stated; for research and teaching, naming A. Krizhevsky 2009.",
            (
                File(
                    "cifar-10-python.tar.gz",
                    170_498_071,
                    "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
                    ("https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",),
                ),
            ),
        ),
        Download(
            "tatoeba",
            "the English and French sentences of Tatoeba",
            "CC BY 2.0 FR, the contributors of tatoeba.org; as packed for PyTorch's tutorial on translation.",
            (
                File(
                    "data.zip",
                    2_882_130,
                    "fb317e80248faeb62dc25ef3390ae24ca34b94e276bbc5141fd8862c2200bff5",
                    ("https://download.pytorch.org/tutorial/data.zip",),
                ),
            ),
        ),
    )
}
