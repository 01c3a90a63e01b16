"""An exercise: the task, the file, and the verdict that follows each save by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from tutor.course.model import MOST_DIFFICULT
from tutor.tui import safe, words
from tutor.tui.checks import CheckLoop
from tutor.tui.editing.exercise_file import ExerciseFile
from tutor.tui.editing.external import edit
from tutor.tui.screens.dialog import Choose, Item
from tutor.tui.screens.exercise_help import ExerciseHelp
from tutor.tui.screens.read import heading, reading
from tutor.tui.screens.step import StepScreen
from tutor.tui.widgets.code_editor import CodeEditor
from tutor.tui.widgets.prose import Page, Prose
from tutor.tui.widgets.verdict_panel import VerdictPanel

if TYPE_CHECKING:
    from tutor.checking.verdict import ExerciseVerdict
    from tutor.course.model import Chapter, ExerciseStep
    from tutor.session import Hint

SECONDS_BETWEEN_LOOKS = 0.1  # at the file; a `stat` costs 2 µs, and half of this is what a save waits on average
LOOKS_BETWEEN_DRAFTS = 10

UNSAVED = "There are edits here that aren't saved. Nothing will be lost."
CONFLICT = (
    Item(
        "theirs", "Take the file's text", "what you typed here is kept in a file beside it, and ctrl+z brings it back"
    ),
    Item("mine", "Keep and save what I typed here", "the file's text is kept in a file beside it"),
    Item("later", "Decide later", "nothing changes; saving here keeps the file's text in a file beside it"),
)


class ExerciseScreen(StepScreen["ExerciseStep"]):
    """See the module's docstring. What is on the disk counts; the editor saves before anything else happens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "write", tooltip="write the code here", id="exercise.write"),
        Binding("e", "editor", "editor", tooltip="open the file in $VISUAL or $EDITOR", id="exercise.editor"),
        Binding("c", "check", "check", tooltip="save and check", id="exercise.check"),
        Binding("h", "hint", "hint", tooltip="the next hint", id="exercise.hint"),
        Binding(
            "o", "output", "output", tooltip="open or close what your code printed", show=False, id="exercise.output"
        ),
    ]
    DEFAULT_CSS = """
    ExerciseScreen {
        & #panes { layout: vertical; height: 1fr; }
        & #task { height: 1fr; }
        & #task:focus { height: 3fr; }
        & #work { height: 2fr; }
        &.-verdict #task:focus { height: 2fr; }
        &.-verdict #work { height: 3fr; }
        &.-writing #task { display: none; }
        & #file { height: 1; padding: 0 1; background: $panel; }
        & CodeEditor { height: 1fr; }
        & VerdictPanel { max-height: 65%; }
        & VerdictPanel:focus { max-height: 85%; }
        &.-low.-verdict { /* what the check says, and nothing of the file */
            & #file, & CodeEditor { display: none; }
            & VerdictPanel, & VerdictPanel:focus { max-height: 100%; height: 1fr; }
        }
        &.-low.-verdict.-writing {
            & CodeEditor { display: block; }
            & VerdictPanel, & VerdictPanel:focus { height: auto; max-height: 45%; }
        }
        & .hint { border-left: outer $warning; margin: 0 1 1 1; }
        & .hint MarkdownParagraph { margin: 0; }
        &.-wide #panes, &.-huge #panes { layout: horizontal; }
        &.-wide, &.-huge {
            & #task { display: block; width: 38; height: 1fr; }
            & #work { width: 1fr; height: 1fr; border-left: solid $panel; }
            & VerdictPanel, & VerdictPanel:focus { max-height: 50%; }
        }
        &.-huge #task { width: 2fr; }
        &.-huge #work { width: 3fr; }
        &.-wide StepList { display: none; }
        &.-wide.-steps StepList { display: block; }
    }
    """

    def __init__(self, chapter: Chapter, step: ExerciseStep) -> None:
        super().__init__(chapter, step)
        self._file: ExerciseFile | None = None
        self._checks: CheckLoop | None = None
        self._looks = 0
        self._deciding = False
        self.diagnosed = False
        self._shown_hints = 0
        self._shown_state: tuple[bool, bool] | None = None  # of the file's line: not saved, can't be shown

    def compose_body(self) -> ComposeResult:
        with Container(id="panes"):
            with Page(id="task"):
                yield Prose(heading(self.step.title) + _facts(self.step) + self.step.text + reading(self.step.reading))
            with Vertical(id="work"):
                yield Static(id="file")
                yield CodeEditor(id="editor")
                yield VerdictPanel(self.step.after)

    def opened(self) -> None:
        self._file = ExerciseFile(self.tutor, self.session, self.address, self.editor)
        self._file.open()
        self.call_after_refresh(self.editor.select_hole)
        self._show_file_line()
        for hint in self.tutor.attempt(lambda: self.session.hints_shown(self.address)) or ():
            self._show_hint(hint)
        verdict = self.tutor.attempt(lambda: self.session.last_verdict(self.address))
        if verdict is not None:
            self._show_verdict(verdict)
        self._checks = CheckLoop(self.session, self.address, self, partial(self.tutor.from_thread, self._listen))
        self.set_interval(SECONDS_BETWEEN_LOOKS, self.look)
        if self._place is not None and self._place.checked:
            self._checks.request()

    def on_unmount(self) -> None:
        if self._checks is not None:
            self._checks.close()

    @property
    def editor(self) -> CodeEditor:
        return self.query_one(CodeEditor)

    @property
    def panel(self) -> VerdictPanel:
        return self.query_one(VerdictPanel)

    @property
    def focus_chain(self) -> list[Widget]:
        """Where tab goes: between task and verdict. In the editor tab indents, so that is entered with enter."""
        return [widget for widget in super().focus_chain if widget.has_focus or not isinstance(widget, CodeEditor)]

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.set_class(isinstance(event.widget, CodeEditor), "-writing")

    # -- the file
    def look(self) -> None:
        """Has the file been saved elsewhere? Called several times a second."""
        if self._file is None or self._checks is None or not self.alive:
            return
        self._checks.nudge()
        news = self._file.look()
        if news == "conflict" and not self._deciding:
            self._deciding = True
            self.app.push_screen(
                Choose(f"{self.step.file} was saved in another editor", CONFLICT, UNSAVED), self._decided
            )
        known_hidden = self._shown_state is not None and self._shown_state[1]
        if news != "nothing" or bool(self._file.problem) != known_hidden:  # saving finds problems, too
            self._show_file_line()
        if news in ("shown", "conflict"):
            self._checks.request()
        self._looks += 1
        if self._looks % LOOKS_BETWEEN_DRAFTS == 0:
            self._file.keep_draft()

    def _decided(self, choice: str | None) -> None:
        self._deciding = False
        if self._file is not None and choice == "theirs":
            self._file.take_theirs()
        elif choice == "mine":
            self.action_check()
        self._show_file_line()

    @on(TextArea.Changed, "#editor")
    def _show_file_line(self) -> None:
        hidden = self._file is not None and bool(self._file.problem)
        known = (self.editor.dirty, hidden)
        if known != self._shown_state:  # not at every key: an update lays the screen out anew
            self._shown_state = known
            state = ("✓ saved", "$text-muted")
            if hidden:
                state = ("✗ can't be shown here (e: your editor)", "$text-error")
            elif self.editor.dirty:
                state = ("○ not saved", "$text-warning")
            self.query_one("#file", Static).update(Content.assemble(safe.content(self.step.file, "bold"), "  ", state))

    @property
    def busy(self) -> bool:
        return self._deciding or (self._checks is not None and self._checks.busy)

    # -- leaving
    def secure(self) -> None:
        if self._file is not None and self.is_attached:
            self._file.save()
            self._file.keep_draft()

    def question_before_leaving(self) -> str | None:
        if self._file is None or self._file.path is None or not self.editor.dirty:
            return None
        if not self._file.is_safe:
            return "Your text could not be saved, nor kept as a draft: it is nowhere but here. Leave, and lose it?"
        return "Your text could not be saved. It is kept as a draft and comes back with this step. Leave?"

    # -- checking
    def _listen(self, call: Callable[..., None], *arguments: object) -> None:
        """What the thread that checks has to say; once the screen is going, nobody listens."""
        if self.alive:
            call(*arguments)

    def check_started(self) -> None:
        self.diagnosed = False
        self.add_class("-verdict")
        self.panel.show_checking()

    def check_verdict(self, verdict: ExerciseVerdict, final: bool) -> None:
        self._show_verdict(verdict)
        self.diagnosed = final
        if final:
            self.show_status()
            self.tutor.show_notices()

    def check_broke(self, error: Exception) -> None:
        self.panel.show_broken(error)

    def _show_verdict(self, verdict: ExerciseVerdict) -> None:
        self.add_class("-verdict")
        self.panel.show(verdict, self.editor.saved_text.split("\n"))
        failure = verdict.first_failure
        if failure is not None and failure.line is not None and not self.editor.has_focus and not self.editor.dirty:
            self.editor.go_to_line(failure.line)

    # -- actions
    def action_write(self) -> None:
        if self._file is not None and self._file.problem:
            self.tutor.tell(self._file.problem, problem=True)
            return
        self.set_focus(self.editor)

    def take_late(self, event: events.Key) -> bool:
        """Whether a letter that nobody wanted belongs to the editor: typed right behind the key that opens the editor,
        it went to where the focus was then. The editor itself lets no letter pass."""
        late = event.is_printable and self.focused is self.editor and not self.editor.read_only
        if late:
            self.editor.post_message(events.Key(event.key, event.character))
        return late

    def action_leave_editor(self) -> None:
        self.remove_class("-writing")  # a hidden pane can't take the focus
        self.query_one("#task").focus()

    def action_save(self) -> None:
        self.action_check()

    def action_check(self) -> None:
        """Saves, and checks what is saved."""
        if self._file is not None and self._checks is not None:
            self._file.save()
            self._show_file_line()
            self._checks.request()

    def action_output(self) -> None:
        self.panel.toggle_output()

    def action_hint(self) -> None:
        hint = self.tutor.attempt(lambda: self.session.hint(self.address))
        if hint is not None:
            self.query_one("#task").focus()
            self._show_hint(hint)

    def _show_hint(self, hint: Hint) -> None:
        page = self.query_one("#task", Page)
        if hint.number > self._shown_hints:
            self._shown_hints = hint.number
            page.mount(Prose(f"**Hint {hint.number} of {hint.of}.** {hint.text}", classes="hint"))
        self.call_after_refresh(page.scroll_end, animate=False)

    def action_editor(self) -> None:
        """The learner's own editor on the same file; the screen comes back when it is left."""
        path = self._file.path if self._file is not None else None
        if path is not None:
            self.secure()
            edit(self.tutor, path, self.editor.cursor_location[0] + 1)
            self.look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "write" and self.is_mounted:
            return not self.editor.has_focus
        return super().check_action(action, parameters)

    def commands(self) -> list[tuple[str, str, Callable[[], object]]]:
        """What only the palette offers."""
        return ExerciseHelp(self).commands()


def _facts(step: ExerciseStep) -> str:
    """One line under the title: how hard, how long, which file."""
    stars = "●" * step.difficulty + "○" * (MOST_DIFFICULT - step.difficulty)
    optional = " · optional" if step.optional else ""
    return f"*difficulty {stars} · about {words.minutes(step.minutes)}{optional}*\n\n"
