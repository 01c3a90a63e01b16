"""Hidden checks for ch14/re-zero."""

import torch
from torch import nn

from tutor.checking import given, probe


class Branch(nn.Module):
    """A block with weights and a bend: tanh(x W) + b."""

    def __init__(self, W, b):
        super().__init__()
        self.W, self.b = nn.Parameter(W.clone()), nn.Parameter(b.clone())

    def forward(self, x):
        return torch.tanh(x @ self.W) + self.b


class Counter(nn.Module):
    """A block that counts its calls and remembers its last argument."""

    def __init__(self):
        super().__init__()
        self.calls, self.seen = 0, None

    def forward(self, x):
        self.calls += 1
        self.seen = x.detach().clone()
        return x.sin()


@probe
def two_volumes(impl, W, x):
    """A new module around a linear layer, then with a = 0.5."""
    layer = nn.Linear(*W.shape[::-1], bias=False)
    layer.weight.data = W
    block = impl.ReZero(layer)
    with torch.no_grad():
        yield {"the result of a new module": block(x)}
        block.a.fill_(0.5)
        yield {"the result with a = 0.5": block(x)}


@probe
def made(impl, W, b):
    """What a new module holds."""
    branch = Branch(W, b)
    branch.b.requires_grad_(False)
    block = impl.ReZero(branch)
    yield {"the shape of a": tuple(block.a.shape), "the value of a": float(block.a)}
    own = list(block.parameters())
    yield {"one of the parameters is called a": "a" in dict(block.named_parameters())}
    yield {"a is a parameter": any(p is block.a for p in own), "a is to be learned": block.a.requires_grad}
    yield {
        "the block's own parameters are among those of the module": [
            any(p is mine for mine in own) for p in (branch.W, branch.b)
        ]
    }
    block.to(b.dtype)(b)
    yield {"W is learned": branch.W.requires_grad, "b, which was frozen, is learned": branch.b.requires_grad}
    yield {"how many numbers are learned": sum(p.numel() for p in own if p.requires_grad)}
    yield {"W afterwards": branch.W, "b afterwards": branch.b}


@probe
def learned(impl, a, W, b, x, upstream):
    """The result with this a, and all gradients."""
    branch = Branch(W, b)
    block = impl.ReZero(branch).to(x.dtype)
    yield {"what is wrong with the parameters": given.adopt(block, {"a": a})}
    x.requires_grad_()
    out = block(x)
    yield {"the result": out}
    names = ("x", "a", "the block's weights", "the block's biases")
    found = given.gradients(out, upstream, x, block.a, branch.W, branch.b)
    yield {f"the gradient of {name}": gradient for name, gradient in zip(names, found)}


@probe
def at_first(impl, W, b, x, upstream):
    """The result of a new module, and all gradients."""
    branch = Branch(W, b)
    block = impl.ReZero(branch).to(x.dtype)
    x.requires_grad_()
    out = block(x)
    yield {"the result": out}
    names = ("x", "a", "the block's weights", "the block's biases")
    found = given.gradients(out, upstream, x, block.a, branch.W, branch.b)
    yield {f"the gradient of {name}": gradient for name, gradient in zip(names, found)}


@probe
def trained(impl, numbers, x, target):
    """Three steps of a stack of two."""
    stack = nn.Sequential(*[impl.ReZero(Branch(W, b)) for W, b in numbers]).double()
    optimizer = torch.optim.SGD(stack.parameters(), lr=0.1)
    for _ in range(3):
        loss = (stack(x) - target).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield {"the loss": loss.detach(), "the a's": [float(block.a) for block in stack]}
    yield {"the result after three steps": stack(x)}


@probe
def asked_once(impl, x, a):
    """How often the block is called, and with what."""
    counter = Counter()
    block = impl.ReZero(counter).to(x.dtype)
    yield {"the result of a new module": block(x), "calls of the block": counter.calls}
    block.a.data.fill_(a)
    yield {"the result": block(x), "calls of the block, after another": counter.calls}
    yield {"what the block got": counter.seen, "x after the calls": x}
    yield {"what the block makes of x by itself": counter(x)}


@probe
def in_eval_mode(impl, a, W, b, x, upstream):
    """The result in eval mode, and all gradients."""
    branch = Branch(W, b)
    block = impl.ReZero(branch).to(x.dtype).eval()
    block.a.data.copy_(a)
    x.requires_grad_()
    out = block(x)
    names = ("a", "the block's weights", "the block's biases")
    of_x, *found = given.gradients(out, upstream, x, block.a, branch.W, branch.b)
    yield {"the result in eval mode, and the gradient of x": [out, of_x]}
    yield {f"the gradient of {name} in eval mode": gradient for name, gradient in zip(names, found)}


@probe
def asked_again(impl, W, b, x, other, a):
    """Two results held at once; then the same x with other numbers, and other numbers in the block."""
    branch = Branch(W, b)
    block = impl.ReZero(branch).double()
    with torch.no_grad():
        block.a.fill_(a)
        one, two = block(x), block(other)
        yield {"the first result, after another call": one, "the second result": two}
        other.copy_(x)
        yield {"the result for other numbers in the same tensor": block(other)}
        branch.b.add_(1)
        yield {"the result with other numbers in the block": block(other)}


@probe
def modes(impl, x):
    """The block's mode is that of the module, and is left alone when the module is made."""
    norm = nn.BatchNorm1d(x.shape[1]).eval()
    block = impl.ReZero(norm)
    yield {"the block is in training when the module is made": norm.training}
    block.train()
    yield {"the block after train()": norm.training}
    block.a.data.fill_(0.5)
    yield {"the result in training": block(x)}
    yield {"the norm's running mean": norm.running_mean, "batches that the norm has seen": norm.num_batches_tracked}
    block.eval()
    yield {"the block after eval()": norm.training, "the result in eval mode": block(x)}


@probe
def other_blocks(impl, x, a):
    """Blocks that hand x itself on, or keep their result for the gradient; and x afterwards."""
    for kind in (nn.Identity, nn.Tanh, nn.Sigmoid, nn.Softplus):
        block = impl.ReZero(kind()).to(x.dtype)
        block.a.data.fill_(a)
        leaf = x.clone().requires_grad_()
        out = block(leaf)
        yield {f"the result with {kind.__name__}": out}
        yield {f"the gradient of x with {kind.__name__}": given.gradients(out, torch.ones_like(x), leaf)[0]}
        with torch.no_grad():
            block(x)
        yield {f"x afterwards, with {kind.__name__}": x}


@probe
def two_modules(impl, W, b, x):
    """Two modules, one of which hands its state dict on."""
    one, other = (impl.ReZero(Branch(W * k, b)).double() for k in (1, 2))
    one.a.data.fill_(0.7)
    yield {"the result of one": one(x), "the result of the other": other(x)}
    other.load_state_dict(one.state_dict())
    yield {"the result with a loaded state dict": other(x)}
    other.a.data.fill_(-0.2)
    yield {"the result of one, again": one(x)}


def case(rand, D, *shape, dtype=torch.float64):
    """The arguments of `at_first`: what the branch holds, x and an upstream."""
    return rand(D, D, dtype=dtype), rand(D, dtype=dtype), rand(*shape, D, dtype=dtype), rand(*shape, D, dtype=dtype)


def test_the_worked_example(example):
    example(two_volumes, torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[1.0, -1.0]]))


def test_a_new_module(agree, rand):
    """There is one number more to learn than in the block: a, of shape (), at first 0."""
    agree(made, rand(3, 3), rand(3))


def test_at_first_it_is_the_identity(agree, rand):
    """A new module returns x; the gradient of x is what came in, that of a is not 0, and the block's are."""
    agree(at_first, *case(rand, 3, 5))
    agree(at_first, *case(rand, 5, 2, 7))


def test_a_says_how_much_is_added(agree, rand):
    """With any a, also a large or negative one, the result is x plus a times the block's; gradients reach all."""
    for a in (0.3, -0.7, 1.0, -40.0, 1e4, 1e-3):
        agree(learned, torch.tensor(a).double(), *case(rand, 3, 5))
    agree(learned, rand(), *case(rand, 5, 5))
    agree(learned, rand(), *case(rand, 1, 1))
    agree(learned, rand(), *case(rand, 2, 3, 1, 5))
    agree(learned, rand(), *case(rand, 3))
    agree(in_eval_mode, rand(), *case(rand, 3, 5))


def test_numbers_of_any_size(agree, rand):
    """x may hold tiny and huge numbers, and lie in memory in any way."""
    W, b, x, upstream = case(rand, 3, 5)
    for size in (1e-9, 1e9):
        agree(learned, rand(), W, b, size * x, upstream)
        agree(learned, rand(), size * W, size * b, x, upstream)
    agree(learned, rand(), W, b, rand(3, 5).T, upstream)


def test_it_learns(agree, rand):
    """Trained in a stack, the a's leave 0, and then the blocks learn, too."""
    agree(trained, [(rand(3, 3), rand(3)) for _ in range(2)], rand(7, 3), rand(7, 3))


def test_the_block_is_asked_once(agree, rand):
    """The block gets x as it is, once a call, and keeps its mode, which follows that of the module."""
    agree(asked_once, rand(3, 5), -0.4)
    agree(asked_once, rand(2, 3, 5), 0.6)
    agree(modes, 3 + 2 * rand(7, 3, dtype=torch.float32))


def test_x_and_results_of_the_block_are_left_alone(agree, rand):
    """x is not changed, nor what the block has returned, which may be x itself."""
    agree(other_blocks, rand(3, 5), 0.7)
    agree(other_blocks, rand(2, 3, 4, dtype=torch.float32), -1.5)


def test_modules_keep_nothing_in_common(agree, rand):
    """Each module has an a of its own, and a state dict hands everything on."""
    agree(two_modules, rand(3, 3), rand(3), rand(5, 3))
    agree(asked_again, rand(3, 3), rand(3), rand(5, 3), rand(5, 3), 0.3)
