"""Where scikit-learn keeps the small tables that come with it, found without importing it (which would cost 1.4 s)."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def find(name: str, what: str, folder: str = "data") -> Path:
    """The file `name` among scikit-learn's data or `images`. FileNotFoundError names `what` and how to get it."""
    spec = importlib.util.find_spec("sklearn")  # finds the folder, executes nothing
    for place in (spec.submodule_search_locations or ()) if spec else ():
        file = Path(place) / "datasets" / folder / name
        if file.is_file():
            return file
    raise FileNotFoundError(
        f"The {what} come with scikit-learn, which is not installed here: run `pip install scikit-learn`."
    )
