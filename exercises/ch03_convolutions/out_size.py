# Made from solutions/ch03_convolutions/out_size.py by `dltutor author stubs`; edit that file. [7fde0050]
"""How many numbers a filter leaves of a row."""


def out_size(n: int, k: int, s: int = 1, p: int = 0) -> int:
    """The number of places at which a filter fits.

    The filter first stands at the left end of the padded row, then
    moves s to the right again and again while it fits.

    n: numbers in the row. k: numbers in the filter, at most n + 2p.
    s: the stride, at least 1. p: the padding, zeros added at *each*
      of the two ends.
    Returns an int.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print(out_size(8, 3), out_size(8, 3, p=1), out_size(8, 3, s=2))
    print("expected: 6 8 3")
