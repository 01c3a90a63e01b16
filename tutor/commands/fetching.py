"""`dltutor fetch`: the one command that gets something from the network, and only what was asked for by name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from tutor.commands.console import err, print_json, say, warn
from tutor.commands.options import JsonOption
from tutor.downloads import places
from tutor.downloads.table import TABLE, Download, File, megabytes
from tutor.learner.files import shown
from tutor.learner.refused import Refused, WrongUsage


def fetch(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="What to fetch; without a name, what there is.")
    ] = None,
    mirror: Annotated[
        str | None,
        typer.Option("--mirror", metavar="URL", help="Take it from here: a server or a folder (also DLTUTOR_MIRROR)."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch large files that some steps can use, such as trained weights. No step needs one."""
    if not names:
        _list(as_json)
        return
    from tutor.downloads.fetching import MIRROR

    wanted = [_named(name) for name in dict.fromkeys(names)]
    source = mirror or os.environ.get(MIRROR, "").strip()
    fetched = [_fetch(download, source, as_json) for download in wanted]
    if as_json:
        print_json({"schema": 1, "fetched": fetched})


def _named(name: str) -> Download:
    if name not in TABLE:
        near = get_close_matches(name, TABLE, 1)
        mend = f"Did you mean `dltutor fetch {near[0]}`?" if near else "`dltutor fetch` lists what there is."
        raise WrongUsage(f"There is nothing to fetch by the name {name!r}. {mend}")
    return TABLE[name]


def _fetch(download: Download, mirror: str, as_json: bool) -> dict[str, Any]:
    """Fetches one, and tells where it lies now."""
    from tutor.downloads.fetching import fetch, kept
    from tutor.downloads.transfer import Failed

    try:
        with _shown(quiet=as_json) as watcher:
            path, came = fetch(download, mirror, watcher)
    except Failed as error:
        raise Refused(f"{download.name} was not fetched. {error}") from None
    except KeyboardInterrupt:
        warn(f"Stopped. {kept(download)} `dltutor fetch {download.name}` goes on.".replace("  ", " "))
        raise
    if not as_json:
        state = "is here now" if came else "was here already, and is sound"
        say((download.name, "bold"), f" {state}: {shown(path)}")
    return {"name": download.name, "path": str(path), "fetched": came}


@contextmanager
def _shown(quiet: bool) -> Iterator[Any]:
    """Shows how much has come: a bar where standard error is a terminal, else a line at each quarter."""
    from tutor.downloads.fetching import Watcher

    def begins(file: File, url: str) -> None:
        warn(f"Fetching {file.name} from {url}")

    if quiet:
        yield Watcher(lambda *_: None, lambda *_: None, warn)
    elif err().is_terminal:
        with _bar() as here:
            yield Watcher(begins, here, warn)
    else:
        yield Watcher(begins, _Quarters(), warn)


@contextmanager
def _bar() -> Iterator[Any]:
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    words = TextColumn("{task.description} of {task.fields[whole]} MB", markup=False)
    with Progress(BarColumn(), words, TimeRemainingColumn(), console=err(), transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def here(file: File, size: int) -> None:
            if file.name not in tasks:
                tasks[file.name] = progress.add_task("0", total=file.size, whole=megabytes(file.size))
            progress.update(tasks[file.name], completed=size, description=megabytes(size))

        yield here


class _Quarters:
    """A line whenever another quarter of a file is here."""

    def __init__(self) -> None:
        self._told: dict[str, int] = {}

    def __call__(self, file: File, here: int) -> None:
        quarters = 4 * here // file.size
        if quarters > self._told.get(file.name, 0):
            self._told[file.name] = quarters
            warn(f"{megabytes(here)} of {megabytes(file.size)} MB")


def _list(as_json: bool) -> None:
    """What there is, and which of it is here."""
    found = {name: places.find(download) for name, download in TABLE.items()}
    steps = _steps()
    if as_json:
        listed = [_as_json(download, found[name], steps[name]) for name, download in TABLE.items()]
        print_json({"schema": 1, "folder": str(places.folder()), "downloads": listed})
        return
    width = max(map(len, TABLE))
    for name, download in TABLE.items():
        path = found[name]
        state = ("here, in ", "green") if path else ("not here", "yellow")
        where = shown(path) if path else ""
        say((name.ljust(width), "bold"), f"  {download.title}, {download.megabytes} MB: ", state, where)
        host = urlsplit(download.files[0].urls[0]).netloc
        of = f"for {', '.join(steps[name])}, from" if steps[name] else "from"
        say(f"{of} {host}. {download.licence}", indent=width + 2)
    say()
    say(f"What is fetched is kept in {shown(places.folder())}; {places.MOVED} names another folder.")
    missing = next((name for name, path in found.items() if path is None), None)
    if missing:
        say(f"Next: dltutor fetch {missing}")


def _steps() -> dict[str, list[str]]:
    """The steps that look for each download; none where the course can't be opened, which others will say."""
    from tutor.actions.realdata import users
    from tutor.commands.opening import session
    from tutor.course import CourseError

    try:
        with session(None, None, make=False) as opened:
            return {name: users(opened.course, name) for name in TABLE}
    except (Refused, CourseError):
        return {name: [] for name in TABLE}


def _as_json(download: Download, path: Path | None, steps: list[str]) -> dict[str, Any]:
    return {
        "name": download.name,
        "title": download.title,
        "size": download.size,
        "licence": download.licence,
        "used_by": steps,
        "urls": [file.urls[0] for file in download.files],
        "path": str(path) if path else None,
    }
