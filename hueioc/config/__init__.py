"""Floor 7: settings, root addresses, and the one place where rooms are wired together."""
