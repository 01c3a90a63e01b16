"""Hidden checks for ch14/blur-kernel."""

from tutor.checking import probe


@probe
def weights(impl, n):
    """The kernel of one size."""
    yield {"the kernel": impl.blur_kernel(n)}


@probe
def written_into(impl, n):
    """The kernel again, after somebody has written into the first one."""
    impl.blur_kernel(n).add_(1)
    yield {"the kernel after another one was written into": impl.blur_kernel(n)}


def test_the_worked_example(example):
    example(weights, 3)


def test_small_kernels(agree):
    """For n = 1, 2, 3 the kernel has the right shape, dtype and weights."""
    for n in (1, 2, 3):
        agree(weights, n)


def test_larger_kernels(agree):
    """Larger kernels, of an odd or an even size, are made of the rows of Pascal's triangle, too."""
    for n in (4, 5, 6, 7, 10, 13, 21):
        agree(weights, n)


def test_every_kernel_is_a_new_one(agree):
    """Whoever writes into a kernel spoils no other."""
    for n in (1, 2, 3, 5, 6, 7):
        agree(written_into, n)
