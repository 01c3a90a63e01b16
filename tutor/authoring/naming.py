"""The names that a new chapter and a new course get, and a sentence with the mend where one can't be used."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from tutor.course.files import shadows
from tutor.course.rules import CHAPTER_NAME
from tutor.learner.refused import WrongUsage

LONGEST_TITLE = 60  # what a list of chapters shows of it on 80 columns
LONGEST_SLUG = 40


def chapter_name(given: str, title: str) -> str:
    """`ch16_state_space_models` for `ch16`; a name that is whole already stays. WrongUsage where it can't be one."""
    if not CHAPTER_NAME.fullmatch(given):
        near = _nearest(given)
        mend = f"did you mean `{near}`?" if near else "write it like ch16, or ch16_state_space_models."
        raise WrongUsage(f"`{given}` can't be the name of a chapter's file and folders; {mend}")
    name = given if "_" in given else f"{given}_{slug(title) or 'chapter'}"
    if hidden := shadows(name):
        raise WrongUsage(f"A chapter called `{name}` would hide {hidden}; choose another name.")
    return name


def checked_title(title: str) -> str:
    """The title without blanks around it. WrongUsage where a list could not show it."""
    text = " ".join(title.split(" ")).strip()
    if not text:
        raise WrongUsage('The title is empty; name what the chapter is about, like "State-space models".')
    if unfit := [each for each in text if not each.isprintable()]:
        raise WrongUsage(f"The title holds the character U+{ord(unfit[0]):04X}, which no list can show; leave it out.")
    if len(text) > LONGEST_TITLE:
        raise WrongUsage(f"The title has {len(text)} characters, and a list shows {LONGEST_TITLE}; shorten it.")
    return text


def course_name(folder: Path) -> str:
    """What an installed course is called: `my-course` for the folder `My course`."""
    return slug(folder.name).replace("_", "-") or "course"


def package_name(folder: Path) -> str:
    """The Python package that holds the installed course: `my_course`; `torch_course` for a folder `torch`."""
    name = slug(folder.name)
    if not name or not name[0].isalpha():
        name = f"course_{name}".rstrip("_")
    return name if name.startswith("course") or name.endswith("course") else f"{name}_course"


def slug(text: str) -> str:
    """Lower-case letters, digits and `_`, cut at a word; accents are dropped, other scripts too."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words, length = list[str](), 0
    for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")):
        length += len(word) + 1
        if words and length > LONGEST_SLUG + 1:
            break
        words.append(word)
    return "_".join(words)


def _nearest(given: str) -> str:
    """The name that was meant: `ch16` for `Ch16`, `16` and `ch 16`."""
    chapter, *rest = re.findall(r"[a-z0-9]+", given.lower()) or [""]
    if chapter == "ch" and rest and rest[0].isdigit():
        chapter += rest.pop(0)
    if chapter.isdigit():
        chapter = f"ch{int(chapter):02}"
    near = "_".join([chapter, *rest])
    return near if CHAPTER_NAME.fullmatch(near) else ""
