"""Turn source bytes into modules: the learner's snapshots, the references, the named mistakes. Touches no files.

A `Library` serves a set of sources to `import`: `dot_score` and `ch10_attention.dot_score` are one module. Only one
library is in use at a time (`Library.fresh` switches), so the judge can hold the reference beside its mistakes.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.abc
import importlib.machinery
import linecache
import marshal
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType, ModuleType

from tutor.checking.sourcetext import lines_of, text_of


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was read: `name` is `ch10_attention.dot_score`, `path` the place that tracebacks show."""

    name: str
    path: str
    data: bytes

    @property
    def chapter(self) -> str:
        return self.name.partition(".")[0]

    @property
    def short(self) -> str:
        return self.name.partition(".")[2]


class Library:
    """Modules made from bytes. Short names belong to `chapter` first, then to whichever other chapter has them."""

    def __init__(self, sources: Iterable[Source], chapter: str) -> None:
        self.sources: dict[str, Source] = {source.name: source for source in sources}
        self.packages = {source.chapter for source in self.sources.values()}
        self.short: dict[str, str] = {}
        for source in sorted(self.sources.values(), key=lambda source: source.chapter == chapter):
            self.short[source.short] = source.name
        self._code: dict[str, CodeType] = {}

    @classmethod
    def of_files(cls, files: Mapping[str, tuple[str, bytes]], chapter: str) -> Library:
        """A library from `{"ch10_attention.dot_score": (path, bytes)}`."""
        return cls((Source(name, path, data) for name, (path, data) in files.items()), chapter)

    def code(self, name: str) -> CodeType:
        """The source, compiled from the bytes themselves, so no stale `.pyc` can run. SyntaxError."""
        if name not in self._code:
            source = self.sources[name]
            self._code[name] = compile(text_of(source.data, source.path), source.path, "exec", dont_inherit=True)
        return self._code[name]

    def use(self) -> None:
        """Makes this the library that `import` asks, and forgets every module it made before."""
        if _FINDER not in sys.meta_path:
            sys.meta_path.insert(0, _FINDER)
        for name in _FINDER.made:
            sys.modules.pop(name, None)
        _FINDER.made.clear()
        if _FINDER.library is not self:
            _FINDER.library = self
            for source in self.sources.values():
                remember_lines(source)

    def fresh(self, name: str) -> ModuleType:
        """A newly executed module, and newly executed modules of everything it imports from the library."""
        self.use()
        return importlib.import_module(name)


def remember_lines(source: Source) -> None:
    """Gives tracebacks the lines that were compiled, whatever became of the file (mtime None: never re-read)."""
    lines = [f"{line}\n" for line in lines_of(source.data)]
    linecache.cache[source.path] = (len(source.data), None, lines, source.path)


def install(files: Mapping[str, tuple[str, bytes]], chapter: str) -> Library:
    """Serves `files` to `import` for the rest of this process: what a training script runs on."""
    library = Library.of_files(files, chapter)
    library.use()
    return library


class _Finder(importlib.abc.MetaPathFinder):
    """Answers `import` for the library in use; every other name goes the ordinary way."""

    def __init__(self) -> None:
        self.library: Library | None = None
        self.made: set[str] = set()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        library = self.library
        if library is None:
            return None
        if fullname in library.packages:
            self.made.add(fullname)
            spec = importlib.machinery.ModuleSpec(fullname, _Package(), is_package=True)
            return spec
        if fullname in library.sources:
            self.made.add(fullname)
            origin = library.sources[fullname].path
            spec = importlib.machinery.ModuleSpec(fullname, _Executor(library), origin=origin)
            spec.has_location = True
            return spec
        if fullname in library.short:
            self.made.add(fullname)
            return importlib.machinery.ModuleSpec(fullname, _Alias(library.short[fullname]))
        return None


class _Package(importlib.abc.Loader):
    """An empty package that stands for a chapter's folder."""

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        return None


class _Executor(importlib.abc.Loader):
    """Runs a library's compiled source in the new module."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        # a copy of the code: what torch.compile remembers of a code object belongs to one module
        code = marshal.loads(marshal.dumps(self.library.code(module.__name__)))
        builtins.exec(code, module.__dict__)

    def get_source(self, fullname: str) -> str:
        """For `inspect` and `linecache`."""
        return text_of(self.library.sources[fullname].data)


class _Alias(importlib.abc.Loader):
    """Gives the short name the module of the full name, so that `dot_score` is executed once."""

    def __init__(self, full: str) -> None:
        self.full = full

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return importlib.import_module(self.full)

    def exec_module(self, module: ModuleType) -> None:
        return None


_FINDER = _Finder()
