"""A verdict as a person reads it: each promise with a word, the first broken one in full, the next command at the end.

What the learner's code has said (its output, its exceptions, values) goes through `plain` before it is printed.
"""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from tutor.checking.snapshot import Unreadable, read
from tutor.checking.sourcetext import lines_of
from tutor.checking.verdict import CheckResult, ExerciseVerdict
from tutor.commands.console import say, sentence, show, word
from tutor.learner.files import shown
from tutor.render.plain import pictured, plain

MAX_OUTPUT_LINES = 40
WORDS = {"passed": "passed", "failed": "FAILED", "error": "error", "skipped": "not run"}


def report(verdict: ExerciseVerdict, title: str, path: Path, *, everything: bool = False) -> None:
    """The verdict as it is known at once; the diagnosis and the end follow when the rest is known."""
    say((verdict.id, "bold"), "  ", title)
    if verdict.status in ("untouched", "skipped"):
        say(sentence(plain(_as_sentence(verdict.note))), indent=2)
        return
    for check in verdict.checks:
        say(word_for(check), "  ", sentence(check.title), indent=2)
    if verdict.note and all(check.message != verdict.note for check in verdict.checks):  # else it is told below
        say(sentence(plain(_as_sentence(verdict.note))), indent=2)
    broken = [check for check in verdict.checks if check.status in ("failed", "error")]
    for check in broken if everything else broken[:1]:
        say()
        _detail(check, path)
    if verdict.output.strip():
        _output(verdict.output)


def diagnosis(verdict: ExerciseVerdict, *, everything: bool = False) -> None:
    """The recognised mistakes, each once."""
    told = set()
    for check in verdict.checks:
        if check.mistake and check.diagnosis not in told:
            told.add(check.diagnosis)
            say()
            say(("What this looks like: ", "bold"), (check.mistake, "yellow"))
            say(sentence(plain(check.diagnosis)), indent=2)
            if not everything:
                return


def count(verdict: ExerciseVerdict) -> str:
    """`17 of 24 checks`."""
    return f"{verdict.passed} of {len(verdict.checks)} checks"


def next_command(verdict: ExerciseVerdict, has_hints: bool) -> str:
    """What `dltutor` is asked to do after a verdict that is not a pass."""
    if verdict.status == "skipped":
        first = verdict.note.removeprefix("finish ").removesuffix(" first")
        return f"check {first}"
    if verdict.status == "untouched" or not has_hints:
        return f"show {verdict.id}"
    return f"hint {verdict.id}"


def word_for(check: CheckResult) -> Text:
    """The check's status in a word of one width."""
    status = word(check.status)
    return Text(WORDS[check.status].ljust(7), style=status.style)


def _detail(check: CheckResult, path: Path) -> None:
    """One broken promise: what was promised, what was seen, and the line to look at."""
    say(sentence(check.title, "bold"))
    message = plain(check.message).strip("\n")
    if message:
        show(Text("\n").join(map(_said, message.split("\n"))), indent=2)
    if check.line is not None:
        text = _line(path, check.line)
        if text.strip() and text.strip() not in message:
            say()
            say(f"{shown(path)}, line {check.line}:", indent=2)
            say((f"{check.line:4} │ ", "dim"), text, indent=2)
        elif not text.strip():
            say(f"{shown(path)}, line {check.line}.", indent=2)


def _said(line: str) -> Text:
    """One line of a message; values are indented, and a backtick in them is a backtick."""
    return Text(line) if line.startswith(" ") else sentence(line)


def _line(path: Path, number: int) -> str:
    """The text of one line of the learner's file, or nothing."""
    try:
        lines = lines_of(read(path))
    except Unreadable:  # it was there when it was checked
        return ""
    return pictured(lines[number - 1]) if 0 < number <= len(lines) else ""


def _output(output: str) -> None:
    """What the code printed, set apart and cut in the middle where it is long."""
    lines = plain(output).rstrip("\n").split("\n")
    if len(lines) > MAX_OUTPUT_LINES:
        half = MAX_OUTPUT_LINES // 2
        lines = [*lines[:half], f"... {len(lines) - 2 * half} lines left out ...", *lines[-half:]]
    say()
    say(("Your code printed:", "bold"))
    for line in lines:
        say(("│ ", "dim"), line, indent=2)


def _as_sentence(note: str) -> str:
    """`finish ch04/rnn-cell first` as a sentence of its own; an address keeps its small letter."""
    if "/" not in note.partition(" ")[0]:
        note = note[:1].upper() + note[1:]
    return note if note.endswith(".") else f"{note}."
