"""What a session does, one kind of action a file. `tutor.session.Session` is the only caller."""
