"""The tiny course and a workspace of its own for every test."""

from tests.tiny import tiny_course, workspace

__all__ = ["tiny_course", "workspace"]
