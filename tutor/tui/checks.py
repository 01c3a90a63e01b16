"""Checking in a thread, one check at a time: a newer save calls the running check off and starts anew."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from tutor.checking.verdict import Cancelled, ExerciseVerdict

if TYPE_CHECKING:
    from tutor.session import Session


class Listener(Protocol):
    """Who hears of the checks; always called on the event loop."""

    def check_started(self) -> None: ...

    def check_verdict(self, verdict: ExerciseVerdict, final: bool) -> None:
        """The verdict; once more with the diagnosis when `final`."""

    def check_broke(self, error: Exception) -> None: ...


class CheckLoop:
    """Runs the checks of one exercise. Its methods belong to the event loop; `call` is the thread's way back to it."""

    def __init__(self, session: Session, address: str, listener: Listener, call: Callable[..., None]) -> None:
        self._session = session
        self._address = address
        self._listener = listener
        self._call = call
        self._wanted = 0
        self._running: int | None = None
        self._closed = False

    @property
    def busy(self) -> bool:
        return self._running is not None

    def request(self) -> None:
        """Checks the file as it is now. A check of an older state is called off, and its verdict is never heard."""
        if self._closed:
            return
        self._wanted += 1
        if self._running is None:
            self._start()
        else:
            self._session.cancel_check()

    def nudge(self) -> None:
        """Calls an outdated check off again: the first call may have come before the check had begun."""
        if self._running is not None and self._running != self._wanted:
            self._session.cancel_check()

    def close(self) -> None:
        """No more checks; the running one is called off."""
        self._closed = True
        if self._running is not None:
            self._session.cancel_check()

    def _start(self) -> None:
        self._running = self._wanted
        self._listener.check_started()
        threading.Thread(target=self._check, args=(self._running,), name="check", daemon=True).start()

    def _check(self, number: int) -> None:
        """In the thread."""
        try:
            verdict = self._session.check(
                self._address, on_verdict=lambda verdict: self._call(self._heard, number, verdict, False)
            )
        except Cancelled:
            pass
        except Exception as error:  # a fault of the tutor: it must be seen, and must not end the app
            self._call(self._broke, number, error)
        else:
            self._call(self._heard, number, verdict, True)
        self._call(self._ended)

    def _heard(self, number: int, verdict: ExerciseVerdict, final: bool) -> None:
        if number == self._wanted and not self._closed:
            self._listener.check_verdict(verdict, final)

    def _broke(self, number: int, error: Exception) -> None:
        if number == self._wanted and not self._closed:
            self._listener.check_broke(error)

    def _ended(self) -> None:
        last, self._running = self._running, None
        if not self._closed and last != self._wanted:
            self._start()
