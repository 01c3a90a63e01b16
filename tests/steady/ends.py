"""Five answers that stand for all the ways in which a check can end badly, and the words that a learner must see."""

from __future__ import annotations

from dataclasses import dataclass

RIGHT = "return 2 * x"
PAINTED = "\\x1b[2J\\x1b[?1049l\\x1b]0;mine\\x07\\x1b]52;c;aGk=\\x07\\x1b]8;;http://x\\x07[/] [@click=app.quit]quit[/]"


@dataclass(frozen=True, slots=True)
class End:
    """The line of the answer, how the verdict begins, and what must never reach a terminal as it is."""

    line: str
    words: str
    output: str = ""


ENDS = {
    "loop": End("while True: pass", "No answer after 2 seconds"),
    "exit": End("import os; os._exit(0)", "Your code ends the program (exit code 0)"),
    "crash": End("import os; os.kill(os.getpid(), 11)", "The program was ended by SIGSEGV"),
    "memory": End("return [bytes(1 << 28) for _ in range(99)]", "Your code asks for more memory"),
    "paint": End(f'print("{PAINTED}"); return 3 * x', "expected [2, 4]", "[@click=app.quit]quit[/]"),
}
