"""The plain functions under the screens."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from rich.text import Text
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets._markdown import MarkdownParagraph

from tests.tui.fake import ATTENTION, RECURRENT, verdict
from tests.tui.screens import text_of
from tutor.course.model import Chapter, Step
from tutor.render.legend import legend
from tutor.training.recorded import Recorded
from tutor.tui import route, words
from tutor.tui.run_state import MAX_BLOCKS, MAX_CURVES, MAX_OUTPUT, Curve, RunState
from tutor.tui.series import series
from tutor.tui.widgets.metrics import packed
from tutor.tui.widgets.prose import Prose, inline
from tutor.tui.widgets.verdict_panel import details, hanging, headline

READ, QUIZ, EXERCISE, RUN, SUM, TRAIN = ATTENTION.steps
ORDER, STATE = RECURRENT.steps


@pytest.mark.parametrize(
    ("chapter", "step", "before", "after", "training"),
    [
        (ATTENTION, READ, None, QUIZ, TRAIN),
        (ATTENTION, QUIZ, READ, EXERCISE, TRAIN),
        (ATTENTION, SUM, RUN, TRAIN, TRAIN),
        (ATTENTION, TRAIN, SUM, None, TRAIN),
        (RECURRENT, ORDER, None, STATE, None),
        (RECURRENT, STATE, ORDER, None, None),
    ],
)
def test_the_way_through_a_chapter(
    chapter: Chapter, step: Step, before: Step | None, after: Step | None, training: Step | None
) -> None:
    assert route.before(chapter, step) is before
    assert route.after(chapter, step) is after
    assert route.training_of(chapter, step) is training


@pytest.mark.parametrize(
    ("current", "done", "step"),
    [
        ("ch10/dot-score", set(), EXERCISE),
        ("ch04/state", set(), READ),
        ("", {"ch10/why-not-average", "ch10/shapes"}, EXERCISE),
        ("", {ATTENTION.address(step) for step in ATTENTION.steps}, READ),
    ],
)
def test_a_chapter_is_entered_where_it_was_left(current: str, done: set[str], step: Step) -> None:
    assert route.entry(ATTENTION, current, lambda address: "done" if address in done else "new") is step


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.93123, "0.9312"),
        (12.5, "12.5"),
        (3.0, "3"),
        (31200.0, "31,200"),
        (0.0000123, "1.2e-05"),
        (-0.5, "-0.5000"),
        (4.2e9, "4.2e+09"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
    ],
)
def test_a_number_is_short(value: float, shown: str) -> None:
    assert words.number(value) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(0.4, "0 s"), (59.4, "59 s"), (61, "1:01"), (3725, "1:02:05")])
def test_a_span_of_time(seconds: float, shown: str) -> None:
    assert words.clock(seconds) == shown


@pytest.mark.parametrize(("number", "shown"), [(0.2, "¼ min"), (0.5, "½ min"), (1.5, "1½ min"), (90, "90 min")])
def test_minutes(number: float, shown: str) -> None:
    assert words.minutes(number) == shown


def test_a_bar_tells_without_colour() -> None:
    assert words.bar(0.5, 4).plain == "━━┄┄"
    assert words.bar(7.0, 4).plain == "━━━━"


def test_a_list_in_words() -> None:
    assert [words.listed(names) for names in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_inline_text_has_code_bold_and_mathematics_but_no_markup() -> None:
    shown = inline("`(a, b)` is **not** $\\sqrt{d}$ [bold]x[/]")
    assert shown.plain == "(a, b) is not √d [bold]x[/]"


def test_inline_mathematics_shows_no_backslash() -> None:
    assert inline("$W_{ab,c} < 3$ and **$a * b$**, *not* `a\\_b`").plain == "W_(ab,c) < 3 and a * b, not a\\_b"


def test_inline_text_ends_its_lines_where_the_screen_does() -> None:
    assert inline("so it would be more\nnumbers than before:\n  they pay.\n\nAnd more.\n").plain == (
        "so it would be more numbers than before: they pay.\n\nAnd more."
    )


# -- the state of a run
def log(step: int, stage: str | None = None, **metrics: Any) -> dict[str, Any]:
    return {"event": "log", "step": step, "epoch": 1, "stage": stage, "metrics": metrics}


def folded(*events: dict[str, Any]) -> RunState:
    state = RunState()
    for event in events:
        state.apply(event)
    return state


def test_curves_are_kept_by_stage_and_metric() -> None:
    state = folded(log(1, "a", loss=2.0), log(2, "a", loss=1.0, accuracy=0.5), log(1, "b", loss="nan"))
    assert state.metric_names() == ("loss", "accuracy")
    assert [(curve.stage, curve.steps) for curve in state.curves_of("loss")] == [("a", [1.0, 2.0]), ("b", [1.0])]
    assert state.metrics["accuracy"] == 0.5


def test_a_stage_begins_with_bars_of_its_own() -> None:
    state = folded(
        {"event": "epoch", "epoch": 2, "of": 3, "done": 1},
        {"event": "batch", "batch": 5, "of": None, "rate": 2.0, "left": None},
        {"event": "stage", "title": "control", "number": 2, "of": 2},
    )
    assert state.epoch is None
    assert state.batch is None
    assert (state.stage, state.stage_number, state.stages) == ("control", 2, 2)


def test_what_a_script_tells_without_end_is_kept_within_bounds() -> None:
    state = folded(*({"event": "output", "text": "x" * 1000} for _ in range(100)))
    assert len(state.output) == MAX_OUTPUT
    for number in range(200):
        state.apply({"event": "say", "text": str(number)})
        state.apply(log(1) | {"metrics": {f"metric{number}": 1.0}})
    assert len(state.blocks) == MAX_BLOCKS
    assert len(state.curves) == MAX_CURVES
    assert [block.event["text"] for block in state.blocks.values()][-1] == "199"


def test_unknown_events_are_passed_over() -> None:
    assert folded({"event": "future"}, {"no": "event"}).metrics == {}


def test_a_pause_stops_the_clock() -> None:
    now = [100.0]
    state = RunState(clock=lambda: now[0])
    now[0] = 103
    state.pause(True)
    now[0] = 150
    assert state.seconds == 3
    state.pause(False)
    now[0] = 152
    assert state.seconds == 5
    state.end()
    now[0] = 900
    assert state.seconds == 5


# -- the lines of the plot
def test_the_reference_stands_beside_the_stage_that_runs_now() -> None:
    curves = {"a": {"loss": [(1, 3.0)]}, "b": {"loss": [(10, 2.0), (20, 1.0)]}}
    record = Recorded(metrics={}, curves=curves, seeds={}, whatif={}, seconds=1.0, machine="")
    live = [Curve("a", "loss", [1.0], [3.0]), Curve("b", "loss", [10.0, 20.0], [2.0, 1.0])]
    lines = series("loss", live, record)
    assert [(line.label, line.recorded) for line in lines] == [("a", False), ("b", False), ("reference: b", True)]
    assert list(lines[2].steps) == [10, 20]
    assert [line.label for line in series("loss", live[:1], record)] == ["a", "reference"]
    assert [line.label for line in series("loss", live[:1], None)] == ["a"]


def test_a_plot_gets_means_of_what_is_finite() -> None:
    from tutor.tui.widgets.curve import thinned

    steps = [1.0, 2.0, 3.0, 4.0, 5.0]
    assert thinned(steps, [1.0, 3.0, float("nan"), 5.0, 7.0], 2) == ([2.0, 5.0], [2.0, 6.0])
    assert thinned(steps, [float("inf")] * 5, 2) == ([], [])


def test_numbers_share_lines_without_being_torn() -> None:
    items = [Content("loss 1"), Content("accuracy 2"), Content("a long name 3")]
    assert [[item.plain for item in line] for line in packed(items, 20)] == [
        ["loss 1", "accuracy 2"],
        ["a long name 3"],
    ]


def test_an_axis_is_a_hair_longer_than_its_curves_and_has_room_for_a_flat_one() -> None:
    from tutor.tui.widgets.curve import limits

    assert limits([0.0, 2.0]) == pytest.approx((-2e-6, 2.000002))
    assert limits([1.0, 1.0]) == pytest.approx((0.9, 1.1)) and limits([0.0]) == (-1.0, 1.0)
    assert limits([]) == (None, None)


def test_equal_curves_have_their_marks_at_other_steps() -> None:
    from tutor.tui.widgets.curve import spread

    steps, values = [0.0, 4.0, 8.0], [8.0, 4.0, 0.0]
    assert spread(steps, values, 4, 0.0) == ([0.0, 2.0, 4.0, 6.0], [8.0, 6.0, 4.0, 2.0])
    assert spread(steps, values, 4, 0.5) == ([1.0, 3.0, 5.0, 7.0], [7.0, 5.0, 3.0, 1.0])
    assert spread([3.0], [1.0], 4, 0.5) == ([3.0], [1.0])


@pytest.mark.parametrize(
    ("low", "high", "room", "ticks"),
    [
        (0.4, 8.6, 3, "5"),
        (0.4, 8.6, 4, "2 4 6 8"),
        (0.4, 8.6, 8, "1 2 3 4 5 6 7 8"),
        (0.02, 2.0, 4, "0.5 1.0 1.5 2.0"),
        (0.91, 0.97, 5, "0.92 0.94 0.96"),
        (-1.0, 1.0, 4, "-1 0 1"),
        (-1.0, 1.0, 5, "-1.0 -0.5 0.0 0.5 1.0"),
        (0.0, 1e9, 4, "0 5e8 1e9"),
        (1e-7, 4e-7, 4, "1e-7 2e-7 3e-7 4e-7"),
    ],
)
def test_the_ticks_of_a_curve_are_even_and_fit_its_room(low: float, high: float, room: int, ticks: str) -> None:
    from tutor.tui.widgets.curve import EvenTicks

    _, labels = EvenTicks(lambda: room).get_ticks_and_labels(low, high)
    assert " ".join(labels) == ticks


def test_a_legend_keeps_every_name_and_cuts_the_longest_first() -> None:
    items = [(Text("oo"), "SGD"), (Text("++"), "momentum"), (Text("━━"), "Adam with a long name")]
    assert [line.plain for line in legend(items, 50, 3)] == ["oo SGD  ++ momentum  ━━ Adam with a long name"]
    assert [line.plain for line in legend(items, 32, 1)] == ["oo SGD  ++ momentum  ━━ Adam wi…"]
    assert [line.plain for line in legend(items, 30, 2)] == ["oo SGD  ++ momentum", "━━ Adam with a long name"]
    assert [line.plain for line in legend(items, 20, 1)] == ["oo SGD  ++ momen… …"]


# -- the verdict in words
def test_the_failure_comes_first_with_its_line() -> None:
    rows = details(verdict("failed", line=2), ["import torch", "    return '[/]' \x1b[31m"])
    shown = hanging(rows, 200).plain.splitlines()
    assert shown[0].startswith("Looks like a known mistake (unscaled): Your scores are √d times too large")
    assert shown[1].startswith("✗ Each score")
    assert "  line 2 │ return '[/]' ␛[31m" in shown
    assert [line[0] for line in shown[-2:]] == ["✓", "✓"]


def test_long_promises_hang_under_their_beginning() -> None:
    rows = [(Content("✗ "), Content("one two three four")), (Content(), Content("five"))]
    assert hanging(rows, 12).plain.splitlines() == ["✗ one two", "  three four", "five"]


def test_a_wrong_result_points_at_no_def_line() -> None:
    where = "line 1 │ def dot_score(query, keys):"
    lines = ["def dot_score(query, keys):", "    return query"]
    assert where not in hanging(details(verdict("failed", line=1), lines), 80).plain
    assert "line 2 │ return query" in hanging(details(verdict("failed", line=2), lines), 80).plain


def test_the_headline_counts_promises() -> None:
    assert headline("failed", verdict("failed")).plain == "✗ not yet   2 of 3 promises kept   0.09 s"
    assert headline("passed", verdict("passed")).plain == "✓ passed   all 3 promises kept   0.09 s   n next"
    assert headline("passed", verdict("passed"), writing=True).plain.endswith("esc, then n: next")


def test_the_gap_of_a_formula_stays_on_the_page() -> None:
    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield Prose(r"$$a = b \qquad c = d$$")

    async def seen() -> list[str]:
        app = Page()
        async with app.run_test():
            return [str(each.render()) for each in app.query(MarkdownParagraph)]

    (line,) = asyncio.run(seen())
    assert re.fullmatch(r"a = b {6,}c = d", line)


def test_no_line_of_a_page_ends_within_a_formula() -> None:
    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield Prose("The weight is of shape $(D, K)$ here, and $x + y = z$ fits. \n\n- also $(B, T, D)$ in a list")

    async def seen(width: int) -> str:
        app = Page()
        async with app.run_test(size=(width, 20)) as pilot:
            await pilot.pause()
            return text_of(app)

    for width in range(20, 68, 4):
        shown = asyncio.run(seen(width))
        assert all(whole in shown for whole in ("(D, K)", "x + y = z", "(B, T, D)")), shown


def test_no_cell_of_a_table_ends_within_a_formula_and_none_is_lost() -> None:
    row = "| a formula | $x + y = z$ |\n|---|---|\n| $(B, C, H)$ | many words that are broken somewhere |\n"

    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield Prose(row)

    async def seen(width: int) -> str:
        app = Page()
        async with app.run_test(size=(width, 20)) as pilot:
            await pilot.pause()
            return text_of(app)

    for width in (30, 40, 60, 80):
        shown = asyncio.run(seen(width))
        words = ("(B, C, H)", "x + y = z", "many", "words", "that", "are", "broken", "somewhere")
        assert all(whole in shown for whole in words), shown


def test_a_path_that_is_longer_than_a_line_is_torn_at_a_slash() -> None:
    note = "Open /home/learner/dltutor-workspace/ch01_clusters/nearest.py, write your code there."
    assert hanging([(Content("  "), Content(note))], 42).plain.split("\n") == [
        "  Open /home/learner/dltutor-workspace/",
        "  ch01_clusters/nearest.py, write your",
        "  code there.",
    ]
