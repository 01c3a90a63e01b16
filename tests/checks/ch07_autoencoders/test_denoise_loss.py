"""Hidden checks for ch07/denoise-loss. The model remembers what it was fed, so chance may take any way."""

import torch
from torch import nn

from tutor.checking import given, probe


class Spy(nn.Module):
    """A model of four rows of numbers that remembers what it was asked, and in which mode."""

    def __init__(self, a, b):
        super().__init__()
        self.a, self.b = nn.Parameter(a.clone()), nn.Parameter(b.clone())
        self.inner = nn.Identity()
        self.fed, self.modes = [], []

    def encode(self, x):
        """As many numbers as x has: a loss that is taken at the code has the right shape, too."""
        return torch.tanh(x * self.a[0] + self.b[0])

    def decode(self, codes):
        return codes * self.a[1] + self.b[1]

    def forward(self, x):
        self.fed.append(x.detach().clone())
        self.modes.append(self.training)
        return self.decode(self.encode(x))


@probe
def still(impl, a, b, x, sigma, p, seed, training):
    """A loss into which no chance comes, its gradients, and what the call leaves behind."""
    model = Spy(a, b).train(training)
    model.inner.train(not training)  # a part may be in another mode: the model's own counts
    model.a.grad, model.b.grad = torch.ones_like(a), torch.ones_like(b)
    loss = impl.denoise_loss(model, x, sigma, p, given.generator(seed))
    yield {"the loss": loss, "the model is in train mode afterwards": model.training}
    to_a, to_b = given.gradients(loss, torch.ones(()), model.a, model.b)
    yield {"the gradient of one parameter": to_a, "the gradient of the other": to_b}
    yield {"x after the call": x, "the modes in which the model was asked": sorted(set(model.modes))}
    yield {"gradients that lie on the parameters": list(given.parameter_gradients(model).values())}


class Half(nn.Module):
    """A model that gives back one half of everything."""

    def __init__(self):
        super().__init__()
        self.share = nn.Parameter(torch.tensor(0.5))

    def encode(self, x):
        """The code is all there is."""
        return x.clone()

    def forward(self, x):
        return self.share * self.encode(x)


@probe
def worked(impl, x):
    """The loss of the example's model, in eval mode."""
    model = Half().eval()
    yield {"the loss": impl.denoise_loss(model, x, 0.3, 0.0, given.generator(0))}


@probe
def spoiled(impl, a, b, x, sigma, p, seed):
    """What the model was fed in train mode, the loss and its gradients."""
    model, generator = Spy(a, b), given.generator(seed)
    model.inner.eval()
    loss = impl.denoise_loss(model, x, sigma, p, generator)
    to_a, to_b = given.gradients(loss, torch.ones(()), model.a, model.b)
    yield {"drawn": not torch.equal(generator.get_state(), given.generator(seed).get_state())}
    yield {"fed": torch.cat(model.fed), "loss": loss.detach(), "to a": to_a, "to b": to_b}
    yield {"modes": model.modes, "training afterwards": model.training, "x afterwards": x}


@probe
def repeated(impl, a, b, x, sigma, p, seed):
    """What the model is fed in two calls, again with the same seed, and what becomes of torch's own generator."""
    torch.manual_seed(1)
    before = torch.get_rng_state()
    for generator in (given.generator(seed), given.generator(seed), given.generator(seed + 1)):
        model = Spy(a, b)
        for _ in range(2):
            impl.denoise_loss(model, x, sigma, p, generator)
        yield {"fed": [one.clone() for one in model.fed]}
        yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
        torch.manual_seed(1)


@probe
def trained(impl, a, b, x, steps):
    """A few steps of training without any chance."""
    model = Spy(a, b)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = impl.denoise_loss(model, x, 0.0, 0.0, given.generator(0))
        loss.backward()
        optimizer.step()
        yield {"the loss": loss, "the parameters": [parameter.detach().clone() for parameter in model.parameters()]}


def seed_of(ints):
    return int(ints(0, 10**6))


def test_the_worked_example(example):
    example(worked, torch.tensor([[0.0, 1.0], [1.0, 1.0]]))


def test_nothing_is_spoiled_in_eval_mode(agree, rand, ints):
    """In eval mode the loss is the mean squared difference for x as it is; the mode stays, and gradients flow."""
    agree(still, rand(2, 7), rand(2, 7), rand(5, 7), 0.4, 0.3, seed_of(ints), False)
    agree(still, rand(2, 5), rand(2, 5), rand.strided(1, 3, 2, 5), 2.0, 0.5, seed_of(ints), False)
    single = torch.float32
    args = (rand(2, 3, dtype=single), rand(2, 3, dtype=single), rand(11, 3, dtype=single))
    agree(still, *args, 0.4, 0.3, seed_of(ints), False)


def test_without_noise_and_dropping(agree, rand, ints):
    """With sigma = 0 and p = 0, train mode gives the same loss, with the same gradients."""
    agree(still, rand(2, 7), rand(2, 7), rand(5, 7), 0.0, 0.0, seed_of(ints), True)
    agree(still, rand(2, 3), rand(2, 3), rand(1, 3), 0.0, 0.0, seed_of(ints), True)
    agree(trained, rand(2, 5), rand(2, 5), rand(7, 5), 3)


def test_what_goes_in_is_spoiled(observe, rand, ints):
    """In train mode the model is fed x with noise of strength sigma and a share p of zeros, and stays in train mode."""
    a, b, x = rand(2, 23), rand(2, 23), rand(61, 23, low=1.0, high=2.0)
    for sigma, p in ((0.4, 0.0), (0.0, 0.3), (0.2, 0.6)):
        seen = observe(spoiled, a, b, x, sigma, p, seed_of(ints))
        assert all(seen["modes"]) and seen["training afterwards"], "the model was taken out of its train mode"
        assert torch.equal(seen["x afterwards"], x), "the clean examples have changed"
        assert seen["drawn"], "in train mode nothing is drawn from the generator: nothing was spoiled"
        fed = seen["fed"]
        assert fed.numel() % x.numel() == 0, f"the model was fed a tensor of shape {tuple(fed.shape)} in all"
        fed = fed[: len(x)]
        dropped = fed == 0
        share, noise = float(dropped.double().mean()), (fed * (1 - p) - x)[~dropped]
        told = f"sigma {sigma}, p {p}: the model is fed examples"
        assert share > 0 or not p, f"{told} of which no number is dropped"
        assert given.chi_square([int(dropped.sum()), int((~dropped).sum())], [p, 1 - p]) > 1e-7, (
            f"{told} of which {share:.0%} of the numbers are dropped"
        )
        strength = float(noise.square().mean().sqrt())
        assert abs(strength - sigma) < 0.2 * sigma + 1e-9, f"{told} with noise of strength {strength:.2g}"


def test_the_target_is_clean(observe, rand, ints):
    """The loss is the mean squared difference between what the model makes of the spoiled x and the clean x."""
    for shape, sigma, p in (((5, 7), 0.5, 0.4), ((3, 2, 5), 1.5, 0.0), ((1, 11), 0.0, 0.5)):
        a, b, x = rand(2, shape[-1]), rand(2, shape[-1]), rand(*shape)
        seen = observe(spoiled, a, b, x, sigma, p, seed_of(ints))
        fed, model = seen["fed"], Spy(a, b)
        assert seen["loss"].shape == (), f"the loss has shape {tuple(seen['loss'].shape)} instead of ()"
        assert fed.shape == x.shape, (
            f"examples of shape {tuple(x.shape)} are to be rebuilt once; the model was fed {tuple(fed.shape)} in all"
        )
        out = model(fed)
        for target, what in ((fed, "from what it was fed"), (out.detach() * 0 + model.encode(x), "from the code of x")):
            if abs(float(seen["loss"] - (out - target).square().mean())) < 1e-6:
                raise AssertionError(f"the loss says how far the model's answer is {what}, not from the clean x")
        loss = (out - x).square().mean()
        if abs(float(seen["loss"] - loss)) > 1e-6 * max(1.0, float(loss)):
            assert abs(float(seen["loss"] - out.square().mean())) > 1e-6, (
                "the loss is the mean square of the answer alone"
            )
            nothing, ones = torch.zeros(2, 9, dtype=torch.float64), torch.ones(8, 9, dtype=torch.float64)
            for how in ((1.0, 0.0), (0.0, 0.5)):  # whoever answers 0 is 1 away from ones, if they are clean
                told = float(observe(spoiled, nothing, nothing, ones, *how, seed_of(ints))["loss"])
                assert abs(told - 1) < 1e-6, "the target is something else than the clean x"
        assert abs(float(seen["loss"] - loss)) < 1e-6 * max(1.0, float(loss)), (
            "the loss is not the mean squared difference between the model's answer and the clean x"
        )
        for name, gradient in zip(("to a", "to b"), torch.autograd.grad(loss, [model.a, model.b]), strict=True):
            assert seen[name] is not None, "no gradient reaches the model's parameters"
            assert (seen[name] - gradient).abs().max() < 1e-6 * max(1.0, float(gradient.abs().max())), (
                "the loss is right, but other gradients reach the model's parameters"
            )


def test_the_generator_alone_decides(observe, rand, ints):
    """Equal seeds spoil equally, a second call and other seeds otherwise; torch's own generator is left alone."""
    for sigma, p, what in ((0.5, 0.0, "noise"), (0.0, 0.5, "dropping")):
        x = rand(5, 7)
        seen = observe(repeated, rand(2, 7), rand(2, 7), x, sigma, p, seed_of(ints))
        first, again, other = (torch.cat(seen[name]) for name in ("fed", "fed #2", "fed #3"))
        assert torch.equal(first, again), f"{what}: the same seed spoils x in another way"
        assert not torch.equal(first[: len(x)], first[-len(x) :]), (
            f"{what}: the second call spoils x just as the first one did"
        )
        assert not torch.equal(first, other), f"{what}: a generator with another seed spoils x in the same way"
        assert seen["torch's own is as before"], "torch's global generator has moved: draw from the one handed in"
