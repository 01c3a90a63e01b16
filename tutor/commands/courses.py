"""`dltutor list --courses`: which courses there are, and how each is named to `--course`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from tutor.commands.console import print_json, say
from tutor.course import Course, CourseError
from tutor.course.installed import Offer, offers
from tutor.course.locate import default_root
from tutor.learner.files import shown
from tutor.learner.typed import start


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list. `--course` takes the `name` (None for the default); `fault` says why it can't be used."""

    name: str | None
    title: str | None
    folder: str | None
    fault: str | None


def list_courses(as_json: bool) -> None:
    """Prints the default course and the installed ones. Exit 3 where one can't be used."""
    listed = [_open(Offer("", default_root()), None), *(_open(offer, offer.name) for offer in offers())]
    if as_json:
        print_json({"schema": 1, "courses": [asdict(each) for each in listed]})
    else:
        _print(listed)
    if any(each.fault for each in listed):
        raise typer.Exit(3)


def _open(offer: Offer, name: str | None) -> Listed:
    if offer.folder is None:
        return Listed(name, None, None, offer.fault)
    folder = str(offer.folder)
    try:
        return Listed(name, Course.open(offer.folder).title, folder, None)
    except CourseError as error:
        return Listed(name, None, folder, str(error))


def _print(listed: list[Listed]) -> None:
    width = max(len(_name(each)) for each in listed)
    titles = max((len(each.title) for each in listed if each.title), default=0)
    for each in listed:
        if each.fault is None:
            where = shown(Path(each.folder or ""))
            say((_name(each).ljust(width), "bold"), f"  {(each.title or '').ljust(titles)}  {where}")
        else:
            say((_name(each), "bold"), " can't be used:")
            say(each.fault, indent=4)
    usable = [each.name for each in listed if each.name and each.fault is None]
    if usable:
        say()
        say(f"Next: {start(usable[0])}")


def _name(listed: Listed) -> str:
    return listed.name or "(default)"
