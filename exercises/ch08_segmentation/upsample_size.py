# Made from solutions/ch08_segmentation/upsample_size.py by `dltutor author stubs`; edit that file. [c44725a5]
"""How large a picture is after a transposed convolution."""


def upsample_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """The number of places that the stamped filters cover.

    The first filter begins at the left end, each other one stride
    further to the right. Of what they cover, padding places are cut off
    at *each* of the two ends.

    Args:
        size: how many filters are stamped, one for each input number;
            at least 1.
        kernel: how many places a filter covers, at least 1.
        stride: at least 1; it may be larger than kernel.
        padding: at least 0, and small enough that something is left.

    Returns:
        An int.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print(upsample_size(3, kernel=2, stride=2), upsample_size(3, 3, 2), upsample_size(3, 3, 2, padding=1))
    print("expected: 6 7 5")
