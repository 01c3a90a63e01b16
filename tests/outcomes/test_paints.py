"""What a learner's code says is shown and never obeyed: by a terminal, by rich, by whoever reads JSON or XML."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pexpect
import pyte
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.outcomes.hostile import MARKUP, NASTY, OBEYED, literal, obeyed
from tests.outcomes.workplace import Workplace, working
from tests.outcomes.world import World
from tutor.render.plain import json_text, pictured, plain

ROOT = Path(__file__).parents[2]
CLEAR = "\x1b[2J\x1b[H"
HEAD = f"import torch, warnings, sys\nN = {literal(NASTY)}\nNAME = N.replace(chr(0), '')\n\ndef double(x):\n"
SOURCES = {
    "printed": "print(N)\n    return 3 * x",
    "written as bytes": "sys.stdout.buffer.write(N.encode() + b'\\xff\\x9b2J\\n'); sys.stdout.buffer.flush()",
    "written to the errors": "print(N, file=sys.stderr)\n    return 3 * x",
    "a warning": "warnings.warn(N)\n    return 3 * x",
    "a warning's class": "warnings.warn(type(NAME, (UserWarning,), {})(N))\n    return 3 * x",
    "an exception": "raise ValueError(N)",
    "an exception's class": "raise type(NAME, (Exception,), {})(N)",
    "half a letter": "raise ValueError(N + chr(0xdc80))",
    "an exit": "raise SystemExit(N)",
    "a key that is not there": "return {}[N]",
    "a module that is not there": "import importlib; importlib.import_module(NAME)",
    "an unknown name": "return x.__getattribute__(N)",
    "what is returned": "return N",
    "its parts": "return [N, {N: (N, 1.5)}]",
    "its class": "return type(NAME, (), {'__repr__': lambda self: N})()",
    "its class's module": "return type(NAME, (), {'__module__': N})()",
    "a subclass of Tensor": "return x.as_subclass(type(NAME, (torch.Tensor,), {}))",
    "a verdict": "print('\\x1b[2Jch01/double: \\x1b[32mpassed\\x1b[0m, 2 of 2 checks')\n    return 3 * x",
    "the separator of checks": "print('\\x1ePassed\\n' + N)\n    return 3 * x",
}
RAW = NASTY.replace("\0", "").replace("\r", "").replace("\\", "")
"""What may stand in a string of Python as it is."""


@pytest.fixture
def learner(world: World, tmp_path: Path) -> Iterator[Workplace]:
    with working(tmp_path, world.checker) as place:
        yield place


@given(st.text() | st.text(alphabet="\x1b[]0;?\x07\\\x9b\x9d\x9cP_^Xm\r\nab\u202e\x85\ud800"))
@example(NASTY)
def test_no_text_is_obeyed_once_it_is_made_plain(text: str) -> None:
    assert not OBEYED.search(plain(text))
    assert plain(plain(text)) == plain(text)
    assert not OBEYED.search(pictured(text))
    assert len(pictured(text)) == len(text)
    assert json.loads(json_text([text])) == [text]
    assert not OBEYED.search(json_text({text: text}))


def test_nothing_that_a_file_says_is_obeyed(
    learner: Workplace, subtests: pytest.Subtests, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    junit = tmp_path / "junit.xml"
    monkeypatch.setenv("COLUMNS", "100")
    for name, lines in SOURCES.items():
        with subtests.test(name), monkeypatch.context() as patch:
            learner.file.write_text(f"{HEAD}    {lines}\n", newline="\n")
            raw = learner.check("--json")
            assert not OBEYED.search(raw.stdout)
            assert json.loads(raw.stdout)["passed"] is False
            patch.setenv("FORCE_COLOR", "1")
            painted = learner.check("--all", "--junit", str(junit))
            assert "\x1b[1mch01/double\x1b[0m" in painted.stdout, "colours are ours"
            assert not obeyed(painted.stdout)
            assert not any(map(OBEYED.search, texts_of(ElementTree.parse(junit).getroot())))


def test_what_a_file_says_is_shown_as_it_was_said(learner: Workplace, tmp_path: Path) -> None:
    junit = tmp_path / "junit.xml"
    learner.file.write_text(f"{HEAD}    print(N); warnings.warn(N); raise ValueError(N)\n")
    piped = learner.check("--junit", str(junit))
    assert not OBEYED.search(piped.output)
    assert piped.stdout.count(MARKUP) == 4, "raised once, printed twice, warned of once"
    assert sum(text.count(MARKUP) for text in texts_of(ElementTree.parse(junit).getroot())) >= 4
    (verdict,) = json.loads(learner.check("--json").stdout)["exercises"]
    assert NASTY in verdict["output"]
    assert NASTY in verdict["checks"][0]["message"]


def texts_of(element: ElementTree.Element) -> Iterator[str]:
    for each in element.iter():
        yield from (each.text or "", each.tail or "", *each.attrib.values())


def test_the_line_that_is_shown_is_not_obeyed(learner: Workplace) -> None:
    learner.file.write_text(f"def double(x):\n    raise ValueError('''{RAW}''')  # {RAW}\n", newline="\n")
    shown = learner.check()
    assert "   2 │     raise ValueError('''␛[2J␛[H␛]0;TITLE␇" in shown.stdout
    assert not OBEYED.search(shown.output)


def test_a_sign_that_no_code_may_hold_is_shown_as_its_number(learner: Workplace) -> None:
    learner.file.write_text("def double(x):\n    return x \u202e+ x\n")
    shown = learner.check()
    assert "U+202E" in shown.stdout
    assert not OBEYED.search(shown.output)


def test_what_was_kept_is_not_obeyed_later(learner: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    learner.file.write_text(f"# {RAW}\n{HEAD}    print(N); raise ValueError(N)\n", newline="\n")
    learner.check()
    monkeypatch.setenv("FORCE_COLOR", "1")
    for command in (("history",), ("history", "--json"), ("show",), ("hint",), ("solution", "--give-up"), ("reset",)):
        said = learner(command[0], "ch01/double", *command[1:])
        assert said.exit_code == 0, said.output
        assert not obeyed(said.output), command


SCRIPT = f"""
import os, stat, sys
import numpy
from tutor import live

N = {literal(NASTY)} + chr(0xdc80)
live.stage(N, of=2)
for epoch in live.epochs(2):
    for batch in live.batches(range(3)):
        live.log(**{{N: 1 / (batch + 1), "loss": float("nan")}})
live.say(N)
live.text(N, N)
live.picture(N, numpy.eye(2), caption=N, rows=[N, "b"], columns=["a", N])
live.picture(N + "2", [numpy.eye(4)] * 2, labels=[N, "b"])
live.scatter(N, numpy.eye(2), [0, 1], names=[N, "b"], caption=N)
live.slider(N, [(N, numpy.eye(2)), ("b", numpy.eye(2))], caption=[N, None], rows=[N, "b"], labels=[N])
live.result(**{{N: 3.0}})
print(N)
os.write(1, N.encode("utf-8", "replace") + b"\\n")
for number in range(3, 30):
    try:
        if stat.S_ISFIFO(os.fstat(number).st_mode):
            os.write(number, b'{{"event": "say", "text": "\\\\u001b[2J forged \\\\udc80"}}\\n\\x1b[2J\\n')
    except OSError:
        pass
"""


def test_nothing_that_a_script_says_is_obeyed(learner: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    with learner.session() as session:
        session.visit("ch01/look")
    script = learner.root / "ch01_small" / "look.py"
    script.write_text(SCRIPT)
    piped = learner("train", "ch01/look")
    assert piped.exit_code == 0, piped.output
    assert not OBEYED.search(piped.output)
    assert "[@click=app.quit]quit[/][red]red" in piped.stdout
    assert " forged ?\n" in piped.stdout, "what is forged on the pipe is no better"
    events = learner("train", "ch01/look", "--json")
    assert not OBEYED.search(events.output)
    told = [json.loads(line) for line in events.stdout.splitlines()]
    assert {"stage", "log", "say", "text", "picture", "output", "result"} <= {event["event"] for event in told}
    assert any(NASTY in event.get("title", "") for event in told), "JSON holds what was said"
    monkeypatch.setenv("FORCE_COLOR", "1")
    painted = learner("train", "ch01/look")
    assert painted.exit_code == 0, painted.output
    assert not obeyed(painted.output)
    for ends in ("raise type(N.replace(chr(0), '').replace(chr(0xdc80), ''), (Exception,), {})(N)", "sys.exit(N)"):
        script.write_text(f"{SCRIPT}{ends}\n")
        failed = learner("train", "ch01/look")
        assert failed.exit_code == 1
        assert not obeyed(failed.output)


def test_names_of_numbers_are_not_obeyed_in_the_progress(learner: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    learner.solve()
    assert learner.check().exit_code == 0
    with learner.session() as session:
        session.visit("ch01/train")
    script = learner.root / "ch01_small" / "train.py"
    script.write_text(f"from tutor import live\nlive.result(**{{{literal(NASTY)}: 3.0, 'size': 64}})\n")
    assert learner("train", "ch01/train").exit_code == 0
    monkeypatch.setenv("FORCE_COLOR", "1")
    for form in ((), ("--json",)):
        said = learner("progress", *form)
        assert "quit" in said.stdout
        assert not obeyed(said.output)


class Terminal:
    """A command in a real terminal: the bytes it was sent, and the screen they made."""

    def __init__(self, place: Workplace, *arguments: str) -> None:
        named = ["--course", str(place.course), "--workspace", str(place.root)]
        self.screen = pyte.Screen(100, 50)
        self.sent = ""
        self._stream = pyte.Stream(self.screen)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "tutor", arguments[0], *named, *arguments[1:]],
            cwd=ROOT,
            env=os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"},
            dimensions=(50, 100),
            encoding="utf-8",
            codec_errors="surrogateescape",
            timeout=40,
        )

    def until(self, words: str, times: int = 1) -> None:
        """Reads until the words have come so often."""
        ends = time.monotonic() + 40
        while self.sent.count(words) < times:
            assert time.monotonic() < ends, self.sent
            self._read()

    def end(self) -> int:
        """Reads to the end; the exit status."""
        try:
            while True:
                self._read()
        except pexpect.EOF:
            self.child.close()
        return int(self.child.exitstatus or 0)

    def _read(self) -> None:
        data = self.child.read_nonblocking(10_000, timeout=40)
        self.sent += data
        self._stream.feed(data)

    def is_untouched(self, *, clears: int = 0) -> bool:
        """Whether nobody but us has cleared it, named it, asked it or moved on it."""
        assert self.sent.count(CLEAR) == clears
        assert not obeyed(self.sent.replace(CLEAR, ""))
        assert (self.screen.title, self.screen.icon_name) == ("", "")
        return True


def test_a_real_terminal_is_left_as_it_was_by_watch(learner: Workplace) -> None:
    learner.file.write_text(f"{HEAD}    print(N); warnings.warn(N); raise type(NAME, (Exception,), {{}})(N)\n")
    terminal = Terminal(learner, "watch", "ch01/double")
    terminal.until("Waiting for the next save")
    screen = "\n".join(terminal.screen.display)
    assert "FAILED   The worked example" in screen
    assert "[@click=app.quit]" in screen
    learner.file.write_text(learner.file.read_text().replace("raise", " raise"))
    terminal.until("Waiting for the next save", 2)
    terminal.child.kill(signal.SIGINT)
    assert terminal.end() == 0
    assert terminal.is_untouched(clears=2)


def test_a_real_terminal_is_left_as_it_was_by_train(learner: Workplace) -> None:
    with learner.session() as session:
        session.visit("ch01/look")
    (learner.root / "ch01_small" / "look.py").write_text(f"{SCRIPT}raise ValueError(N)\n")
    terminal = Terminal(learner, "train", "ch01/look")
    assert terminal.end() == 1
    assert terminal.is_untouched()
    assert "ch01/look: failed after" in "\n".join(terminal.screen.display)


def test_json_that_is_printed_on_a_terminal_is_not_obeyed(learner: Workplace) -> None:
    learner.file.write_text(f"{HEAD}    print(N); raise ValueError(N)\n")
    terminal = Terminal(learner, "check", "ch01/double", "--json")
    assert terminal.end() == 1
    assert terminal.is_untouched()
    told: dict[str, Any] = json.loads(re.sub(r"[\r\n]+", "", terminal.sent))
    assert MARKUP in told["exercises"][0]["output"]
