"""A check file, read once: its promises, its functions, and what of it travels to the worker."""

from __future__ import annotations

import importlib.util
import itertools
import sys
import traceback
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from tutor.checking.ship import check_titles, shipped
from tutor.syntax import parse

_COUNT = itertools.count()


class FaultyFile(Exception):
    """An author's file that can't be used: one sentence, with the file and, where known, the line."""

    def __init__(self, file: str, sentence: str, line: int = 1) -> None:
        super().__init__(sentence)
        self.file = file
        self.line = line

    @property
    def fact(self) -> dict[str, Any]:
        """As the prover tells it."""
        return {"fact": "fault", "file": self.file, "line": self.line, "sentence": str(self)}


class CheckFile:
    """The checks of one exercise: `titles` are their promises by name, in order. FaultyFile where it is no Python."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = path.read_text("utf-8")
            self._tree = parse(self.text)
        except FileNotFoundError:
            raise FaultyFile(str(path), f"there is no check file; write {path.name}") from None
        except SyntaxError as fault:
            raise FaultyFile(str(path), f"it is no Python: {fault.msg}", fault.lineno or 1) from None
        except (OSError, ValueError) as fault:
            raise FaultyFile(str(path), f"it can't be loaded: {type(fault).__name__}: {fault}") from None
        self.titles = check_titles(self._tree)

    @property
    def shipped(self) -> str:
        """What of it travels to the worker."""
        return shipped(self.text, self._tree)

    @cached_property
    def module(self) -> ModuleType:
        """The file as a module, imported without pytest; under a name of its own, since two chapters may use one file
        name. FaultyFile."""
        name = f"_dltutor_checks_{next(_COUNT)}"
        spec = importlib.util.spec_from_file_location(name, self.path)
        assert spec is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            exec(compile(self._tree, str(self.path), "exec", dont_inherit=True), module.__dict__)
            for check in self.titles:
                getattr(module, check)
        except SyntaxError as fault:
            raise FaultyFile(str(self.path), f"it is no Python: {fault.msg}", fault.lineno or 1) from None
        except (Exception, SystemExit) as fault:
            frames = traceback.extract_tb(fault.__traceback__)
            lines = [frame.lineno for frame in frames if frame.filename == str(self.path)]
            said = f"it can't be loaded: {type(fault).__name__}: {fault}"
            raise FaultyFile(str(self.path), said, (lines or [1])[-1] or 1) from None
        return module
