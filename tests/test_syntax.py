"""Several threads may read code at once."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tutor import syntax


def test_many_threads_parse_at_once() -> None:
    texts = [file.read_text("utf-8") for file in sorted(Path(syntax.__file__).parent.rglob("*.py"))[:40]]
    with ThreadPoolExecutor(8) as pool:
        trees = list(pool.map(syntax.parse, texts * 3))
    assert [ast.dump(tree) for tree in trees[:3]] == [ast.dump(ast.parse(text)) for text in texts[:3]]
