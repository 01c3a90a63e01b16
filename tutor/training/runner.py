"""One training run as the rest of the program sees it: an iterable of events that can be paused and stopped.

    run = TrainingRun(plan_run(course, chapter, step, workspace), parent)
    for event in run:       # from a thread of the caller's
        ...
    run.result              # the last event, also kept

The script writes events on one pipe and whatever its C code prints on another; this end reads both and adds what only
it can know: that the script was ended by a signal, and, always last, `result` with the target held against the metrics.
Where somebody is there to be asked, a third pipe carries their lines to the script, one for each `ask` event.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

from tutor.checking.forkparent import ForkParent
from tutor.training import targets
from tutor.training.events import Lines, parse
from tutor.training.lines import clean
from tutor.training.output import MOST_CHARACTERS, TOO_MUCH
from tutor.training.plan import RunPlan
from tutor.training.process import start

SECONDS_TO_STOP = 2.0
SECONDS_BETWEEN_LOOKS = 0.2

Event = dict[str, Any]
Curves = dict[str, dict[str, list[tuple[int, float]]]]


class TrainingRun:
    """A script that has been started. Iterate it from one thread; every other method may be called from any.

    Attributes:
        plan: what runs.
        curves: stage -> metric -> (step, value) points so far; the stage of a script without stages is "".
        result: the `result` event, once the run has ended.
        processor_seconds: what the script has spent, with its threads, once it has got to its end.
        asking: whether the script waits for a line of the learner's: see `answer`.
    """

    def __init__(self, plan: RunPlan, parent: ForkParent | None = None, *, asks: bool = False) -> None:
        """Starts it. `asks`: somebody is there to be asked; otherwise a script that asks is given its own examples."""
        self.plan = plan
        self.curves: Curves = {}
        self.result: Event | None = None
        self.processor_seconds = 0.0
        self._metrics: dict[str, float | str] = {}
        self._failed = self._stopped = False
        self.asking = self.paused = False
        self._running = 0.0
        self._printable = MOST_CHARACTERS
        self._since: float | None = time.monotonic()
        self._lock = threading.Lock()
        self._answers: int | None = None
        events, events_end = os.pipe()
        output, output_end = os.pipe()
        theirs = [events_end, output_end]
        if asks:
            answers_end, self._answers = os.pipe()
            os.set_blocking(self._answers, False)  # a script that asks and never reads must hold nobody
            theirs.append(answers_end)
        try:
            self._process = start(plan.to_json(), parent, tuple(theirs))
        except BaseException:
            self._hang_up()
            raise
        finally:
            for end in theirs:
                os.close(end)
        self._events = self._read(events, output)

    def __iter__(self) -> Iterator[Event]:
        return self._events

    def wait(self) -> Event:
        """Runs to the end without looking at the events, and returns the result."""
        for _ in self:
            pass
        if self.result is None:
            raise RuntimeError("this run was closed before it ended")
        return self.result

    def answer(self, line: str) -> bool:
        """Gives the script the line that it waits for, as `clean` leaves it; an empty one ends its questions. Whether
        it was waiting."""
        with self._lock:
            if not self.asking or self._answers is None:
                return False
            self.asking = False
            self._tick()
            with contextlib.suppress(OSError):  # the script is gone, or doesn't read
                os.write(self._answers, f"{clean(line)}\n".encode())
            return True

    def stop(self) -> None:
        """Asks the script to end, as Ctrl+C does; two seconds later ends it with all it started. Returns at once.

        One that waits for a line is told that none will come, and has the same two seconds to get to its end by itself.
        """
        with self._lock:
            if self._stopped or self.result is not None:
                return
            if self.asking:
                self.asking = False
                self._tick()
                self._hang_up()
                self._process.signal(signal.SIGCONT)
                later = self.stop
            else:
                self._stopped = True
                self._process.signal(signal.SIGINT)
                self._process.signal(signal.SIGCONT)
                later = self._end
        timer = threading.Timer(SECONDS_TO_STOP, later)
        timer.daemon = True
        timer.start()

    def pause(self) -> None:
        """Holds the script where it is; its time does not count until `resume`."""
        with self._lock:
            if not self.paused and not self._stopped:
                self._process.signal(signal.SIGSTOP)
                self.paused = True
                self._tick()

    def resume(self) -> None:
        with self._lock:
            if self.paused:
                self._process.signal(signal.SIGCONT)
                self.paused = False
                self._tick()

    @property
    def seconds(self) -> float:
        """How long the script has been running: neither pauses nor what it waits for the learner count."""
        since = self._since
        return self._running + (time.monotonic() - since if since is not None else 0.0)

    def _tick(self) -> None:
        """Stops or restarts the clock, as is due."""
        now = time.monotonic()
        if self._since is not None:
            self._running += now - self._since
        self._since = None if self.paused or self.asking else now

    def _end(self) -> None:
        self._process.end()

    def close(self) -> None:
        """Ends the script at once. May be called twice."""
        self._stopped = True
        self._process.end()
        with self._lock:
            self._hang_up()

    def _hang_up(self) -> None:
        """No line will come any more."""
        answers, self._answers = self._answers, None
        if answers is not None:
            os.close(answers)

    def _read(self, events: int, output: int) -> Iterator[Event]:
        """Everything the script says, then what its end says, then the result."""
        said, printed = Lines(events), Lines(output)
        with selectors.DefaultSelector() as selector:
            selector.register(events, selectors.EVENT_READ, said)
            selector.register(output, selectors.EVENT_READ, printed)
            ended = False
            while said.open and not ended:
                ready = [key.data for key, _ in selector.select(SECONDS_BETWEEN_LOOKS)]
                ended = not ready and self._process.poll() is not None  # a process that it started may hold the pipe
                if said in ready:
                    yield from self._hear(said.read())
                if printed in ready:
                    yield from self._printed(printed.read())
                    if not printed.open:
                        selector.unregister(output)
        status = self._exit_status()
        yield from self._printed(printed.read())
        said.close()
        printed.close()
        with self._lock:
            self.asking = False
            self._hang_up()
        yield from self._last_words(status)

    def _printed(self, lines: list[bytes]) -> Iterator[Event]:
        """What C code has printed, as far as `output` would let Python code print."""
        for line in lines:
            if self._printable <= 0:
                return
            self._printable -= len(line)
            yield {"event": "output", "text": line.decode("utf-8", "replace")}
            if self._printable <= 0:
                yield {"event": "output", "text": TOO_MUCH}

    def _hear(self, lines: list[bytes]) -> Iterator[Event]:
        event: Event
        for event in filter(None, map(parse, lines)):
            match event["event"]:
                case "result":
                    self._metrics.update(event["metrics"])  # the last word is ours
                    continue
                case "spent":
                    self.processor_seconds = event["seconds"]
                    continue
                case "start":  # until then it was loading, which says nothing about the script
                    self._begin()
                case "failed":
                    self._failed = True
                case "ask":
                    if not self._wait_for_line():
                        continue
                    event = event | {"metrics": dict(self._metrics)}  # what counts is reported before it asks
                case "log":
                    curves = self.curves.setdefault(event["stage"] or "", {})
                    for name, value in event["metrics"].items():
                        curves.setdefault(name, []).append((event["step"], float(value)))
            yield event

    def _begin(self) -> None:
        with self._lock:
            self._tick()
            self._running = 0.0

    def _wait_for_line(self) -> bool:
        """The script asks. Whether it is worth telling: a line can still be given."""
        with self._lock:
            self.asking = self._answers is not None
            self._tick()
            return self.asking

    def _exit_status(self) -> int:
        """The exit status. What closed its pipe is about to end by itself; it is helped along after two seconds."""
        patience = time.monotonic() + SECONDS_TO_STOP
        while self._process.poll() is None and time.monotonic() < patience:
            time.sleep(0.005)
        return self._process.end()

    def _last_words(self, status: int) -> Iterator[Event]:
        if status and not self._failed and not self._stopped:
            self._failed = True
            yield {
                "event": "failed",
                "message": _why(status),
                "line": None,
                "file": None,
                "kind": "ended",
                "text": "",
                "shapes": [],
            }
        ended = "stopped" if self._stopped else "failed" if self._failed else "finished"
        self.result = {
            "event": "result",
            "metrics": dict(self._metrics),
            "target": targets.as_json(self.plan.target),
            "met": ended == "finished" and not self.plan.data and targets.met(self._metrics, self.plan.target),
            "borrowed": list(self.plan.borrowed),
            "data": self.plan.data,
            "seconds": round(self.seconds, 2),
            "ended": ended,
        }
        yield self.result


def _why(status: int) -> str:
    """What an exit status says to a learner."""
    if status == -signal.SIGKILL:
        return "The system ended the script; most often that means that memory ran out."
    if status < 0:
        with contextlib.suppress(ValueError):  # a real-time signal has only its number
            return f"The script was ended by the signal {signal.Signals(-status).name}."
        return f"The script was ended by signal {-status}."
    if status == 128 + signal.SIGINT:
        return "The script ended by a KeyboardInterrupt that you didn't cause with Ctrl+C."
    return f"The script ended with status {status}."
