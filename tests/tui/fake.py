"""A session in memory: a small course, a checker that looks for one word, and runs made of a list of events.

Screens are tested against it, since it answers at once and can be told to wait or to break; the end-to-end tests use
the real session.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from queue import Empty, Queue
from types import SimpleNamespace
from typing import Any

from tutor.actions.lookup import Entry, Found, LookUp
from tutor.actions.realdata import RealData
from tutor.checking.snapshot import Unreadable, read
from tutor.checking.verdict import Cancelled, CheckResult, ExerciseStatus, ExerciseVerdict
from tutor.course.model import (
    Bound,
    Chapter,
    Choice,
    CourseError,
    ExerciseStep,
    Link,
    Problem,
    QuizStep,
    ReadStep,
    RunStep,
    Step,
    Term,
    TrainStep,
    UnknownTarget,
)
from tutor.learner.records import Attempt
from tutor.session import Hint, QuizResult, Refused, StepStatus
from tutor.training.recorded import Recorded

STUB = '''\
"""Scores of a query against keys."""

import math

import torch


def dot_score(query: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    """One score for each key.

    Args:
        query: (batch, size)
        keys: (batch, time, size)

    Returns:
        (batch, time)
    """
    raise NotImplementedError
'''
UNSCALED = STUB.replace("raise NotImplementedError", "return torch.einsum('bd,btd->bt', query, keys)")
RIGHT = STUB.replace(
    "raise NotImplementedError", "return (keys @ query[..., None])[..., 0] / math.sqrt(query.shape[-1])"
)

ATTENTION = Chapter(
    name="ch10_attention",
    id="ch10",
    title="Attention",
    summary="Let the network choose which inputs matter.",
    minutes=90,
    needs=("ch04",),
    objectives=("Compute attention by hand",),
    steps=(
        ReadStep(
            id="why-not-average",
            read="Why an average is not enough",
            text=(
                "Take three vectors. Their **average** treats all alike, "
                "and what you look for may stand in *one* of them.\n\n"
                "With weights $\\alpha_i$ the sum $\\sum_i \\alpha_i v_i$ can choose:\n\n"
                "```python\nweights = torch.softmax(scores, dim=-1)\nout = weights @ values  # (batch, size)\n```\n\n"
                "- the query asks\n- the keys answer\n"
            ),
            reading=(Link(title="Attention Is All You Need", url="https://arxiv.org/abs/1706.03762"),),
        ),
        QuizStep(
            id="shapes",
            quiz="What shape do the scores have?",
            text="The query is `(batch, size)`, the keys are `(batch, time, size)`.",
            choices=(
                Choice(text="`(batch, time)`", why="One score for each key.", correct=True),
                Choice(text="`(batch, size)`", why="That is the shape of the query: the size is summed away."),
                Choice(text="`(time, time)`", why="There is one query here, not `time` of them."),
            ),
        ),
        ExerciseStep(
            id="dot-score",
            exercise="Score each key against the query",
            file="dot_score.py",
            implement=("dot_score",),
            text=(
                "Give each key its score: the dot product with the query, divided by $\\sqrt{d}$.\n\n"
                "Start from the shapes."
            ),
            hints=(
                "Which dimension is summed away?",
                "`einsum` can name the dimensions.",
                "Divide by `math.sqrt(size)`.",
            ),
            after="Dividing by $\\sqrt{d}$ keeps the variance of the scores near 1.",
            difficulty=2,
            minutes=10,
        ),
        RunStep(
            id="see-attention",
            run="Look at attention on one sentence",
            script="look_attention.py",
            text="The script prints the weights of one head. Which word will the pronoun look at?",
        ),
        QuizStep(
            id="softmax-sum",
            quiz="What do the weights of one query add up to?",
            answer=1,
            why="Softmax divides by the sum.",
        ),
        TrainStep(
            id="train",
            train="Find what matters in a sequence",
            script="train.py",
            text="The network must find the marked number in a noisy sequence.",
            target={"test_accuracy": Bound(at_least=0.9)},
            minutes=1,
            uses=("dot-score",),
            whatif=("dot-score:unscaled",),
        ),
    ),
    terms=(
        Term(
            term="query",
            symbol="$q$",
            means="The vector that asks. Its dot product with a key, $q \\cdot k$, says how well the two fit.",
            step="why-not-average",
        ),
        Term(term="key", symbol="$k$", means="The vector that a `query` is compared with.", step="why-not-average"),
        Term(term="score", also=("logit",), means="A number before softmax makes weights of it.", step="dot-score"),
    ),
)
RECURRENT = Chapter(
    name="ch04_recurrent",
    id="ch04",
    title="Recurrent networks",
    summary="Read a sequence one step at a time, and carry what matters along.",
    minutes=75.5,
    steps=(
        ReadStep(id="order", read="Order matters", text="`dog bites man` is not `man bites dog`."),
        ReadStep(id="state", read="A state that is carried", text="$h_t = \\tanh(W x_t + U h_{t-1})$"),
    ),
    terms=(
        Term(
            term="hidden state",
            also=("state",),
            symbol="$h$",
            means="What a recurrent network carries from one time to the next.",
            step="state",
        ),
    ),
)
BROKEN = CourseError(
    (
        Problem(
            Path("lessons/ch07_gan.yaml"),
            12,
            5,
            "unknown-key",
            "unknown key 'titel', did you mean 'title'?",
            "steps[1]",
        ),
        Problem(
            Path("lessons/ch07_gan.yaml"), 40, 1, "missing", "the script look_[/]gan.py is missing", "steps[3].script"
        ),
    )
)


class FakeCourse:
    """Three chapters, one of them broken."""

    title = "Deep Learning by Hand"

    def __init__(self) -> None:
        self._chapters: dict[str, Chapter | CourseError] = {
            "ch04_recurrent": RECURRENT,
            "ch07_gan": BROKEN,
            "ch10_attention": ATTENTION,
        }
        self.names = tuple(self._chapters)
        self.gate = threading.Event()
        self.gate.set()

    def chapter(self, name: str) -> Chapter:
        self.gate.wait(10)
        for key, chapter in self._chapters.items():
            if name in (key, key.partition("_")[0]):
                if isinstance(chapter, CourseError):
                    raise chapter
                return chapter
        raise UnknownTarget(f"There is no chapter {name!r}; did you mean ch10?")


@dataclass
class FakeWorkspace:
    root: Path


EDITED = False  # whether a run's script is the learner's own version


class FakeRun:
    """A run that tells `events`, waiting for `gate` at each one whose kind is `wait`; `gate.set()` lets it past one. At
    an `ask` it waits for a line, which an `asked` with the line "?" then tells; an empty one ends the questions.
    """

    def __init__(self, events: list[dict[str, Any]], ended: Callable[[], None] = lambda: None) -> None:
        self._events = events
        self._ended = ended
        self.plan = SimpleNamespace(edited=EDITED)
        self.gate = threading.Event()
        self.stopped = threading.Event()
        self.answers: Queue[str] = Queue()
        self.given: list[str] = []
        self.paused = False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        over = False
        for event in self._events:
            if event["event"] == "wait":
                while not self.gate.wait(0.01):
                    if self.stopped.is_set():
                        return
                self.gate.clear()
                continue
            if self.stopped.is_set():
                return
            if over and event["event"] in ("ask", "asked", "text"):
                continue
            if event.get("line") == "?":
                event = event | {"line": self.given[-1]}
            yield event
            if event["event"] == "ask":
                over = not self._waited()
                if over:
                    yield {"event": "asked", "title": event["title"], "prompt": event["prompt"], "line": None}
        self._ended()

    def _waited(self) -> bool:
        while not self.stopped.is_set():
            try:
                self.given.append(self.answers.get(timeout=0.01))
            except Empty:
                continue
            return bool(self.given[-1])
        self.stopped.clear()  # the end of the questions is not the end of the script
        return False

    def answer(self, line: str) -> bool:
        self.answers.put(line)
        return True

    def stop(self) -> None:
        self.stopped.set()

    def pause(self) -> None:
        self.paused = True

    def resume(self) -> None:
        self.paused = False

    def wait(self) -> dict[str, Any]:
        return self._events[-1]


PROMISES = (
    ("test_the_worked_example", "The worked example of the lesson"),
    ("test_scores_match", "Each score is q·k divided by √d, and gradients flow to both."),
    ("test_inputs_stay", "Query and keys are left as they were."),
)


def verdict(
    status: ExerciseStatus, *, diagnosed: bool = True, output: str = "", line: int | None = 18
) -> ExerciseVerdict:
    """The verdict that the fake checker gives."""
    checks: tuple[CheckResult, ...] = ()
    if status in ("passed", "failed"):
        checks = tuple(CheckResult(id=name, title=title, status="passed", reason="ok") for name, title in PROMISES)
    if status == "failed":
        failed = CheckResult(
            id=PROMISES[1][0],
            title=PROMISES[1][1],
            status="failed",
            reason="wrong",
            message="the scores differ: yours has the shape (3, 5), as it should;\n"
            "the largest difference is 2.31, at [0, 4].",
            mistake="unscaled" if diagnosed else None,
            diagnosis="Your scores are √d times too large: the division by √d is missing." if diagnosed else "",
            line=line,
        )
        checks = (checks[0], failed, checks[2])
    note = "Nothing is written yet: finish dot_score in dot_score.py." if status == "untouched" else ""
    return ExerciseVerdict(
        id="ch10/dot-score", status=status, sha256="0", seconds=0.09, output=output, checks=checks, note=note
    )


@dataclass
class FakeSession:
    """What the screens ask for; what they did is in the lists."""

    root: Path
    course: FakeCourse = field(init=False)
    workspace: FakeWorkspace = field(init=False)
    done: set[str] = field(default_factory=set)
    visited: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    answers: list[tuple[str, int | str]] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    trained: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    output: str = ""
    closed: bool = False
    is_loading: bool = False
    cancelled: int = 0

    def __post_init__(self) -> None:
        self.course = FakeCourse()
        self.workspace = FakeWorkspace(self.root / "workspace")
        self.at = "ch10/why-not-average"
        self.notices: list[str] = []
        self.record: Recorded | None = None
        self.real: tuple[RealData, ...] = ()
        self.hints = 0
        self.run: FakeRun | None = None
        self.check_gate = threading.Event()
        self.check_gate.set()
        self.diagnosis_gate = threading.Event()
        self.diagnosis_gate.set()
        self._cancel = threading.Event()
        self.break_check: Exception | None = None
        self.break_write: OSError | None = None
        self.file_path = self.workspace.root / "ch10_attention" / "dot_score.py"
        self.file_path.parent.mkdir(parents=True)
        self.file_path.write_text(STUB)

    def close(self) -> None:
        self.closed = True

    def warm(self) -> None: ...

    def find(self, target: str) -> tuple[Chapter, Step | None]:
        chapter_id, _, step_id = target.partition("/")
        chapter = self.course.chapter(chapter_id)
        try:
            return chapter, chapter.step(step_id) if step_id else None
        except KeyError:
            raise UnknownTarget(f"{chapter_id} has no step {step_id!r}; did you mean dot-score?") from None

    def look_up(self, word: str, most: int | None = None) -> Found:
        return LookUp((RECURRENT, ATTENTION)).find(word, most)

    @property
    def glossary(self) -> tuple[Entry, ...]:
        return LookUp((RECURRENT, ATTENTION)).entries

    def terms_in(self, address: str) -> tuple[Entry, ...]:
        step = self.find(address)[1]
        assert step is not None
        return LookUp((RECURRENT, ATTENTION)).in_step(step)

    def where(self) -> str:
        return self.at

    def visit(self, address: str, *, passing: bool = False) -> None:
        (self.passed if passing else self.visited).append(address)
        self.at = self.at if passing else address

    def leave(self, address: str) -> None:
        self.left.append(address)
        if self.find(address)[1].kind == "read":  # type: ignore[union-attr]
            self.done.add(address)

    def status(self, address: str) -> StepStatus:
        return "done" if address in self.done else "open" if address in self.visited else "new"

    def chapter_progress(self, chapter: Chapter) -> tuple[int, int]:
        return sum(chapter.address(step) in self.done for step in chapter.steps), len(chapter.steps)

    def missing_needs(self, chapter: Chapter) -> tuple[str, ...]:
        return chapter.needs

    def file(self, address: str) -> Path:
        return self.file_path

    def _text(self) -> str:
        try:
            return read(self.file_path).decode()
        except Unreadable as fault:
            raise Refused(str(fault)) from None
        except UnicodeDecodeError:
            raise Refused("dot_score.py is not UTF-8 text. Save it as UTF-8 in your editor.") from None

    def write_file(self, address: str, text: str) -> None:
        if self.break_write is not None:
            raise self.break_write
        self.file_path.write_text(text)

    def check(
        self,
        address: str,
        *,
        file: Path | None = None,
        on_verdict: Callable[[ExerciseVerdict], None] | None = None,
    ) -> ExerciseVerdict:
        self._cancel.clear()
        text = self._text()
        self.checked.append(text)
        while not self.check_gate.wait(0.01):
            if self._cancel.is_set():
                self.cancelled += 1
                raise Cancelled
        if self.break_check is not None:
            raise self.break_check
        status: ExerciseStatus = "untouched" if text == STUB else "passed" if "math.sqrt" in text else "failed"
        if on_verdict is not None:
            on_verdict(verdict(status, diagnosed=False, output=self.output))
        self.diagnosis_gate.wait(10)
        if status == "passed":
            self.done.add(address)
        return verdict(status, output=self.output)

    def cancel_check(self) -> None:
        self._cancel.set()

    def last_verdict(self, address: str) -> ExerciseVerdict | None:
        return None

    def hint(self, address: str) -> Hint:
        hints = self.find(address)[1].hints  # type: ignore[union-attr]
        self.hints = min(self.hints + 1, len(hints))
        return Hint(self.hints, len(hints), hints[self.hints - 1])

    def hints_shown(self, address: str) -> tuple[Hint, ...]:
        hints = self.find(address)[1].hints  # type: ignore[union-attr]
        return tuple(Hint(at + 1, len(hints), hints[at]) for at in range(self.hints))

    def solution(self, address: str, *, give_up: bool = False) -> str:
        if address not in self.done and not give_up:
            raise Refused("Pass the exercise first.")
        return RIGHT

    def reset(self, address: str) -> Path:
        backup = self.file_path.with_name("dot_score.2026-01-02.py")
        self.file_path.rename(backup)
        self.file_path.write_text(STUB)
        return backup

    def history(self, address: str) -> tuple[Attempt, ...]:
        moment = datetime(2026, 1, 2, 3, 4)
        statuses: tuple[ExerciseStatus, ...] = ("failed", "passed")
        return tuple(
            Attempt(number=number, at=moment, source=UNSCALED, sha256="0", verdict=verdict(status))
            for number, status in enumerate(statuses, 1)
        )

    def asked_for(self, address: str) -> str:
        return "a number"

    def answer(self, address: str, given: int | str) -> QuizResult:
        self.answers.append((address, given))
        step = self.find(address)[1]
        assert isinstance(step, QuizStep)
        if isinstance(given, int):
            choice = step.choices[given]
            result = QuizResult(choice.correct, choice.why)
        else:
            result = QuizResult(given == str(step.answer), step.why)
        if result.right:
            self.done.add(address)
        return result

    def loading(self) -> bool:
        return self.is_loading

    def train(self, address: str, **how: Any) -> FakeRun:
        if self.open_uses(address) and not how.get("borrow") and not how.get("reference") and not how.get("mistake"):
            raise Refused("Still open: ch10/dot-score. Finish it, or borrow the reference.")
        self.trained.append({name: value for name, value in how.items() if value and name != "asks"})
        self.run = FakeRun(self.events, lambda: self.done.add(address))
        return self.run

    def real_data(self, address: str) -> tuple[RealData, ...]:
        return self.real

    def recorded(self, address: str) -> Recorded | None:
        return self.record

    def open_uses(self, address: str) -> tuple[str, ...]:
        uses = getattr(self.find(address)[1], "uses", ())
        return tuple(f"ch10/{use}" for use in uses if f"ch10/{use}" not in self.done)
