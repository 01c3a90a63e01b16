"""The tiny course, a workspace of its own for every test, and a checker that runs nothing."""

from tests.fake_checker import checker
from tests.tiny import tiny_course, workspace

__all__ = ["checker", "tiny_course", "workspace"]
