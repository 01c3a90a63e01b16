# Made from solutions/ch03_convolutions/receptive_field.py by `dltutor author stubs`; edit that file. [b37bb17f]
"""How far back an output of a stack of layers can see."""


def receptive_field(layers: list[tuple[int, int]]) -> int:
    """The width, in numbers of the input, of what one output depends on.

    layers: (k, s) of each layer, from the input to the output: the
      filter's (or the pooling window's) size and its stride. A stride
      may be larger than its filter: count from the first number that
      the output depends on to the last. The list is left as it is.
    Returns an int; 1 for no layers at all.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print(receptive_field([(3, 1), (3, 1)]), receptive_field([(2, 2), (3, 1)]))
    print("expected: 5 6")
