"""Files too large to come along, such as trained weights. `dltutor fetch` gets them, and nothing else ever does.

A script asks whether one is here, and says how it can be fetched where it is not:

    from tutor import downloads
    file = downloads.find("resnet18")
    if file is None:
        live.say(downloads.missing("resnet18"))

`table.py` lists what there is, `places.py` knows where it lies, `fetching.py` brings it there, and `transfer.py` moves
the bytes. None of them is imported here before it is needed, since scripts import this.
"""

from __future__ import annotations

from pathlib import Path

from tutor.downloads import places
from tutor.downloads.table import TABLE


def find(name: str) -> Path | None:
    """What `name` stands for in the table, if all of it is on this computer: its file, or the folder that holds its
    several files. Looks at no checksum, which `dltutor fetch` did. KeyError where there is no such name."""
    return places.find(TABLE[name])


def missing(name: str) -> str:
    """The sentence for whoever has not fetched it: what it is, how large, and what to type."""
    wanted = TABLE[name]
    what = f"{wanted.title[0].upper()}{wanted.title[1:]} are not on this computer."
    return f"{what} To fetch them ({wanted.megabytes} MB), type in a terminal: {command(name)}"


def command(name: str) -> str:
    """What to type to get it."""
    return f"dltutor fetch {TABLE[name].name}"
