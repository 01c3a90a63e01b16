"""Every key, every action by name, the help, and the way out."""

from __future__ import annotations

from typing import Any

import pytest
from textual.binding import Binding
from textual.command import CommandPalette

from tests.tui.conftest import Looks, Opened, Until
from tests.tui.fake import RIGHT, UNSCALED, FakeSession
from tests.tui.screens import step_of, text_of, words_of
from tutor.tui.app import TutorApp, run
from tutor.tui.palette import CourseCommands
from tutor.tui.screens.dialog import Ask, Show
from tutor.tui.screens.exercise import ExerciseScreen
from tutor.tui.screens.help import HelpScreen
from tutor.tui.screens.home import ChapterList, HomeScreen
from tutor.tui.screens.look_up import LookUpScreen, WordLine
from tutor.tui.screens.quiz import AnswerLine, Choices
from tutor.tui.screens.run import GuessLine, RunScreen
from tutor.tui.screens.running import RunningScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.screens.train import TrainScreen
from tutor.tui.widgets.code_editor import CodeEditor
from tutor.tui.widgets.prose import Page
from tutor.tui.widgets.steps import StepList
from tutor.tui.widgets.verdict_panel import VerdictPanel

EXERCISE = "ch10/dot-score"
OWNERS: list[Any] = [
    *(TutorApp, HomeScreen, ChapterList, StepScreen, ExerciseScreen, RunningScreen, RunScreen, TrainScreen, HelpScreen),
    *(Choices, AnswerLine, GuessLine, CodeEditor, Page, StepList, VerdictPanel, Ask, Show),
    *(LookUpScreen, WordLine),
]


def bindings() -> list[Binding]:
    return [binding for owner in OWNERS for binding in owner.BINDINGS if isinstance(binding, Binding)]


def test_every_binding_has_an_id_of_its_own() -> None:
    assert all(isinstance(binding, Binding) for owner in OWNERS for binding in owner.BINDINGS)
    ids = [binding.id for binding in bindings()]
    assert None not in ids
    assert len(ids) == len(set(ids))


def test_the_keys_are_those_of_the_handbook() -> None:
    keys = {binding.id: binding.key for binding in bindings()}
    promised = {
        "step.next": "n",
        "step.back": "b",
        "exercise.hint": "h",
        "exercise.editor": "e",
        "exercise.check": "c",
        "step.train": "t",
        "app.help": "question_mark",
        "app.quit": "q",
        "editor.save": "ctrl+s",
        "editor.leave": "escape",
    }
    assert {name: keys[name] for name in promised} == promised


async def test_a_key_can_be_given_to_another_action(app: TutorApp, opened: Opened, until: Until) -> None:
    app.set_keymap({"step.next": "f5"})
    async with app.run_test() as pilot:
        await opened(pilot, "ch10/why-not-average")
        await pilot.press("f5")
        await until(lambda: step_of(app).address == "ch10/shapes")


@pytest.mark.parametrize("step", ["why-not-average", "shapes", "dot-score", "see-attention", "train"])
async def test_every_key_at_the_foot_is_found_by_name(app: TutorApp, opened: Opened, step: str) -> None:
    async with app.run_test() as pilot:
        screen = await opened(pilot, f"ch10/{step}")
        provider = CourseCommands(screen)
        titles = [hit.text or "" async for hit in provider.discover()]
        for binding in (active.binding for active in screen.active_bindings.values()):
            if binding.show and binding.description and binding.action != "command_palette":
                if (binding.id or "").partition(".")[0] not in ("quiz",):
                    assert (binding.tooltip or binding.description).capitalize() in titles, binding


async def test_the_palette_goes_to_a_step(app: TutorApp, opened: Opened, until: Until) -> None:
    async with app.run_test() as pilot:
        await opened(pilot, "ch10/why-not-average")
        await pilot.press("ctrl+p")
        await until(lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"dot-score")
        await until(lambda: "Score each key" in text_of(app))
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, StepScreen) and step_of(app).address == EXERCISE)


async def test_the_palette_changes_the_theme(app: TutorApp, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await until(lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"theme")
        await until(lambda: "Change the colours" in words_of(app))


async def test_the_palette_checks(app: TutorApp, session: FakeSession, opened: Opened, until: Until) -> None:
    async with app.run_test() as pilot:
        screen = await opened(pilot, EXERCISE)
        hits = {hit.text: hit async for hit in CourseCommands(screen).search("save and check")}
        await hits["Save and check"].command()
        await until(lambda: session.checked)


async def test_the_solution_is_shown_after_a_question(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, EXERCISE)
        assert isinstance(screen, ExerciseScreen)
        show = next(call for title, _, call in screen.commands() if title == "Show the solution")
        show()
        await until(lambda: isinstance(app.screen, Ask))
        await pilot.press("n")
        await until(lambda: app.screen is screen)
        show()
        await until(lambda: isinstance(app.screen, Ask))
        await pilot.press("y")
        await until(lambda: "math.sqrt(query.shape[-1])" in text_of(app))
        await pilot.press("escape")
        session.done.add(EXERCISE)
        show()
        await until(lambda: isinstance(app.screen, Show))


async def test_the_history_looks(
    app: TutorApp, opened: Opened, until: Until, looks: Looks, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        shown = await opened(pilot, EXERCISE)
        assert isinstance(shown, ExerciseScreen)
        next(call for title, _, call in shown.commands() if title.startswith("History"))()
        await until(lambda: isinstance(app.screen, Show))
        await looks(app)


async def test_the_help_looks(app: TutorApp, opened: Opened, until: Until, looks: Looks, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        shown = await opened(pilot, EXERCISE)
        await pilot.press("question_mark")
        await until(lambda: isinstance(app.screen, HelpScreen))
        await looks(app)
        await pilot.press("escape")
        assert app.screen is shown


async def test_a_key_at_the_foot_can_be_clicked(app: TutorApp, opened: Opened, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/why-not-average")
        await pilot.click("KeyLine", offset=(2, 0))
        await until(lambda: step_of(app).address == "ch10/shapes")


async def test_q_quits_and_ctrl_q_quits_from_the_editor(app: TutorApp, opened: Opened, until: Until) -> None:
    async with app.run_test() as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("enter", "q")
        assert not app._exit
        await pilot.press("ctrl+q")
        await until(lambda: app._exit)


async def test_q_quits_from_home(app: TutorApp, until: Until) -> None:
    async with app.run_test() as pilot:
        await pilot.press("q")
        await until(lambda: app._exit)


def test_when_the_app_ends_the_session_is_closed(session: FakeSession, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(self: TutorApp) -> None:
        raise RuntimeError("the terminal is gone")

    monkeypatch.setattr(TutorApp, "run", breaks)
    with pytest.raises(RuntimeError):
        run(session)  # type: ignore[arg-type]
    assert session.closed


async def test_eight_keys_lead_from_the_first_screen_to_the_first_pass(
    app: TutorApp, session: FakeSession, until: Until
) -> None:
    keys = ["enter", "n", "1", "n", "enter", "ctrl+s"]  # the code is typed before the last one
    assert len(keys) <= 8
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(keys[0])
        await until(lambda: isinstance(app.screen, StepScreen))
        await pilot.press(keys[1])
        await until(lambda: step_of(app).address == "ch10/shapes")
        await pilot.press(*keys[2:4])
        await until(lambda: step_of(app).address == EXERCISE)
        await pilot.pause()
        await pilot.press(keys[4])
        app.screen.query_one(CodeEditor).replace_all(RIGHT)
        await pilot.press(keys[5])
        await until(lambda: "✓ passed" in text_of(app))
    assert session.status("ch10/shapes") == "done"


async def test_sixteen_colours_and_light_themes_lose_no_meaning(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(UNSCALED)
        await until(lambda: "unscaled" in text_of(app))
        await pilot.pause()
        dark = text_of(app)
        for theme in ("textual-light", "ansi-dark", "ansi-light"):
            if theme in app.available_themes:
                app.theme = theme
                await pilot.pause()
                assert text_of(app) == dark
        assert "✗ not yet" in words_of(app)


def test_a_light_terminal_is_noticed(session: FakeSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_THEME", raising=False)
    monkeypatch.setenv("COLORFGBG", "0;15")
    assert TutorApp(session).theme == "textual-light"  # type: ignore[arg-type]
    monkeypatch.setenv("COLORFGBG", "15;0")
    assert TutorApp(session).theme != "textual-light"  # type: ignore[arg-type]
