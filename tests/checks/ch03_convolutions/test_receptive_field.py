"""Hidden checks for ch03/receptive-field."""

from tutor.checking import probe


@probe
def seen(impl, layers):
    """The width that one output sees."""
    yield {"the receptive field": impl.receptive_field(layers)}


@probe
def seen_and_left(impl, layers):
    """The same, and what has become of the list."""
    yield {"the receptive field": impl.receptive_field(layers)}
    yield {"the list afterwards": layers}
    yield {"the receptive field, asked again": impl.receptive_field(layers)}


@probe
def both_examples(impl, layers, others):
    """Two stacks."""
    yield {"the receptive field of layers": impl.receptive_field(layers)}
    yield {"the receptive field of others": impl.receptive_field(others)}


def stack(ints, count):
    """Random layers; strides are never 1 throughout, and never all alike."""
    layers = [(int(ints(1, 6)), int(ints(1, 4))) for _ in range(count)]
    layers[int(ints(0, count - 1))] = (3, 2)
    return layers


def test_the_worked_example(example):
    example(both_examples, [(3, 1), (3, 1)], [(2, 2), (3, 1)])


def test_no_layer_and_one_layer(agree):
    """Without a layer an output sees one number, with one layer as many as its filter has."""
    agree(seen, [])
    for k, s in ((1, 1), (3, 1), (5, 1), (4, 3), (2, 2), (2, 5)):
        agree(seen, [(k, s)])


def test_filters_side_by_side(agree, ints):
    """With strides of 1, each filter widens the view by what it reaches beyond one number."""
    agree(seen, [(3, 1), (3, 1), (3, 1)])
    agree(seen, [(int(ints(2, 8)), 1) for _ in range(5)])
    agree(seen, [(1, 1), (5, 1), (2, 1)])


def test_a_stride_spreads_the_later_filters(agree, ints):
    """After a stride, the filters that follow reach further in the input."""
    for s in (2, 3, 5):
        agree(seen, [(int(ints(3, 8)), s), (3, 1), (2, 1)])
    agree(seen, [(3, 1), (2, 2), (3, 1)])


def test_a_stride_does_not_widen_its_own_layer(agree, ints):
    """A stride in the last layer changes nothing, and none reaches back to its own filter."""
    for s in (2, 3, 7):
        agree(seen, [(5, 1), (int(ints(2, 8)), s)])
    agree(seen, [(3, 2), (4, 3)])


def test_strides_multiply(agree):
    """Several layers with strides: what comes last reaches furthest."""
    agree(seen, [(2, 2), (2, 2), (2, 2), (3, 1)])
    agree(seen, [(3, 3), (2, 5), (4, 1), (3, 2), (2, 1)])


def test_stacks_of_all_kinds(agree, ints):
    """Random stacks, also with filters of 1 and strides larger than their filter."""
    for count in (2, 3, 5, 5, 7):
        agree(seen, stack(ints, count))
    agree(seen, [(1, 2), (3, 1)])
    agree(seen, [(2, 5), (3, 1), (1, 3), (2, 1)])


def test_the_list_is_left_as_it_is(agree, ints):
    """The caller's list is not changed, and a second call gives the same answer."""
    agree(seen_and_left, stack(ints, 4))
