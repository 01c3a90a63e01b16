"""What a training script tells the world: `from tutor import live`.

    live.seed()
    for title, model in [("average", Average()), ("attention", Attention())]:
        live.stage(title, of=2)
        for epoch in live.epochs(10):
            for x, y in live.batches(loader):
                ...
                live.log(loss=loss)
            live.log(test_accuracy=accuracy(model, test))
    live.picture("where it looks", weights, rows=queries, columns=keys)
    live.slider("after each epoch", {1: first, 2: second})
    live.scatter("where the digits lie", codes, digits, names="0123456789")
    live.result(test_accuracy=..., gain=...)
    for line in live.ask("Try it", "A sentence", examples=["where is it?"]):
        live.text("answer", answer(line))

Run by hand, the script draws bars and ends with a table; with its output in a pipe it prints plain lines. Run by the
tutor (which sets `DLTUTOR_EVENTS` to the number of an open file), it writes events as JSON lines and prints nothing;
what the learner types comes on another such file, `DLTUTOR_ANSWERS`.
Neither torch nor rich is imported until something needs it. One call costs a few microseconds.

Events, one object a line, `event` first: `stage {title, number, of}`, `epoch {epoch, of, done}`,
`batch {batch, of, rate, left}`, `log {step, epoch, stage, metrics}`,
`picture {title, rows, columns, caption, low, high, names?, pictures: [{height, width, colour, pixels, label, mask?,
boxes?: [[x1, y1, x2, y2, label, class]]}]}`,
`slider {title, rows, columns, caption, low, high, names?, frames: [{label, caption, pictures}]}`,
`scatter {title, names, x, y, joined, caption, points: [[x, y]], labels: [class], left_out, background}`,
`text {title, text}`, `say {text}`, `ask {title, prompt, suggestion, number}`, `asked {title, prompt, line}` (what was
given; null where the questions are over), `result {metrics}`. Numbers that are not finite are "nan", "inf", "-inf".
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import tutor.chapters
from tutor.training.current import reporter

if TYPE_CHECKING:
    import torch

Item = TypeVar("Item")

__all__ = [
    "ask", "batches", "data", "device", "epochs", "log", "picture", "result", "say", "scatter", "seed", "slider",
    "stage", "text",
]  # fmt: skip


def stage(title: str, *, of: int | None = None) -> None:
    """Starts a named part of the run, such as the control or the technique; what follows belongs to it.

    Each stage has its own bars, and its curves are drawn beside those of the other stages. `of` says how many stages
    there will be, so that the bars can say "1 of 2".
    """
    reporter().stage(title, of)


def epochs(count: int) -> Iterator[int]:
    """Like `range(count)`, with a bar. Inside another `epochs` loop it is just `range`."""
    return reporter().epochs(count)


def batches(loader: Iterable[Item], *, total: int | None = None) -> Iterator[Item]:
    """The items of `loader`, with a bar, a rate and the time left.

    `total` is their number where `len(loader)` can't tell. Each batch is one step of the curves of this stage (an epoch
    without `batches` is one step, too).
    """
    return reporter().batches(loader, total)


def log(**metrics: Any) -> None:
    """Adds a point to the curve of each metric: `live.log(loss=loss)` after each batch, accuracies after each epoch.

    A value is one number: int, float, bool, or a tensor or array with one element; NaN and infinity are shown as what
    they are. The first 128 values of a metric are kept one by one, later ones as means of 2, 4, 8, ...

    Raises:
        TypeError: a value is not one number.
    """
    reporter().log(metrics)


def picture(
    title: str,
    image: Any,
    *,
    rows: Sequence[Any] | None = None,
    columns: Sequence[Any] | None = None,
    labels: Sequence[Any] | None = None,
    caption: str | None = None,
    colour: bool = False,
    low: float = 0.0,
    high: float = 1.0,
    masks: Any = None,
    boxes: Any = None,
    names: Sequence[Any] | None = None,
) -> None:
    """Shows one picture, or several side by side; over them, where they are given, masks and boxes.

    Args:
        image: (H, W), as a tensor, array or list of lists; or a list of them, or (N, H, W). With `colour` (3, H, W) or
            (H, W, 3).
        rows, columns: names of the rows and columns; a picture with names is drawn as a labelled map of cells
            (attention weights).
        labels: one name for each picture of several.
        caption: a sentence below.
        low, high: the values that are drawn black and white; what lies outside is clipped. uint8 is taken as it is.
        masks: for one picture (H, W), for several a list of them or (N, H, W): 0 is nothing, k is class k - 1, drawn as
            a tint of its colour. None in the list is a picture without.
        boxes: for one picture a list of (x1, y1, x2, y2) or (x1, y1, x2, y2, label), for several a list of such lists.
            The edges count pixels to the right and down: (0, 0, W, H) is the whole picture. What is not finite is left
            out. The first word of a label is the box's class: one of `names`, or its number.
        names: of the classes 0, 1, ...; with them a legend stands below.

    Raises:
        ValueError: the shape is not that of a picture, or the names, masks or boxes don't fit it.
    """
    from tutor.training.frames import Look, picture_fields

    look = Look(rows, columns, colour, low, high, names)
    fields = picture_fields(image, labels, caption, look, (masks, boxes))
    reporter().send("picture", title=str(title), **fields)


def slider(
    title: str,
    frames: Mapping[Any, Any] | Iterable[tuple[Any, Any]],
    *,
    rows: Sequence[Any] | None = None,
    columns: Sequence[Any] | None = None,
    labels: Sequence[Any] | None = None,
    caption: str | Sequence[str | None] | None = None,
    colour: bool = False,
    low: float = 0.0,
    high: float = 1.0,
    masks: Sequence[Any] | None = None,
    boxes: Sequence[Any] | None = None,
    names: Sequence[Any] | None = None,
) -> None:
    """Shows one of several frames, and lets the learner move between them: what a number does, seen at each value.

        live.slider("The attack grows", {f"epsilon {e}": attacked(e) for e in (0.0, 0.1, 0.2)})

    In the tutor ← and → move; by hand all frames are printed, one under the other. A later call with the same title
    takes the place of the earlier one and stays at the frame that was shown.

    Args:
        frames: label -> picture, a mapping or pairs, in their order. A picture is what `live.picture` takes: one, or
            several side by side.
        labels: one name for each picture of several, the same in every frame; or a list of such names for each frame.
        caption: a sentence below all frames; or a list with one for each frame.
        rows, columns, colour, low, high, names: as for `live.picture`, the same in every frame.
        masks, boxes: a list with one for each frame, each what `live.picture` takes, or None.

    Raises:
        ValueError: there is no frame, or too much in them, or a frame holds no picture; the frame is named.
    """
    from tutor.training.frames import Look, slider_fields

    look = Look(rows, columns, colour, low, high, names)
    fields = slider_fields(frames, labels, caption, look, (masks, boxes))
    reporter().send("slider", title=str(title), **fields)


def scatter(
    title: str,
    points: Any,
    labels: Any = None,
    *,
    names: Sequence[Any] | None = None,
    x: tuple[float, float] | None = None,
    y: tuple[float, float] | None = None,
    joined: bool = False,
    background: Any = None,
    caption: str | None = None,
) -> None:
    """Shows points between two axes: codes of pictures, samples, the path of an optimiser.

        live.scatter("codes", codes, digits, caption="each digit where its code lies")
        live.scatter("down the valley", path, names=["plain"], x=(-2, 2), y=(-1, 1), joined=True, background=heights)

    A class is drawn as the first letter or digit of its name that no class before it has taken, in a colour of its own;
    a place shows the class that most of its points belong to. A later call with the same title takes the place of the
    earlier one, so that points move while a network learns.

    Args:
        points: (N, 2), at most 5,000, as a tensor, array or list of pairs. NaN and infinity are left out and counted.
        labels: (N,), the class of each point, a whole number from 0; None is one class.
        names: one for each class, at most 62; None takes the numbers.
        x, y: (low, high), what is drawn; points outside are left out and counted. None is what the points need.
        joined: the points of a class are a path, joined in their order.
        background: (H, W) values at even places over x and y, the lowest y first; drawn as contour lines between which
            a quarter of all values lies.
        caption: a sentence below.

    Raises:
        ValueError: the shapes don't fit each other, a label is no class, or there is too much to draw.
    """
    from tutor.training.cloud import cloud_fields

    fields = cloud_fields(points, labels, names, (x, y), background)
    below = None if caption is None else str(caption)
    reporter().send("scatter", title=str(title), joined=bool(joined), caption=below, **fields)


def text(title: str, text: str) -> None:
    """Shows a sample of text, such as a generated name, under a title."""
    reporter().send("text", title=str(title), text=str(text))


def say(text: str) -> None:
    """Says one sentence to whoever watches."""
    reporter().send("say", text=str(text))


def ask(title: str, prompt: str, *, examples: Iterable[Any] = ()) -> Iterator[str]:
    """The lines that the learner types, one after the other, for the body of the loop to answer.

        for line in live.ask("Translate", "An English sentence", examples=["the red cat sleeps"]):
            live.text("In French", translate(line))

    In the tutor a line of input opens below what the run shows; by hand in a terminal lines are read from the keyboard.
    Where nobody is there to type (recorded, linted, `--json`, without a terminal) each of `examples` comes once. An
    empty line ends the loop, and so does a learner who stops the run or leaves: what counts is reported with
    `live.result` before it. The wait counts as no time of the run's.

    Args:
        title: a heading over the question.
        prompt: what stands before the line, in two or three words.
        examples: the first stands in the line to begin with; the others are shown as what could be typed.

    Yields:
        One line: never empty, at most 1,000 characters, without blanks at its ends and without control characters.
    """
    lines = [examples] if isinstance(examples, str) else examples
    return reporter().ask(str(title), str(prompt), [str(line) for line in lines])


def result(**metrics: Any) -> None:
    """The numbers that count, held against the lesson's target by the tutor. Several calls add up."""
    reporter().result(metrics)


def seed(default: int = 0) -> int:
    """Seeds `random`, and numpy and torch where they are imported (so call it below the imports), and returns the seed.

    The seed is `default` unless the environment says otherwise (`DLTUTOR_SEED=3`).
    """
    number = int(os.environ.get("DLTUTOR_SEED") or default)
    random.seed(number)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(number)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(number)
    return number


def data(default: str = "") -> str:
    """The name of the data that this run was asked to use in place of the script's own: `dltutor train --data mnist`,
    or by hand `DLTUTOR_DATA=mnist python train.py`. Most scripts leave it to `tutor.datasets.images.load()`."""
    return os.environ.get("DLTUTOR_DATA", "").strip() or default


def device() -> torch.device:
    """The device to train on: the CPU, or what `DLTUTOR_DEVICE` names (`auto`: an accelerator where there is one).
    RuntimeError where there is none of that name."""
    import torch

    name = os.environ.get("DLTUTOR_DEVICE") or "cpu"
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    kind = name.partition(":")[0]
    if (kind == "cuda" and not torch.cuda.is_available()) or (kind == "mps" and not torch.backends.mps.is_available()):
        raise RuntimeError(f"torch finds no {name} on this computer; train on the CPU, without naming a device")
    return torch.device(name)
