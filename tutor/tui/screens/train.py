"""The learner's finished code, trained live: the curve beside the reference's, and the result in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tutor.tui import safe, words
from tutor.tui.screens.dialog import Choose, Item
from tutor.tui.screens.read import heading, reading
from tutor.tui.screens.running import RunningScreen
from tutor.tui.widgets.prose import Page, Prose
from tutor.tui.widgets.run_view import RunView

if TYPE_CHECKING:
    from tutor.actions.realdata import RealData
    from tutor.course.model import Chapter, TrainStep
    from tutor.training.recorded import Recorded
    from tutor.tui.run_state import RunState

Part = str | Content | tuple[str, str]
OTHER_DATA = "what your code does with it; never counts as met"
WHATIF = "the reference with this one mistake; guess first what it does"


class TrainScreen(RunningScreen["TrainStep"]):
    """See the module's docstring."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "m",
            "more",
            "more",
            tooltip="train the reference, borrow, or see a mistake",
            id="train.more",
        ),
    ]

    LAST_KEYS: ClassVar[tuple[str, ...]] = tuple(key for key in RunningScreen.LAST_KEYS if key != "step.train")

    def compose_body(self) -> ComposeResult:
        with Page(id="page"):
            yield Prose(heading(self.step.title) + self.step.text + reading(self.step.reading))
        yield Static(id="ready")
        yield RunView(self.step.target, self.recorded())
        yield Static(id="result")

    def __init__(self, chapter: Chapter, step: TrainStep) -> None:
        super().__init__(chapter, step)
        self._whatif = ""  # the mistake that the present run has in it
        self._data = ""  # what it learns from in place of the lesson's own data

    def opened(self) -> None:
        self._show_ready()

    def _show_ready(self) -> None:
        """Under the text: what is to be reached, what is still open, and the key that starts."""
        open_uses = self.tutor.attempt(lambda: self.session.open_uses(self.address)) or ()
        goal = words.listed(tuple(f"{name} {bound}" for name, bound in self.step.target.items()))
        rows: list[Part] = [
            ("Target: ", "bold"),
            safe.content(goal),
            f"   about {self._span()}\n",
        ]
        if open_uses:
            rows += [
                ("○ still open: ", "bold $text-warning"),
                safe.content(", ".join(open_uses)),
                "\n",
                ("t", "bold"),
                " shows what can be done",
            ]
        else:
            rows += [("✓ everything it needs is finished. ", "$text-success"), ("t", "bold"), " trains your code"]
        self.query_one("#ready", Static).update(Content.assemble(*rows, *self._data_rows()))

    def _data_rows(self) -> list[Part]:
        """A line about the real data that the script can use: how to run it, or what fetches it."""
        data = self._real_data()
        here = [each.title for each in data if each.here]
        missing = [each.name for each in data if not each.here]
        if here:
            return ["\nReal data, if you like: ", ("m", "bold"), f" offers {words.listed(tuple(here))}"]
        if missing:
            fetch = f"dltutor fetch {' '.join(missing)}"
            return ["\nReal data, if you like: ", (fetch, "bold"), " in a terminal, then ", ("m", "bold"), " here"]
        return []

    def _real_data(self) -> tuple[RealData, ...]:
        return self.tutor.attempt(lambda: self.session.real_data(self.address)) or ()

    def _span(self) -> str:
        """How long a run takes: as the reference's did, or as the lesson says where none was recorded."""
        record = self.recorded()
        return words.clock(record.seconds) if record is not None else words.minutes(self.step.minutes)

    def show_result(self, state: RunState) -> None:
        result = self.query_one("#result", Static)
        if self._whatif and state.result is not None and not self.view.stopped:
            result.update(whatif_in_words(state, self._whatif, self.step, self.recorded()))
            result.set_classes("-told")
            return
        if self._data and state.result is not None and not self.view.stopped and state.failed is None:
            result.update(other_data_in_words(state, self._data, self.step))
            result.set_classes("-told")
            return
        sentence, met = verdict_in_words(state, self.view.stopped, self.step)
        result.update(sentence)
        result.set_classes("-told -met" if met else "-told")

    # -- actions
    def action_train(self) -> None:
        """Trains the learner's code; where something is open, says what can be done."""
        if self.view.running:
            return
        open_uses = self.tutor.attempt(lambda: self.session.open_uses(self.address))
        if open_uses:
            self.offer_borrowing(open_uses)
        elif open_uses is not None:
            self.start("training your code")

    def action_more(self) -> None:
        """Every way to train: your code, the reference's, with a known mistake."""
        items = [
            Item("own", "Train your code"),
            Item("borrow", "Train your code, borrowing what is open", "a borrowed run never counts as met"),
            Item("reference", "Train the reference", "what a finished chapter reaches; nothing of yours takes part"),
            *(
                Item(f"data {each.name}", f"Train your code on {each.title}", OTHER_DATA)
                for each in self._real_data()
                if each.here
            ),
            *(Item(f"mistake {name}", f"What if: {_spoken(name)}", WHATIF) for name in self.step.whatif),
        ]
        self.app.push_screen(Choose("Train", tuple(items)), self._chosen)

    def start(
        self, word: str, *, reference: bool = False, borrow: bool = False, mistake: str | None = None, data: str = ""
    ) -> None:
        if not self.view.running:
            self._whatif, self._data = mistake or "", data
        super().start(word, reference=reference, borrow=borrow, mistake=mistake, data=data)

    def _chosen(self, choice: str | None) -> None:
        kind, _, name = (choice or "").partition(" ")
        if kind == "own":
            self.action_train()
        elif kind == "borrow":
            self.start("training with borrowed parts", borrow=True)
        elif kind == "reference":
            self.start("training the reference", reference=True)
        elif kind == "mistake":
            self.start(f"what if: {_spoken(name)}", mistake=name)
        elif kind == "data":
            self.start(f"training your code on {name}", data=name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("train", "more") and self.is_mounted:
            return not self.view.running
        return super().check_action(action, parameters)


def _spoken(mistake: str) -> str:
    """`masked-softmax:mask-after-softmax` as `masked-softmax with mask-after-softmax`."""
    exercise, _, name = mistake.partition(":")
    return f"{exercise} with {name}" if name else exercise


def whatif_in_words(state: RunState, mistake: str, step: TrainStep, record: Recorded | None) -> Content:
    """What the mistake has done, beside what the reference reaches without it; nobody missed a target here."""
    reached = tuple(
        f"{name} {_reached(state, name)}"
        + (f" instead of {words.number(record.metrics[name])}" if record and name in record.metrics else "")
        for name in step.target
    )
    return Content.assemble(
        ("– What if: ", "bold $text-accent"),
        safe.content(f"{_spoken(mistake)}, and nothing of yours: {words.listed(reached)}."),
    )


def other_data_in_words(state: RunState, data: str, step: TrainStep) -> Content:
    """What was reached on data that the lesson's target doesn't speak of."""
    reached = tuple(f"{name} {_reached(state, name)}" for name in step.target)
    return Content.assemble(
        (f"– On {data}: ", "bold $text-accent"),
        safe.content(f"{words.listed(reached)}. The target is for the lesson's own data, so it is not asked for."),
    )


def verdict_in_words(state: RunState, stopped: bool, step: TrainStep) -> tuple[Content, bool]:
    """The end of a run as a sentence, and whether the target is met."""
    result = state.result
    if result is None or stopped or state.failed is not None:
        if state.failed is not None and not stopped:
            return Content.assemble(
                ("✗ The run broke off. ", "bold $text-error"), "The reason stands above; mend it and press t."
            ), False
        return Content.assemble(
            ("– Stopped before the end. ", "bold $text-warning"), "What it told is kept; t trains anew."
        ), False
    parts: list[Part] = []
    met = bool(result.get("met"))
    reached = all(name in state.metrics and bound.met(state.metrics[name]) for name, bound in step.target.items())
    numbers = words.listed(tuple(f"{name} {_reached(state, name)}" for name in step.target))
    missed = words.listed(
        tuple(
            f"{name} is {_reached(state, name)}, wanted {bound}"
            for name, bound in step.target.items()
            if not bound.met(state.metrics.get(name, math.nan))
        )
    )
    if met:
        parts += [("✓ Target met: ", "bold $text-success"), safe.content(numbers), ".  ", ("n", "bold"), " next"]
    elif reached:
        parts += [("– Reached, but not by your code alone: ", "bold $text-warning"), safe.content(numbers), "."]
        borrowed = tuple(result.get("borrowed") or state.borrowed)
        if borrowed:
            parts.append(f" Borrowed: {safe.plain(words.listed(borrowed))}.")
        parts.append(" This run doesn't count.")
    else:
        parts += [("✗ Target missed: ", "bold $text-error"), safe.content(missed), "."]
    return Content.assemble(*parts), met


def _reached(state: RunState, name: str) -> str:
    value = state.metrics.get(name)
    return "not reported" if value is None else words.number(value)
