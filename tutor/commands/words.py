"""`dltutor find` and `glossary`: what a word means, which step teaches it, and which steps speak of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tutor.commands.opening import session
from tutor.commands.options import CourseOption, JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from tutor.actions.lookup import Entry, Found, Passage
    from tutor.session import Session

MOST_WHOLE = 4
"""Entries that are shown with what they mean, where the word is a part of several; the others by name."""


def find_word(
    words: Annotated[list[str], typer.Argument(metavar="WORD", help="A term, its symbol, or any words of the course.")],
    as_json: JsonOption = False,
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Say what a word means, and find the steps that speak of it. Exit 1 where there is neither."""
    from tutor.commands.console import print_json, say
    from tutor.learner.refused import WrongUsage

    word = " ".join(" ".join(words).split())
    if not word:
        raise WrongUsage("Name a word to look up, such as `dltutor find softmax`.")
    with session(course, workspace, make=False) as opened:
        found = opened.look_up(word)
        if as_json:
            terms = [_term_json(entry) | {"near": entry in found.near} for entry in found.terms]
            print_json({"schema": 1, "terms": terms, "steps": [_step_json(each) for each in found.steps]})
        else:
            _print(opened, word, found)
            if not (found.terms or found.steps):
                say(f"No step speaks of {word!r}; `{opened.command('glossary')}` lists the terms of the course.")
    raise typer.Exit(0 if found.exact or found.like or found.steps else 1)


def glossary(
    chapter: Annotated[
        str | None, typer.Argument(metavar="CHAPTER", help="The terms of this chapter only, in their order.")
    ] = None,
    as_json: JsonOption = False,
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """List the terms of the course from a to z, each with what it means and the step that teaches it."""
    from tutor.commands.console import print_json, say
    from tutor.course.model import UnknownTarget

    with session(course, workspace, make=False) as opened:
        entries: tuple[Entry, ...] = opened.glossary
        if chapter is not None:
            try:
                home, _ = opened.find(chapter)
            except UnknownTarget:
                found = opened.look_up(chapter)
                if not (found.exact or found.like):
                    raise
                command = opened.command(f"find {chapter}")
                raise UnknownTarget(f"{chapter!r} is no chapter; `{command}` says what the word means.") from None
            order = [term.term for term in home.terms]
            own = [entry for entry in entries if entry.address.startswith(f"{home.id}/")]
            entries = tuple(sorted(own, key=lambda entry: order.index(entry.term)))
        if as_json:
            print_json({"schema": 1, "terms": [_term_json(entry) for entry in entries]})
            return
        for entry in entries:
            _show(entry)
        say(f"{len(entries)} terms." if entries else "There are no terms here.")
        if entries:
            say(f"Next: {opened.command(f'show {entries[0].address}')}")


def _print(opened: Session, word: str, found: Found) -> None:
    from tutor.commands.console import say

    if found.near:
        say(f"The glossary has no {word!r}. Spelt nearly so:")
    whole = found.exact or (found.like or found.near)[:MOST_WHOLE]
    for entry in whole:
        _show(entry)
    if rest := [entry for entry in found.terms if entry not in whole]:
        say(f"See also: {', '.join(entry.term for entry in rest)}")
    if whole:
        say(f"Next: {opened.command(f'show {whole[0].address}')}")
    if found.steps and whole:
        say()
        say(f"Steps that speak of {word!r}:")
    _show_steps(found.steps)


def _show(entry: Entry) -> None:
    from tutor.actions.lookup import drawn
    from tutor.commands.console import say, sentence
    from tutor.render.markdown import as_line

    symbol = f"  {drawn(entry.symbol)}" if entry.symbol else ""
    also = f"  (also {', '.join(entry.also)})" if entry.also else ""
    say((entry.term, "bold"), symbol, (also, "dim"))
    say(sentence(as_line(entry.means)), indent=2)
    say((entry.address, "bold"), f"  {entry.title}", indent=2)


def _show_steps(steps: Iterable[Passage]) -> None:
    from tutor.commands.console import say

    for each in steps:
        say((each.address, "bold"), f"  {each.kind}  {each.title}")
        if each.around:
            say(each.around, indent=2)


def _term_json(entry: Entry) -> dict[str, Any]:
    from tutor.actions.lookup import drawn
    from tutor.render.markdown import as_line

    return {
        "term": entry.term,
        "also": list(entry.also),
        "symbol": drawn(entry.symbol),
        "means": as_line(entry.means),
        "step": entry.address,
        "title": entry.title,
    }


def _step_json(each: Passage) -> dict[str, Any]:
    return {"id": each.address, "kind": each.kind, "title": each.title, "text": each.around}
