"""The exercise file as the screen holds it: what is on the disk, what stands in the editor, and what may never be lost.

The file on disk is what counts and what is checked. Whatever would overwrite a text that the learner hasn't seen here,
or throw away one that was typed here, first puts it into a file beside.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tutor.learner.files import locked
from tutor.session import Refused
from tutor.tui.editing.drafts import Draft, keep_beside
from tutor.tui.editing.watched import WatchedText

if TYPE_CHECKING:
    from tutor.session import Session
    from tutor.tui.app import TutorApp
    from tutor.tui.widgets.code_editor import CodeEditor

News = Literal["nothing", "shown", "conflict", "gone"]


class ExerciseFile:
    """See the module's docstring. Problems are told as sentences by the app; no method raises for them."""

    def __init__(self, app: TutorApp, session: Session, address: str, editor: CodeEditor) -> None:
        self._app = app
        self._session = session
        self._address = address
        self._editor = editor
        self._watched: WatchedText | None = None
        self._draft = Draft(session.workspace.root, address, app.sitting)
        self.is_safe = True  # what was typed survives this screen, as a draft if not in the file

    @property
    def path(self) -> Path | None:
        """Where the file is; None where it could not be made."""
        return self._watched.path if self._watched is not None else None

    @property
    def problem(self) -> str:
        """Why the editor can't show what the file has now; empty where it does."""
        return self._watched.problem if self._watched is not None else ""

    def open(self) -> None:
        """Shows the file, and what an earlier sitting had typed and never saved."""
        path = self._app.attempt(lambda: self._session.file(self._address))
        self._editor.read_only = path is None
        if path is None:
            return
        self._watched = watched = WatchedText(path, self._address)
        watched.look()
        if self._is_shown(watched):
            self._editor.load_saved(watched.text)
        typed = self._draft.read()
        if typed is not None and not watched.problem and typed != watched.text:
            self._editor.replace_all(typed)
            self._app.tell("What you had typed and not saved is back: ctrl+s saves it, ctrl+z removes it.")

    def look(self) -> News:
        """Has the file been saved elsewhere? What can be shown is shown; a conflict is for the learner to decide."""
        watched, editor = self._watched, self._editor
        if watched is None:
            return "nothing"
        if watched.gone() and self._holds_the_last_copy():
            self._app.tell(f"{watched.path.name} is gone. Its text stands here still; ctrl+s writes it again.", True)
            return "gone"
        if not watched.changed():
            return "nothing"
        if not self._is_shown(watched) or watched.text == editor.saved_text:
            return "shown"
        if editor.dirty and editor.text != watched.text:
            return "conflict"
        editor.load_saved(watched.text)
        return "shown"

    def save(self) -> None:
        """Writes the editor's text. What the file holds and was never shown here is kept beside it, or else not
        replaced. A file that is gone is written again, before anybody puts a new stub there."""
        watched, editor = self._watched, self._editor
        if watched is None:
            return
        if not os.path.lexists(watched.path):
            self._holds_the_last_copy()
        if editor.read_only or not editor.dirty:
            return
        with contextlib.ExitStack() as alone:  # no other tutor writes between the look at the file and the writing
            with contextlib.suppress(Refused):
                alone.enter_context(locked(self._session.workspace.root / ".dltutor" / "saving.lock"))
            self._write(watched, editor.text)

    def _write(self, watched: WatchedText, text: str) -> None:
        editor = self._editor
        watched.look()
        if not self._is_shown(watched):
            return
        if watched.data and watched.text not in (text, editor.saved_text):
            if not self._keep(watched.path, watched.data, "The text that was saved elsewhere is in {}."):
                return
        if self._app.succeeds(lambda: self._session.write_file(self._address, text)):
            watched.remember_text(text)
            editor.saved_text = text
            self._draft.drop()

    def _holds_the_last_copy(self) -> bool:
        """Whether what stands in the editor is to be saved, now that the file is gone."""
        if self._editor.read_only:
            return False
        self._editor.saved_text = ""
        return self._editor.dirty

    def take_theirs(self) -> None:
        """The file's text into the editor; what was typed goes into a file beside, and undo brings it back."""
        if self._watched is not None:
            typed = self._editor.text.encode("utf-8", "surrogateescape")
            if self._keep(self._watched.path, typed, "What you had typed is in {}."):
                self._editor.replace_all(self._watched.text)
                self._editor.saved_text = self._editor.text
                self._draft.drop()

    def keep_draft(self) -> None:
        """Puts what isn't saved where a killed terminal doesn't take it along. That this can't be done is told once."""
        if self._watched is None or not self._editor.dirty:
            return
        try:
            self._draft.write(self._editor.text)
            self.is_safe = True
        except (Refused, OSError) as error:
            if self.is_safe:
                self._app.tell(str(error), problem=True)
            self.is_safe = False

    def _is_shown(self, watched: WatchedText) -> bool:
        """Whether the editor can hold what the file has now; where not, it can't be typed in, and why is told."""
        self._editor.read_only = bool(watched.problem)
        if watched.problem:
            self._app.tell(watched.problem, problem=True)
        return not watched.problem

    def _keep(self, path: Path, data: bytes, sentence: str) -> bool:
        """Whether `data` now lies in a file beside."""
        kept = self._app.attempt(lambda: keep_beside(path, data))
        if kept is not None:
            self._app.tell(sentence.format(kept.name))
        return kept is not None
