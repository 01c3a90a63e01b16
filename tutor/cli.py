"""The command `dltutor`: finds the one command that was asked for, imports only that, and turns what went wrong into a
sentence and an exit code.

    0  all passed, target met, or simply done      2  wrong usage; an unknown target names the nearest
    1  not                                         3  a fault of the course or of the tutor

Typer builds every parameter of every command of an app at once (40 ms for ours, more than a whole `dltutor list`), so
`Commands` builds a command when it is called for.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterator
from errno import ENOSPC
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

COMMANDS = {
    "start": "tutor.commands.starting:start",
    "list": "tutor.commands.reading:list_chapters",
    "show": "tutor.commands.reading:show_step",
    "find": "tutor.commands.words:find_word",
    "glossary": "tutor.commands.words:glossary",
    "check": "tutor.commands.checking:check",
    "watch": "tutor.commands.watching:watch",
    "hint": "tutor.commands.helping:hint",
    "solution": "tutor.commands.helping:solution",
    "reset": "tutor.commands.helping:reset",
    "history": "tutor.commands.helping:history",
    "quiz": "tutor.commands.asking:quiz",
    "review": "tutor.commands.asking:review",
    "train": "tutor.commands.training:train",
    "progress": "tutor.commands.standing:progress",
    "fetch": "tutor.commands.fetching:fetch",
    "doctor": "tutor.commands.doctor:doctor",
    "author": "tutor.authoring.commands:app",
}
"""Where each command stands, in the order of the help: a function, or an app with commands of its own."""
MEANT = {"status": "progress", "run": "train", "test": "check", "verify": "check", "submit": "check", "search": "find"}
"""What other programs call some of them."""


class Commands(TyperGroup):
    """See the module's docstring."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = _build(cmd_name)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = [MEANT[args[0]]] if args[0] in MEANT else get_close_matches(args[0], COMMANDS, 1)
            mend = f"did you mean `dltutor {near[0]}`?" if near else "`dltutor --help` lists what there is."
            ctx.fail(f"There is no command {args[0]!r}; {mend}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        with sentences():
            return super().invoke(ctx)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from tutor import __version__

        print(f"dltutor {__version__}")
        raise typer.Exit


@app.callback()
def dltutor(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """A deep-learning course that lives in the terminal.

    Read a step, write the missing code in your own editor, be checked within a blink, and watch your code train.
    Begin with `dltutor start`; every command says more with --help.
    """


@contextlib.contextmanager
def sentences() -> Iterator[None]:
    """Ends a command that can't go on with a sentence on stderr and its exit code."""
    from tutor.course.model import CourseError, UnknownTarget
    from tutor.learner.refused import Refused, WrongUsage

    try:
        yield
    except (UnknownTarget, WrongUsage) as error:
        raise _end(str(error), 2) from None
    except Refused as error:
        raise _end(str(error), 1) from None
    except CourseError as error:
        raise _end(str(error), 3) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        if os.environ.get("DLTUTOR_DEBUG") or _is_usage(error):
            raise
        if isinstance(error, OSError) and error.errno == ENOSPC:
            where = f"for {error.filename}" if error.filename else "for what this command writes"
            raise _end(f"The disk has no room {where}. Free some, and run the command again.", 1) from None
        say = f"dltutor itself failed: {type(error).__name__}: {error}. "
        raise _end(f"{say}DLTUTOR_DEBUG=1 in front of the command shows the whole trace.", 3) from None


def _is_usage(error: Exception) -> bool:
    """Whether Typer is about to explain a wrong option by itself."""
    return hasattr(error, "exit_code") and hasattr(error, "show")


def _end(sentence: str, code: int) -> typer.Exit:
    from tutor.render.plain import plain

    print(plain(sentence), file=sys.stderr)
    return typer.Exit(code)


def _build(name: str) -> Any:
    """The command, made from its function (or app) alone."""
    module, _, attribute = COMMANDS[name].partition(":")
    found = getattr(import_module(module), attribute)
    gc.freeze()  # see `main`
    gc.enable()
    if isinstance(found, typer.Typer):
        built = typer.main.get_command(found)
    else:
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(name)(found)
        built = typer.main.get_command(alone)
    built.name = name
    return built


def main() -> None:
    """What the installed `dltutor` calls. Until its command is imported nothing is garbage: not looking saves 30 ms."""
    gc.disable()
    _prepare_streams()
    if sys.argv[1:] == ["start"]:
        _start()
    else:
        app(prog_name="dltutor")


def _prepare_streams() -> None:
    """Makes what others handed over usable: closed streams, bytes that are no text, an encoding that lacks our
    characters, a width of 0."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            if stream.encoding.lower().replace("-", "") != "utf8":
                from tutor.render import spelling

                spelling.register()
                stream.reconfigure(errors=spelling.ERRORS)  # type: ignore[union-attr]
            else:
                stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if os.environ.get("COLUMNS", "").strip("0 ") == "":  # rich would paint nothing at all
        os.environ.pop("COLUMNS", None)


def _start() -> None:
    """`dltutor start` without options, past Typer, which checks even absent ones with pydantic: 60 ms."""
    from tutor.commands.starting import start

    try:
        with sentences():
            start()
    except typer.Exit as end:
        sys.exit(end.exit_code)
