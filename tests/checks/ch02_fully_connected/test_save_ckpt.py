"""Hidden checks for ch02/save-ckpt."""

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from tutor.checking import given, probe

OPTIMIZERS = {
    "momentum": lambda parameters, lr: torch.optim.SGD(parameters, lr=lr, momentum=0.9),
    "adam": lambda parameters, lr: torch.optim.AdamW(parameters, lr=lr),
}


def new(kind, seed, lr=0.02):
    """A network with batch normalisation, an optimizer and a generator, as a program makes them when it starts."""
    with given.seeded(seed):
        model = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)).double()
    return model, OPTIMIZERS[kind](model.parameters(), lr), given.generator(seed)


def train(model, opt, generator, x, y):
    """One epoch, in an order that the generator deals; the mean of its losses."""
    losses = []
    for rows in torch.randperm(len(x), generator=generator).split(3):
        loss = F.cross_entropy(model(x[rows]), y[rows])
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


def alike(one, other):
    """Whether two states agree to the last bit."""
    return all(torch.equal(value, other[name]) for name, value in one.items())


@probe
def looked_at(impl, done):
    """The lesson's example: how many epochs are done, whether the weights are back, and the next order."""
    path = given.folder() / "ckpt.pt"
    model, opt, generator = new("momentum", 1)
    impl.save_ckpt(path, model, opt, done, generator)
    other, other_opt, other_generator = new("momentum", 2)
    yield {"the epoch that load_ckpt returns": impl.load_ckpt(path, other, other_opt, other_generator)}
    yield {
        "the weights are back": all(
            torch.equal(a, b) for a, b in zip(model.state_dict().values(), other.state_dict().values(), strict=True)
        )
    }
    yield {"the generator is back": torch.equal(generator.get_state(), other_generator.get_state())}


@probe
def resumed(impl, x, y, stop, total):
    """A training that is stopped after `stop` epochs, and goes on in new objects, made with other settings."""
    path = given.folder() / "ckpt.pt"
    model, opt, generator = new("momentum", 3)
    for _ in range(stop):
        train(model, opt, generator, x, y)
    opt.param_groups[0]["lr"] = 0.03  # as a schedule would have changed it
    impl.save_ckpt(path, model, opt, stop, generator)
    for _ in range(stop, total):  # what happens after saving must not get into the file
        train(model, opt, generator, x, y)
    never_stopped = given.state(model)
    model, opt, generator = new("momentum", 4, lr=0.2)
    epoch = impl.load_ckpt(path, model, opt, generator)
    yield {"the epoch that load_ckpt returns": epoch}
    yield {"weights and buffers after loading": given.state(model)}
    yield {"the mode after loading": "train" if model.training else "eval"}
    yield {"the learning rate after loading": opt.param_groups[0]["lr"]}
    known = [any(part is weight for part in model.parameters()) for weight in opt.param_groups[0]["params"]]
    yield {"whether the optimizer still moves the model's own weights": known}
    for _ in range(epoch, total):
        yield {"the loss of an epoch after the restart": train(model, opt, generator, x, y)}
    yield {"weights and buffers in the end": given.state(model)}
    yield {"the same to the last bit as without the stop": alike(never_stopped, given.state(model))}


@probe
def around_saving(impl, mode, x, y):
    """The mode, the weights and the generator's next order after saving; and how the training goes on."""
    path = given.folder() / "ckpt.pt"
    model, opt, generator = new("momentum", 5)
    for parameter in model.parameters():
        parameter.data /= 3  # so that float32 can't hold them
        parameter.grad = torch.ones_like(parameter)
    model.train(mode == "train")
    before, chance = given.state(model), torch.get_rng_state()
    impl.save_ckpt(path, model, opt, 1, generator)
    yield {"the mode after saving": "train" if model.training else "eval"}
    yield {"weights and buffers after saving": given.state(model)}
    yield {"the weights are the same to the last bit": alike(before, given.state(model))}
    yield {"the gradients after saving": given.parameter_gradients(model)}
    yield {"whether torch's global generator is as before": torch.equal(chance, torch.get_rng_state())}
    yield {"the generator's next order": torch.randperm(7, generator=generator)}
    model.train()
    yield {"the loss of the next epoch": train(model, opt, generator, x, y)}


@probe
def replaced(impl):
    """What is loaded where two states were saved under one name."""
    path = given.folder() / "ckpt.pt"
    path.write_bytes(b"an old file " * 10_000)
    model, opt, generator = new("momentum", 6)
    impl.save_ckpt(path, model, opt, 1, generator)
    for value in model.state_dict().values():
        value += 1
    impl.save_ckpt(path, model, opt, 0, generator)  # as after a new beginning
    other, other_opt, other_generator = new("momentum", 7)
    yield {"the epoch that load_ckpt returns": impl.load_ckpt(path, other, other_opt, other_generator)}
    yield {"weights and buffers after loading": given.state(other)}


@probe
def opened(impl):
    """Whether torch.load opens the file in its safe default."""
    path = given.folder() / "ckpt.pt"
    model, opt, generator = new("momentum", 8)
    impl.save_ckpt(path, model, opt, 3, generator)
    try:
        torch.load(path, weights_only=True)
        yield {"what torch.load(path, weights_only=True) does": "opens the file"}
    except Exception as fault:
        yield {"what torch.load(path, weights_only=True) does": f"raises {type(fault).__name__}"}


@probe
def written(impl, x, y, total):
    """The bytes of the file after one epoch, and where the training ended that was never stopped."""
    path = given.folder() / "ckpt.pt"
    model, opt, generator = new("adam", 9)
    train(model, opt, generator, x, y)
    impl.save_ckpt(str(path), model, opt, 1, generator)
    content = path.read_bytes() if path.is_file() else b" "
    yield {"there": path.is_file(), "bytes": torch.frombuffer(bytearray(content), dtype=torch.uint8)}
    for _ in range(1, total):
        train(model, opt, generator, x, y)
    yield {"end": given.state(model)}


@probe
def read(impl, content, x, y, total):
    """Where a training ends that goes on from these bytes, in a file of another name in another folder."""
    path = Path(given.folder()) / "moved.pt"
    path.write_bytes(bytes(content.tolist()))
    model, opt, generator = new("adam", 10, lr=0.2)
    try:
        epoch = impl.load_ckpt(str(path), model, opt, generator)
    except OSError as fault:
        yield {"missing": type(fault).__name__}
        return
    yield {"missing": "", "epoch": epoch}
    for _ in range(epoch, total):
        train(model, opt, generator, x, y)
    yield {"end": given.state(model)}


def examples(rand, ints):
    """Six examples, three numbers each, of two classes."""
    return rand(6, 3), ints(0, 2, 6)


def test_the_worked_example(example):
    example(looked_at, 4)


def test_a_stopped_training_goes_on_as_if_nothing_had_happened(agree, rand, ints):
    """Weights, buffers, the optimizer's momenta and rate, the generator and the epoch are back: it goes on alike."""
    agree(resumed, *examples(rand, ints), 1, 2)


def test_saving_changes_nothing(agree, rand, ints):
    """A training that was saved goes on as it would have."""
    for mode in ("train", "eval"):
        agree(around_saving, mode, *examples(rand, ints))


def test_the_newest_state_replaces_the_file(agree):
    """A file of that name is replaced, whatever it was."""
    agree(replaced)


def test_the_file_opens_safely(agree):
    """The file holds tensors, numbers and dicts only: torch.load opens it without running anybody's code."""
    agree(opened)


def test_everything_is_in_the_file(observe, rand, ints):
    """The one file is enough: moved elsewhere and read by another process, it leads to the same weights."""
    x, y = examples(rand, ints)
    there = observe(written, x, y, 2)
    assert there["there"], "there is no file under the name that was given"
    seen = observe(read, there["bytes"], x, y, 2)
    assert not seen["missing"], f"moved elsewhere, the file alone is not enough: load_ckpt raises {seen['missing']}"
    assert seen["epoch"] == 1, f"in another process load_ckpt returns {seen['epoch']}, where 1 epoch was done"
    for name, value in there["end"].items():
        assert torch.allclose(value.double(), seen["end"][name].double()), (
            f"in another process the training ends at other numbers: {name} is not what it would have been"
        )
