"""The pictures of README and docs: made by scripts/screenshot.py, shown somewhere, small, and of nobody's machine."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scripts.screenshot import PICTURES

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "docs").glob("*.svg"))
PAGES = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
LARGEST = 150_000
"""Bytes: a page with all of them still opens at once."""


def test_every_picture_is_made_by_the_script_and_shown_on_a_page() -> None:
    assert [file.stem for file in FILES] == sorted(PICTURES)
    shown = {
        (page.parent / target).resolve()
        for page in PAGES
        for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text("utf-8"))
    }
    assert shown == set(FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_picture_is_small_and_holds_no_path_and_no_address(file: Path) -> None:
    text = file.read_text("utf-8")
    assert len(text) < LARGEST
    assert ElementTree.fromstring(text).tag.endswith("svg")
    words = "".join(ElementTree.fromstring(text).itertext()).replace("\xa0", " ")
    assert not re.search(r"/(tmp|home|root|work|Users)/|https?://", words)
    assert "dltutor" in words
