"""Pure decisions of warnings: who may release, what a message must say, and CAP as data."""
