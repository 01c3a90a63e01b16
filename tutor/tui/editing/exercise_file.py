"""The exercise file as the screen holds it: what is on the disk, what stands in the editor, and what may never be lost.

The file on disk is what counts and what is checked. Whatever would overwrite a text that the learner hasn't seen here,
or throw away one that was typed here, first puts it into a file beside.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tutor.tui.editing.drafts import Draft, keep_beside
from tutor.tui.editing.watched import WatchedFile

if TYPE_CHECKING:
    from tutor.session import Session
    from tutor.tui.app import TutorApp
    from tutor.tui.widgets.code_editor import CodeEditor

News = Literal["nothing", "shown", "conflict"]


class ExerciseFile:
    """See the module's docstring. Problems are told as sentences by the app; no method raises for them."""

    def __init__(self, app: TutorApp, session: Session, address: str, editor: CodeEditor) -> None:
        self._app = app
        self._session = session
        self._address = address
        self._editor = editor
        self._watched: WatchedFile | None = None
        self._draft = Draft(session.workspace.root, address)

    @property
    def path(self) -> Path | None:
        """Where the file is; None where it could not be made."""
        return self._watched.path if self._watched is not None else None

    def open(self) -> None:
        """Shows the file, and what an earlier sitting had typed and never saved."""
        path = self._app.attempt(lambda: self._session.file(self._address))
        text = self._app.attempt(lambda: self._session.read_file(self._address)) if path is not None else None
        self._editor.read_only = text is None
        if path is None:
            return
        self._watched = WatchedFile(path)
        self._watched.remember(text or "")
        self._editor.load_saved(text or "")
        typed = self._draft.read()
        if typed is not None and typed != text:
            self._editor.replace_all(typed)
            self._app.tell("What you had typed and not saved is back: ctrl+s saves it, ctrl+z removes it.")

    def look(self) -> News:
        """Has the file been saved elsewhere? What can be shown is shown; a conflict is for the learner to decide."""
        text = self._watched.changed() if self._watched is not None else None
        if self._watched is None or text is None:
            return "nothing"
        editor = self._editor
        editor.read_only = not self._watched.readable
        if editor.read_only:
            self._app.attempt(lambda: self._session.read_file(self._address))  # says why it can't be shown
        elif editor.dirty and editor.text != text:
            return "conflict"
        else:
            editor.load_saved(text)
        return "shown"

    def save(self) -> None:
        """Writes the editor's text. What the file holds and was never shown here is kept beside it."""
        watched, editor = self._watched, self._editor
        if watched is None or editor.read_only or not editor.dirty:
            return
        text = editor.text
        watched.changed()
        if watched.text not in (text, editor.saved_text):
            self._keep(watched.path, watched.text, "The text that was saved elsewhere is in {}.")
        if self._app.succeeds(lambda: self._session.write_file(self._address, text)):
            watched.remember(text)
            editor.saved_text = text
            self._draft.drop()

    def take_theirs(self) -> None:
        """The file's text into the editor; what was typed goes into a file beside, and undo brings it back."""
        if self._watched is not None:
            self._keep(self._watched.path, self._editor.text, "What you had typed is in {}.")
            self._editor.replace_all(self._watched.text)
            self._editor.saved_text = self._editor.text
            self._draft.drop()

    def keep_draft(self) -> None:
        """Puts what isn't saved where a killed terminal doesn't take it along."""
        if self._watched is not None and self._editor.dirty:
            self._app.succeeds(lambda: self._draft.write(self._editor.text))

    def _keep(self, path: Path, text: str, sentence: str) -> None:
        kept = self._app.attempt(lambda: keep_beside(path, text))
        if kept is not None:
            self._app.tell(sentence.format(kept.name))
