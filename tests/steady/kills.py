"""`kill -9` of each of the tutor's processes at random moments, in one workspace that has to bear it all.

Each kind of victim has a method of `Kills` that lets it work, kills it, and says how many lived through it.
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from tests.steady.place import EXERCISE, HOLE, SCRIPT, Place, make
from tests.steady.processes import MARK, Family, Role, kill, settle, survivors
from tests.steady.terminal import Terminal
from tests.steady.whole import Known
from tutor.checking.verdict import ExerciseVerdict

ROOT = Path(__file__).parents[2]
ANSWERS = {
    "return 2 * x": ("passed", {"ok"}),
    "return 3 * x": ("failed", {"ok", "wrong"}),
    "while True: pass": ("failed", {"time"}),
    "import os; os._exit(3)": ("failed", {"early_exit"}),
}
ANSWERING = """
import sys
from pathlib import Path
from tutor.session import Session

session = Session.open(Path(sys.argv[1]), Path(sys.argv[2]))
while True:
    session.answer("ch01/shape", "(3, 5)")
    print("kept", flush=True)
"""


class Kills:
    """Kills in one workspace. `faults` are sentences on what broke; as a context it gives everything back."""

    def __init__(self, root: Path, seed: int) -> None:
        self.place: Place = make(root)
        self.place.script.write_text(SCRIPT)
        self.known = Known(self.place)
        self.stub = self.place.file.read_text()
        self.chance = random.Random(seed)
        self.mark = f"kills-{os.getpid()}-{seed}"
        self.faults: list[str] = []
        self.number = 0
        self.longest = 0.0  # seconds until the last process of a killed tutor had ended
        self._before = {name: os.environ.get(name) for name in (MARK, "TMPDIR")}
        os.environ |= {MARK: self.mark, "TMPDIR": str(self.place.temporary)}
        tempfile.tempdir = str(self.place.temporary)
        self.family = Family()
        self.session = self.place.session()
        self.victims: dict[str, Callable[[], None]] = {
            "tutor (screens)": self._screens,
            "tutor (check)": self._check,
            "tutor (watch)": self._watch,
            "tutor (train)": self._train,
            "tutor (answers)": self._answers,
            "tutor (reset)": self._reset,
            "judge": lambda: self._inner("judge"),
            "worker": lambda: self._inner("worker"),
            "init of the worker": lambda: self._inner("init"),
            "fork parent": lambda: self._inner("fork parent"),
            "trainer": lambda: self._trainer("trainer"),
            "fork parent of a trainer": lambda: self._trainer("fork parent"),
        }

    def __enter__(self) -> Kills:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.session.close()
        self._expect(survivors(self.mark))
        left = [path.name for path in self.place.temporary.iterdir() if path.name.startswith("dltutor")]
        self._expect([f"the folder {name} is left" for name in left])
        tempfile.tempdir = None
        for name, text in self._before.items():
            if text is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = text

    def one(self, victim: str) -> list[str]:
        """One kill, and everything that has to hold afterwards; what did not."""
        self.number += 1
        before = len(self.faults)
        self.victims[victim]()
        settle()
        began = time.monotonic()
        self._expect(survivors(self.mark, but=self.family.members()))
        self.longest = max(self.longest, time.monotonic() - began)
        self._expect(self.known.faults())
        self.faults[before:] = [f"{self.number} ({victim}): {fault}" for fault in self.faults[before:]]
        return self.faults[before:]

    def _expect(self, faults: list[str]) -> None:
        self.faults += faults

    # -- the tutor itself
    def _screens(self) -> None:
        """The learner types, saves and checks; the terminal's program is killed."""
        self.known.save(self.stub)
        for draft in (self.place.workspace / ".dltutor" / "drafts").glob("*"):
            draft.unlink()
        terminal = Terminal([sys.executable, "-m", "tutor", "start", EXERCISE, *self.place.options], dict(os.environ))
        try:
            ends = time.monotonic() + self.chance.uniform(0.2, 4.5)
            with contextlib.suppress(AssertionError):  # it may be killed before it has painted anything
                terminal.wait(b"NotImplementedError", ends - time.monotonic())
                terminal.press("\r")
                terminal.wait(b"save and check", ends - time.monotonic())
                self._type(terminal, ends)
        finally:
            terminal.kill()

    def _type(self, terminal: Terminal, ends: float) -> None:
        line = f"return {self.chance.choice('23')} * x  #"
        typed = ""
        for letter in line + f" {self.number} " + "1234567890" * 30:
            if time.monotonic() > ends:
                return
            typed += letter
            self.known.typed.add(self.stub.replace(HOLE, typed))
            terminal.press(letter)
            if len(typed) > len(line) and self.chance.random() < 0.2:
                self.known.saved.add(self.stub.replace(HOLE, typed))
                terminal.press("\x13")
                terminal.run(time.monotonic() + self.chance.choice((0, 0.1, 0.6)))
            terminal.run(time.monotonic() + self.chance.uniform(0, 0.06))

    def _check(self) -> None:
        self._save()
        told = self._killed(["check", EXERCISE], self.chance.uniform(0.1, 2.5))
        self._recorded(told)

    def _watch(self) -> None:
        self._save()
        with self._started(["watch", EXERCISE]) as tutor:
            ends = time.monotonic() + self.chance.uniform(0.2, 3.5)
            while (left := ends - time.monotonic()) > 0:
                time.sleep(min(left, self.chance.uniform(0, 0.5)))
                self._save()
            kill(tutor.pid)
            self._recorded(tutor.communicate()[0])

    def _train(self) -> None:
        self._killed(["train", "ch01/look"], self.chance.uniform(0.2, 3.5))

    def _reset(self) -> None:
        self._save()
        self._killed(["reset", EXERCISE], self.chance.uniform(0.05, 0.5))
        self._backed_up()

    def _answers(self) -> None:
        command = [sys.executable, "-c", ANSWERING, str(self.place.course), str(self.place.workspace)]
        before = self.known.answers
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as tutor:
            time.sleep(self.chance.uniform(0.2, 0.8))
            kill(tutor.pid)
            told = tutor.communicate()[0].count("kept")
        self._expect(self.known.faults())
        if self.known.answers - before not in (told, told + 1):
            self._expect([f"{told} answers were confirmed, {self.known.answers - before} are kept"])

    def _save(self, line: str | None = None) -> str:
        """Saves another answer; returns its line."""
        chosen = line or self.chance.choice(list(ANSWERS))
        self.known.save(self.stub.replace(HOLE, f"{chosen}  # {self.number} {self.chance.random()}"))
        return chosen

    def _killed(self, arguments: list[str], after: float) -> str:
        """What a command printed until it was killed."""
        with self._started(arguments) as tutor:
            time.sleep(after)
            kill(tutor.pid)
            return tutor.communicate()[0]

    @contextlib.contextmanager
    def _started(self, arguments: list[str]) -> Iterator[subprocess.Popen[str]]:
        command = [sys.executable, "-u", "-m", "tutor", *arguments, *self.place.options]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, start_new_session=True
        ) as tutor:
            yield tutor

    def _recorded(self, told: str) -> None:
        """A verdict that was printed is kept."""
        before = self.known.attempts
        self._expect(self.known.faults())
        verdicts = told.count("The worked example") > 0
        if verdicts and self.known.attempts == before:
            self._expect([f"a verdict was printed and not kept: {told}"])

    def _backed_up(self) -> None:
        """The learner's text is still there: in the file, or in a backup."""
        texts = [path.read_text() for path in self.place.workspace.glob("backups/ch01_small/*.py")]
        if self.place.file.read_text() == self.stub and not any(f"# {self.number} " in text for text in texts):
            self._expect(["a reset has thrown away what it put back"])

    # -- the processes below it
    def _inner(self, role: Role) -> None:
        """While the tutor of this process checks, or waits for the next check."""
        line = self._save()
        heard: list[ExerciseVerdict] = []
        checking = threading.Thread(target=lambda: heard.append(self.session.check(EXERCISE)))
        if self.chance.random() < 0.2:
            self._kill_soon(role, 0.1)
        checking.start()
        self._kill_soon(role, self.chance.choice((0.05, 0.3, 1.0)))
        checking.join(60)
        self._expect([] if heard else ["the check has not ended"])
        status, reasons = ANSWERS[line]
        for verdict in heard:
            said = {check.reason for check in verdict.checks}
            hurt = role in ("worker", "init") and verdict.status == "failed" and "signal" in said
            if not hurt and (verdict.status != status or not said <= reasons):
                self._expect([f"after `{line}` the learner was told {said}, {_words(verdict)}"])
        self._works()

    def _kill_soon(self, role: Role, within: float) -> None:
        time.sleep(self.chance.uniform(0, within))
        chosen = self.family.by_role()[role]
        if chosen:
            kill(self.chance.choice(chosen))

    def _trainer(self, role: Role) -> None:
        run = self.session.train("ch01/look")
        threading.Timer(self.chance.uniform(0, 0.6), lambda: self._kill_until(role)).start()
        result = run.wait()
        (*_, last) = self.session.runs("ch01/look")
        if (result["ended"], last.state) != ("failed", "failed"):
            self._expect([f"the run ended as {result['ended']} and is kept as {last.state}"])
        self._works()

    def _kill_until(self, role: Role) -> None:
        """A trainer is there a moment after it was asked for."""
        for _ in range(200):
            found = self.family.by_role()[role]
            if found:
                kill(found[0])
                return
            time.sleep(0.01)

    def _works(self) -> None:
        """The next check."""
        self._save("return 2 * x")
        verdict = self.session.check(EXERCISE)
        if verdict.status != "passed":
            self._expect([f"the next check was told {_words(verdict)}"])


def _words(verdict: ExerciseVerdict) -> str:
    failure = verdict.first_failure
    return f"{verdict.status}: {verdict.note or (failure.message if failure else '')}"


SHARES = {
    "tutor (screens)": 35,
    "tutor (check)": 25,
    "tutor (watch)": 15,
    "tutor (train)": 20,
    "tutor (answers)": 15,
    "tutor (reset)": 10,
    "judge": 20,
    "worker": 15,
    "init of the worker": 5,
    "fork parent": 20,
    "trainer": 10,
    "fork parent of a trainer": 10,
}
"""How many of two hundred kills go where."""


def victims(kills: int, seed: int) -> list[str]:
    """So many victims in a random order; each kind at least once, if there are enough."""
    chance = random.Random(seed)
    whole = [name for name, share in SHARES.items() for _ in range(max(1, round(share * kills / 200)))]
    while len(whole) > kills:
        whole.remove(max(SHARES, key=whole.count))
    whole += chance.choices(list(SHARES), list(SHARES.values()), k=kills - len(whole))
    chance.shuffle(whole)
    return whole
