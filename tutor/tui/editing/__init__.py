"""The exercise file between its writers: the built-in editor, the learner's own, and the session that saves."""
