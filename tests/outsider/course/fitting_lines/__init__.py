"""The files of a course; dltutor finds this folder by the entry point in pyproject.toml and imports nothing of it."""
